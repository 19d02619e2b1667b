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
      The folder holds the run: checkpoint.safetensors, weights.safetensors (averaged, half precision), log.jsonl and
      contact sheets. Started again in the same folder, training goes on from the last checkpoint.

      Example: zoetrope train denoiser --preset sketch --out runs/sketch --steps 20000
      """)

  @Option(help: "Preset: \(DenoiserConfiguration.presets.map(\.name).joined(separator: ", ")).")
  var preset = "sketch"

  @Option(help: "Folder of the run.")
  var out: String

  @Option(help: "Steps in all.")
  var steps = 20_000

  @Option(help: "Largest learning rate.")
  var rate = 2e-3

  @Option(help: "Steps over which the learning rate rises.")
  var warmup = 200

  @Option(help: "Fall of the learning rate: constant, cosine, squareRoot.")
  var decay = LearningRateSchedule.Decay.squareRoot

  @Option(help: "Share of the steps over which squareRoot falls.")
  var decayShare = 0.3

  @Option(help: "Patches per batch, on average.")
  var patches = 4096

  @Option(help: "Lengths of clips and their shares of the tokens, as frames:share,…")
  var frames = "4:0.8,16:0.2"

  @Option(help: "Share of clips with clean patches.")
  var known = 0.0

  @Option(help: "Share of noise levels drawn evenly rather than towards noise.")
  var evenLevels = 0.0

  @Option(help: "Least share of the noise that follows the camera; each clip's is drawn between it and 1.")
  var leastSceneNoise = 0.5

  @Option(help: "Loss weight of patches under actors.")
  var actorWeight: Float = 3

  @Option(help: "Levels below this one weigh no more than it in the loss.")
  var weightClamp: Float = 0.2

  @Option(parsing: .unconditional, help: "Seed of data and initial weights.", transform: SeedChoice.number)
  var seed: UInt64 = 1

  @Option(help: "Weights to start from when the folder has no checkpoint.")
  var from: String?

  @Option(help: "Minutes between checkpoints.")
  var checkpointMinutes = 5.0

  @Option(help: "Minutes between contact sheets.")
  var sampleMinutes = 15.0

  @Option(help: "Precision of GEMM (matrix products): float32, or bfloat16 where the CPU has it.")
  var precision = Precision.float32

  @Option(help: "Threads; one per core by default.")
  var threads: Int?

  func computeContext() throws -> ComputeContext { try ComputeContext(precision, threads: threads) }

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
      try SampleSheet.write(denoiser, world: world, step: step, to: folder)
    }
    var settings = TrainerSettings(
      rate: LearningRateSchedule(
        peak: rate, warmupSteps: warmup, stepCount: steps, decay: decay, decayShare: decayShare))
    settings.checkpointSeconds = checkpointMinutes * 60
    settings.sampleSeconds = sampleMinutes * 60
    try Train.run(
      task, settings, in: URL(fileURLWithPath: out, isDirectory: true),
      from: Train.start(from: from, task.layout, seed: seed))
  }
}
