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
  /// The level of every patch at every step.
  public let levels: LevelGrid

  /// Makes a sampler.
  public init(_ kind: SamplerKind, levels: LevelGrid) {
    self.kind = kind
    self.levels = levels
  }

  /// Makes a sampler that keeps all patches at one level.
  ///
  /// - Parameter levels: the grid, from 1 down to 0 (``NoiseSchedule/levels(stepCount:)``).
  public init(_ kind: SamplerKind, levels: [Double]) { self.init(kind, levels: LevelGrid(uniform: levels)) }

  /// Number of steps.
  public var stepCount: Int { levels.stepCount }

  /// Takes one step of a state whose patches are all at one level.
  ///
  /// - Parameter denoise: the clean estimate of a state at a level.
  /// - Precondition: `state.step < stepCount`.
  @discardableResult
  public func step(
    _ state: inout SamplerState, denoise: (Tensor, Double) throws -> Tensor
  ) rethrows -> Tensor {
    try advance(&state) { z, index in try denoise(z, levels.highest(at: index)) }
  }

  /// Takes one step and returns the clean estimate it was based on.
  ///
  /// Patches whose level the step does not change, as those that are given clean, keep their values.
  ///
  /// - Parameter denoise: the clean estimate of a state at the levels of an index of ``levels``.
  /// - Precondition: `state.step < stepCount`.
  @discardableResult
  public func advance(
    _ state: inout SamplerState, denoise: (Tensor, _ index: Int) throws -> Tensor
  ) rethrows -> Tensor {
    require(state.step < stepCount, "Sampler: step \(state.step) of \(stepCount)")
    let index = state.step
    let clean = try denoise(state.z, index)
    switch kind {
    case .euler:
      state.z = towards(clean, from: state.z, index)
    case .heun:
      // The predictor is an Euler step; at the end it lands on the estimate, and there is nothing to correct.
      let predicted = towards(clean, from: state.z, index)
      if levels.highest(at: index + 1) > 0 {
        let corrected = try denoise(predicted, index + 1)
        state.z = moved(state.z, index) { z, patches, t, next in
          guard next > 0 else { return predicted.part(patches) }
          // z − (t − next)·½(v₁ + v₂) with v = (z − clean)/t.
          let a = Float((t - next) / (2 * t))
          let b = Float((t - next) / (2 * next))
          var result = z.combined(1 - a, clean.part(patches), a)
          result.add(predicted.part(patches), scaledBy: -b)
          result.add(corrected.part(patches), scaledBy: b)
          return result
        }
      } else {
        state.z = predicted
      }
    case .dpmpp2m:
      var estimate = clean
      if index > 0, let previous = state.previousClean {
        estimate = extrapolated(clean, previous, index)
      }
      state.previousClean = clean
      // (σ'/σ)·z − α'(e^{−h} − 1)·D with e^{−h} = α·σ'/(α'·σ) is z·t'/t + (1 − t'/t)·D on the straight path.
      state.z = towards(estimate, from: state.z, index)
    }
    state.step += 1
    return clean
  }

  // MARK: - Internals

  /// The state at the next levels on the straight line that leads from z to the clean estimate at 0.
  private func towards(_ clean: Tensor, from z: Tensor, _ index: Int) -> Tensor {
    moved(z, index) { z, patches, t, next in
      FlowPath.moved(z, towards: clean.part(patches), from: t, to: next)
    }
  }

  /// The estimate of DPM-Solver++(2M), extrapolated to the middle of the step in λ. From pure noise (t = 1, α = 0) λ starts at
  /// −∞, so the first step, and the second, which would extrapolate across it, are first order.
  private func extrapolated(_ clean: Tensor, _ previous: Tensor, _ index: Int) -> Tensor {
    moved(clean, index) { clean, patches, t, next in
      let before = levels.groups[index - 1][groupOf(patches)]
      guard next > 0, before < 1 else { return clean }
      func lambda(_ t: Double) -> Double { log((1 - t) / t) }
      let h = lambda(next) - lambda(t)
      let r = (lambda(t) - lambda(before)) / h
      let weight = Float(1 / (2 * r))
      return clean.combined(1 + weight, previous.part(patches), -weight)
    }
  }

  private func groupOf(_ patches: Range<Int>) -> Int { levels.groupOfPatch?[patches.lowerBound] ?? 0 }

  /// The rows of a tensor changed where the step changes their level; the others are kept.
  private func moved(
    _ z: Tensor, _ index: Int,
    _ change: (_ z: Tensor, _ patches: Range<Int>, _ t: Double, _ next: Double) -> Tensor
  ) -> Tensor {
    Part.sampler.time {
      let runs = levels.runs(patchCount: z.shape.rows)
      let (now, next) = (levels.groups[index], levels.groups[index + 1])
      if runs.count == 1 {
        let group = runs[0].group
        return now[group] > next[group] ? change(z, runs[0].patches, now[group], next[group]) : z
      }
      var result = z
      for (patches, group) in runs where now[group] > next[group] {
        result.setRows(patches.lowerBound, change(z.rows(patches), patches, now[group], next[group]))
      }
      return result
    }
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

  /// Some rows; the tensor itself where those are all.
  func part(_ range: Range<Int>) -> Tensor { range == 0..<shape.rows ? self : rows(range) }

  /// Overwrites rows from a first one on.
  mutating func setRows(_ first: Int, _ other: Tensor) {
    let width = shape.columns
    require(
      other.shape.columns == width && first >= 0 && first + other.shape.rows <= shape.rows,
      "setRows: \(other.shape) from row \(first) of \(shape)")
    withUnsafeMutableBuffer { target in
      other.withUnsafeBuffer { source in
        (target.baseAddress! + first * width).update(
          from: source.baseAddress!, count: other.shape.rows * width)
      }
    }
  }
}
