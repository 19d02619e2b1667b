import Foundation

/// The learning rate over the course of training.
public struct LearningRateSchedule: Sendable, Equatable, Codable {
  /// How the rate falls after warming up.
  public enum Decay: String, CaseIterable, Codable, Sendable {
    /// It stays.
    case constant
    /// Half a cosine from the peak to zero at the last step (Loshchilov & Hutter, arXiv:1608.03983).
    case cosine
    /// It stays until the last part, then falls as `1 − √x` (Hägele et al. 2024, arXiv:2405.18392).
    case squareRoot
  }

  /// The largest rate.
  public var peak: Double
  /// Steps over which the rate rises from zero.
  public var warmupSteps: Int
  /// All steps; later ones have the final rate.
  public var stepCount: Int
  /// How it falls.
  public var decay: Decay
  /// Share of the steps over which ``Decay/squareRoot`` falls.
  public var decayShare: Double

  /// Makes a schedule.
  public init(peak: Double, warmupSteps: Int, stepCount: Int, decay: Decay, decayShare: Double = 0.3) {
    self.peak = peak
    self.warmupSteps = warmupSteps
    self.stepCount = stepCount
    self.decay = decay
    self.decayShare = decayShare
  }

  /// The rate of a step, 0-based.
  public func rate(step: Int) -> Double {
    if step < warmupSteps { return peak * Double(step + 1) / Double(warmupSteps) }
    let progress = min(max(Double(step - warmupSteps) / Double(max(stepCount - warmupSteps, 1)), 0), 1)
    switch decay {
    case .constant: return peak
    case .cosine: return peak * (1 + cos(.pi * progress)) / 2
    case .squareRoot:
      let start = 1 - decayShare
      return progress <= start ? peak : peak * (1 - ((progress - start) / decayShare).squareRoot())
    }
  }
}
