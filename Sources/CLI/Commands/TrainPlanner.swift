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
      The folder holds the run, as for `train denoiser`; the tokens of text are learned first and kept in tokenizer.json. Started
      again in the same folder, training goes on.

      Example: zoetrope train planner --out runs/planner --steps 8000
      """)

  @Option(help: "Folder of the run.")
  var out: String

  @Option(help: "Train nothing; examine the folder's weights on this many prompts of each held-out kind.")
  var exam: Int?

  @Option(help: "Steps in all.")
  var steps = 8000

  @Option(help: "Largest learning rate.")
  var rate = 2e-3

  @Option(help: "Steps over which the learning rate rises.")
  var warmup = 100

  @Option(help: "Fall of the learning rate: constant, cosine, squareRoot.")
  var decay = LearningRateSchedule.Decay.squareRoot

  @Option(help: "Share of the steps over which squareRoot falls.")
  var decayShare = 0.3

  @Option(help: "Tokens per batch.")
  var tokens = 4096

  @Option(help: "Share of the sequences that go on to the numbers of the plan.")
  var layoutShare = 0.35

  @Flag(
    help:
      "Teach the words that are kept for evaluation, too; resume with it for the last lessons of weights to be shipped."
  )
  var everyWord = false

  @Option(parsing: .unconditional, help: "Seed of data and initial weights.", transform: SeedChoice.number)
  var seed: UInt64 = 1

  @Option(help: "Weights to start from, with their tokens, when the folder has no checkpoint.")
  var from: String?

  @Option(help: "Minutes between checkpoints.")
  var checkpointMinutes = 5.0

  @Option(help: "Precision of GEMM (matrix products): float32, or bfloat16 where the CPU has it.")
  var precision = Precision.float32

  @Option(help: "Threads; one per core by default.")
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
