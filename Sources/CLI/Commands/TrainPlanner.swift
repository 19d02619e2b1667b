import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeLayers
import ZoetropePlanner
import ZoetropeTraining
import ZoetropeWeights

/// `zoetrope train planner`.
struct TrainPlanner: AsyncParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    commandName: "planner",
    abstract: "Train the transformer that answers what prompts leave open.",
    discussion: """
      The folder holds the run, as for `train denoiser`. The data are directed shots, as mentions and answers: neither text nor \
      pictures are needed. The same command with the same folder resumes the run.

      Example: zoetrope train planner --out runs/planner --steps 3000
      """)

  @Option(help: "Folder of the run.")
  var out: String

  @Option(help: "Total number of training steps.")
  var steps = 3000

  @Option(help: "Peak learning rate.")
  var rate = 2e-3

  @Option(help: "Number of warm-up steps.")
  var warmup = 100

  @Option(help: "Learning-rate decay.")
  var decay = LearningRateSchedule.Decay.squareRoot

  @Option(help: "Fraction of the steps, at the end, over which squareRoot decays.")
  var decayShare = 0.3

  @Option(help: "Approximate number of tokens per batch.")
  var tokens = 4096

  @Option(
    parsing: .unconditional, help: "Seed of data and initial weights; by default 1.",
    transform: SeedChoice.number)
  var seed: UInt64 = 1

  @Option(help: "Weights file to start from, if the folder has no checkpoint.")
  var from: String?

  @Option(help: "Minutes between checkpoints.")
  var checkpointMinutes = 5.0

  @Option(help: "Precision of GEMM (matrix products); bfloat16 needs a CPU that supports it.")
  var precision = Precision.float32

  @Option(help: "Number of threads; by default one per core.")
  var threads: Int?

  func computeContext() throws -> ComputeContext { try ComputeContext(precision, threads: threads) }

  func run() async throws {
    let folder = URL(fileURLWithPath: out, isDirectory: true)
    let configuration = try from.map {
      try ScriptConfiguration(metadata: SafetensorsFile(URL(fileURLWithPath: $0)).metadata)
    }
    let task = try ScriptPlannerTask(configuration ?? .standard, tokensPerBatch: tokens, seed: seed) {
      try TrainPlanner.writeSamples($0, step: $1, to: $2)
    }
    var settings = TrainerSettings(
      rate: LearningRateSchedule(
        peak: rate, warmupSteps: warmup, stepCount: steps, decay: decay, decayShare: decayShare))
    settings.checkpointSeconds = checkpointMinutes * 60
    settings.sampleSeconds = checkpointMinutes * 60
    try Train.run(
      task, settings, in: folder, from: Train.start(from: from, task.layout, seed: seed))
  }

  /// What the planner makes of some prompts.
  private static func writeSamples(_ planner: ScriptPlanner, step: Int, to folder: URL) throws {
    let prompts = [
      "a cat", "a red fox runs to the left in the snow at night", "two dolphins jump", "a dog chases a cat",
      "a castle by the sea at dawn",
    ]
    let text = try prompts.map { "\($0)\n  \(try planner.plan(prompt: $0).enhancedPrompt)\n" }.joined()
    let url = folder.appending(path: String(format: "samples_%06d.txt", step))
    try Data(text.utf8).write(to: url, options: .atomic)
  }
}
