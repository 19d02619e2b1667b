import Testing
import ZoetropeCompute

/// How far a result may be from the true value: `absolute + relative·|true|`.
struct Tolerance: Sendable {
  var absolute: Double
  var relative: Double

  init(absolute: Double = 0, relative: Double = 0) {
    self.absolute = absolute
    self.relative = relative
  }
}

/// The element of a result that is farthest from the true one, in units of what is allowed.
struct Worst: CustomStringConvertible {
  var index = -1
  var got = Float(0)
  var want = 0.0
  /// Error over tolerance; above 1 is wrong.
  var ratio = 0.0

  var description: String { "element \(index): got \(got), want \(want), \(ratio) of the tolerance" }
}

/// Compares a result with the true values. NaN equals NaN only, infinities equal themselves.
func compare(_ got: [Float], _ want: [Double], _ tolerance: Tolerance) -> Worst {
  var worst = Worst()
  if got.count != want.count {
    return Worst(index: got.count, got: 0, want: Double(want.count), ratio: .infinity)
  }
  for (index, (x, y)) in zip(got, want).enumerated() {
    let ratio: Double
    if x.isNaN || y.isNaN {
      ratio = x.isNaN == y.isNaN ? 0 : .infinity
    } else if x.isInfinite || y.isInfinite {
      ratio = Double(x) == y ? 0 : .infinity
    } else {
      let error = abs(Double(x) - y)
      ratio = error == 0 ? 0 : error / (tolerance.absolute + tolerance.relative * abs(y))
    }
    if ratio > worst.ratio { worst = Worst(index: index, got: x, want: y, ratio: ratio) }
  }
  return worst
}

/// Fails the test where a result is farther from the true values than allowed, naming the worst element.
func expectClose(
  _ got: [Float], _ want: [Double], _ tolerance: Tolerance, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let worst = compare(got, want, tolerance)
  #expect(worst.ratio <= 1, "\(what) \(worst)", sourceLocation: sourceLocation)
}

/// Distance of a float from the true value in units of the spacing of floats there.
func ulps(_ got: Float, _ want: Double) -> Double {
  let nearest = Float(want)
  if got.isNaN || want.isNaN { return got.isNaN == want.isNaN ? 0 : .infinity }
  if got == nearest { return 0 }
  if nearest.isInfinite {
    // Beyond the largest float: one below the largest is one spacing away.
    return got.isFinite
      ? (Double(Float.infinity.nextDown) - Double(got)) / Double(Float.infinity.nextDown.ulp) + 1 : .infinity
  }
  return abs(Double(got) - want) / Double(nearest.ulp)
}

/// Calls a kernel that maps `n` floats to `n` floats.
func apply(_ kernel: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void, _ x: [Float])
  -> [Float]
{
  var y = [Float](repeating: .nan, count: x.count)
  kernel(x, &y, x.count)
  return y
}

/// Normal deviates of a stream, times `scale`.
func random(_ shape: Shape, _ stream: UInt64, scale: Float = 1) -> Tensor {
  var tensor = Tensor.normal(shape, seed: 2026, stream: stream)
  tensor.scale(by: scale)
  return tensor
}
