import CBLAS
import Foundation
import ZoetropeCompute
import ZoetropeLayers

/// Measures the numerical core against the BLAS library under it.
public struct ComputeBenchmark: Sendable {
  /// Measurements of everything.
  public var runs = 9

  /// Shapes of linear layers, rows × outputs × inputs.
  public static let linearShapes = [
    (512, 384, 384), (512, 1536, 384), (512, 384, 1536), (512, 768, 256), (512, 1024, 256), (512, 256, 1024),
    (2048, 1024, 256), (2048, 256, 1024), (1024, 1024, 1024),
  ]
  /// Tokens, heads and head size of attention.
  public static let attentionShapes = [(521, 4, 64), (521, 6, 64), (2569, 6, 64)]

  /// Makes a benchmark.
  public init() {}

  /// Measures; a call of the library, ours on one thread, ours on all of them and ours in bfloat16 take turns.
  public func run(version: String) -> BenchmarkRecord {
    var record = BenchmarkRecord(subject: "compute", version: version, settings: [:], measurements: [])
    for shape in ComputeBenchmark.linearShapes { record.measurements += linear(shape) }
    for shape in ComputeBenchmark.attentionShapes { record.measurements.append(attention(shape)) }
    return record
  }

  // MARK: - Internals

  private func linear(_ shape: (m: Int, n: Int, k: Int)) -> [Measurement] {
    let (m, n, k) = shape
    let x = Tensor.normal([m, k], seed: 1), w = Tensor.normal([n, k], seed: 2)
    var c = [Float](repeating: 0, count: m * n)
    let flop = 2 * Double(m) * Double(n) * Double(k)
    // At least some milliseconds each, so that the clock and waking threads do not count.
    let repetitions = max(1, Int(4e8 / flop))
    func repeated(_ body: @escaping () -> Void) -> () -> Void {
      { for _ in 0..<repetitions { body() } }
    }
    let context = ComputeContext.current
    let threads = context.threadCount
    var names = ["library, one thread", "one thread", "\(threads) threads"]
    var work: [() -> Void] = [
      repeated {
        x.withUnsafeBuffer { x in
          w.withUnsafeBuffer { w in
            cblas_sgemm(
              Int32(ZCblasRowMajor), Int32(ZCblasNoTrans), Int32(ZCblasTrans), Int32(m), Int32(n), Int32(k),
              1,
              x.baseAddress, Int32(k), w.baseAddress, Int32(k), 0, &c, Int32(n))
          }
        }
      },
      { context.with(threadCount: 1).run(repeated { _ = Variable(x).linear(Variable(w)) }) },
      repeated { _ = Variable(x).linear(Variable(w)) },
    ]
    if let bfloat16 = try? context.with(precision: .bfloat16) {
      names.append("\(threads) threads, bfloat16")
      work.append { bfloat16.run(repeated { _ = Variable(x).linear(Variable(w)) }) }
    }
    return zip(names, Turns(runs: runs, work).seconds).map { name, seconds in
      Measurement(
        "\(m)×\(n)×\(k), \(name)", Spread(seconds.map { flop * Double(repetitions) / $0 / 1e9 }),
        .gigaflopPerSecond)
    }
  }

  private func attention(_ shape: (tokens: Int, heads: Int, size: Int)) -> Measurement {
    let (tokens, heads, size) = shape
    let width = heads * size
    let qkv = Variable(Tensor.normal([tokens, 3 * width], seed: 3))
    let flop = 4 * Double(tokens) * Double(tokens) * Double(width)
    let seconds = Turns(
      runs: runs,
      [
        {
          _ = Variable.attention(
            query: qkv.columns(0..<width), key: qkv.columns(width..<2 * width),
            value: qkv.columns(2 * width..<3 * width), heads: heads, segments: [AttentionSegment(0..<tokens)])
        }
      ]
    ).seconds[0]
    return Measurement(
      "attention, \(tokens) tokens, \(heads)×\(size)", Spread(seconds.map { flop / $0 / 1e9 }),
      .gigaflopPerSecond)
  }
}
