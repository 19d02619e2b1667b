import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeFilm
import ZoetropeLayers

/// Pictures that a clip is given: it begins or ends with them.
public struct GivenPictures: Sendable, Equatable {
  /// The first frame.
  public var first: Frame?
  /// The last frame.
  public var last: Frame?

  /// Makes a set of pictures; none by default.
  public init(first: Frame? = nil, last: Frame? = nil) {
    self.first = first
    self.last = last
  }
}

/// A clip in the making: steps that the caller pulls, stops, looks at, or saves.
///
/// ```swift
/// var run = try studio.begin(plan)
/// while let step = run.next() { show(run.preview(step)) }
/// let clip = try run.clip()
/// ```
public struct GenerationRun: Sequence, IteratorProtocol {
  /// The plan being rendered.
  public let plan: ShotPlan
  /// How it is rendered.
  public let settings: GenerationSettings
  /// What the plan tells the denoiser.
  public let features: PlanFeatures
  /// The same with words and boxes withheld, the other end of guidance.
  public let unguided: PlanFeatures
  private var denoising: Denoising
  private let geometry: ClipGeometry
  private let upscaler: Upscaler?

  init(
    _ studio: Studio, _ plan: ShotPlan, _ settings: GenerationSettings, _ pictures: GivenPictures,
    _ state: SamplerState?
  ) throws {
    try plan.validate()
    let configuration = studio.denoiser.configuration
    let patch = configuration.patch
    try settings.validate(plan, patch: patch)
    // Whole patches in time: what is too much is cut off at the end.
    let frameCount = (plan.frameCount + patch.frames - 1) / patch.frames * patch.frames
    let geometry = try ClipGeometry(
      times: (0..<frameCount).map(plan.time(ofFrame:)), height: settings.height, width: settings.width,
      patch: patch)
    let knowledge = configuration.knowledge
    let known = try GenerationRun.known(pictures, geometry)
    features = try PlanFeatures(plan, geometry, knowledge: knowledge)
    unguided = try PlanFeatures(plan, geometry, knowledge: knowledge, dropsWords: true, dropsLayout: true)
    denoising = try Denoising(
      studio.denoiser, plan: features, unguided: unguided,
      sampler: Sampler(settings.sampler, levels: settings.schedule.levels(stepCount: settings.stepCount)),
      guidance: settings.guidance,
      state: state
        ?? SamplerState(
          noise: ShotNoise.make(
            geometry, camera: plan.camera, seed: plan.seed, sceneShare: settings.sceneNoise)),
      known: known)
    self.plan = plan
    self.settings = settings
    self.geometry = geometry
    upscaler = settings.doublings > 0 ? studio.upscaler ?? GenerationRun.interpolation : nil
  }

  /// Takes the next step; nil when there is none left.
  public mutating func next() -> DenoisingStep? { denoising.next() }

  /// What to save in order to go on later to the same bytes.
  public var state: SamplerState { denoising.state }

  /// Steps in all.
  public var stepCount: Int { denoising.sampler.stepCount }

  /// Whether all steps are done.
  public var isDone: Bool { denoising.state.step == stepCount }

  /// The finished clip, enlarged where the settings say so; values in −1…1.
  ///
  /// - Throws: ``PipelineError/interrupted(path:)`` before the last step: a noisy clip is never handed over as done.
  public func clip() throws(PipelineError) -> Clip {
    guard isDone else { throw .interrupted(path: nil) }
    var clip = cut(denoising.clip(frameRate: plan.frameRate))
    clip.pixels = clip.pixels.map { Swift.min(Swift.max($0, -1), 1) }
    return enlarged(clip)
  }

  /// A clip doubled as often as the settings say.
  func enlarged(_ clip: Clip) -> Clip {
    guard let upscaler else { return clip }
    return (0..<settings.doublings).reduce(clip) { clip, _ in upscaler(clip) }
  }

  /// The clean clip that a step guesses at: blurred at first, then sharper.
  public func preview(_ step: DenoisingStep) -> Clip {
    cut(
      Clip(
        unpatchifying: step.clean, grid: geometry.grid, patch: geometry.patch, frameRate: plan.frameRate))
  }

  // MARK: - Internals

  private func cut(_ clip: Clip) -> Clip {
    if clip.frameCount == plan.frameCount { return clip }
    return Clip(
      frameCount: plan.frameCount, height: clip.height, width: clip.width, frameRate: clip.frameRate,
      pixels: Array(clip.pixels.prefix(plan.frameCount * clip.frameStride)))
  }

  /// Bicubic interpolation: what an upscaler is before it learns.
  private static let interpolation: Upscaler = {
    let configuration = UpscalerConfiguration(name: "bicubic", channels: 4, blockCount: 0)
    return Upscaler(
      configuration, ParameterSource(Parameters(layout: configuration.parameterLayout, seed: 0)))
  }()

  /// The given pictures as patches: each fills a whole time step, which is as fine as a model can be told.
  private static func known(_ pictures: GivenPictures, _ geometry: ClipGeometry) throws -> KnownClip? {
    guard pictures != GivenPictures() else { return nil }
    let (grid, patch) = (geometry.grid, geometry.patch)
    guard grid.frames > 1 else {
      throw PipelineError.badSetting(
        name: "--frames", value: "\(geometry.times.count) or fewer",
        expected: "at least \(patch.frames + 1) where a first or last frame is given")
    }
    var clip = Clip(
      frameCount: geometry.times.count, height: grid.rows * patch.height, width: grid.columns * patch.width)
    for index in 0..<patch.frames {
      if let first = pictures.first {
        clip[frame: index] = first.fitted(height: clip.height, width: clip.width)
      }
      if let last = pictures.last {
        clip[frame: clip.frameCount - 1 - index] = last.fitted(height: clip.height, width: clip.width)
      }
    }
    let perStep = grid.rows * grid.columns
    let isKnown = (0..<grid.count).map { index in
      let step = index / perStep
      return (step == 0 && pictures.first != nil) || (step == grid.frames - 1 && pictures.last != nil)
    }
    return KnownClip(patches: try clip.patchify(patch), isKnown: isKnown)
  }
}
