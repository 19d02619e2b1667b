// What people call the members. The table is baked by NameBaker from Unicode's CLDR annotations, WordNet's tree of
// kinds and words by hand, and shipped as text.

import Foundation
import ZoetropeFiles

/// The words for the members of the cast, by language.
public struct CastNames: Sendable {
  /// A member that a word may mean.
  public struct Match: Sendable, Equatable {
    /// Name of the member.
    public let member: String
    /// How well the word fits: 1 a name of the member, less for a kind of it or a relative.
    public let score: Double
  }

  /// What is known of a word.
  public enum Answer: Sendable, Equatable {
    /// Members that the word means, best first.
    case known([Match])
    /// No member is close enough; what is nearest, best first, perhaps nothing.
    case unknown(near: [Match])

    /// The best member, `nil` for an unknown word.
    public var best: String? {
      guard case .known(let matches) = self else { return nil }
      return matches.first?.member
    }
  }

  /// A word found within a text.
  public struct Mention: Sendable {
    /// Where in the text.
    public let range: Range<String.Index>
    /// The members it means, best first.
    public let matches: [Match]
  }

  /// Scores from here on count as known; measured in Docs/Cast.md.
  public static let cutOff = 0.88

  /// The languages of the table, as two letters.
  public var languages: [String] { words.keys.sorted() }

  /// Words of each language, folded.
  private let words: [String: [String: [Match]]]
  /// The longest entry of each language in words, or in letters where words are not parted.
  private let longest: [String: Int]

  /// The table that the program is built with.
  ///
  /// - Throws: `CastError.namesUnreadable` when it was built with a table that breaks its rules.
  public static func builtIn() throws(CastError) -> CastNames { try shared.get() }

  /// Reads a baked table: blocks headed by `[language]`, in each a line per member with its name and its words, parted by tabs;
  /// a word ends with `~` and two digits of its score where that is not 1.
  ///
  /// - Throws: `CastError.namesUnreadable`.
  package init(text: String) throws(CastError) {
    var words: [String: [String: [Match]]] = [:], longest: [String: Int] = [:]
    var language: String?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty || line.first == "#" { continue }
      if line.first == "[" {
        language = String(line.dropFirst().prefix { $0 != "]" })
        continue
      }
      let fields = line.split(separator: "\t")
      guard let language, fields.count >= 2 else {
        throw CastError.namesUnreadable(
          line: index + 1, reason: "expected a member and its words, parted by tabs")
      }
      for field in fields.dropFirst() {
        let parts = field.split(separator: "~")
        guard let word = parts.first, parts.count <= 2, let score = parts.count == 2 ? Int(parts[1]) : 100
        else {
          throw CastError.namesUnreadable(line: index + 1, reason: "'\(field)' is no word with a score")
        }
        words[language, default: [:]][String(word), default: []].append(
          Match(member: String(fields[0]), score: Double(score) / 100))
        let length = CastNames.hasSpaces(language) ? word.split(separator: " ").count : word.count
        longest[language] = max(longest[language] ?? 0, length)
      }
    }
    self.words = words.mapValues { $0.mapValues { $0.sorted { $0.score > $1.score } } }
    self.longest = longest
  }

  /// The members that a word or a phrase means.
  ///
  /// - Parameters:
  ///   - phrase: one noun, as people write it; plural forms of English are understood.
  ///   - language: two letters; a language that the table lacks knows nothing.
  public func answer(_ phrase: String, language: String = "en") -> Answer {
    let known = entries(CastNames.folded(phrase, language), language)
    let matches = known.filter { $0.score >= CastNames.cutOff }
    if !matches.isEmpty { return .known(matches) }
    return .unknown(near: known.isEmpty ? spelledLike(phrase, language) : known)
  }

  /// Every member that a text names: from left to right, each time the longest known phrase.
  public func mentions(in text: String, language: String = "en") -> [Mention] {
    let pieces = CastNames.pieces(of: text, language)
    let separator = CastNames.hasSpaces(language) ? " " : ""
    var mentions: [Mention] = [], start = 0
    while start < pieces.count {
      var found = 0
      for count in stride(from: min(longest[language] ?? 0, pieces.count - start), to: 0, by: -1) {
        let slice = pieces[start..<start + count]
        let phrase = slice.map { CastNames.folded(String(text[$0]), language) }.joined(separator: separator)
        let matches = entries(phrase, language).filter { $0.score >= CastNames.cutOff }
        guard !matches.isEmpty else { continue }
        mentions.append(
          Mention(range: slice[start].lowerBound..<slice[start + count - 1].upperBound, matches: matches))
        found = count
        break
      }
      start += max(1, found)
    }
    return mentions
  }

  // MARK: - Internals

  private static let shared = Result<CastNames, CastError> { () throws(CastError) -> CastNames in
    try CastNames(text: builtInText)
  }

  /// The members of a folded phrase, whatever their scores, and whether the phrase is a plural of English.
  package func lookUp(folded phrase: String, language: String) -> (matches: [Match], isPlural: Bool) {
    guard let table = words[language] else { return ([], false) }
    let matches = table[phrase] ?? []
    guard language == "en" else { return (matches, false) }
    let found = EnglishPlural.singulars(of: phrase).compactMap { table[$0] }
    // Of several singulars the best known: a cookie rather than a cooky.
    guard let others = found.max(by: { $0[0].score < $1[0].score }) else { return (matches, false) }
    // "Trumpets" are many, though there is a plant of that name.
    guard let own = matches.first, others[0].score <= own.score + 0.01 else { return (others, true) }
    return (matches, found.contains { $0[0].member == own.member })
  }

  /// The single words of a language that are names of members and no mere relatives, in order.
  package func singleWords(language: String) -> [String] {
    (words[language] ?? [:]).filter { !$0.key.contains(" ") && ($0.value.first?.score ?? 0) >= 0.97 }.keys
      .sorted()
  }

  /// The longest entry of a language in words, or in letters where words are not parted.
  package func longestPhrase(language: String) -> Int { longest[language] ?? 0 }

  private func entries(_ folded: String, _ language: String) -> [Match] {
    lookUp(folded: folded, language: language).matches
  }

  private func spelledLike(_ phrase: String, _ language: String) -> [Match] {
    let folded = CastNames.folded(phrase, language)
    guard let table = words[language], folded.count >= 4, folded.count <= 40 else { return [] }
    let limit = folded.count / 4
    let candidates = table.keys.filter { abs($0.count - folded.count) <= limit && $0.first == folded.first }
      .sorted()
    return Spelling.nearest(to: folded, among: candidates, limit: 3)
      .filter { Spelling.distance($0, folded) <= limit }.flatMap { table[$0] ?? [] }
      .filter { $0.score >= CastNames.cutOff }
  }

  private static func hasSpaces(_ language: String) -> Bool { language != "ja" && language != "zh" }

  /// How words are kept and compared: small letters, no accents where they only mark vowels, hyphens as blanks.
  static func folded(_ text: String, _ language: String) -> String {
    let options: String.CompareOptions =
      hasSpaces(language)
      ? [.caseInsensitive, .diacriticInsensitive] : [.caseInsensitive, .widthInsensitive]
    let plain = text.folding(options: options, locale: nil)
      .replacingOccurrences(of: "’", with: "'").replacingOccurrences(of: "ß", with: "ss")
      .replacingOccurrences(of: "ı", with: "i").replacingOccurrences(of: "ł", with: "l")
    return plain.split { $0 == " " || $0 == "-" || $0 == "_" }.joined(
      separator: hasSpaces(language) ? " " : "")
  }

  /// Words of a text, or its letters where words are not parted.
  private static func pieces(of text: String, _ language: String) -> [Range<String.Index>] {
    var pieces: [Range<String.Index>] = [], start: String.Index?
    var index = text.startIndex
    while index < text.endIndex {
      let next = text.index(after: index), character = text[index]
      if !hasSpaces(language) {
        if !character.isWhitespace && !character.isPunctuation { pieces.append(index..<next) }
      } else if character.isLetter || character.isNumber || character == "'" || character == "’" {
        if start == nil { start = index }
      } else if let begun = start {
        pieces.append(begun..<index)
        start = nil
      }
      index = next
    }
    if let start { pieces.append(start..<text.endIndex) }
    return pieces
  }
}
