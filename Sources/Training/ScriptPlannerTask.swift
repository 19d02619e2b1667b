// Trains the planner of the open cast on directed shots: mentions and answers, no text and no pixels.

import Foundation
import ZoetropeCompute
import ZoetropeDirection
import ZoetropeLayers
import ZoetropePlanner
import ZoetropeRandom

/// One batch: sequences one after the other.
public struct ScriptBatch: Sendable {
  /// Tokens that the network reads, `[N]`: each sequence but its last token.
  public var tokens: [Int32] = []
  /// Number of tokens of each sequence.
  public var lengths: [Int] = []
  /// Rows that predict an answer.
  public var rows: [Int32] = []
  /// The answers.
  public var labels: [Int32] = []
}

/// Trains a planner to answer what prompts leave open as a director would.
public struct ScriptPlannerTask: TrainingTask {
  /// What the network is.
  public let configuration: ScriptConfiguration
  /// Tokens per batch, about.
  public let tokensPerBatch: Int
  /// The network's parameters.
  public let layout: ParameterLayout
  private let vocabulary = ScriptVocabulary()
  private let sampler: DirectedSampler
  private let seed: UInt64
  private let writer: @Sendable (ScriptPlanner, Int, URL) throws -> Void

  /// Makes a task.
  ///
  /// - Parameter writer: called at checkpoints with the planner, the step and the run's folder.
  /// - Throws: `CastError` when the program was built with tables that break their rules.
  public init(
    _ configuration: ScriptConfiguration, tokensPerBatch: Int = 4096, seed: UInt64,
    writer: @escaping @Sendable (ScriptPlanner, Int, URL) throws -> Void
  ) throws {
    self.configuration = configuration
    self.tokensPerBatch = tokensPerBatch
    self.seed = seed
    self.writer = writer
    layout = configuration.parameterLayout
    sampler = DirectedSampler(casting: try Casting())
  }

  /// The network's configuration, as weights files carry it.
  public var metadata: [String: String] {
    get throws { [ScriptConfiguration.metadataKey: try configuration.json()] }
  }

  /// Batch `index`: always the same shots.
  public func batch(_ index: Int) throws -> ScriptBatch {
    var generator = Generator(seed: seed, stream: UInt64(index))
    var batch = ScriptBatch()
    while batch.tokens.count < tokensPerBatch {
      let sequence = ScriptSequence(
        try sampler.sample(using: &generator), casting: sampler.casting, vocabulary: vocabulary)
      batch.append(sequence)
    }
    return batch
  }

  /// Mean cross-entropy of the answers; its part is the share of answers that were not the likeliest.
  public func loss(_ batch: ScriptBatch, _ source: ParameterSource) -> TrainingLoss {
    let network = configuration.network(source)
    let states = network.states(batch.tokens, lengths: batch.lengths)  // [N, D]
    let logits = network.logits(states.rows(at: batch.rows))  // [rows, tokens]
    let weight = 1 / Float(max(batch.rows.count, 1))
    let value = logits.softmaxCrossEntropy(
      labels: batch.labels, weights: Array(repeating: weight, count: batch.labels.count))
    return TrainingLoss(
      value: value, parts: [("wrong", ScriptPlannerTask.wrongShare(logits.value, batch.labels))],
      tokenCount: batch.tokens.count)
  }

  /// Writes what the planner makes of some prompts.
  public func writeSample(_ parameters: Parameters, step: Int, to folder: URL) throws {
    try writer(ScriptPlanner(configuration, ParameterSource(parameters)), step, folder)
  }

  // MARK: - Internals

  private static func wrongShare(_ logits: Tensor, _ labels: [Int32]) -> Double {
    let width = logits.shape.columns
    return logits.withUnsafeBuffer { scores in
      let wrong = labels.enumerated().count { row, label in
        let own = scores[row * width + Int(label)]
        return (row * width..<(row + 1) * width).contains { scores[$0] > own }
      }
      return Double(wrong) / Double(max(labels.count, 1))
    }
  }
}

extension ScriptBatch {
  /// Adds a sequence.
  fileprivate mutating func append(_ sequence: ScriptSequence) {
    guard let last = sequence.answers.last?.place else { return }
    let start = tokens.count
    tokens += sequence.tokens[..<last].map(Int32.init)
    lengths.append(last)
    for answer in sequence.answers {
      rows.append(Int32(start + answer.place - 1))
      labels.append(Int32(sequence.tokens[answer.place]))
    }
  }
}
