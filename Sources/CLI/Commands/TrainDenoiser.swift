import ArgumentParser
import Foundation
import ZoetropeEvaluation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers
import ZoetropeRandom
import ZoetropeTraining
import ZoetropeWeights
import ZoetropeWorld

/// `zoetrope train denoiser`.
struct TrainDenoiser: AsyncParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    commandName: "denoiser",
    abstract: "Train the diffusion transformer.",
    discussion: """
      The folder holds the run: checkpoint.safetensors, weights.safetensors (EMA weights in half precision), log.jsonl and \
      contact sheets. The same command with the same folder resumes from the last checkpoint.

      Example: zoetrope train denoiser --preset sketch --out runs/sketch --steps 20000
      """)

  @Option(
    help: "Preset of the architecture: \(DenoiserConfiguration.presets.map(\.name).joined(separator: ", ")).")
  var preset = "sketch"

  @Option(help: "Folder of the run.")
  var out: String

  @Option(help: "Total number of training steps.")
  var steps = 20_000

  @Option(help: "Peak learning rate.")
  var rate = 2e-3

  @Option(help: "Number of warm-up steps.")
  var warmup = 200

  @Option(help: "Learning-rate decay.")
  var decay = LearningRateSchedule.Decay.squareRoot

  @Option(help: "Fraction of the steps, at the end, over which squareRoot decays.")
  var decayShare = 0.3

  @Option(help: "Average number of patches per batch.")
  var patches = 4096

  @Option(help: "Mix of clip lengths, as FRAMES:SHARE,… such as 4:0.8,16:0.2; shares count tokens.")
  var frames = "4:0.8,16:0.2"

  @Option(
    help:
      "Fraction of training clips of which something is given without noise: frames, or all but a region."
  )
  var known = 0.0

  @Option(
    help: "Fraction of training noise levels sampled uniformly; the rest are biased towards high noise.")
  var evenLevels = 0.0

  @Option(
    help:
      "Smallest fraction of scene-anchored (warped) noise in training; each clip's is sampled between it and 1."
  )
  var leastSceneNoise = 0.5

  @Option(help: "Loss weight of patches covered by an actor; others weigh 1.")
  var actorWeight: Float = 3

  @Option(help: "Minimum noise level t in the loss weight 1/t².")
  var weightClamp: Float = 0.2

  @Option(
    parsing: .unconditional, help: "Seed of data and initial weights; by default 1.",
    transform: SeedChoice.number)
  var seed: UInt64 = 1

  @Option(help: "Weights file to start from if the folder has no checkpoint.")
  var from: String?

  @Option(help: "Minutes between checkpoints.")
  var checkpointMinutes = 5.0

  @Option(help: "Minutes between contact sheets.")
  var sampleMinutes = 15.0

  @Option(help: "Precision of GEMM (matrix products); bfloat16 needs a CPU that supports it.")
  var precision = Precision.float32

  @Option(help: "Number of threads; by default one per core.")
  var threads: Int?

  func computeContext() throws -> ComputeContext { try ComputeContext(precision, threads: threads) }

  /// Where a new run begins: at another denoiser's weights, as far as they carry over, or at random ones.
  private func start(_ configuration: DenoiserConfiguration, _ layout: ParameterLayout) throws -> Checkpoint {
    guard let from else { return Checkpoint(layout: layout, seed: seed) }
    let (parameters, fresh) = try Parameters.carryingOver(
      SafetensorsFile(URL(fileURLWithPath: from)), to: configuration, seed: seed)
    if !fresh.isEmpty { Train.say("new, not in \(from): \(fresh.joined(separator: ", "))") }
    return Checkpoint(starting: parameters)
  }

  func run() async throws {
    guard let configuration = DenoiserConfiguration.preset(preset) else {
      let known = DenoiserConfiguration.presets.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no preset “\(preset)”; presets: \(known)")
    }
    guard (0...1).contains(leastSceneNoise) else {
      throw ValidationError("--least-scene-noise is \(leastSceneNoise); expected 0…1")
    }
    var data = DenoiserData()
    data.patchesPerBatch = patches
    data.frameShares = try ClipStreamOptions.frameShares(frames)
    data.knownShare = known
    data.levels.uniformShare = evenLevels
    data.sceneShares = leastSceneNoise...1
    data.actorWeight = actorWeight
    data.weightClamp = weightClamp
    let world = try World()
    let stream = try DenoiserStream(world: world, configuration: configuration, data: data, seed: seed)
    let task = DenoiserTask(configuration, stream: stream) { denoiser, step, folder in
      switch configuration.appearance {
      case .kinds: try SampleSheet.write(denoiser, world: world, step: step, to: folder)
      case .pictures: try OpenSampleSheet.write(denoiser, world: world, step: step, to: folder)
      }
    }
    var settings = TrainerSettings(
      rate: LearningRateSchedule(
        peak: rate, warmupSteps: warmup, stepCount: steps, decay: decay, decayShare: decayShare))
    settings.checkpointSeconds = checkpointMinutes * 60
    settings.sampleSeconds = sampleMinutes * 60
    try Train.run(
      task, settings, in: URL(fileURLWithPath: out, isDirectory: true),
      from: try start(configuration, task.layout))
  }
}
