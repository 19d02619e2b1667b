import ZoetropeFiles
import ZoetropeFilm

extension Planner {
  /// The words of a text that occur in no caption the planner learned from, each once, in order.
  public func unknownWords(in text: String) -> [String] {
    let known = Set(vocabulary.tokenizer.words)
    var seen: Set<String> = []
    return TextNormalizer.words(text).filter { word in
      !known.contains(word) && !known.contains(TextNormalizer.singular(word)) && seen.insert(word).inserted
    }
  }

  /// What to tell a person about a prompt and what became of it.
  func notes(on prompt: String, plan: ShotPlan) -> [String] {
    guard !TextNormalizer.words(prompt).isEmpty else {
      return ["the prompt has no words; everything in the plan is the planner's own choice"]
    }
    let unknown = unknownWords(in: prompt)
    let cast = plan.actors.map(\.kind.name)
    let shown = unknown.prefix(8).map { word in
      let near = likelyMeant(by: word)
      guard near.isEmpty else {
        return "“\(word)” is not a known word; nearest: \(near.joined(separator: ", "))"
      }
      let names = Spelling.nearest(to: word, among: ActorKind.allCases.map(\.name), limit: 3)
      return
        "“\(word)” is not a known word, and not in the cast (nearest by spelling: \(names.joined(separator: ", "))); "
        + "the plan has \(cast.isEmpty ? "nobody" : cast.joined(separator: ", "))"
    }
    let rest = unknown.count - shown.count
    return shown + (rest > 0 ? ["\(rest) more words are not known"] : [])
  }

  /// Known words that differ by a slip of the hand: one letter in four at most.
  private func likelyMeant(by word: String) -> [String] {
    let near = Spelling.nearest(to: word, among: vocabulary.tokenizer.words, limit: 3)
    return near.filter { Spelling.distance(word, $0) <= max(1, word.count / 4) }
  }
}

extension TextNormalizer {
  /// A word without a plural ending, near enough to look it up.
  static func singular(_ word: String) -> String {
    let bare = word.hasSuffix("'s") ? word.dropLast(2) : word.hasSuffix("'") ? word.dropLast() : word[...]
    return String(bare.hasSuffix("s") && bare.count == word.count ? bare.dropLast() : bare)
  }
}
