import ZoetropeShot

/// All tokens of a planner in one numbering: text, then marks, then the words and numbers of plans.
public struct PlannerVocabulary: Sendable, Equatable {
  /// What divides a sequence: prompt, description, plan.
  public enum Mark: Int, CaseIterable, Sendable {
    case prompt, description, plan
  }

  /// The tokens of text.
  public let tokenizer: Tokenizer
  /// Number of tokens in all.
  public let count: Int
  private let starts: [PlanTokenGroup: Int]

  /// Makes the vocabulary of a tokenizer.
  public init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
    var starts: [PlanTokenGroup: Int] = [:]
    var next = tokenizer.count + Mark.allCases.count
    for group in PlanTokenGroup.allCases {
      starts[group] = next
      next += group.names.count
    }
    self.starts = starts
    count = next
  }

  /// The token of a mark.
  public func token(_ mark: Mark) -> Int { tokenizer.count + mark.rawValue }

  /// The token of an entry of a group.
  public func token(_ group: PlanTokenGroup, _ index: Int) -> Int { (starts[group] ?? 0) + index }

  /// What a description may consist of, and the mark that ends it.
  var descriptionTokens: [Int] { tokenizer.printableTokens + [token(.plan)] }
}
