import CKernels
import Foundation
import Testing
import ZoetropeCompute

/// The accuracies that CKernels.h states for exp and the activations, over the whole range of floats.
@Suite struct ExponentialTests {
  /// One float of every `stride` bit patterns of both signs: all exponents, denormals, infinities and NaN.
  static func allFloats(stride step: UInt32) -> [Float] {
    stride(from: UInt32(0), through: UInt32.max - step, by: Int(step)).map { Float(bitPattern: $0) }
      + [0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 1, -1]
  }

  /// Evenly spaced numbers, dense where the function is neither 0 nor its asymptote.
  static func evenly(_ range: ClosedRange<Double>, _ count: Int) -> [Float] {
    (0...count).map {
      Float(range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(count))
    }
  }

  @Test func exponential() {
    let xs = Self.allFloats(stride: 40_009) + Self.evenly(-105...89, 400_000) + Self.evenly(-1...1, 100_000)
    var worst = (error: 0.0, x: Float(0)), worstDenormal = 0.0
    for (x, y) in zip(xs, apply(zk_exp, xs)) {
      let want = exp(Double(x))
      let error = ulps(y, want)
      if want >= Double(Float.leastNormalMagnitude) || x.isNaN {
        if error > worst.error { worst = (error, x) }
      } else {
        worstDenormal = max(worstDenormal, error)
      }
    }
    #expect(worst.error <= 1.0, "at \(worst.x)")
    #expect(worstDenormal <= 1.0)
    #expect(
      apply(zk_exp, [-.infinity, .infinity, 0, -0.0, 88.8, -104]) == [0, .infinity, 1, 1, .infinity, 0])
    #expect(apply(zk_exp, [.nan])[0].isNaN)
  }

  /// The largest of |error| / (relative·|truth| + absolute), over all floats and densely where it matters.
  static func worst(
    _ xs: [Float], _ kernel: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    _ truth: (Double) -> Double, _ tolerance: Tolerance
  ) -> (ratio: Double, x: Float) {
    let worst = compare(apply(kernel, xs), xs.map { truth(Double($0)) }, tolerance)
    return (worst.ratio, worst.index < 0 ? 0 : xs[worst.index])
  }

  static let everywhere = allFloats(stride: 40_009) + evenly(-110...110, 400_000) + evenly(-12...12, 200_000)

  /// A gradient kernel with dy = 1 everywhere.
  static func onOnes(
    _ kernel: @escaping (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  ) -> (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void {
    { x, y, n in kernel(x, [Float](repeating: 1, count: n), y, n) }
  }

  @Test func gelu() {
    // In the tail the argument of exp is near 80 and its rounding (80·2⁻²⁴) becomes a relative error.
    let whole = Self.worst(
      Self.everywhere, zk_gelu, Reference.gelu, Tolerance(absolute: 1e-35, relative: 2e-5))
    #expect(whole.ratio <= 1, "at \(whole.x)")
    let middle = Self.worst(Self.evenly(-1...30, 300_000), zk_gelu, Reference.gelu, Tolerance(relative: 3e-7))
    #expect(middle.ratio <= 1, "at \(middle.x)")
    let gradient = Self.worst(
      Self.everywhere, Self.onOnes(zk_gelu_vjp), Reference.geluDerivative, Tolerance(absolute: 3e-7))
    #expect(gradient.ratio <= 1, "at \(gradient.x)")
    #expect(apply(zk_gelu, [.infinity, -.infinity, 0, -0.0]) == [.infinity, 0, 0, 0])
  }

  @Test func silu() {
    let whole = Self.worst(
      Self.everywhere, zk_silu, Reference.silu, Tolerance(absolute: 3e-37, relative: 3e-7))
    #expect(whole.ratio <= 1, "at \(whole.x)")
    let gradient = Self.worst(
      Self.everywhere, Self.onOnes(zk_silu_vjp), Reference.siluDerivative, Tolerance(absolute: 3e-7))
    #expect(gradient.ratio <= 1, "at \(gradient.x)")
    #expect(apply(zk_silu, [.infinity, -.infinity, 0, -0.0]) == [.infinity, 0, 0, 0])
  }

  @Test func fusedWithABiasTheyGiveTheSame() {
    // A stride wider than the row: what lies between the rows must stay.
    let (rows, n, stride) = (5, 37, 41)
    let x = random([rows, stride], 90, scale: 3).elements, bias = random([n], 91).elements
    for (kernel, function) in [
      (zk_bias, { $0 }), (zk_bias_gelu, Reference.gelu), (zk_bias_silu, Reference.silu),
    ]
      as [(
        (UnsafeMutablePointer<Float>, Int, UnsafePointer<Float>, Int, Int) -> Void, (Double) -> Double
      )]
    {
      var y = x
      kernel(&y, stride, bias, rows, n)
      let want = x.enumerated().map { index, value in
        index % stride < n ? function(Double(value + bias[index % stride])) : Double(value)
      }
      expectClose(y, want, Tolerance(absolute: 1e-7, relative: 1e-6))
    }
  }
}
