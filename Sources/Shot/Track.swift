// Interpolation between keyframes: the one place that says what happens between two edited points.

/// A function of time through given points.
///
/// Between points it is a cubic Hermite curve with the slopes of Fritsch & Butland (1984), "A method for
/// constructing local monotone piecewise cubic interpolants": it never overshoots, is flat at turning
/// points, and reproduces a straight line exactly. Outside the points it holds the first or last value.
public struct Track: Sendable, Equatable {
  /// Times of the points in seconds, strictly increasing.
  public let times: [Double]
  /// Values at those times.
  public let values: [Double]
  private let slopes: [Double]

  /// Makes a track through points.
  ///
  /// - Precondition: as many values as times, at least one, times strictly increasing.
  public init(times: [Double], values: [Double]) {
    precondition(
      !times.isEmpty && times.count == values.count, "Track: \(times.count) times, \(values.count) values")
    precondition(zip(times, times.dropFirst()).allSatisfy { $0 < $1 }, "Track: times must increase")
    self.times = times
    self.values = values
    self.slopes = Track.monotoneSlopes(times: times, values: values)
  }

  /// The value at a time in seconds.
  ///
  /// - Complexity: O(log n) in the number of points.
  public func value(at time: Double) -> Double {
    guard time > times[0] else { return values[0] }
    guard time < times[times.count - 1] else { return values[values.count - 1] }
    var low = 0
    var high = times.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle } else { high = middle }
    }
    let span = times[high] - times[low]
    let u = (time - times[low]) / span
    let rise = values[high] - values[low]
    // Hermite basis in the form value + u·(…), so that equal end slopes give exactly the straight line.
    let a = slopes[low] * span
    let b = slopes[high] * span
    return values[low] + u * (a + u * ((3 * rise - 2 * a - b) + u * (a + b - 2 * rise)))
  }

  // MARK: - Internals

  private static func monotoneSlopes(times: [Double], values: [Double]) -> [Double] {
    let count = times.count
    guard count > 1 else { return [0] }
    let spans = (1..<count).map { times[$0] - times[$0 - 1] }
    let secants = (1..<count).map { (values[$0] - values[$0 - 1]) / spans[$0 - 1] }
    guard count > 2 else { return [secants[0], secants[0]] }
    var slopes = Array(repeating: 0.0, count: count)
    for i in 1..<count - 1 where secants[i - 1] * secants[i] > 0 {
      let before = 2 * spans[i] + spans[i - 1]
      let after = spans[i] + 2 * spans[i - 1]
      slopes[i] = (before + after) / (before / secants[i - 1] + after / secants[i])
    }
    slopes[0] = endSlope(spans[0], spans[1], secants[0], secants[1])
    slopes[count - 1] = endSlope(
      spans[count - 2], spans[count - 3], secants[count - 2], secants[count - 3])
    return slopes
  }

  /// Three-point slope at an end, limited so that the curve stays monotone there.
  private static func endSlope(_ h0: Double, _ h1: Double, _ s0: Double, _ s1: Double) -> Double {
    let slope = ((2 * h0 + h1) * s0 - h0 * s1) / (h0 + h1)
    if slope * s0 <= 0 { return 0 }
    if s0 * s1 <= 0 && abs(slope) > 3 * abs(s0) { return 3 * s0 }
    return slope
  }
}
