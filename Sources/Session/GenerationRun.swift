import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers

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
  private let window: FrameWindow
  private let pictures: GivenPictures
  private let upscaler: Upscaler?
  private let weights: [URL]
  private var brokenStep: Int?

  init(
    _ studio: Studio, _ plan: ShotPlan, _ settings: GenerationSettings, _ pictures: GivenPictures,
    _ state: SamplerState?
  ) throws {
    try plan.validate()
    let configuration = studio.denoiser.configuration
    let patch = configuration.patch
    let window = try FrameWindow(
      frameCount: plan.frameCount, opening: pictures.opening.count, ending: pictures.ending.count,
      patch: patch)
    try settings.validate(frameCount: window.frames.count, patch: patch)
    let pictures = pictures.fitted(to: settings, studio.upscaler)
    let geometry = try ClipGeometry(
      times: window.frames.map(plan.time(ofFrame:)), height: settings.height, width: settings.width,
      patch: patch)
    let knowledge = configuration.knowledge
    let known = try GenerationRun.known(pictures, window, geometry, settings)
    features = try PlanFeatures(plan, geometry, knowledge: knowledge)
    unguided = try PlanFeatures(plan, geometry, knowledge: knowledge, dropsWords: true, dropsLayout: true)
    denoising = try Denoising(
      studio.denoiser, plan: features, unguided: unguided,
      sampler: Sampler(settings.sampler, levels: settings.schedule.levels(stepCount: settings.stepCount)),
      guidance: settings.guidance,
      state: state
        ?? SamplerState(
          noise: ShotNoise.make(
            geometry, camera: plan.camera, seed: plan.seed, sceneShare: settings.sceneNoise,
            firstStep: window.firstStep)),
      known: known)
    self.plan = plan
    self.settings = settings
    self.geometry = geometry
    self.window = window
    self.pictures = pictures
    upscaler = studio.upscaler
    weights =
      [studio.entry.weights] + (settings.doublings > 0 ? [studio.entry.upscaler].compactMap { $0 } : [])
  }

  /// Takes the next step; nil when there is none left, and after one whose result is not finite.
  public mutating func next() -> DenoisingStep? {
    guard brokenStep == nil, let step = denoising.next() else { return nil }
    if !step.isFinite { brokenStep = step.index }
    return step
  }

  /// What to save in order to go on later to the same bytes.
  public var state: SamplerState { denoising.state }

  /// Steps in all.
  public var stepCount: Int { denoising.sampler.stepCount }

  /// Whether all steps are done.
  public var isDone: Bool { denoising.state.step == stepCount }

  /// Numbers of the frames that are made, 0-based; all but those that are given.
  public var madeFrames: Range<Int> { window.made }

  /// The finished clip: given frames as they are, those between enlarged where the settings say so; values in −1…1.
  ///
  /// - Throws: ``SessionError/interrupted(path:)`` before the last step: a noisy clip is never handed over as done;
  ///   ``SessionError/notFinite(place:path:tensor:)`` where a step, or upscaling, gave a NaN or an infinity.
  public func clip() throws(SessionError) -> Clip {
    if let brokenStep { throw .notFinite("step \(brokenStep) of \(stepCount)", weights: weights) }
    guard isDone else { throw .interrupted(path: nil) }
    // Enlarging looks at neighbours, and given frames are some.
    let places = window.madePlaces
    let before = Swift.min(settings.doublings, window.openingCount)
    let after = window.endingCount > 0 ? settings.doublings : 0
    var clip = part(
      denoising.clip(frameRate: plan.frameRate),
      places.lowerBound - before..<Swift.min(places.upperBound + after, window.frames.count))
    clip.pixels = clip.pixels.map { Swift.min(Swift.max($0, -1), 1) }
    let made = part(enlarged(clip), before..<before + places.count)
    guard made.pixels.allSatisfy(\.isFinite) else {
      throw .notFinite("upscaling", weights: weights.reversed())
    }
    if pictures == GivenPictures() { return made }
    return Clip(frames: pictures.opening + made.frames + pictures.ending, frameRate: plan.frameRate)
  }

  /// A clip doubled as often as the settings say.
  func enlarged(_ clip: Clip) -> Clip { clip.enlarged(doublings: settings.doublings, by: upscaler) }

  /// The clean clip that a step guesses at, blurred at first, then sharper: ``madeFrames`` alone.
  public func preview(_ step: DenoisingStep) -> Clip {
    part(
      Clip(
        unpatchifying: step.clean, grid: geometry.grid, patch: geometry.patch, frameRate: plan.frameRate),
      window.madePlaces)
  }

  // MARK: - Internals

  private func part(_ clip: Clip, _ frames: Range<Int>) -> Clip {
    if frames == 0..<clip.frameCount { return clip }
    let stride = clip.frameStride
    return Clip(
      frameCount: frames.count, height: clip.height, width: clip.width, frameRate: clip.frameRate,
      pixels: Array(clip.pixels[frames.lowerBound * stride..<frames.upperBound * stride]))
  }

  /// The given frames of a window as patches, at the model's own size.
  private static func known(
    _ pictures: GivenPictures, _ window: FrameWindow, _ geometry: ClipGeometry, _ settings: GenerationSettings
  ) throws -> KnownClip? {
    guard pictures != GivenPictures() else { return nil }
    var clip = Clip(frameCount: window.frames.count, height: settings.height, width: settings.width)
    var isGiven = [Bool](repeating: false, count: window.frames.count)
    for place in isGiven.indices {
      guard let frame = window.picture(at: place, opening: pictures.opening, ending: pictures.ending)
      else { continue }
      clip[frame: place] = frame.fitted(height: clip.height, width: clip.width)
      isGiven[place] = true
    }
    let (grid, patch) = (geometry.grid, geometry.patch)
    let isKnown = (0..<grid.count).map { isGiven[$0 / (grid.rows * grid.columns) * patch.frames] }
    return KnownClip(patches: try clip.patchify(patch), isKnown: isKnown)
  }
}

extension Upscaler {
  /// Bicubic interpolation: what an upscaler is before it learns.
  static let interpolation: Upscaler = {
    let configuration = UpscalerConfiguration(name: "bicubic", channels: 4, blockCount: 0)
    return Upscaler(
      configuration, ParameterSource(Parameters(layout: configuration.parameterLayout, seed: 0)))
  }()
}
