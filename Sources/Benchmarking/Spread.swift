// Timing on a machine that does other things too: short runs, interleaved, medians and quartiles.

import Foundation
import ZoetropeCompute

/// Where most of several measurements of one thing lie.
public struct Spread: Codable, Sendable, Equatable {
  /// Half of the measurements are below it.
  public var median: Double
  /// A quarter is below it.
  public var low: Double
  /// A quarter is above it.
  public var high: Double
  /// How many measurements there were.
  public var count: Int

  /// Sums measurements up.
  ///
  /// Quantiles are interpolated linearly between the sorted measurements (Hyndman & Fan 1996, type 7).
  ///
  /// - Precondition: at least one measurement.
  public init(_ values: [Double]) {
    require(!values.isEmpty, "Spread: no measurements")
    let sorted = values.sorted()
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let below = Int(place)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
    (median, low, high, count) = (quantile(0.5), quantile(0.25), quantile(0.75), sorted.count)
  }

  /// A number that was not measured repeatedly.
  public init(exactly value: Double) { (median, low, high, count) = (value, value, value, 1) }

  /// Every measurement times a positive number.
  public func scaled(by factor: Double) -> Spread {
    var result = self
    result.median *= factor
    result.low *= factor
    result.high *= factor
    return result
  }
}

/// How long pieces of work took that were run interleaved.
public struct Turns: Sendable, Equatable {
  /// For each piece, the seconds of its runs; those of one index were measured right after each other.
  public var seconds: [[Double]] = []
  /// The same of the processor's time, all threads of this process together. It hardly depends on what else runs.
  public var processorSeconds: [[Double]] = []

  /// Times pieces of work interleaved, after a warm-up.
  ///
  /// - Parameters:
  ///   - runs: measurements of each.
  ///   - warmUps: runs of each that are not measured.
  public init(runs: Int, warmUps: Int = 1, _ work: [() -> Void]) {
    for _ in 0..<warmUps { for piece in work { piece() } }
    seconds = [[Double]](repeating: [], count: work.count)
    processorSeconds = seconds
    let wall = ContinuousClock()
    for _ in 0..<runs {
      for (index, piece) in work.enumerated() {
        let start = (wall.now, clock())
        piece()
        processorSeconds[index].append(Double(clock() - start.1) / Double(CLOCKS_PER_SEC))
        seconds[index].append((wall.now - start.0).seconds)
      }
    }
  }
}
