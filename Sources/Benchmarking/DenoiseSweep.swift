import Foundation
import ZoetropeCompute
import ZoetropeDenoiser

/// The cost of a denoising step over lengths and sizes of clips.
public struct DenoiseSweep: Sendable {
  /// Lengths that are measured.
  public static let frameCounts = [2, 16, 80, 160]
  /// Sides of the frame in patches of the network.
  public static let sides = [8, 16, 32]
  /// Sizes with more tokens than this are left out.
  public var maximumTokenCount = 6000

  private let benchmark: DenoiseBenchmark

  /// Makes a sweep of a benchmark; its length and size are replaced.
  public init(_ benchmark: DenoiseBenchmark) { self.benchmark = benchmark }

  /// Measures every length and size, few runs each, and adds them with the fitted exponents to a record.
  public func add(to record: inout BenchmarkRecord) throws {
    for side in DenoiseSweep.sides {
      for frameCount in DenoiseSweep.frameCounts {
        var benchmark = benchmark
        let patch = benchmark.configuration.patch
        guard frameCount % patch.frames == 0,
          frameCount / patch.frames * side * side <= maximumTokenCount
        else { continue }
        benchmark.frameCount = frameCount
        benchmark.height = side * patch.height
        benchmark.width = side * patch.width
        record.sweep.append(try point(benchmark))
      }
    }
    record.sweep.sort { $0.tokenCount < $1.tokenCount }
    let small = record.sweep.filter { $0.tokenCount <= 1100 }
    let large = record.sweep.filter { $0.tokenCount >= 1000 }
    for (name, points) in [("exponent up to 1100 tokens", small), ("exponent from 1000 tokens", large)] {
      guard let exponent = DenoiseSweep.exponent(points) else { continue }
      record.measurements.append(Measurement(name, exponent, .count))
    }
  }

  /// The power of the number of tokens that the processor time of a step grows with: the slope of the least-squares line through
  /// the logarithms of both. Nil for fewer than two different sizes.
  public static func exponent(_ points: [SweepPoint]) -> Double? {
    let x = points.map { log(Double($0.tokenCount)) }
    let y = points.map { log($0.processorMilliseconds.median) }
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let variance = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    guard points.count > 1, variance > 0 else { return nil }
    return zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / variance
  }

  // MARK: - Internals

  private func point(_ benchmark: DenoiseBenchmark) throws -> SweepPoint {
    let work = try benchmark.prepare()
    var denoising = work.denoising
    return try ComputeContext.current.with(precision: benchmark.precision).run {
      let (peakBytes, _) = benchmark.memory { _ = denoising.next() }
      // Up to about two seconds each.
      let first = Turns(runs: 1, warmUps: 0, [{ _ = denoising.next() }]).seconds[0][0]
      let runs = min(benchmark.runs, max(3, Int(2 / first)))
      let turns = Turns(runs: runs, warmUps: 0, [{ _ = denoising.next() }])
      let flop = work.cost.flop * Double(benchmark.sampler.evaluationsPerStep)
      return SweepPoint(
        frameCount: benchmark.frameCount, height: benchmark.height, width: benchmark.width,
        tokenCount: work.cost.tokenCount, milliseconds: Spread(turns.seconds[0]).scaled(by: 1000),
        processorMilliseconds: Spread(turns.processorSeconds[0]).scaled(by: 1000),
        gigaflop: flop / 1e9, megabytes: Double(peakBytes) / 1e6)
    }
  }
}
