// Times the numerical core against the library under it, alternating the two in one run.
// Run: swift run -c release compute-benchmark
// It is not a test: it prints ratios, and people judge them.

import CBLAS
import Foundation
import ZoetropeCompute

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// Seconds per call, median of `runs` batches of calls that take at least 20 ms together.
func time(_ runs: Int = 9, _ body: () -> Void) -> Double {
  let clock = ContinuousClock()
  func seconds(_ count: Int) -> Double {
    let duration = clock.measure { for _ in 0..<count { body() } }
    return Double(duration.components.attoseconds) * 1e-18 + Double(duration.components.seconds)
  }
  body()
  let count = max(1, Int(0.02 / max(seconds(1), 1e-7)))
  return median((0..<runs).map { _ in seconds(count) / Double(count) })
}

func random(_ shape: Shape, _ stream: UInt64) -> Tensor { Tensor.normal(shape, seed: 1, stream: stream) }

func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

print("BLAS: \(BLAS.name), \(BLAS.threadCount.map(String.init) ?? "?") thread(s) of its own")
print("threads: \(Parallel.threadCount)")

let threads = Parallel.threadCount
print("\nGEMM, C[m,n] = A[m,k]·B[n,k]ᵀ, GFLOP/s")
print("m x n x k            direct call  wrapper, 1 thread  overhead  wrapper, \(threads) threads")
for (m, n, k) in [
  (512, 384, 384), (512, 1536, 384), (512, 384, 1536), (512, 256, 256), (512, 768, 256), (512, 1024, 256),
  (512, 256, 1024), (2048, 1024, 256), (2048, 256, 1024), (256, 1024, 2048), (4096, 768, 256),
  (1024, 1024, 1024),
] {
  let x = random([m, k], 0), w = random([n, k], 1)
  var c = [Float](repeating: 0, count: m * n)
  let flops = 2 * Double(m) * Double(n) * Double(k)
  var direct: [Double] = [], wrapped: [Double] = []
  for _ in 0..<5 {
    direct.append(
      time(3) {
        x.withUnsafeBuffer { x in
          w.withUnsafeBuffer { w in
            cblas_sgemm(
              Int32(ZCblasRowMajor), Int32(ZCblasNoTrans), Int32(ZCblasTrans), Int32(m), Int32(n), Int32(k),
              1,
              x.baseAddress, Int32(k), w.baseAddress, Int32(k), 0, &c, Int32(n))
          }
        }
      })
    Parallel.threadCount = 1
    wrapped.append(time(3) { _ = Variable(x).linear(Variable(w)) })
    Parallel.threadCount = threads
  }
  let many = time { _ = Variable(x).linear(Variable(w)) }
  let (a, b) = (median(direct), median(wrapped))
  print(
    padded("\(m) x \(n) x \(k)", 20),
    String(
      format: "%11.1f  %17.1f  %7.1f%%  %18.1f", flops / a / 1e9,
      flops / b / 1e9, (b / a - 1) * 100, flops / many / 1e9))
}

print("\nAttention forward, GFLOP/s")
for (tokens, heads, size) in [(515, 4, 64), (512, 8, 32), (2048, 6, 64), (2560, 6, 64)] {
  let qkv = Variable(random([tokens, 3 * heads * size], 3))
  let width = heads * size
  let seconds = time(5) {
    _ = Variable.attention(
      query: qkv.columns(0..<width), key: qkv.columns(width..<2 * width),
      value: qkv.columns(2 * width..<3 * width), heads: heads, segments: [AttentionSegment(0..<tokens)])
  }
  let flops = 4 * Double(tokens) * Double(tokens) * Double(width)
  print(
    padded("\(tokens) tokens, \(heads) x \(size)", 26),
    String(format: "%7.2f ms %7.1f", seconds * 1e3, flops / seconds / 1e9))
}
