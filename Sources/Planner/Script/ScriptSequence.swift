import ZoetropeDirection

/// What a network learns from: the tokens of a prompt, questions and answers, in one sequence.
public struct ScriptSequence: Sendable, Equatable {
  /// All tokens.
  public private(set) var tokens: [Int]
  /// Places of answers in `tokens`, and the answers that were allowed there, as tokens.
  public private(set) var answers: [(place: Int, allowed: [Int])]

  /// Makes the sequence of a sample.
  public init(_ sample: DirectedSample, casting: Casting, vocabulary: ScriptVocabulary) {
    tokens = vocabulary.tokens(of: sample.reading, casting: casting)
    answers = []
    for answer in sample.answers {
      tokens += vocabulary.question(answer.slot)
      let first = vocabulary.answers(answer.slot.kind).lowerBound
      answers.append((tokens.count, answer.allowed.map { first + $0 }))
      tokens.append(first + answer.chosen)
    }
  }

  /// Whether tokens, places of answers and what was allowed there are the same.
  public static func == (a: ScriptSequence, b: ScriptSequence) -> Bool {
    a.tokens == b.tokens
      && a.answers.elementsEqual(b.answers) { $0.place == $1.place && $0.allowed == $1.allowed }
  }
}
