import ZoetropeCompute
import ZoetropeLayers
import ZoetropeShot

/// Everything that denoising one shot takes: the network, what the plan says, the walk from noise to data, the windows, and
/// what is known. A value; ``start(noise:)`` begins the work.
///
/// ```swift
/// let input = try ShotInput(plan, for: denoiser.configuration)
/// let shot = try ShotDenoiser(denoiser, input, sampler: .dpmpp2m, levels: NoiseSchedule().levels(stepCount: 8))
/// var denoising = try shot.start(noise: input.noise())
/// while let step = denoising.next() { show(step.clean) }
/// let clip = denoising.clip(frameRate: 8)
/// ```
public struct ShotDenoiser: Sendable {
  /// The network.
  public let denoiser: Denoiser
  /// The frames and what the plan says about them.
  public let input: ShotInput
  /// The walk from noise to data.
  public let sampler: Sampler
  /// How strongly the plan is followed.
  public let guidance: Guidance
  /// How the shot is divided in time.
  public let windows: WindowLayout
  /// What is known.
  public let known: KnownPixels?

  /// Puts a shot together.
  ///
  /// - Parameters:
  ///   - levels: the grid that patches walk, from 1 down to 0; those that are known whole stay at 0.
  /// - Throws: ``DenoiserError/badState(_:)`` where `known` does not fit, or has masks within patches for a network that reads none.
  public init(
    _ denoiser: Denoiser, _ input: ShotInput, sampler: SamplerKind, levels: [Double],
    guidance: Guidance = Guidance(), windows: WindowLayout = .whole, known: KnownPixels? = nil
  ) throws {
    try self.init(
      denoiser, input,
      sampler: Sampler(
        sampler,
        levels: known.map { LevelGrid(levels, isClean: $0.isWhole) } ?? LevelGrid(uniform: levels)),
      guidance: guidance, windows: windows, known: known)
  }

  /// Puts a shot together whose patches walk levels of their own.
  ///
  /// - Throws: as ``init(_:_:sampler:levels:guidance:windows:known:)``, and ``DenoiserError/badState(_:)`` where the sampler's
  ///   levels are for another number of patches.
  public init(
    _ denoiser: Denoiser, _ input: ShotInput, sampler: Sampler, guidance: Guidance = Guidance(),
    windows: WindowLayout = .whole, known: KnownPixels? = nil
  ) throws {
    let patch = denoiser.configuration.patch
    let expected: Shape = [input.geometry.grid.count, patch.valueCount]
    if let known {
      guard known.patches.shape == expected, known.isKnown.count == expected[0] * patch.pixelCount else {
        throw DenoiserError.badState("known pixels are \(known.patches.shape); expected \(expected)")
      }
      guard denoiser.configuration.readsKnownPixels || !known.endsWithinPatches else {
        throw DenoiserError.badState(
          "what is known ends within patches, and this network was trained on patches that are known whole or not at all"
        )
      }
    }
    if let groups = sampler.levels.groupOfPatch, groups.count != expected[0] {
      throw DenoiserError.badState("levels are for \(groups.count) patches; expected \(expected[0])")
    }
    self.denoiser = denoiser
    self.input = input
    self.sampler = sampler
    self.guidance = guidance
    self.windows = windows
    self.known = known
  }

  /// Begins with noise.
  ///
  /// - Parameter noise: normal deviates, `[N, P]`.
  /// - Throws: ``DenoiserError/badState(_:)`` where the noise does not fit.
  public func start(noise: Tensor) throws -> Denoising { try resume(DenoisingState(noise: noise)) }

  /// Goes on from a saved state, to the same bytes as without the stop.
  ///
  /// - Throws: ``DenoiserError/badState(_:)`` where the state does not fit.
  public func resume(_ state: DenoisingState) throws -> Denoising { try Denoising(self, state) }

  /// The windows of a step.
  public func windows(ofStep step: Int) -> [DenoisingWindow] {
    windows.windows(
      timeSteps: input.geometry.grid.frames, step: step, stepCount: sampler.stepCount,
      patchFrames: input.geometry.patch.frames)
  }

  // MARK: - Internals

  /// What the network makes of the plan in a window: for one branch, and, where guidance is used, for both.
  struct WindowConditioning: Sendable {
    let conditional: Denoiser.Conditioning
    let both: Denoiser.Conditioning
  }

  func conditioning(_ timeSteps: Range<Int>) -> WindowConditioning {
    let features = input.features(timeSteps: timeSteps)
    let conditional = denoiser.conditioning([features])
    return WindowConditioning(
      conditional: conditional,
      both: guidance.scale == 1
        ? conditional
        : denoiser.conditioning([features, input.unconditionalFeatures(timeSteps: timeSteps)]))
  }

  /// The patches of some time steps.
  func patches(_ timeSteps: Range<Int>) -> Range<Int> {
    let perStep = input.geometry.grid.rows * input.geometry.grid.columns
    return timeSteps.lowerBound * perStep..<timeSteps.upperBound * perStep
  }

  /// The clean estimate of a window, `[n, P]`, guided where guidance is active.
  ///
  /// - Parameters:
  ///   - z: the whole shot's state, `[N, P]`.
  ///   - index: the levels that it is at, of ``Sampler/levels``.
  func estimate(_ z: Tensor, _ index: Int, _ timeSteps: Range<Int>, _ conditioning: WindowConditioning)
    -> Tensor
  {
    let patches = patches(timeSteps)
    let levels = sampler.levels.levels(at: index, patches: patches)
    let z = z.part(patches)
    let mask = known?.mask(patches)
    guard guidance.isActive(at: sampler.levels.highest(at: index)) else {
      return keepingKnown(
        denoiser(
          patches: Variable(z), levels: levels, known: mask, conditioning: conditioning.conditional
        ).value, patches)
    }
    let scale = Float(guidance.scale)
    // Both branches in one pass: every GEMM is twice as tall instead of done twice.
    let both = Part.guidance.time { Variable.concatenatingRows([Variable(z), Variable(z)]) }
    let masks = mask.map { Variable.concatenatingRows([Variable($0), Variable($0)]).value }
    let estimates = denoiser(
      patches: both, levels: levels + levels, known: masks, conditioning: conditioning.both
    ).value
    let count = z.shape.rows
    let (conditional, unconditional) = (estimates.rows(0..<count), estimates.rows(count..<2 * count))
    let estimate = Part.guidance.time { conditional.combined(scale, unconditional, 1 - scale) }
    return keepingKnown(estimate, patches)
  }

  /// Patches with the pixels that are known put back.
  ///
  /// - Parameter range: which patches of the shot they are.
  func keepingKnown(_ patches: Tensor, _ range: Range<Int>) -> Tensor {
    known?.putBack(into: patches, range) ?? patches
  }
}
