import Foundation
import ZoetropeCompute
import ZoetropeShot
import ZoetropeRandom

/// Writes a sequence token by token with the planner's network; the grammar asks it for the plan's.
struct TokenWriter: PlanSource {
  private let planner: Planner
  private var settings: PlanningSettings
  private var generator: Generator
  private var memory: PlannerNetwork.Memory
  /// Tokens chosen but not yet read by the network.
  private var pending: [Int] = []
  private let probe: PlanningProbe?

  init(
    _ planner: Planner, _ settings: PlanningSettings, _ generator: Generator, _ probe: PlanningProbe? = nil
  ) {
    self.probe = probe
    self.planner = planner
    self.settings = settings
    self.generator = generator
    memory = planner.network.memory()
  }

  /// Raises the temperature to at least this, and draws other numbers than before.
  mutating func raiseTemperature(to temperature: Double, attempt: Int) {
    settings.temperature = max(settings.temperature, temperature)
    generator = generator.fork(UInt64(attempt))
  }

  /// Goes on with given tokens.
  mutating func read(_ tokens: [Int]) { pending += tokens }

  mutating func choose(_ field: PlanField, among allowed: Range<Int>) throws -> Int {
    let first = planner.vocabulary.token(field.group, allowed.lowerBound)
    let scores = planner.network.scores(state(), of: first..<first + allowed.count)
    let index = choose(scores)
    probe?.record(field, allowed, scores, index)
    pending.append(first + index)
    return allowed.lowerBound + index
  }

  /// Writes until the mark of the plan, which is read too.
  mutating func writeDescription() -> String {
    let vocabulary = planner.vocabulary
    let end = vocabulary.token(.plan)
    let allowed = vocabulary.descriptionTokens
    var tokens: [Int] = []
    while tokens.count < PlannerConfiguration.maximumDescriptionTokens {
      let scores = planner.network.scores(state(), of: 0..<end + 1)
      let allowedScores = allowed.map { scores[$0] }
      let index = choose(allowedScores)
      let token = allowed[index]
      probe?.record(allowedScores, index) { allowed[$0] == end ? "" : vocabulary.tokenizer.text(allowed[$0]) }
      pending.append(token)
      guard token != end else { return TextNormalizer.sentences(vocabulary.tokenizer.decode(tokens)) }
      tokens.append(token)
    }
    pending.append(end)
    return TextNormalizer.sentences(vocabulary.tokenizer.decode(tokens))
  }

  // MARK: - Internals

  private mutating func state() -> Tensor {
    defer { pending = [] }
    return planner.network.read(pending, memory: &memory)
  }

  private mutating func choose(_ scores: [Float]) -> Int {
    TokenChoice.index(of: scores, settings, &generator)
  }
}
