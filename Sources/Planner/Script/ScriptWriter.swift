import Foundation
import ZoetropeCompute
import ZoetropeDirection
import ZoetropeRandom

/// Answers a script's questions with a network, each by what was said and answered before.
final class ScriptWriter: ScriptSource {
  private let network: TokenTransformer
  private let vocabulary: ScriptVocabulary
  private let settings: PlanningSettings
  private var generator: Generator
  private var memory: TokenTransformer.Memory
  /// Tokens that the network has not read yet.
  private var pending: [Int]
  private let probe: PlanningProbe?

  init(
    _ network: TokenTransformer, _ vocabulary: ScriptVocabulary, prompt: [Int], _ settings: PlanningSettings,
    _ generator: Generator, _ probe: PlanningProbe?
  ) {
    (self.network, self.vocabulary, self.settings) = (network, vocabulary, settings)
    (self.generator, self.probe, pending) = (generator, probe, prompt)
    memory = network.memory()
  }

  func choose(_ slot: ScriptSlot, among allowed: [Int], usual: Int) throws -> Int {
    let tokens = vocabulary.answers(slot.kind)
    let state = network.read(pending + vocabulary.question(slot), memory: &memory)
    let all = network.scores(state, of: tokens)
    let scores = allowed.map { all[$0] }
    let index = TokenChoice.index(of: scores, settings, &generator)
    probe?.record(slot, allowed, scores, index)
    pending = [tokens.lowerBound + allowed[index]]
    return allowed[index]
  }
}

/// How one of several scores is chosen.
enum TokenChoice {
  /// The index of one score, by the settings' temperature and top-p (Holtzman et al. 2020, arXiv:1904.09751).
  static func index(of scores: [Float], _ settings: PlanningSettings, _ generator: inout Generator) -> Int {
    let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
    guard settings.temperature > 0 else { return best }
    let weights = scores.map { exp(Double($0 - scores[best]) / settings.temperature) }
    let order = weights.indices.sorted { (weights[$1], $0) < (weights[$0], $1) }
    let total = weights.reduce(0, +)
    var share = 0.0
    var candidates: [Int] = []
    for index in order {
      candidates.append(index)
      share += weights[index]
      if share >= settings.topP * total { break }
    }
    return candidates[generator.index(weights: candidates.map { weights[$0] })]
  }
}
