import Foundation
import ZoetropeCast
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropePlanner

/// What somebody asks for; whatever is nil is left to the program.
public struct ClipRequest: Sendable, Equatable {
  /// What the clip shows.
  public enum Subject: Sendable, Equatable {
    /// Words, for the planner.
    case prompt(String)
    /// A plan.
    case plan(ShotPlan)
  }

  /// What the clip shows.
  public var subject: Subject
  /// Size of the finished clip.
  public var size: ClipSize?
  /// Number of frames; nil is the plan's, or as many as the planner usually makes.
  public var frameCount: Int?
  /// The same in seconds, at the clip's frame rate; `frameCount` goes before it.
  public var seconds: Double?
  /// Frames per second; nil is the plan's, or as usual for the planner.
  public var frameRate: Double?
  /// Steps from noise to picture.
  public var stepCount: Int?
  /// The rule of the steps.
  public var sampler: SamplerKind?
  /// How the levels are spaced.
  public var schedule: NoiseSchedule.Kind?
  /// How strongly the plan is followed; 1 is as trained.
  public var guidanceScale: Double?
  /// How much of the noise follows the camera, 0…1.
  public var sceneNoise: Double?
  /// Frames that are denoised together (``WindowLayout``): 0 takes the whole shot at once.
  public var window: Int?
  /// The most frames that are made together (``GenerationSettings/section``): 0 makes the shot in one piece.
  public var section: Int?
  /// Seed of plan and noise; nil is the plan's, or 0.
  public var seed: UInt64?
  /// Whether takes of a plan differ in their noise alone and keep its seed, and with it its scenery.
  public var keepsScenery = false
  /// How many clips, each with the seed after the one before.
  public var takeCount = 1
  /// Which of them are kept; whoever picks the best opens the session with a judge.
  public var pick = TakePick.all
  /// How freely the planner chooses, 0…4: 0 takes the likeliest plan. Nil is 0 for the first take and
  /// ``variedTemperature`` for the others, so that they differ in more than their noise.
  public var temperature: Double?
  /// Whether a prompt of which nothing is understood is planned all the same.
  public var acceptsAnything = false
  /// How many times wider and higher than what the model makes: 1, 2 or 4.
  public var upscale: Int?
  /// PNG files of the frames that the clip begins with, in order.
  public var opening: [URL] = []
  /// PNG files of the frames that the clip ends with, in order.
  public var ending: [URL] = []
  /// PNG files of frames between, each with its time in seconds.
  public var keyframes: [TimedPicture] = []
  /// Footage of which regions are made anew, by frame number; it is of the clip's size, or fitted to it.
  public var footage: [Int: GivenFrame] = [:]
  /// A person's own cast, whom the prompt may speak of.
  public var cast = OwnCast()
  /// What paths of pictures in the plan are relative to; nil is the working directory.
  public var folder: URL?
  /// The settings to begin with, such as those of an earlier clip; nil takes the standard ones.
  public var settings: GenerationSettings?

  /// A picture that the clip shows at a time.
  public struct TimedPicture: Sendable, Equatable {
    /// Seconds from the clip's beginning; the nearest frame is meant.
    public var time: Double
    /// A PNG file.
    public var url: URL

    /// Places a picture.
    public init(time: Double, url: URL) {
      self.time = time
      self.url = url
    }
  }

  /// Frames that a clip is extended by when nobody asks for another number.
  public static let standardFrameCount = 16
  /// How freely the planner chooses in all takes but the first.
  public static let variedTemperature = 0.8
  /// The most takes of one request.
  public static let maximumTakeCount = 1000

  /// What the clip shows, in words.
  public var title: String {
    switch subject {
    case .prompt(let prompt): prompt
    case .plan(let plan): plan.prompt
    }
  }

  /// Asks for a clip.
  public init(_ subject: Subject) { self.subject = subject }
}

extension ClipRequest {
  /// Frames of the clip as they are asked for; nil where nothing is said of its length.
  ///
  /// - Throws: ``SessionError/badSetting(name:value:expected:)``.
  func frameCount(at rate: Double) throws(SessionError) -> Int? {
    if let frameCount { return frameCount }
    guard let seconds else { return nil }
    let longest = Double(ShotPlan.maximumFrameCount) / rate
    guard seconds > 0, seconds <= longest else {
      throw .badSetting(
        name: "seconds", value: "\(seconds)",
        expected:
          "more than 0 and at most \(Int(longest)), which at \(rate) frames per second are the most frames of a clip"
      )
    }
    return max(1, Int((seconds * rate).rounded()))
  }

  /// The files of keyframe pictures by frame number.
  ///
  /// - Throws: ``SessionError/badSetting(name:value:expected:)``.
  func keyframeFiles(_ plan: ShotPlan) throws(SessionError) -> [Int: URL] {
    var files: [Int: URL] = [:]
    for picture in keyframes {
      let number = picture.time * plan.frameRate
      let last = Double(plan.frameCount - 1) / plan.frameRate
      guard picture.time >= 0, number.rounded() < Double(plan.frameCount) else {
        throw .badSetting(name: "frame", value: "\(picture.time) s", expected: "0…\(last) s in this clip")
      }
      if let other = files.updateValue(picture.url, forKey: Int(number.rounded())) {
        throw .badSetting(
          name: "frame", value: "\(picture.time) s",
          expected: "one picture for each frame; \(other.lastPathComponent) is at this one already")
      }
    }
    return files
  }
}

extension Studio {
  /// Turns a request into work: plans every take and settles every setting.
  ///
  /// Pictures of a person's own are those of this studio; ``casting(_:)-(ClipRequest)`` takes them from the request.
  ///
  /// - Parameters:
  ///   - formats: the files to write.
  ///   - probe: sees what the planner chooses for the first take.
  /// - Throws: ``SessionError``, `FileError` and `MediaError` for a conditioning frame, and what planning throws.
  public func job(
    _ request: ClipRequest, formats: Set<ClipFormat> = Set(ClipFormat.allCases), replaces: Bool = false,
    probe: PlanningProbe? = nil
  ) throws -> (job: Job, pictures: ConditioningFrames) {
    guard (1...ClipRequest.maximumTakeCount).contains(request.takeCount) else {
      throw SessionError.badSetting(
        name: "takes", value: "\(request.takeCount)", expected: "1…\(ClipRequest.maximumTakeCount)")
    }
    guard request.pick == .all || request.takeCount > 1 else {
      throw SessionError.badSetting(
        name: "pick", value: request.pick.rawValue, expected: "all, or at least 2 takes to pick from")
    }
    let shots = try (0..<request.takeCount).map { try planned(request, take: $0, $0 == 0 ? probe : nil) }
    let settings = try self.settings(request, shots[0].plan)
    // The size, before pictures are read and fitted to it.
    try settings.validate(frameCount: 1, patch: denoiser.configuration.patch)
    var (given, remarks) = try ConditioningFrames.reading(
      opening: request.opening, ending: request.ending, between: request.keyframeFiles(shots[0].plan),
      for: settings)
    given.between.merge(request.footage) { picture, _ in picture }
    let pictures = given.fitted(to: settings, enlarger).stored
    // Whatever does not fit together is said now, before anything is written.
    try GenerationRun.check(self, shots[0].plan, settings, pictures)
    let takes = try shots.enumerated().map { take, shot in
      var settings = settings
      if request.keepsScenery, take > 0 { settings.noiseSeed = shot.plan.seed &+ UInt64(take) }
      return Job.Take(
        recipe: Recipe(
          plan: shot.plan, settings: settings, model: model(settings), pictures: pictures.hashes,
          cast: try castHashes(of: shot.plan)),
        // All takes have the same pictures: said once.
        notes: shot.notes + (take == 0 ? remarks + cast.notes : []))
    }
    let job = Job(
      takes: takes, pick: request.pick, formats: formats, weights: entry.weights.path, replaces: replaces)
    return (job, pictures)
  }

  /// Turns a record into the work of making its clip again.
  ///
  /// - Throws: ``SessionError/otherModel(name:expected:found:)``, ``SessionError/otherPicture(path:reason:)``.
  public func job(
    _ record: Record, formats: Set<ClipFormat> = Set(ClipFormat.allCases), replaces: Bool = false
  ) throws -> (job: Job, pictures: ConditioningFrames) {
    try check(record.recipe)
    let pictures = try ConditioningFrames(record.recipe.pictures, from: record.inputs)
    let take = Job.Take(recipe: record.recipe, notes: record.manifest?.notes ?? [])
    return (Job(takes: [take], formats: formats, weights: entry.weights.path, replaces: replaces), pictures)
  }

  // MARK: - Internals

  private func planned(_ request: ClipRequest, take: Int, _ probe: PlanningProbe?) throws -> (
    plan: ShotPlan, notes: [String]
  ) {
    switch request.subject {
    case .prompt(let prompt):
      var settings = try standardPlanning()
      settings.temperature = request.temperature ?? (take == 0 ? 0 : ClipRequest.variedTemperature)
      if let shape = request.size?.shape { settings.shape = shape }
      if let rate = request.frameRate { settings.frameRate = rate }
      if let count = try request.frameCount(at: settings.frameRate) {
        (settings.frameCount, settings.isLengthFree) = (count, false)
      } else if let rate = request.frameRate, settings.isLengthFree {
        // As many seconds as usual.
        let seconds = Double(PlanningSettings.open.frameCount) / PlanningSettings.open.frameRate
        settings.frameCount = max(1, Int((seconds * rate).rounded()))
      }
      settings.acceptsAnything = request.acceptsAnything
      let shot = try checkedPlan(
        prompt, seed: (request.seed ?? 0) &+ UInt64(take), settings, probe: probe)
      let anchored = request.anchored(shot.plan)
      return (anchored.plan, shot.notes + (take == 0 ? anchored.notes : []))
    case .plan(var plan):
      plan.seed = (request.seed ?? plan.seed) &+ (request.keepsScenery ? 0 : UInt64(take))
      if let size = request.size { plan = size.fitting(plan) }
      if let rate = request.frameRate { plan.frameRate = rate }
      if let count = try request.frameCount(at: plan.frameRate) { plan.frameCount = count }
      plan = plan.renamingPictures { cast.file(of: $0, relativeTo: request.folder) }
      try plan.validate()
      return (plan, [])
    }
  }

  private func settings(_ request: ClipRequest, _ plan: ShotPlan) throws(SessionError) -> GenerationSettings {
    let doublings: Int?
    switch request.upscale {
    case nil: doublings = request.settings?.doublings
    case 1: doublings = 0
    case 2: doublings = 1
    case 4: doublings = 2
    case .some(let other): throw .badSetting(name: "upscale", value: "\(other)", expected: "1, 2 or 4")
    }
    let standard = try standardSettings(plan, size: request.size, doublings: doublings)
    var settings = request.settings ?? standard
    if request.size != nil || request.upscale != nil || request.settings == nil {
      (settings.width, settings.height, settings.doublings) = (
        standard.width, standard.height, standard.doublings
      )
    }
    if let count = request.stepCount {
      settings.stepCount = count
      if request.settings == nil, settings.windows != nil { settings.windows = .standard(stepCount: count) }
    }
    if let sampler = request.sampler { settings.sampler = sampler }
    if let kind = request.schedule { settings.schedule = NoiseSchedule(kind) }
    if let scale = request.guidanceScale { settings.guidance.scale = scale }
    if let share = request.sceneNoise { settings.sceneNoise = share }
    if let section = request.section { settings.section = section == 0 ? nil : section }
    if let window = request.window { settings.windows = window == 0 ? nil : WindowLayout(frameCount: window) }
    return settings
  }

  /// Name and hashes of the weights that take part under some settings.
  private func model(_ settings: GenerationSettings) -> Recipe.Model {
    var model = model
    if settings.doublings == 0 { model.upscalerSHA256 = nil }
    return model
  }
}
