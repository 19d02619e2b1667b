import ZoetropeDenoiser

/// How a clip is made from a plan: everything that changes its pixels and is neither plan nor model.
public struct GenerationSettings: Sendable, Equatable, Codable {
  /// Width in pixels that the model makes.
  public var width: Int
  /// Height in pixels that the model makes.
  public var height: Int
  /// Steps from noise to picture, 1…10000.
  public var stepCount: Int
  /// The rule of the steps.
  public var sampler: SamplerKind
  /// How the levels are spaced.
  public var schedule: NoiseSchedule
  /// How strongly the plan is followed.
  public var guidance: Guidance
  /// Share of the noise's variance that is anchored to the scene (``ShotNoise``), 0…1.
  public var sceneNoise: Double
  /// How the shot is divided in time while it is denoised; nil takes it whole, as records from before windows do.
  public var windows: WindowLayout?
  /// The most frames that are made together (``FrameLayout``); longer shots are made in sections, each of which goes on from the last
  /// frames of the one before. Nil makes the shot in one piece.
  public var section: Int?
  /// How many times the sides are doubled afterwards, 0…2.
  public var doublings: Int
  /// Seed of the noise, where it is not the plan's: the same scenery, painted another time.
  public var noiseSeed: UInt64?

  /// Makes settings.
  public init(
    width: Int, height: Int, stepCount: Int = GenerationSettings.standardStepCount,
    sampler: SamplerKind = GenerationSettings.standardSampler, schedule: NoiseSchedule = NoiseSchedule(),
    guidance: Guidance = Guidance(), sceneNoise: Double = ShotNoise.standardSceneShare,
    windows: WindowLayout? = nil, section: Int? = nil, doublings: Int = 0
  ) {
    self.width = width
    self.height = height
    self.stepCount = stepCount
    self.sampler = sampler
    self.schedule = schedule
    self.guidance = guidance
    self.sceneNoise = sceneNoise
    self.windows = windows
    self.section = section
    self.doublings = doublings
  }

  /// Steps when nobody asks for another number.
  public static let standardStepCount = 8
  /// The same for models that are told the scenery, without guidance: on 48 held-out shots as right as four steps, with less flicker and
  /// drift and more of the detail.
  public static let stepCountOfToldScenery = 2
  /// The rule of the steps when nobody asks for another.
  public static let standardSampler = SamplerKind.dpmpp2m

  /// Frames up to which a shot is denoised whole when nobody asks for windows.
  public static let longestWholeShot = 32

  /// Frames up to which a shot is made in one piece when nobody asks for sections.
  public static let longestPiece = 120
  /// Frames of a section when nobody asks for another number.
  public static let standardSection = 80
  /// The fewest frames of a section: it must hold what the next one goes on from.
  public static let leastSection = 16

  /// The most patches that are made together; 32 seconds of square frames.
  public static let maximumPatchCount = 8192

  /// Width of the finished clip.
  public var finalWidth: Int { width << doublings }
  /// Height of the finished clip.
  public var finalHeight: Int { height << doublings }

  /// Checks ranges, for settings that come from outside.
  ///
  /// - Parameter frameCount: the frames that are denoised.
  /// - Throws: ``SessionError/badSetting(name:value:expected:)``.
  public func validate(frameCount: Int, patch: PatchSize) throws(SessionError) {
    func check(_ condition: Bool, _ name: String, _ value: Any, _ expected: String) throws(SessionError) {
      if !condition { throw .badSetting(name: name, value: "\(value)", expected: expected) }
    }
    try check((0...2).contains(doublings), "upscale", 1 << min(max(doublings, 0), 20), "1, 2 or 4")
    try check(width > 0 && height > 0, "size", "\(width)x\(height)", "positive sides")
    _ = try ClipSize.pixels(width: width << doublings, height: height << doublings).pixels(
      patch, doublings: doublings)
    try check((1...10_000).contains(stepCount), "steps", stepCount, "1…10000")
    try check(
      guidance.scale.isFinite && (0...20).contains(guidance.scale), "guidance", guidance.scale, "0…20")
    try check((0...1).contains(sceneNoise), "sceneNoise", sceneNoise, "0…1")
    if let windows {
      let least = 2 * patch.frames
      try check(
        windows.frameCount.map { $0 >= least && $0 % patch.frames == 0 } ?? true, "window",
        windows.frameCount ?? 0, "0, or at least \(least) frames and a multiple of \(patch.frames)")
      try check(
        windows.overlap >= 0 && (0...1).contains(windows.overlapShare), "window",
        "\(windows.overlap) frames of overlap in a share of \(windows.overlapShare)",
        "an overlap of 0 or more in a share of 0…1")
    }
    if let section {
      try check(
        section >= GenerationSettings.leastSection, "section", section,
        "0, or at least \(GenerationSettings.leastSection) frames")
    }
    let steps = (frameCount + patch.frames - 1) / patch.frames
    let count = steps * (width / patch.width) * (height / patch.height)
    let perStep = (width / patch.width) * (height / patch.height)
    try check(
      count <= GenerationSettings.maximumPatchCount, "frames", "\(frameCount), in all \(count) patches",
      "at most \(GenerationSettings.maximumPatchCount), which at this size are "
        + "\(GenerationSettings.maximumPatchCount / perStep * patch.frames) frames; ask for fewer frames, a smaller size, or sections (`section`)"
    )
  }
}
