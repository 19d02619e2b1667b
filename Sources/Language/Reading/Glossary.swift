// The glossaries: what words mean in a language. Text files, one a language:
//
//   # a comment
//   kind key [detail] : phrase, phrase
//
// `kind` is one of Concept.Kind, `key` the meaning, the same in all languages (`-` where the kind has one). A phrase that
// begins with `~` is a verb. Hyphens are blanks. One phrase may stand in several lines: the segmenter chooses by what is around it.

import ZoetropeFiles

/// The phrases of one language.
struct Glossary: Sendable {
  /// A phrase with its meanings.
  struct Phrase: Sendable {
    let words: [String]
    var concepts: [Concept]
    /// The meanings that only a verb has.
    var verbs: Set<Concept>
  }

  let language: String
  /// Phrases by their first word, longest first.
  private(set) var phrases: [String: [Phrase]] = [:]
  /// Every word of a phrase.
  private(set) var vocabulary: Set<String> = []
  /// Words that are a phrase by themselves and longer than three letters, for slips of typing.
  private(set) var single: [String] = []
  /// The first phrase of each meaning, as written.
  private(set) var labels: [Concept: String] = [:]

  /// Reads a glossary.
  ///
  /// - Throws: `ReadingError.glossaryUnreadable`.
  init(language: String, text: String) throws(ReadingError) {
    self.language = language
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty || line.first == "#" { continue }
      func fail(_ reason: String) -> ReadingError {
        .glossaryUnreadable(name: language, line: index + 1, reason: reason)
      }
      guard let colon = line.range(of: " : ") else { throw fail("expected 'kind key : phrases'") }
      let head = line[..<colon.lowerBound].split(separator: " ").map(String.init)
      guard (2...3).contains(head.count) else { throw fail("expected a kind and a key before the colon") }
      guard let kind = Concept.Kind(rawValue: head[0]) else {
        throw fail(
          "'\(head[0])' is no kind; the kinds are \(Concept.Kind.allCases.map(\.rawValue).joined(separator: ", "))"
        )
      }
      let concept = Concept(kind: kind, key: head[1], detail: head.count == 3 ? head[2] : nil)
      for phrase in line[colon.upperBound...].split(separator: ",") {
        let text = String(phrase.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        let isVerb = text.first == "~"
        let plain = isVerb ? String(text.dropFirst()) : text
        let words = TokenScanner.words(of: plain)
        guard !words.isEmpty else { throw fail("an empty phrase") }
        if labels[concept] == nil { labels[concept] = plain }
        add(words, concept, isVerb: isVerb)
      }
    }
    finish()
  }

  /// Adds phrases of a kind that are kept elsewhere, such as colours.
  mutating func add(_ entries: [(phrase: String, concept: Concept)]) {
    for (phrase, concept) in entries {
      if labels[concept] == nil { labels[concept] = phrase.replacing("-", with: " ") }
      add(TokenScanner.words(of: phrase), concept, isVerb: false)
    }
    finish()
  }

  /// The longest phrases that start at a token, each word in its own or a base form; those in their own forms first.
  ///
  /// - Parameter limit: the most words that they may have.
  /// - Returns: how many tokens, and the phrases of that length, empty if there is none.
  func match(
    _ tokens: ArraySlice<TokenScanner.Token>, atMost limit: Int = .max
  ) -> (count: Int, phrases: [Phrase], isExact: Bool) {
    guard let first = tokens.first else { return (0, [], false) }
    var count = 0, found: [Phrase] = [], isExact = false
    for (rank, form) in first.forms.enumerated() {
      for phrase in phrases[form] ?? []
      where phrase.words.count >= max(1, count) && phrase.words.count <= limit {
        guard let exact = Glossary.matches(phrase.words, tokens, isVerb: !phrase.verbs.isEmpty, rank: rank)
        else { continue }
        if phrase.words.count > count || (exact && !isExact) {
          // "Waves" is many waves, and what a hand does: an inflected verb stays beside a word in its own form.
          let verbs = phrase.words.count == count ? found.filter { !$0.verbs.isEmpty } : []
          (count, found, isExact) = (phrase.words.count, verbs, exact)
        }
        if exact || !isExact || !phrase.verbs.isEmpty { found.append(phrase) }
      }
    }
    return (count, found, isExact)
  }

  // MARK: - Internals

  private mutating func add(_ words: [String], _ concept: Concept, isVerb: Bool) {
    let place = phrases[words[0], default: []].firstIndex { $0.words == words }
    if let place {
      if !phrases[words[0]]![place].concepts.contains(concept) {
        phrases[words[0]]![place].concepts.append(concept)
      }
      if isVerb { phrases[words[0]]![place].verbs.insert(concept) }
    } else {
      phrases[words[0], default: []].append(
        Phrase(words: words, concepts: [concept], verbs: isVerb ? [concept] : []))
    }
  }

  private mutating func finish() {
    for key in phrases.keys { phrases[key]?.sort { $0.words.count > $1.words.count } }
    vocabulary = Set(phrases.values.joined().flatMap(\.words))
    single = phrases.values.joined().filter { $0.words.count == 1 && $0.words[0].count > 3 }.map {
      $0.words[0]
    }.sorted()
  }

  /// Whether the words are the tokens', and if so whether in their own forms; only the first or the last word may be inflected.
  private static func matches(
    _ words: [String], _ tokens: ArraySlice<TokenScanner.Token>, isVerb: Bool, rank: Int
  ) -> Bool? {
    guard words.count <= tokens.count else { return nil }
    var isExact = rank == 0
    // A verb's first word may be inflected, another phrase's only where it is the last as well.
    if !isExact && !isVerb && words.count > 1 { return nil }
    for (offset, word) in words.enumerated().dropFirst() {
      let token = tokens[tokens.startIndex + offset]
      if token.normalized == word { continue }
      guard offset == words.count - 1, token.forms.contains(word) else { return nil }
      isExact = false
    }
    return isExact
  }
}
