import ArgumentParser
import Foundation
import ZoetropeDenoiser
import ZoetropeFilm
import ZoetropePipeline

/// What a clip is like and how it is made; none need be given.
struct ClipOptions: ParsableArguments {
  @Option(
    help: "square, wide, tall, or pixels of the finished clip such as 176x96.", transform: ClipOptions.size)
  var size: ClipSize?

  @Option(
    help:
      "Frames: 1…\(ShotPlan.maximumFrameCount); by default \(ClipRequest.standardFrameCount), or the plan's.")
  var frames: Int?

  @Option(help: "Frames per second: 1…60; by default \(Int(ClipRequest.standardFrameRate)), or the plan's.")
  var fps: Double?

  @Option(help: "Steps from noise to picture; by default \(GenerationSettings.standardStepCount).")
  var steps: Int?

  @Option(
    help: "The rule of the steps: \(SamplerKind.words.joined(separator: ", ")).",
    completion: .list(SamplerKind.words), transform: { try choice($0) })
  var sampler: SamplerKind?

  @Option(
    help: "How the levels of noise are spaced: \(NoiseSchedule.Kind.words.joined(separator: ", ")).",
    completion: .list(NoiseSchedule.Kind.words), transform: { try choice($0) })
  var schedule: NoiseSchedule.Kind?

  @Option(help: "How strongly the plan is followed: 0…20, 1 as trained; by default \(Guidance().scale).")
  var guidance: Double?

  @Option(
    help:
      "Share of the noise that is painted on the scene and follows the camera: 0…1; by default \(ShotNoise.standardSceneShare)."
  )
  var sceneNoise: Double?

  @Option(help: "Enlarge what the model makes: 1, 2 or 4 times; by default 2 where an upscaler is installed.")
  var upscale: Int?

  @Option(help: "Seed of plan and noise; by default 0, or the plan's. The same seed gives the same clip.")
  var seed: UInt64?

  @Option(help: "Number of clips, each with the next seed.")
  var takes = 1

  @Option(
    help:
      "Which takes to keep: all, or the best as graded against prompt and plan (needs the emoji font).",
    completion: .list(TakePick.words), transform: { try choice($0) })
  var pick = TakePick.all

  @Option(
    help:
      "How freely the planner chooses: 0…4, 0 the likeliest plan; by default 0 for the first take, else \(ClipRequest.variedTemperature)."
  )
  var temperature: Double?

  @Option(help: "A PNG that the clip begins with.", completion: .file(extensions: ["png"]))
  var firstFrame: String?

  @Option(help: "A PNG that the clip ends with.", completion: .file(extensions: ["png"]))
  var lastFrame: String?

  /// The request that these options make of a subject.
  func request(_ subject: ClipRequest.Subject) throws -> ClipRequest {
    func check(_ isGood: Bool, _ name: String, _ value: Any, _ expected: String) throws {
      if !isGood { throw ValidationError("\(name) is \(value); expected \(expected)") }
    }
    if let frames {
      try check(
        (1...ShotPlan.maximumFrameCount).contains(frames), "--frames", frames,
        "1…\(ShotPlan.maximumFrameCount)")
    }
    if let fps { try check((1...60).contains(fps), "--fps", fps, "1…60") }
    var request = ClipRequest(subject)
    request.size = size
    request.frameCount = frames
    request.frameRate = fps
    request.stepCount = steps
    request.sampler = sampler
    request.schedule = schedule
    request.guidanceScale = guidance
    request.sceneNoise = sceneNoise
    request.enlargement = upscale
    request.seed = seed
    request.takeCount = takes
    request.pick = pick
    request.temperature = temperature
    request.firstFrame = firstFrame.map { URL(fileURLWithPath: $0) }
    request.lastFrame = lastFrame.map { URL(fileURLWithPath: $0) }
    return request
  }

  // MARK: - Internals

  private static func size(_ text: String) throws -> ClipSize {
    if let size = ClipSize(text) { return size }
    if text.first?.isNumber == true {
      throw ValidationError("expected WIDTHxHEIGHT in pixels, such as 176x96")
    }
    let shape: FrameShape = try choice(text)
    return .shape(shape)
  }
}
