import ArgumentParser
import Foundation
import ZoetropeDenoiser
import ZoetropeSession

/// How the frames of a clip are made, whether it begins here or continues another.
struct MakingOptions: ParsableArguments {
  @Option(
    help: "PNG file to use as the last frame; transparent areas are laid over black.",
    completion: .file(extensions: ["png"]))
  var lastFrame: String?

  @Option(
    parsing: .unconditional,
    help:
      "Number of denoising steps; by default \(GenerationSettings.standardStepCount), \(GenerationSettings.stepCountOfToldScenery) for models that read pictures."
  )
  var steps: Int?

  @Option(
    help:
      "Sampler (ODE solver): \(SamplerKind.words.joined(separator: ", ")); by default \(GenerationSettings.standardSampler.rawValue).",
    completion: .list(SamplerKind.words), transform: { try choice($0) })
  var sampler: SamplerKind?

  @Option(
    help:
      "Noise schedule: \(NoiseSchedule.Kind.words.joined(separator: ", ")); by default \(NoiseSchedule().kind.rawValue).",
    completion: .list(NoiseSchedule.Kind.words), transform: { try choice($0) })
  var schedule: NoiseSchedule.Kind?

  @Option(
    parsing: .unconditional,
    help:
      "Classifier-free guidance scale, 0…20; 1 turns guidance off. By default \(Guidance().scale), 1 for models that read pictures."
  )
  var guidance: Double?

  @Option(
    parsing: .unconditional,
    help:
      "Fraction of the initial noise that moves with the camera (warped noise), 0…1; by default \(ShotNoise.standardSceneShare)."
  )
  var sceneNoise: Double?

  @Option(
    parsing: .unconditional,
    help:
      "Random seed of plan and noise: a whole number, or random to draw one; by default 0, or the plan's. The same seed gives the same clip.",
    transform: SeedChoice.read)
  var seed: SeedChoice?

  @Option(parsing: .unconditional, help: "Number of clips to make, each with the next seed.")
  var takes = 1

  @Option(
    help:
      "Which takes to keep: all, or best, for which every take is graded against prompt and plan (needs the emoji font); by default all.",
    completion: .list(TakePick.words), transform: { try choice($0) })
  var pick = TakePick.all

  @Option(
    help:
      "Denoise in windows of this many frames, whose borders shift from step to step; 0 denoises all frames together. By default 16 for clips of over \(GenerationSettings.longestWholeShot) frames, else 0."
  )
  var window: Int?

  @Option(
    help:
      "Make the clip in sections of at most this many frames, each of which continues the one before; 0 makes it in one piece. By default \(GenerationSettings.standardSection) for clips of over \(GenerationSettings.longestPiece) frames, else 0."
  )
  var section: Int?

  /// Puts these options into a request.
  func apply(to request: inout ClipRequest) {
    request.ending = lastFrame.map { [URL(fileURLWithPath: $0)] } ?? []
    request.stepCount = steps
    request.sampler = sampler
    request.schedule = schedule
    request.guidanceScale = guidance
    request.sceneNoise = sceneNoise
    request.window = window
    request.section = section
    request.seed = seed?.value
    request.takeCount = takes
    request.pick = pick
  }
}
