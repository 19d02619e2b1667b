// What a planner does not know, and what it makes of it: never silently dropped.

import Foundation
import ZoetropeFiles
import ZoetropeShot

extension Planner {
  /// The words of a text that occur in no caption the planner learned from, each once, in order; small words such as "my" aside.
  public func unknownWords(in text: String) -> [String] {
    let known = Set(vocabulary.tokenizer.words)
    var seen: Set<String> = []
    return TextNormalizer.words(text).filter { word in
      !known.contains(word) && !known.contains(TextNormalizer.singular(word))
        && !TextNormalizer.smallWords.contains(word)
        && seen.insert(word).inserted
    }
  }

  /// A prompt as the network reads it, and what to tell the person about it.
  ///
  /// A word that is one letter away from a known one is read as that one, and a noun with a nearest class in the cast as
  /// that class. Other unknown words are left out, since their pieces may look like words that they are not ("starring": a star).
  func reading(of prompt: String) -> (text: String, notes: [String]) {
    guard !TextNormalizer.words(prompt).isEmpty else {
      return (prompt, ["the prompt has no words; everything in the plan is the planner's own choice"])
    }
    var notes: [String] = [], lost: [String] = [], replaced: [String: String] = [:]
    let all = TextNormalizer.words(prompt)
    for word in unknownWords(in: prompt) {
      // In "pirate ship" the ship is the actor.
      let next = all.firstIndex(of: word).flatMap { $0 + 1 < all.count ? all[$0 + 1] : nil }
      let classes = next.map(Planner.nouns.contains) == true ? [] : NearestClasses.of(word).map(\.name)
      if Planner.largeNumbers.contains(word) || (4...999).contains(Int(word) ?? 0) {
        replaced[word] = "three"
        notes.append("“\(word)”: the planner counts to three; read as “three”")
      } else if let nearest = classes.first {
        replaced[word] = word.hasSuffix("s") ? nearest + "s" : nearest
        notes.append(
          "“\(word)” is not in the cast; nearest: \(classes.joined(separator: ", ")); read as “\(nearest)”"
        )
      } else if let meant = slip(word) {
        replaced[word] = meant
        notes.append("“\(word)” is not a known word; read as “\(meant)”")
      } else {
        lost.append(word)
        replaced[word] = ""
      }
    }
    if !lost.isEmpty {
      let list = lost.prefix(12).map { "“\($0)”" }.joined(separator: ", ")
      let more = lost.count > 12 ? " and \(lost.count - 12) more" : ""
      notes.append("not known, and left out: \(list)\(more)")
    }
    guard !replaced.isEmpty else { return (prompt, notes) }
    let words = TextNormalizer.normalize(prompt).split(separator: " ").map { word -> String in
      let bare = String(
        word.trimmingPrefix { !$0.isLetter && !$0.isNumber }.prefix {
          $0.isLetter || $0.isNumber || $0 == "'"
        })
      guard let other = replaced[bare] else { return String(word) }
      return word.replacingOccurrences(of: bare, with: other)
    }
    return (words.filter { !$0.isEmpty }.joined(separator: " "), notes)
  }

  // MARK: - Internals

  /// Words that a noun before them describes: names of kinds and scenes, and a shot.
  private static let nouns = Set(
    ActorKind.allCases.map(\.name) + Scene.shipped.map(\.rawValue) + ["shot", "view", "scene"])

  private static let largeNumbers: Set<String> = [
    "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty", "hundred", "thousand",
  ]

  /// The known word that differs from a longer one by a slip of the hand.
  private func slip(_ word: String) -> String? {
    guard word.count >= 5 else { return nil }
    let nearest = Spelling.nearest(to: word, among: vocabulary.tokenizer.words, limit: 1)
    return nearest.first { Spelling.distance(word, $0) == 1 }
  }
}

extension TextNormalizer {
  /// A word without a plural or possessive ending, near enough to look it up.
  static func singular(_ word: String) -> String {
    let bare = word.hasSuffix("'s") ? word.dropLast(2) : word.hasSuffix("'") ? word.dropLast() : word[...]
    return String(bare.hasSuffix("s") && bare.count == word.count ? bare.dropLast() : bare)
  }

  /// Words that ask for nothing by themselves.
  static let smallWords: Set<String> = [
    "i", "my", "your", "our", "his", "her", "their", "its", "it", "he", "she", "they", "we", "you", "this",
    "that", "these", "those",
    "but", "or", "so", "as", "if", "then", "than", "while", "when", "because", "very", "really", "quite",
    "just", "also", "too",
    "some", "any", "each", "be", "been", "was", "were", "will", "would", "can", "could", "has", "have", "had",
    "do", "does", "new",
    "please", "want", "like", "about", "for", "from", "by", "of", "is", "are", "there", "here", "not",
    "without", "with",
  ]
}
