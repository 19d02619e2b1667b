import ZoetropeShot

/// One example to learn from: a prompt, its description, its plan, as tokens.
public struct PlannerSequence: Sendable, Equatable {
  /// What a token is part of; decides how much it counts.
  public enum Part: Sendable, Equatable {
    /// Given, never predicted.
    case given
    /// Of the description.
    case text
    /// A word of the plan.
    case word
    /// A number of the plan.
    case number
  }

  /// The tokens in order.
  public private(set) var tokens: [Int] = []
  /// What each token is part of.
  public private(set) var parts: [Part] = []

  /// Makes the sequence of an example.
  ///
  /// - Parameter hasLayout: whether the numbers of the plan are included; a sequence without them ends earlier.
  /// - Throws: nothing for valid plans.
  public init(
    prompt: String, description: String, reading: PlanReading, vocabulary: PlannerVocabulary,
    hasLayout: Bool = true
  ) throws {
    append(PlannerSequence.prefix(prompt: prompt, vocabulary), .given)
    append(vocabulary.tokenizer.encode(description, joinsPhrases: true), .text)
    append([vocabulary.token(.plan)], .text)
    append([PlannerSequence.shapeToken(reading.plan.size, vocabulary)], .given)
    for choice in try reading.choices() {
      guard hasLayout || choice.field.isWord else { break }
      append(
        [vocabulary.token(choice.field.group, choice.index)], choice.field.isWord ? .word : .number)
    }
  }

  /// What a prompt begins a sequence with; the description follows.
  static func prefix(prompt: String, _ vocabulary: PlannerVocabulary) -> [Int] {
    [vocabulary.token(.prompt)] + vocabulary.tokenizer.encode(prompt) + [vocabulary.token(.description)]
  }

  /// The token of a frame's shape, which begins a plan.
  static func shapeToken(_ shape: FrameShape, _ vocabulary: PlannerVocabulary) -> Int {
    vocabulary.token(.shape, FrameShape.allCases.firstIndex(of: shape) ?? 0)
  }

  private mutating func append(_ new: [Int], _ part: Part) {
    tokens += new
    parts += Array(repeating: part, count: new.count)
  }
}
