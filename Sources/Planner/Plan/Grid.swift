import Foundation

/// The values that a number token can stand for: evenly spaced, or in equal ratios.
public struct Grid: Sendable, Equatable {
  /// The value of bin 0.
  public let lowest: Double
  /// The distance of neighbours, or their ratio.
  public let step: Double
  /// Number of bins.
  public let count: Int
  /// Whether `step` is a ratio.
  public let isGeometric: Bool

  /// Evenly spaced values.
  public static func linear(from lowest: Double, step: Double, count: Int) -> Grid {
    Grid(lowest: lowest, step: step, count: count, isGeometric: false)
  }

  /// Values in equal ratios.
  public static func geometric(from lowest: Double, ratio: Double, count: Int) -> Grid {
    Grid(lowest: lowest, step: ratio, count: count, isGeometric: true)
  }

  /// The value at a place between bins.
  public func value(at bin: Double) -> Double {
    isGeometric ? lowest * pow(step, bin) : lowest + step * bin
  }

  /// The place of a value between bins; may lie outside `0..<count`.
  public func place(of value: Double) -> Double {
    isGeometric ? log(max(value, 1e-9) / lowest) / log(step) : (value - lowest) / step
  }

  /// The nearest bin of a value.
  public func bin(of value: Double) -> Int {
    Int(min(max(place(of: value).rounded(), 0), Double(count - 1)))
  }

  /// The bins whose values lie within bounds; never empty: a bound that no bin meets gives the nearest one.
  public func bins(_ bounds: ClosedRange<Double>) -> Range<Int> {
    let lower = min(max(Int((place(of: bounds.lowerBound) - 1e-6).rounded(.up)), 0), count - 1)
    let upper = min(max(Int((place(of: bounds.upperBound) + 1e-6).rounded(.down)), 0), count - 1)
    return lower..<max(lower, upper) + 1
  }
}
