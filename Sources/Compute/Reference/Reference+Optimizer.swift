import Foundation

// Parameter updates.

extension Reference {
  /// What AdamW keeps for one parameter.
  package struct AdamWState: Sendable, Equatable {
    /// The parameter.
    package var parameter: Double
    /// Running mean of the gradient.
    package var first: Double
    /// Running mean of its square.
    package var second: Double

    /// Makes a state, by default the one before the first step.
    package init(parameter: Double, first: Double = 0, second: Double = 0) {
      self.parameter = parameter
      self.first = first
      self.second = second
    }
  }

  /// One AdamW step (arXiv:1711.05101, algorithm 2, with the decay multiplied by the rate as PyTorch does).
  ///
  /// - Parameters:
  ///   - state: changed in place.
  ///   - gradient: of the loss.
  ///   - step: counted from 1.
  ///   - rate: the learning rate.
  ///   - beta1: how much of `first` is kept.
  ///   - beta2: how much of `second` is kept.
  ///   - epsilon: added to the root.
  ///   - decay: weight decay.
  package static func adamW(
    _ state: inout AdamWState, gradient: Double, step: Int, rate: Double, beta1: Double = 0.9,
    beta2: Double = 0.999, epsilon: Double = 1e-8, decay: Double = 0
  ) {
    state.first = beta1 * state.first + (1 - beta1) * gradient
    state.second = beta2 * state.second + (1 - beta2) * gradient * gradient
    let first = state.first / (1 - pow(beta1, Double(step)))
    let second = state.second / (1 - pow(beta2, Double(step)))
    state.parameter -= rate * (first / (second.squareRoot() + epsilon) + decay * state.parameter)
  }

  /// `keep·average + (1 − keep)·value`.
  package static func movingAverage(_ average: Double, _ value: Double, keep: Double) -> Double {
    keep * average + (1 - keep) * value
  }
}
