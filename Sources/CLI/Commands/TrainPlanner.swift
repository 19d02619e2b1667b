import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeLayers
import ZoetropePlanner
import ZoetropeTraining
import ZoetropeWeights
import ZoetropeLanguage
import ZoetropeWorld

/// `zoetrope train planner`.
struct TrainPlanner: AsyncParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    commandName: "planner",
    abstract: "Train the transformer that turns prompts into plans.",
    discussion: """
      The folder holds the run, as for `train denoiser`. The tokenizer of the text is trained first and saved as \
      tokenizer.json. The same command with the same folder resumes the run.

      Example: zoetrope train planner --out runs/planner --steps 8000
      """)

  @Option(help: "Folder of the run.")
  var out: String

  @Option(help: "Do not train; evaluate the folder's weights on this many prompts of each held-out split.")
  var exam: Int?

  @Option(help: "Total number of training steps.")
  var steps = 8000

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

  @Option(help: "Fraction of the sequences that include the numeric layout.")
  var layoutShare = 0.35

  @Flag(
    help:
      "Also train on the words held out for evaluation; only for the final part of training before a release."
  )
  var everyWord = false

  @Option(
    parsing: .unconditional, help: "Seed of data and initial weights; by default 1.",
    transform: SeedChoice.number)
  var seed: UInt64 = 1

  @Option(help: "Weights file to start from, with its tokenizer, if the folder has no checkpoint.")
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
    if let exam { return try examine(planner(in: folder), count: exam) }
    var data = PlannerData()
    data.tokensPerBatch = tokens
    data.layoutShare = layoutShare
    if everyWord { data.split = .everyWord }
    let configuration = try configuration(in: folder)
    let task = PlannerTask(configuration, data: data, seed: seed) { planner, step, folder in
      try TrainPlanner.writeSamples(planner, step: step, to: folder)
    }
    var settings = TrainerSettings(
      rate: LearningRateSchedule(
        peak: rate, warmupSteps: warmup, stepCount: steps, decay: decay, decayShare: decayShare))
    settings.checkpointSeconds = checkpointMinutes * 60
    settings.sampleSeconds = checkpointMinutes * 60
    Train.say("\(configuration.vocabulary.count) tokens of text")
    try Train.run(
      task, settings, in: folder, from: Train.start(from: from, task.layout, seed: seed))
  }

  /// What the network is: that of the weights it starts from, or the standard one with the run's tokens.
  private func configuration(in folder: URL) throws -> PlannerConfiguration {
    if let from {
      return try PlannerConfiguration(metadata: SafetensorsFile(URL(fileURLWithPath: from)).metadata)
    }
    var tokenizer = try tokenizer(in: folder)
    if everyWord { tokenizer = try tokenizer.knowing(PlannerTask.words(of: .everyWord, seed: seed)) }
    return PlannerConfiguration.standard(tokenizer)
  }

  /// The run's tokenizer; learned when the run begins.
  private func tokenizer(in folder: URL) throws -> Tokenizer {
    let url = folder.appending(path: "tokenizer.json")
    if FileManager.default.fileExists(atPath: url.path) {
      return try JSONDecoder().decode(Tokenizer.self, from: Data(contentsOf: url))
    }
    let tokenizer = try PlannerTask.tokenizer(seed: seed)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try JSONEncoder().encode(tokenizer).write(to: url, options: .atomic)
    return tokenizer
  }

  /// The averaged weights of a run, also one that is under way; or those that were shipped.
  private func planner(in folder: URL) throws -> Planner {
    let url = folder.appending(path: "checkpoint.safetensors")
    guard FileManager.default.fileExists(atPath: url.path) else { return try Planner(contentsOf: folder) }
    let file = try SafetensorsFile(url)
    let configuration = try PlannerConfiguration(metadata: file.metadata)
    let parameters = try Parameters(file, layout: configuration.parameterLayout, prefix: "average.")
    return Planner(configuration, ParameterSource(parameters))
  }

  private func examine(_ planner: Planner, count: Int) throws {
    for split in [CaptionSplit.heldOutTemplates, .heldOut] {
      let exam = try PlannerExam(planner, split: split, count: count)
      Train.say(
        "\(split.rawValue), \(count) prompts, \(String(format: "%.0f", exam.secondsPerPlan * 1000)) ms each")
      Train.say(exam.text)
      for (prompt, wrong) in exam.failures.prefix(12) {
        Train.say(
          "  \(prompt)\n    "
            + wrong.map { "\($0.slot): said \($0.said), got \($0.found)" }.joined(separator: "; "))
      }
    }
  }

  /// What the planner makes of some prompts.
  private static func writeSamples(_ planner: Planner, step: Int, to folder: URL) throws {
    let prompts = [
      "a red fox runs to the left in the snow at night", "two dolphins jumping, thermal camera",
      "a puppy chases a kitten on the beach", "empty medieval city in the fog, camera pans right",
    ]
    let text = try prompts.map { prompt in
      "\(prompt)\n  \(try planner.plan(prompt: prompt).enhancedPrompt)\n"
    }.joined()
    let url = folder.appending(path: String(format: "samples_%06d.txt", step))
    try Data(text.utf8).write(to: url, options: .atomic)
  }
}
