import ArgumentParser
import Foundation
import ZoetropeDenoiser
import ZoetropeSession

/// How the frames of a clip are made, whether it begins here or goes on.
struct MakingOptions: ParsableArguments {
  @Option(
    help: "A PNG that the clip ends with; what is transparent in it is laid over black.",
    completion: .file(extensions: ["png"]))
  var lastFrame: String?

  @Option(
    parsing: .unconditional,
    help: "Steps from noise to picture; by default \(GenerationSettings.standardStepCount).")
  var steps: Int?

  @Option(
    help: "The rule of the steps: \(SamplerKind.words.joined(separator: ", ")).",
    completion: .list(SamplerKind.words), transform: { try choice($0) })
  var sampler: SamplerKind?

  @Option(
    help: "How the levels of noise are spaced: \(NoiseSchedule.Kind.words.joined(separator: ", ")).",
    completion: .list(NoiseSchedule.Kind.words), transform: { try choice($0) })
  var schedule: NoiseSchedule.Kind?

  @Option(
    parsing: .unconditional,
    help: "How strongly the plan is followed: 0…20, 1 as trained; by default \(Guidance().scale).")
  var guidance: Double?

  @Option(
    parsing: .unconditional,
    help:
      "Share of the noise that is anchored to the scene and follows the camera: 0…1; by default \(ShotNoise.standardSceneShare)."
  )
  var sceneNoise: Double?

  @Option(
    parsing: .unconditional,
    help:
      "Seed of plan and noise, or random; by default 0, or the plan's. The same seed gives the same clip.",
    transform: SeedChoice.read)
  var seed: SeedChoice?

  @Option(parsing: .unconditional, help: "Number of clips, each with the next seed.")
  var takes = 1

  @Option(
    help:
      "Which takes to keep: all, or the best as graded against prompt and plan (needs the emoji font).",
    completion: .list(TakePick.words), transform: { try choice($0) })
  var pick = TakePick.all

  @Option(
    help:
      "Frames that are denoised together, in windows that shift from step to step; 0 for the whole shot; by default 16 for shots of over \(GenerationSettings.longestWholeShot)."
  )
  var window: Int?

  /// Puts these options into a request.
  func apply(to request: inout ClipRequest) {
    request.ending = lastFrame.map { [URL(fileURLWithPath: $0)] } ?? []
    request.stepCount = steps
    request.sampler = sampler
    request.schedule = schedule
    request.guidanceScale = guidance
    request.sceneNoise = sceneNoise
    request.window = window
    request.seed = seed?.value
    request.takeCount = takes
    request.pick = pick
  }
}
