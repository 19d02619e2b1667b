// Names of the cast as the reader asks for them: by tokens, in base forms, by emoji, and by what is spelled alike.

import ZoetropeCast
import ZoetropeFiles

/// The names of the cast and of a person's own members.
struct CastIndex: Sendable {
  /// What tokens name.
  struct Found: Sendable {
    var count = 0
    var matches: [CastNames.Match] = []
    var isPlural = false
  }

  let names: CastNames
  let members: MemberTable
  /// Members by their emoji, where the picture is that emoji and nothing else.
  let emoji: [String: String]
  /// Words of a language by first letter and length, for slips of typing.
  let spellings: [String: [SpellingKey: [String]]]
  /// A person's own members: normalized words of each name, with the name as given.
  private(set) var own: [(words: [String], name: String)] = []

  struct SpellingKey: Hashable, Sendable {
    let first: Character
    let length: Int
  }

  init(names: CastNames, members: MemberTable, glossaries: Glossaries, own: [String]) {
    self.names = names
    self.members = members
    emoji = CastIndex.emoji(of: members)
    spellings = Dictionary(
      uniqueKeysWithValues: glossaries.byLanguage.filter { !CastIndex.isIdeographic($0.key) }.map {
        language, glossary in
        var table: [SpellingKey: [String]] = [:]
        for word in glossary.single + names.singleWords(language: language) where word.count > 2 {
          table[SpellingKey(first: word.first!, length: word.count), default: []].append(word)
        }
        return (language, table)
      })
    self.own = CastIndex.ordered(own)
  }

  /// The same names with a person's own members.
  func naming(_ own: [String]) -> CastIndex {
    var copy = self
    copy.own = CastIndex.ordered(own)
    return copy
  }

  /// The longest of a person's own names that starts at a token; in the plural where none is written just so.
  func matchOwn(_ tokens: ArraySlice<TokenScanner.Token>) -> (count: Int, name: String, isPlural: Bool)? {
    for (words, name) in own where tokens.starts(with: words, by: { $0.normalized == $1 }) {
      return (words.count, name, false)
    }
    for (words, name) in own where tokens.count >= words.count {
      let last = tokens[tokens.startIndex + words.count - 1].normalized
      let plurals = CastIndex.plurals(of: words[words.count - 1])
      guard tokens.starts(with: words.dropLast(), by: { $0.normalized == $1 }), plurals.contains(last)
      else { continue }
      return (words.count, name, true)
    }
    return nil
  }

  /// Whether a language is written without blanks.
  static func isIdeographic(_ language: String) -> Bool { language == "ja" || language == "zh" }

  /// The longest name that starts at a token, in the words' own or base forms.
  func match(_ tokens: ArraySlice<TokenScanner.Token>, language: String) -> Found {
    let separator = CastIndex.isIdeographic(language) && tokens.first?.isIdeographic == true ? "" : " "
    let longest = min(names.longestPhrase(language: language), tokens.count, separator.isEmpty ? 12 : 5)
    for count in stride(from: longest, to: 0, by: -1) {
      let slice = tokens.prefix(count)
      var words = slice.map(\.normalized)
      if let found = known(words.joined(separator: separator), language) {
        let isPlural =
          found.isPlural || count == 1 && isPluralName(slice.first!, of: found.matches[0].member, language)
        return Found(count: count, matches: found.matches, isPlural: isPlural)
      }
      guard language != "en", !separator.isEmpty else { continue }
      for place in count == 1 ? [0] : [count - 1, 0] {
        let word = words[place]
        for form in slice[slice.startIndex + place].forms.dropFirst() {
          words[place] = form
          guard let found = known(words.joined(separator: separator), language) else { continue }
          return Found(
            count: count, matches: found.matches,
            isPlural: Stems.isPlural(word, base: form, language: language))
        }
        words[place] = word
      }
    }
    return Found()
  }

  /// The member whose picture an emoji is; the whole animal before its face.
  func senses(ofEmoji text: String) -> [Mention.Sense] {
    guard let member = emoji[text] else { return [] }
    var senses = [Mention.Sense(member: member, score: 1)]
    if member.hasSuffix("Face"), members[String(member.dropLast(4))] != nil {
      senses.insert(Mention.Sense(member: String(member.dropLast(4)), score: 1), at: 0)
    }
    return senses
  }

  /// The one word that a slip of typing most likely was: a letter too many, too few, another or two swapped, two of them
  /// in a long word. The first letter is taken as right.
  func corrected(_ word: String, language: String) -> String? {
    guard word.count >= 3, let table = spellings[language], let first = word.first else { return nil }
    // What sounds alike.
    for (written, meant) in [("f", "ph"), ("ph", "f"), ("k", "c"), ("c", "k"), ("z", "s")]
    where word.contains(written) {
      let guess = word.replacing(written, with: meant)
      if table[SpellingKey(first: guess.first!, length: guess.count)]?.contains(guess) == true {
        return guess
      }
    }
    guard word.count >= 4 else { return nil }
    let limit = word.count >= 9 ? 2 : 1
    var best: (distance: Int, word: String)?, isTie = false
    for length in max(4, word.count - limit)...word.count + limit {
      for candidate in table[SpellingKey(first: first, length: length)] ?? [] {
        // In short words only a swap or a doubled letter is sure enough.
        if word.count <= 5 && candidate.sorted() != word.sorted() && Set(candidate) != Set(word) { continue }
        let distance = Spelling.distance(candidate, word)
        guard distance <= limit, distance <= (best?.distance ?? limit) else { continue }
        isTie = best.map { $0.distance == distance && $0.word != candidate } ?? false
        best = (distance, candidate)
      }
    }
    return isTie ? nil : best?.word
  }

  // MARK: - Internals

  /// The longest first, so that MARA LEE is found before MARA.
  private static func ordered(_ own: [String]) -> [(words: [String], name: String)] {
    own.map { (TokenScanner.words(of: $0), $0) }.filter { !$0.0.isEmpty }
      .sorted { ($1.0.count, $0.1) < ($0.0.count, $1.1) }
  }

  /// How the languages of the glossaries make plurals of names.
  private static func plurals(of word: String) -> [String] {
    var plurals = [word + "s", word + "es"]
    if word.hasSuffix("y") { plurals.append(word.dropLast() + "ies") }
    return plurals
  }

  /// Whether a name of another language than English is the plural of another name of the same member.
  private func isPluralName(_ token: TokenScanner.Token, of member: String, _ language: String) -> Bool {
    guard language != "en" else { return false }
    return token.forms.dropFirst().contains { form in
      known(form, language)?.matches.first?.member == member
        && Stems.isPlural(token.normalized, base: form, language: language)
    }
  }

  private func known(_ phrase: String, _ language: String) -> (matches: [CastNames.Match], isPlural: Bool)? {
    let (matches, isPlural) = names.lookUp(folded: phrase, language: language)
    let known = matches.filter { $0.score >= CastNames.cutOff }
    guard let best = known.first else { return nil }
    // One picture may show several: grapes, curtains.
    let isOne =
      CastIndex.pairs.contains(phrase) || members[best.member]?.displayName.lowercased() == phrase
    return (known, isPlural && !isOne)
  }

  /// What a plural means that is a name itself, where it is counted: two houses are not two rows of houses.
  func singular(_ token: TokenScanner.Token) -> Found? {
    guard !CastIndex.pairs.contains(token.normalized) else { return nil }
    for form in token.forms.dropFirst() {
      guard let found = known(form, "en"), found.matches[0].score >= 0.98 else { continue }
      return Found(count: 1, matches: found.matches, isPlural: true)
    }
    return nil
  }

  /// Plural in form, one thing in a picture.
  private static let pairs: Set<String> = [
    "scissors", "skis", "glasses", "sunglasses", "jeans", "trousers", "pants", "shorts", "goggles",
    "headphones",
    "binoculars", "tongs", "pliers", "stairs", "clothes", "briefs", "noodles", "drums",
  ]

  private static func emoji(of members: MemberTable) -> [String: String] {
    var table: [String: String] = [:]
    for member in members.members {
      guard member.recipe.layers.count == 1, case .emoji(let text, let changes, _) = member.recipe.layers[0]
      else { continue }
      let plain = TokenScanner.plain(emoji: text)
      if changes.isEmpty || table[plain] == nil { table[plain] = table[plain] ?? member.name }
    }
    return table
  }
}
