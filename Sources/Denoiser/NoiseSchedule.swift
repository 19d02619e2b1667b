import Foundation

/// A grid of flow times from 1 (noise) down to 0 (data): where a sampler evaluates the network.
public struct NoiseSchedule: Sendable, Equatable, Codable {
  /// The rule that spaces the levels.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Equal steps.
    case linear
    /// Equal steps u, moved towards noise: `t = s·u / (1 + (s − 1)·u)` (Esser et al. 2024, arXiv:2403.03206, eq. 23).
    case shifted
    /// Equal probabilities under a logit-normal distribution of levels, as drawn in training.
    case logitNormal
  }

  /// The rule.
  public var kind: Kind
  /// For ``Kind/shifted``: how far towards noise, 1 for not at all.
  public var shift: Double
  /// For ``Kind/logitNormal``: mean of logit t.
  public var mean: Double
  /// For ``Kind/logitNormal``: standard deviation of logit t.
  public var deviation: Double

  /// Makes a schedule.
  public init(_ kind: Kind = .shifted, shift: Double = 3, mean: Double = 1.2, deviation: Double = 1.1) {
    self.kind = kind
    self.shift = shift
    self.mean = mean
    self.deviation = deviation
  }

  /// The levels of `stepCount` steps: `stepCount + 1` strictly decreasing numbers, the first 1, the last 0.
  ///
  /// - Throws: ``DenoiserError/badSetting(name:value:expected:)`` for fewer than one step or a shift or deviation
  ///   that is not positive.
  public func levels(stepCount: Int) throws -> [Double] {
    guard stepCount >= 1 && stepCount <= 10_000 else {
      throw DenoiserError.badSetting(name: "steps", value: "\(stepCount)", expected: "1…10000")
    }
    guard shift.isFinite && shift > 0 else {
      throw DenoiserError.badSetting(name: "schedule shift", value: "\(shift)", expected: "a positive number")
    }
    guard mean.isFinite && deviation.isFinite && deviation > 0 else {
      throw DenoiserError.badSetting(
        name: "schedule deviation", value: "\(deviation)", expected: "a positive number")
    }
    return (0...stepCount).map { step in
      if step == 0 { return 1 }
      if step == stepCount { return 0 }
      let u = 1 - Double(step) / Double(stepCount)
      switch kind {
      case .linear: return u
      case .shifted: return shift * u / (1 + (shift - 1) * u)
      case .logitNormal: return 1 / (1 + exp(-(mean + deviation * NoiseSchedule.normalQuantile(u))))
      }
    }
  }

  // MARK: - Internals

  /// The number below which a standard normal deviate lies with probability p, by bisection on erfc.
  static func normalQuantile(_ p: Double) -> Double {
    var (low, high) = (-40.0, 40.0)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if 0.5 * erfc(-middle / 2.0.squareRoot()) < p { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
