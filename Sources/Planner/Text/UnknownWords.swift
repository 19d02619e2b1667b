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
    let shown = unknown.prefix(8).map { word in
      let nearest = Spelling.nearest(to: word, among: vocabulary.tokenizer.words, limit: 3)
      return "“\(word)” is not a known word; nearest: \(nearest.joined(separator: ", "))"
    }
    let rest = unknown.count - shown.count
    return shown + (rest > 0 ? ["\(rest) more words are not known"] : [])
  }
}

extension TextNormalizer {
  /// A word without a plural ending, near enough to look it up.
  static func singular(_ word: String) -> String {
    word.hasSuffix("'s") ? String(word.dropLast(2)) : word.hasSuffix("s") ? String(word.dropLast()) : word
  }
}
