import ZoetropeCompute
import ZoetropeShot
import ZoetropeLayers

/// Classifier-free guidance: how strongly the plan is followed beyond what the network would do by itself.
///
/// The estimate is `uncond + scale · (cond − uncond)` (Ho & Salimans 2022, arXiv:2207.12598, eq. 6), within an interval of
/// levels only (Kynkäänniemi et al. 2024, arXiv:2404.07724); outside of it, or at scale 1, one evaluation is enough.
public struct Guidance: Sendable, Equatable, Codable {
  /// 1 follows the plan as trained; larger numbers exaggerate it.
  public var scale: Double
  /// The least level at which guidance is applied.
  public var lowest: Double
  /// The largest level at which it is applied.
  public var highest: Double

  /// Makes guidance.
  public init(scale: Double = 1.5, lowest: Double = 0, highest: Double = 1) {
    self.scale = scale
    self.lowest = lowest
    self.highest = highest
  }

  /// Whether guidance is applied at a level.
  public func isActive(at t: Double) -> Bool { scale != 1 && t >= lowest && t <= highest }
}

/// Patches that are given: they stay clean from beginning to end.
public struct KnownClip: Sendable {
  /// Patches of the clip, `[N, P]`; only the known ones are read.
  public var patches: Tensor
  /// Which patches are known, `[N]`.
  public var isKnown: [Bool]

  /// Makes known patches.
  public init(patches: Tensor, isKnown: [Bool]) {
    self.patches = patches
    self.isKnown = isKnown
  }
}

/// One step of denoising, to look at.
public struct DenoisingStep: Sendable {
  /// Steps done, from 1.
  public let index: Int
  /// Steps in all.
  public let count: Int
  /// The level that the state was at before the step.
  public let level: Double
  /// The noisy state after the step, `[N, P]`.
  public let state: Tensor
  /// The clean estimate that the step was based on, `[N, P]`.
  public let clean: Tensor
}

/// Denoising as a sequence of steps that the caller pulls: stop, look, save or go on at any of them.
///
/// ```swift
/// var denoising = try Denoising(denoiser, plan: features, sampler: sampler, noise: noise)
/// while let step = denoising.next() { show(step.clean) }
/// let clip = denoising.clip(frameRate: 8)
/// ```
public struct Denoising: Sequence, IteratorProtocol {
  /// The state between steps: save it, and make a new `Denoising` with it to go on to identical bytes.
  public private(set) var state: SamplerState
  /// How the levels are walked.
  public let sampler: Sampler
  /// How strongly the plan is followed.
  public let guidance: Guidance
  private let denoiser: Denoiser
  private let geometry: ClipGeometry
  private let guided: Denoiser.Conditioning
  private let plain: Denoiser.Conditioning
  private let known: KnownClip?

  /// Starts denoising.
  ///
  /// - Parameters:
  ///   - plan: what the plan says.
  ///   - unguided: the same with words and layout withheld, the other end of guidance.
  ///   - noise: normal deviates, `[N, P]`, or a saved state.
  ///   - known: patches that are given.
  /// - Throws: ``DenoiserError/badState(_:)`` where the state does not fit.
  public init(
    _ denoiser: Denoiser, plan: PlanFeatures, unguided: PlanFeatures, sampler: Sampler,
    guidance: Guidance = Guidance(), state: SamplerState, known: KnownClip? = nil
  ) throws {
    let expected: Shape = [plan.geometry.grid.count, denoiser.configuration.patch.valueCount]
    guard state.z.shape == expected, state.step >= 0, state.step <= sampler.stepCount,
      state.previousClean.map({ $0.shape == expected }) ?? true
    else {
      throw DenoiserError.badState("it holds \(state.z.shape) at step \(state.step); expected \(expected)")
    }
    if let known, known.patches.shape != expected || known.isKnown.count != expected[0] {
      throw DenoiserError.badState("known patches are \(known.patches.shape); expected \(expected)")
    }
    self.denoiser = denoiser
    self.sampler = sampler
    self.guidance = guidance
    self.known = known
    geometry = plan.geometry
    plain = denoiser.conditioning([plan])
    guided = guidance.scale == 1 ? plain : denoiser.conditioning([plan, unguided])
    self.state = state
    if state.step == 0 { self.state.z = Denoising.keeping(known, in: state.z) }
  }

  /// Takes the next step; nil when there is none left.
  public mutating func next() -> DenoisingStep? {
    guard state.step < sampler.stepCount else { return nil }
    let level = sampler.levels[state.step]
    var next = state
    let clean = sampler.step(&next) { estimate($0, at: $1) }
    state = next
    state.z = Denoising.keeping(known, in: state.z)
    return DenoisingStep(
      index: state.step, count: sampler.stepCount, level: level, state: state.z, clean: clean)
  }

  /// The clip that the state holds; clean when all steps are done.
  public func clip(frameRate: Double) -> Clip {
    Clip(
      unpatchifying: state.z, grid: geometry.grid, patch: denoiser.configuration.patch, frameRate: frameRate)
  }

  // MARK: - Internals

  /// The clean estimate of a state, guided where guidance is active.
  private func estimate(_ z: Tensor, at t: Double) -> Tensor {
    let level = Float(t)
    let levels =
      known.map { $0.isKnown.map { $0 ? 0 : level } } ?? [Float](repeating: level, count: z.shape[0])
    let z = Denoising.keeping(known, in: z)
    guard guidance.isActive(at: t) else {
      let estimate = denoiser(patches: Variable(z), levels: levels, conditioning: plain).value
      return Denoising.keeping(known, in: estimate)
    }
    let scale = Float(guidance.scale)
    // Both branches in one pass: every product is twice as tall instead of done twice.
    let both = Part.guidance.time { Variable.concatenatingRows([Variable(z), Variable(z)]) }
    let estimates = denoiser(patches: both, levels: levels + levels, conditioning: guided).value
    let count = z.shape[0]
    let (told, untold) = (estimates.rows(0..<count), estimates.rows(count..<2 * count))
    let estimate = Part.guidance.time { told.combined(scale, untold, 1 - scale) }
    return Denoising.keeping(known, in: estimate)
  }

  /// The patches with the known ones put back.
  private static func keeping(_ known: KnownClip?, in patches: Tensor) -> Tensor {
    guard let known else { return patches }
    var result = patches
    let width = patches.shape.columns
    result.withUnsafeMutableBuffer { target in
      known.patches.withUnsafeBuffer { source in
        for (row, isKnown) in known.isKnown.enumerated() where isKnown {
          (target.baseAddress! + row * width).update(from: source.baseAddress! + row * width, count: width)
        }
      }
    }
    return result
  }
}
