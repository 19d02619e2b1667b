import Foundation
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
  /// Seed of plan and noise; nil is the plan's, or 0.
  public var seed: UInt64?
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
  /// The settings to begin with, such as those of an earlier clip; nil takes the standard ones.
  public var settings: GenerationSettings?

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

extension Studio {
  /// Turns a request into work: plans every take and settles every setting.
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
    let patch = denoiser.configuration.patch
    let layout = try FrameLayout(
      frameCount: shots[0].plan.frameCount, opening: request.opening.count, ending: request.ending.count,
      patch: patch)
    try settings.validate(frameCount: layout.frames.count, patch: patch)
    let (given, remarks) = try ConditioningFrames.reading(
      opening: request.opening, ending: request.ending, for: settings)
    let pictures = given.fitted(to: settings, enlarger).stored
    // Whatever does not fit together is said now, before anything is written.
    _ = try GenerationRun.shot(self, shots[0].plan, settings, pictures)
    let takes = try shots.enumerated().map { take, shot in
      Job.Take(
        recipe: Recipe(
          plan: shot.plan, settings: settings, model: model(settings), pictures: pictures.hashes,
          cast: try castHashes(of: shot.plan)),
        // All takes have the same pictures: said once.
        notes: shot.notes + (take == 0 ? remarks : []))
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
      if let count = request.frameCount {
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
      plan.seed = (request.seed ?? plan.seed) &+ UInt64(take)
      if let size = request.size { plan = size.fitting(plan) }
      if let count = request.frameCount { plan.frameCount = count }
      if let rate = request.frameRate { plan.frameRate = rate }
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
    if let count = request.stepCount { settings.stepCount = count }
    if let sampler = request.sampler { settings.sampler = sampler }
    if let kind = request.schedule { settings.schedule = NoiseSchedule(kind) }
    if let scale = request.guidanceScale { settings.guidance.scale = scale }
    if let share = request.sceneNoise { settings.sceneNoise = share }
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
