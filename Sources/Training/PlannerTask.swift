import Foundation
import ZoetropeCompute
import ZoetropeLanguage
import ZoetropeShot
import ZoetropeLayers
import ZoetropePlanner
import ZoetropeRandom
import ZoetropeWorld

/// What the planner's training data looks like.
public struct PlannerData: Sendable, Equatable, Codable {
  /// Tokens per batch, about.
  public var tokensPerBatch = 4096
  /// Share of the sequences that go on to the numbers of the plan; the others end after its words.
  public var layoutShare = 0.35
  /// How much a number counts, relative to a word: most of what numbers cost cannot be learned.
  public var numberWeight: Float = 0.3
  /// Share of longer words with a typing error.
  public var typoRate = 0.015
  /// Which words prompts use.
  public var split = CaptionSplit.training
  /// Share of the prompts with a word that says nothing, such as people use and the synthetic world does not.
  public var strayWordShare = 0.12

  /// The default data.
  public init() {}
}

/// One batch: sequences one after the other.
public struct PlannerBatch: Sendable {
  /// Tokens that the network reads, `[N]`: each sequence but its last token.
  public var tokens: [Int32] = []
  /// Number of tokens of each sequence.
  public var lengths: [Int] = []
  /// Rows that predict something.
  public var rows: [Int32] = []
  /// What they predict.
  public var labels: [Int32] = []
  /// What they count.
  public var weights: [Float] = []
  /// What they are part of.
  public var parts: [PlannerSequence.Part] = []
}

/// Trains a planner on captions of the synthetic world.
public struct PlannerTask: TrainingTask {
  /// What the network is.
  public let configuration: PlannerConfiguration
  /// What it is shown.
  public let data: PlannerData
  /// The network's parameters.
  public let layout: ParameterLayout
  private let vocabulary: PlannerVocabulary
  private let seed: UInt64
  private let sampler: @Sendable (Planner, Int, URL) throws -> Void

  /// Makes a task.
  ///
  /// - Parameter sampler: called at checkpoints with the planner, the step and the run's folder.
  public init(
    _ configuration: PlannerConfiguration, data: PlannerData = PlannerData(), seed: UInt64,
    sampler: @escaping @Sendable (Planner, Int, URL) throws -> Void
  ) {
    self.configuration = configuration
    self.data = data
    self.seed = seed
    self.sampler = sampler
    vocabulary = configuration.vocabulary
    layout = configuration.parameterLayout
  }

  /// Learns the tokens of text from captions of the synthetic world: the same seed gives the same tokenizer.
  ///
  /// - Throws: nothing in practice; what ``Tokenizer`` and `Describer` throw.
  public static func tokenizer(captions: Int = 30_000, seed: UInt64) throws -> Tokenizer {
    var generator = Generator(seed: seed, stream: .max)
    let describer = Describer()
    var prompts: [String] = [], descriptions: [String] = []
    for _ in 0..<captions {
      let caption = try describer.describe(ShotSampler().sample(using: &generator), using: &generator)
      prompts.append(caption.prompt)
      descriptions.append(caption.description)
    }
    return try TokenizerTrainer().train(prompts: prompts, descriptions: descriptions)
  }

  /// The words of prompts of a split, most frequent first; those seen less than three times are left out.
  public static func words(of split: CaptionSplit, captions: Int = 30_000, seed: UInt64) -> [String] {
    var generator = Generator(seed: seed, stream: .max - 1)
    let describer = Describer(split: split)
    var counts: [String: Int] = [:]
    for _ in 0..<captions {
      let slots = ShotSampler().slots(using: &generator)
      for word in TextNormalizer.words(describer.prompt(for: slots, using: &generator).text) {
        counts[word, default: 0] += 1
      }
    }
    return counts.filter { $0.value >= 3 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }

  /// The network's configuration, as weights files carry it.
  public var metadata: [String: String] {
    get throws { [PlannerConfiguration.metadataKey: try configuration.json()] }
  }

  /// Batch `index`: always the same captions.
  public func batch(_ index: Int) throws -> PlannerBatch {
    var generator = Generator(seed: seed, stream: UInt64(index))
    let describer = Describer(split: data.split, typoRate: data.typoRate)
    var batch = PlannerBatch()
    while batch.tokens.count < data.tokensPerBatch {
      let plan = ShotSampler().sample(using: &generator)
      var caption = try describer.describe(plan, using: &generator)
      if generator.chance(data.strayWordShare) { addStrayWord(to: &caption.prompt, &generator) }
      let sequence = try PlannerSequence(
        prompt: caption.prompt, description: caption.description, reading: PlanReading(plan),
        vocabulary: vocabulary, hasLayout: generator.chance(data.layoutShare))
      batch.append(sequence, numberWeight: data.numberWeight)
    }
    let sum = batch.weights.reduce(0, +)
    batch.weights = batch.weights.map { $0 / sum }
    return batch
  }

  /// Mean cross-entropy of what follows the prompt; its parts are those of text, words and numbers.
  public func loss(_ batch: PlannerBatch, _ source: ParameterSource) -> TrainingLoss {
    let network = PlannerNetwork(configuration, source)
    let states = network.states(batch.tokens, lengths: batch.lengths)  // [N, D]
    let logits = network.logits(states.rows(at: batch.rows))  // [rows, tokens]
    let value = logits.softmaxCrossEntropy(labels: batch.labels, weights: batch.weights)
    return TrainingLoss(
      value: value, parts: PlannerTask.errors(logits.value, batch), tokenCount: batch.tokens.count)
  }

  /// Writes what the planner makes of some prompts.
  public func writeSample(_ parameters: Parameters, step: Int, to folder: URL) throws {
    try sampler(Planner(configuration, ParameterSource(parameters)), step, folder)
  }

  // MARK: - Internals

  /// Puts a word of random letters somewhere: the model learns to read past what it does not know.
  private func addStrayWord(to prompt: inout String, _ generator: inout Generator) {
    var words = prompt.split(separator: " ").map(String.init)
    let letters = Array("abcdefghijklmnopqrstuvwxyzaeiouaeiou")
    let length = 3 + generator.index(below: 7)
    let stray = String((0..<length).map { _ in generator.pick(letters) })
    words.insert(stray, at: generator.index(below: words.count + 1))
    prompt = words.joined(separator: " ")
  }

  /// Share of tokens that were not the likeliest, by part.
  private static func errors(_ logits: Tensor, _ batch: PlannerBatch) -> [(name: String, value: Double)] {
    var wrong: [Int] = [0, 0, 0], count: [Int] = [0, 0, 0]
    let width = logits.shape.columns
    logits.withUnsafeBuffer { scores in
      for (row, label) in batch.labels.enumerated() {
        let part = batch.parts[row] == .text ? 0 : batch.parts[row] == .word ? 1 : 2
        let own = scores[row * width + Int(label)]
        count[part] += 1
        if (row * width..<(row + 1) * width).contains(where: { scores[$0] > own }) { wrong[part] += 1 }
      }
    }
    return zip(["text", "word", "number"], zip(wrong, count)).map {
      ($0, Double($1.0) / Double(max($1.1, 1)))
    }
  }
}

extension PlannerBatch {
  /// Adds a sequence; weights are not yet normalised.
  fileprivate mutating func append(_ sequence: PlannerSequence, numberWeight: Float) {
    let count = sequence.tokens.count - 1
    let start = tokens.count
    tokens += sequence.tokens.dropLast().map(Int32.init)
    lengths.append(count)
    for index in 0..<count where sequence.parts[index + 1] != .given {
      rows.append(Int32(start + index))
      labels.append(Int32(sequence.tokens[index + 1]))
      parts.append(sequence.parts[index + 1])
      weights.append(sequence.parts[index + 1] == .number ? numberWeight : 1)
    }
  }
}
