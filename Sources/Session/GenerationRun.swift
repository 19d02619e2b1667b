import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeLayers
import ZoetropeShot

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
  private var denoising: Denoising
  private let layout: FrameLayout
  private let pictures: ConditioningFrames
  private let enlarger: ClipEnlarger
  private let weights: [URL]
  private var brokenStep: Int?

  init(
    _ studio: Studio, _ plan: ShotPlan, _ settings: GenerationSettings, _ pictures: ConditioningFrames,
    _ state: DenoisingState?
  ) throws {
    let (shot, layout, pictures) = try GenerationRun.shot(studio, plan, settings, pictures)
    if let state {
      denoising = try shot.resume(state)
    } else {
      denoising = try shot.start(
        noise: shot.input.noise(sceneShare: settings.sceneNoise, firstStep: layout.firstStep))
    }
    self.plan = plan
    self.settings = settings
    self.layout = layout
    self.pictures = pictures
    enlarger = studio.enlarger
    let upscaler = studio.entry.upscaler(for: studio.denoiser.configuration.appearance)
    weights = [studio.entry.weights] + (settings.doublings > 0 ? [upscaler].compactMap { $0 } : [])
  }

  /// Everything that the run will denoise, put together and checked, and the pictures at the clip's size; no noise yet.
  static func shot(
    _ studio: Studio, _ plan: ShotPlan, _ settings: GenerationSettings, _ pictures: ConditioningFrames
  ) throws -> (shot: ShotDenoiser, layout: FrameLayout, pictures: ConditioningFrames) {
    try plan.validate()
    let configuration = studio.denoiser.configuration
    let layout = try FrameLayout(
      frameCount: plan.frameCount, opening: pictures.opening.count, ending: pictures.ending.count,
      patch: configuration.patch)
    try settings.validate(frameCount: layout.frames.count, patch: configuration.patch)
    let pictures = pictures.fitted(to: settings, studio.enlarger)
    let input = try ShotInput(
      plan, times: layout.frames.map(plan.time(ofFrame:)), height: settings.height, width: settings.width,
      for: configuration, pictures: studio.pictures())
    func small(_ frames: [Frame]) -> [Frame] {
      frames.map { $0.fitted(height: settings.height, width: settings.width) }
    }
    let shot = try ShotDenoiser(
      studio.denoiser, input, sampler: settings.sampler,
      levels: settings.schedule.levels(stepCount: settings.stepCount), guidance: settings.guidance,
      windows: settings.windows ?? .whole,
      known: layout.knownPixels(
        opening: small(pictures.opening), ending: small(pictures.ending), input.geometry))
    return (shot, layout, pictures)
  }

  /// The frames that are denoised and what the plan says about them.
  public var input: ShotInput { denoising.shot.input }

  /// Takes the next step; nil when there is none left, and after one whose result is not finite.
  public mutating func next() -> DenoisingStep? {
    while !isDone { if let step = advance() { return step } }
    return nil
  }

  /// Evaluates one window; returns the step that this completes, if it does. Nothing happens after a step whose result is not
  /// finite.
  public mutating func advance() -> DenoisingStep? {
    guard brokenStep == nil, let step = denoising.advance() else { return nil }
    if !step.isFinite { brokenStep = step.index }
    return step
  }

  /// What to save in order to go on later to the same bytes.
  public var state: DenoisingState { denoising.state }

  /// Steps in all.
  public var stepCount: Int { denoising.stepCount }

  /// Windows that the step under way evaluates.
  public var windowCount: Int { denoising.evaluations.count }

  /// Whether there is no step left to take: all are done, or one gave a result that is not finite.
  public var isDone: Bool { denoising.isDone || brokenStep != nil }

  /// Numbers of the frames that are made, 0-based; all but those that are given.
  public var madeFrames: Range<Int> { layout.made }

  /// The finished clip: conditioning frames as they are, those between upscaled where the settings say so; values in −1…1.
  ///
  /// - Throws: ``SessionError/interrupted(path:)`` before the last step: a noisy clip is never handed over as done;
  ///   ``SessionError/notFinite(place:path:tensor:)`` where a step, or upscaling, gave a NaN or an infinity.
  public func clip() throws(SessionError) -> Clip {
    if let brokenStep { throw .notFinite("step \(brokenStep) of \(stepCount)", weights: weights) }
    guard isDone else { throw .interrupted(path: nil) }
    // Upscaling looks at neighbours, and conditioning frames are some.
    let places = layout.madePlaces
    let seen = enlarger.neighbourCount(settings.doublings)
    let before = Swift.min(seen, layout.openingCount)
    let after = layout.endingCount > 0 ? seen : 0
    var clip = part(
      denoising.clip(frameRate: plan.frameRate),
      places.lowerBound - before..<Swift.min(places.upperBound + after, layout.frames.count))
    for index in clip.pixels.indices { clip.pixels[index] = Swift.min(Swift.max(clip.pixels[index], -1), 1) }
    let made = part(
      upscaled(clip, firstPlace: places.lowerBound - before), before..<before + places.count)
    guard made.pixels.allSatisfy(\.isFinite) else {
      throw .notFinite("upscaling", weights: weights.reversed())
    }
    if pictures == ConditioningFrames() { return made }
    return Clip(frames: pictures.opening + made.frames + pictures.ending, frameRate: plan.frameRate)
  }

  /// A clip doubled as often as the settings say.
  ///
  /// - Parameter firstPlace: the place of its first frame among the frames that are denoised.
  func upscaled(_ clip: Clip, firstPlace: Int = 0) -> Clip {
    enlarger(clip, doublings: settings.doublings) { frame, height, width in
      denoising.shot.input.pictures(frame: firstPlace + frame, height: height, width: width)
    }
  }

  /// The clean clip that a step guesses at, blurred at first, then sharper: ``madeFrames`` alone.
  public func preview(_ step: DenoisingStep) -> Clip {
    part(denoising.clip(step.clean, frameRate: plan.frameRate), layout.madePlaces)
  }

  // MARK: - Internals

  private func part(_ clip: Clip, _ frames: Range<Int>) -> Clip {
    if frames == 0..<clip.frameCount { return clip }
    let stride = clip.frameStride
    return Clip(
      frameCount: frames.count, height: clip.height, width: clip.width, frameRate: clip.frameRate,
      pixels: Array(clip.pixels[frames.lowerBound * stride..<frames.upperBound * stride]))
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
