import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeLayers
import ZoetropeShot

/// Where a clip in the making stands: all there is to save and resume, beside the parts that were taken.
public struct GenerationState: Sendable, Equatable {
  /// The section under way, 0-based.
  public var section: Int
  /// The frames that it goes on from, of the model's size, in order; none for the first section.
  public var context: [Frame]
  /// Where the section stands.
  public var denoising: DenoisingState

  /// Makes a state.
  public init(section: Int = 0, context: [Frame] = [], denoising: DenoisingState) {
    self.section = section
    self.context = context
    self.denoising = denoising
  }
}

/// Finished frames of a clip, in order.
public struct ClipPart: Sendable {
  /// Number of the first of them in the clip, 0-based.
  public let firstFrame: Int
  /// The frames, of the clip's size; values in −1…1.
  public let clip: Clip
}

/// A clip in the making: steps that the caller pulls, stops, looks at, or saves.
///
/// ```swift
/// var run = try studio.begin(plan)
/// while let step = run.next() { show(run.preview(step)) }
/// let clip = try run.clip()
/// ```
///
/// A long clip is made in sections (``GenerationSettings/section``). Who takes the parts of it as they are finished
/// (``takePart()``) needs memory for one section only.
public struct GenerationRun: Sequence, IteratorProtocol {
  /// The plan being rendered.
  public let plan: ShotPlan
  /// How it is rendered.
  public let settings: GenerationSettings
  private let studio: Studio
  private let layouts: [FrameLayout]
  private let pictures: ConditioningFrames
  private var section: Int
  private var context: [Frame]
  private var denoising: Denoising
  private var held: [ClipPart] = []
  private var takenCount = 0
  private var failure: (any Error)?

  init(
    _ studio: Studio, _ plan: ShotPlan, _ settings: GenerationSettings, _ pictures: ConditioningFrames,
    _ state: GenerationState?
  ) throws {
    (layouts, self.pictures) = try GenerationRun.layouts(studio, plan, settings, pictures)
    self.plan = plan
    self.settings = settings
    self.studio = studio
    section = state?.section ?? 0
    context = state?.context ?? []
    guard layouts.indices.contains(section), section == 0 || context.count == FrameLayout.contextFrames,
      context.allSatisfy({ $0.height == settings.height && $0.width == settings.width })
    else {
      throw DenoiserError.badState(
        "it holds \(context.count) frames before section \(section + 1) of \(layouts.count)")
    }
    let shot = try GenerationRun.shot(studio, plan, settings, self.pictures, layouts[section], context)
    denoising =
      try state.map { try shot.resume($0.denoising) }
      ?? shot.start(
        noise: GenerationRun.noise(shot, settings, layouts[section]))
  }

  /// Checks everything that the run would be made of, and works nothing out.
  static func check(
    _ studio: Studio, _ plan: ShotPlan, _ settings: GenerationSettings, _ pictures: ConditioningFrames
  ) throws {
    let (layouts, _) = try layouts(studio, plan, settings, pictures)
    // Words and pictures that are not known are the same in all frames: one time step shows them.
    let configuration = studio.denoiser.configuration
    _ = try ShotInput(
      plan, times: layouts[0].frames.prefix(configuration.patch.frames).map(plan.time(ofFrame:)),
      height: settings.height, width: settings.width, for: configuration, pictures: studio.pictures())
  }

  /// The frames of the section that are denoised and what the plan says about them.
  public var input: ShotInput { denoising.shot.input }

  /// Takes the next step; nil when there is none left, and after one whose result is not finite.
  public mutating func next() -> DenoisingStep? {
    while !isDone { if let step = advance() { return step } }
    return nil
  }

  /// Evaluates one window; returns the step that this completes, if it does. Nothing happens after a step whose result is not
  /// finite.
  public mutating func advance() -> DenoisingStep? {
    guard failure == nil else { return nil }
    if denoising.isDone {
      guard section + 1 < layouts.count else { return nil }
      do { try beginNextSection() } catch {
        failure = error
        return nil
      }
    }
    guard let step = denoising.advance() else { return nil }
    if !step.isFinite {
      failure = SessionError.notFinite("step \(stepsDone) of \(stepCount)", weights: weights)
    }
    return step
  }

  /// What to save in order to go on later to the same bytes.
  public var state: GenerationState {
    GenerationState(section: section, context: context, denoising: denoising.state)
  }

  /// Steps in all sections.
  public var stepCount: Int { denoising.stepCount * layouts.count }

  /// Steps that are done, in all sections.
  public var stepsDone: Int { section * denoising.stepCount + denoising.state.sampler.step }

  /// Windows that the step under way evaluates.
  public var windowCount: Int { denoising.evaluations.count }

  /// Whether there is no step left to take: all are done, or one gave a result that is not finite.
  public var isDone: Bool { failure != nil || (denoising.isDone && section == layouts.count - 1) }

  /// Numbers of the frames that the section under way makes, 0-based; all but those that are given.
  public var madeFrames: Range<Int> { layouts[section].made }

  /// How many frames are made in all sections.
  public var madeFrameCount: Int { layouts.reduce(0) { $0 + $1.made.count } }

  /// Whether frames are finished that nobody has taken.
  public var hasParts: Bool {
    failure == nil && (!held.isEmpty || (denoising.isDone && takenCount < finishedPlaces.count))
  }

  /// Upscales and hands over the next of the frames that are finished, in order; ``clip()`` then does not have them. Nil where there
  /// are none.
  ///
  /// - Throws: ``SessionError/notFinite(place:path:tensor:)`` where a step, or upscaling, gave a NaN or an infinity.
  public mutating func takePart() throws -> ClipPart? {
    if let failure { throw failure }
    return try held.isEmpty ? finishPart() : held.removeFirst()
  }

  /// Upscales the next frames of the section under way; nil where all are, or none is finished yet.
  private mutating func finishPart() throws -> ClipPart? {
    let places = finishedPlaces
    guard denoising.isDone, takenCount < places.count else { return nil }
    let first = places.lowerBound + takenCount
    let part = try part(first..<Swift.min(first + GenerationRun.partLength, places.upperBound))
    takenCount = Swift.min(takenCount + GenerationRun.partLength, places.count)
    return part
  }

  /// The most frames that are upscaled at once.
  private static let partLength = 16

  /// The finished clip: conditioning frames as they are, those between upscaled where the settings say so; values in −1…1.
  ///
  /// - Throws: ``SessionError/interrupted(path:)`` before the last step: a noisy clip is never handed over as done;
  ///   ``SessionError/notFinite(place:path:tensor:)`` where a step, or upscaling, gave a NaN or an infinity.
  public func clip() throws -> Clip {
    if let failure { throw failure }
    guard isDone else { throw SessionError.interrupted(path: nil) }
    var run = self
    var parts: [Clip] = []
    while let part = try run.takePart() { parts.append(part.clip) }
    return Clip(joining: parts)
  }

  /// A clip doubled as often as the settings say.
  ///
  /// - Parameters:
  ///   - frames: which of its frames; nil for all.
  ///   - firstPlace: the place of its first frame among the frames that are denoised.
  func upscaled(_ clip: Clip, frames: Range<Int>? = nil, firstPlace: Int = 0) -> Clip {
    studio.enlarger(clip, frames: frames, doublings: settings.doublings) { frame, height, width in
      input.pictures(frame: firstPlace + frame, height: height, width: width)
    }
  }

  /// The clean clip that a step guesses at, blurred at first, then sharper: ``madeFrames`` alone.
  public func preview(_ step: DenoisingStep) -> Clip {
    denoising.clip(step.clean, frameRate: plan.frameRate).part(layouts[section].madePlaces)
  }

  // MARK: - Putting a section together

  /// The sections and the pictures at the clip's size, checked.
  private static func layouts(
    _ studio: Studio, _ plan: ShotPlan, _ settings: GenerationSettings, _ pictures: ConditioningFrames
  ) throws -> (layouts: [FrameLayout], pictures: ConditioningFrames) {
    try plan.validate()
    let configuration = studio.denoiser.configuration
    let layouts = try FrameLayout.sections(
      frameCount: plan.frameCount, opening: pictures.opening.count, ending: pictures.ending.count,
      patch: configuration.patch, sectionLength: settings.section)
    let longest = layouts.map(\.frames.count).max() ?? 0
    try settings.validate(frameCount: longest, patch: configuration.patch)
    let made = pictures.opening.count..<plan.frameCount - pictures.ending.count
    for number in pictures.between.keys.sorted() {
      guard configuration.readsKnownPixels else {
        throw SessionError.badSetting(
          name: "frame", value: "\(number + 1)",
          expected: "pictures at the beginning and the end alone: this model was not trained on others")
      }
      guard made.contains(number) else {
        throw SessionError.badSetting(
          name: "frame", value: "\(number + 1)",
          expected: "\(made.lowerBound + 1)…\(made.upperBound), the frames that are to be made")
      }
    }
    return (layouts, pictures.fitted(to: settings, studio.enlarger))
  }

  private static func shot(
    _ studio: Studio, _ plan: ShotPlan, _ settings: GenerationSettings, _ pictures: ConditioningFrames,
    _ layout: FrameLayout, _ context: [Frame]
  ) throws -> ShotDenoiser {
    let input = try ShotInput(
      plan, times: layout.frames.map(plan.time(ofFrame:)), height: settings.height, width: settings.width,
      for: studio.denoiser.configuration, pictures: studio.pictures())
    let (height, width) = (settings.height, settings.width)
    let known = try layout.knownPixels(input.geometry) { place in
      let number = layout.frames[place]
      if place < layout.openingCount {
        return (
          context.isEmpty ? pictures.opening[number].fitted(height: height, width: width) : context[place],
          nil
        )
      }
      if place >= layout.frames.count - layout.endingCount {
        return (pictures.ending[number - layout.made.upperBound].fitted(height: height, width: width), nil)
      }
      return pictures.between[number].map { $0.reduced(height: height, width: width) }
    }
    return try ShotDenoiser(
      studio.denoiser, input, sampler: settings.sampler,
      levels: settings.schedule.levels(stepCount: settings.stepCount), guidance: settings.guidance,
      windows: settings.windows ?? .whole, known: known)
  }

  private static func noise(_ shot: ShotDenoiser, _ settings: GenerationSettings, _ layout: FrameLayout)
    -> Tensor
  {
    shot.input.noise(
      seed: settings.noiseSeed, sceneShare: settings.sceneNoise, firstStep: layout.firstStep)
  }

  private mutating func beginNextSection() throws {
    while let part = try finishPart() { held.append(part) }
    let made = layouts[section].madePlaces
    context = clean(made.upperBound - FrameLayout.contextFrames..<made.upperBound).frames
    section += 1
    takenCount = 0
    let shot = try GenerationRun.shot(studio, plan, settings, pictures, layouts[section], context)
    denoising = try shot.start(noise: GenerationRun.noise(shot, settings, layouts[section]))
  }

  // MARK: - Finishing a section

  /// Frames of the section as the network has made them, values in −1…1.
  private func clean(_ places: Range<Int>) -> Clip {
    var clip = denoising.clip(frameRate: plan.frameRate).part(places)
    for index in clip.pixels.indices { clip.pixels[index] = Swift.min(Swift.max(clip.pixels[index], -1), 1) }
    return clip
  }

  /// Places of the frames that are finished with the section. Upscaling looks at neighbours: the last frames of a section wait for the
  /// next one.
  private var finishedPlaces: Range<Int> {
    let layout = layouts[section]
    let seen = studio.enlarger.neighbourCount(settings.doublings)
    return layout.openingCount - (section == 0 ? 0 : seen)..<layout.madePlaces.upperBound
      - (section == layouts.count - 1 ? 0 : seen)
  }

  /// Finished frames.
  ///
  /// - Parameter places: some of ``finishedPlaces``.
  private func part(_ places: Range<Int>) throws -> ClipPart {
    let layout = layouts[section], all = finishedPlaces
    let (isFirst, isLast) = (section == 0, section == layouts.count - 1)
    let seen = studio.enlarger.neighbourCount(settings.doublings)
    // What the network makes beyond the clip's end is no neighbour.
    let end = isLast && layout.endingCount == 0 ? layout.madePlaces.upperBound : layout.frames.count
    let needed = Swift.max(places.lowerBound - seen, 0)..<Swift.min(places.upperBound + seen, end)
    let own = places.lowerBound - needed.lowerBound..<places.upperBound - needed.lowerBound
    var made = upscaled(clean(needed), frames: own, firstPlace: needed.lowerBound)
    guard made.pixels.allSatisfy(\.isFinite) else {
      throw SessionError.notFinite("upscaling", weights: weights.reversed())
    }
    for (index, place) in places.enumerated() {
      guard let given = pictures.between[layout.frames[place]] else { continue }
      made[frame: index] = given.taking(made[frame: index])
    }
    let begins = isFirst && places.lowerBound == all.lowerBound
    let ends = isLast && places.upperBound == all.upperBound
    let opening = begins ? pictures.opening : [], ending = ends ? pictures.ending : []
    if !opening.isEmpty || !ending.isEmpty {
      made = Clip(frames: opening + made.frames + ending, frameRate: plan.frameRate)
    }
    return ClipPart(firstFrame: begins ? 0 : layout.frames[places.lowerBound], clip: made)
  }

  private var weights: [URL] {
    let upscaler = studio.entry.upscaler(for: studio.denoiser.configuration.appearance)
    return [studio.entry.weights] + (settings.doublings > 0 ? [upscaler].compactMap { $0 } : [])
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
