import Foundation
import ZoetropeCompute
import ZoetropeLayers

/// The rule that walks from noise to data.
public enum SamplerKind: String, CaseIterable, Codable, Sendable {
  /// One evaluation per step, first order.
  case euler
  /// Two evaluations per step, second order: the explicit trapezoidal rule (Karras et al. 2022, arXiv:2206.00364, alg. 1).
  case heun
  /// One evaluation per step, second order: DPM-Solver++(2M) (Lu et al. 2022, arXiv:2211.01095, alg. 2) in the data
  /// prediction form, for the straight path α = 1 − t, σ = t.
  case dpmpp2m

  /// Evaluations of the network per step (the last step of Heun takes one).
  public var evaluationsPerStep: Int { self == .heun ? 2 : 1 }
}

/// A sampler on its way: the noisy state and what the rule remembers. All there is to save and resume.
public struct SamplerState: Sendable, Equatable {
  /// The noisy patches, `[N, P]`.
  public var z: Tensor
  /// The next step, 0-based; equal to the step count when done.
  public var step: Int
  /// The clean estimate of the step before, which DPM-Solver++(2M) extrapolates from.
  public var previousClean: Tensor?

  /// Starts from noise.
  public init(noise: Tensor) {
    z = noise
    step = 0
  }

  /// Goes on from a saved state.
  public init(z: Tensor, step: Int, previousClean: Tensor?) {
    self.z = z
    self.step = step
    self.previousClean = previousClean
  }
}

/// Walks a state along a grid of levels; a function of any denoiser `(z, t) → clean estimate`.
public struct Sampler: Sendable {
  /// The rule.
  public let kind: SamplerKind
  /// The grid, from 1 down to 0 (``NoiseSchedule/levels(stepCount:)``).
  public let levels: [Double]

  /// Makes a sampler.
  public init(_ kind: SamplerKind, levels: [Double]) {
    self.kind = kind
    self.levels = levels
  }

  /// Number of steps.
  public var stepCount: Int { levels.count - 1 }

  /// Takes one step and returns the clean estimate it was based on.
  ///
  /// - Parameter denoise: the clean estimate of a state at a level.
  /// - Precondition: `state.step < stepCount`.
  @discardableResult
  public func step(
    _ state: inout SamplerState, denoise: (Tensor, Double) throws -> Tensor
  ) rethrows -> Tensor {
    require(state.step < stepCount, "Sampler: step \(state.step) of \(stepCount)")
    let t = levels[state.step]
    let next = levels[state.step + 1]
    let clean = try denoise(state.z, t)
    switch kind {
    case .euler:
      state.z = Sampler.moved(state.z, towards: clean, from: t, to: next)
    case .heun:
      // The predictor is an Euler step; at the end (next = 0) it lands on the estimate, and there is nothing to correct.
      let predicted = Sampler.moved(state.z, towards: clean, from: t, to: next)
      if next > 0 {
        let corrected = try denoise(predicted, next)
        // z − (t − next)·½(v₁ + v₂) with v = (z − clean)/t.
        let a = Float((t - next) / (2 * t))
        let b = Float((t - next) / (2 * next))
        Stopwatch.time(.sampler) {
          state.z = state.z.combined(1 - a, clean, a)
          state.z.add(predicted, scaledBy: -b)
          state.z.add(corrected, scaledBy: b)
        }
      } else {
        state.z = predicted
      }
    case .dpmpp2m:
      var estimate = clean
      if next > 0, state.step > 0, let previous = state.previousClean {
        // λ = log(α/σ); the estimate is extrapolated to the middle of the step in λ. From pure noise (t = 1, α = 0)
        // λ starts at −∞, so the first step, and the second, which would extrapolate across it, are first order.
        let before = levels[state.step - 1]
        if before < 1 {
          func lambda(_ t: Double) -> Double { log((1 - t) / t) }
          let h = lambda(next) - lambda(t)
          let r = (lambda(t) - lambda(before)) / h
          let weight = Float(1 / (2 * r))
          estimate = Stopwatch.time(.sampler) { clean.combined(1 + weight, previous, -weight) }
        }
      }
      state.previousClean = clean
      // (σ'/σ)·z − α'(e^{−h} − 1)·D with e^{−h} = α·σ'/(α'·σ) is z·t'/t + (1 − t'/t)·D on the straight path.
      state.z = Sampler.moved(state.z, towards: estimate, from: t, to: next)
    }
    state.step += 1
    return clean
  }

  private static func moved(_ z: Tensor, towards clean: Tensor, from t: Double, to next: Double) -> Tensor {
    Stopwatch.time(.sampler) { FlowPath.moved(z, towards: clean, from: t, to: next) }
  }
}

extension Tensor {
  /// `a·self + b·other`.
  func combined(_ a: Float, _ other: Tensor, _ b: Float) -> Tensor {
    var result = self
    result.scale(by: a)
    result.add(other, scaledBy: b)
    return result
  }
}
