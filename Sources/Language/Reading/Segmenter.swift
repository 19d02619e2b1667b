// Cuts tokens into pieces of meaning: the longest phrase of glossary or cast, and where both know a word, the meaning that
// what is around it asks for.

import ZoetropeCast

/// A run of tokens with one meaning.
struct Piece: Sendable {
  enum Content: Sendable {
    case concept(Concept)
    /// A name of the cast.
    case thing([Mention.Sense])
    /// A person's own member.
    case own(String)
    case numeral(Double)
    case syntax
    case mark(String)
    case unknown(near: [String])
  }

  var tokens: Range<Int>
  var content: Content
  /// Members that a landmark may be, too.
  var senses: [Mention.Sense] = []
  var isPlural = false
  /// Whether the concept is a verb's.
  var isVerb = false
  /// Of emoji in a row.
  var repetitions = 1
  /// The word that a slip of typing was read as.
  var corrected: String?

  /// The concept, `nil` for names and the rest.
  var concept: Concept? { if case .concept(let concept) = content { concept } else { nil } }
  var kind: Concept.Kind? { concept?.kind }
  var isThing: Bool {
    switch content {
    case .thing, .own: true
    default: false
    }
  }
}

/// Cuts the tokens of one text.
struct Segmenter {
  let glossary: Glossary
  let cast: CastIndex
  let language: String
  private(set) var pieces: [Piece] = []

  /// What is known of each token on.
  var options: [Options]
  let tokens: [TokenScanner.Token]

  struct Options {
    var glossary: (count: Int, phrases: [Glossary.Phrase], isExact: Bool) = (0, [], false)
    var names = CastIndex.Found()
    var own: (count: Int, name: String, isPlural: Bool)?
    var corrected: String?
  }

  init(tokens: [TokenScanner.Token], glossary: Glossary, cast: CastIndex) {
    self.tokens = tokens
    self.glossary = glossary
    self.cast = cast
    language = glossary.language
    options = Array(repeating: Options(), count: tokens.count)
    var stop = tokens.count
    var clauseEnd = tokens.count
    for index in tokens.indices.reversed() {
      if tokens[index].kind != .word && tokens[index].kind != .number { (stop, clauseEnd) = (index, index) }
      guard index < stop else { continue }
      let own = cast.matchOwn(tokens[index..<clauseEnd])
      options[index] = lookUp(tokens[index..<stop], own)
      // No other phrase reaches into a person's own name.
      defer { if own != nil { stop = index } }
      // "Runs to the left" does not run to something.
      while options[index].glossary.count > 1, isRelationWithoutObject(at: index) {
        options[index].glossary = glossary.match(
          tokens[index..<stop], atMost: options[index].glossary.count - 1)
      }
    }
  }

  /// The pieces, in order; together they hold every token once.
  mutating func run() -> [Piece] {
    var index = 0
    while index < tokens.count {
      let piece = piece(at: index)
      pieces.append(piece)
      index = piece.tokens.upperBound
    }
    return pieces
  }

  // MARK: - Internals

  private func isRelationWithoutObject(at index: Int) -> Bool {
    let option = options[index].glossary
    guard language == "en",
      option.phrases.allSatisfy({ $0.concepts.allSatisfy { $0.kind == .relation } && !$0.verbs.isEmpty })
    else {
      return false
    }
    return !startsNounPhrase(at: index + option.count) && !kinds(at: index + option.count).contains(.pronoun)
  }

  private func lookUp(
    _ slice: ArraySlice<TokenScanner.Token>, _ own: (count: Int, name: String, isPlural: Bool)?
  ) -> Options {
    var options = Options()
    options.own = own
    options.glossary = glossary.match(slice)
    guard slice.first?.kind == .word else { return options }
    options.names = cast.match(slice, language: language)
    if options.glossary.count == 0, options.names.count == 0, options.own == nil { mend(&options, slice) }
    return options
  }

  /// Looks for English words in a text of another language, and then for slips of typing.
  private func mend(_ options: inout Options, _ slice: ArraySlice<TokenScanner.Token>) {
    guard let token = slice.first, !token.isIdeographic else { return }
    if language != "en", token.normalized.count > 3 {
      let found = cast.match(slice.prefix(1), language: "en")
      if let match = found.matches.first, match.score >= 0.97 {
        options.names = found
        return
      }
    }
    let isName = token.isCapitalized && token.range.lowerBound != tokens.first?.range.lowerBound
    guard !isName, let word = cast.corrected(token.normalized, language: language) else { return }
    var fixed = token
    fixed.normalized = word
    fixed.forms = Stems.forms(of: word, language: language)
    options.glossary = glossary.match([fixed])
    options.names = cast.match([fixed], language: language)
    options.corrected = word
  }

  private func piece(at index: Int) -> Piece {
    let token = tokens[index]
    switch token.kind {
    case .mark: return Piece(tokens: index..<index + 1, content: .mark(token.normalized))
    case .syntax:
      let end = tokens[index...].firstIndex { $0.kind != .syntax } ?? tokens.count
      return Piece(tokens: index..<end, content: .syntax)
    case .emoji:
      var end = index + 1
      while end < tokens.count, tokens[end].normalized == token.normalized { end += 1 }
      let senses = cast.senses(ofEmoji: token.normalized)
      return Piece(
        tokens: index..<end, content: senses.isEmpty ? .unknown(near: []) : .thing(senses),
        repetitions: end - index)
    case .number:
      if options[index].glossary.count < 2, let value = Double(token.normalized.replacing(",", with: ".")) {
        return Piece(tokens: index..<index + 1, content: .numeral(value))
      }
    case .word: break
    }
    return word(at: index)
  }

  private func word(at index: Int) -> Piece {
    let option = options[index]
    let glossaryCount = option.glossary.count
    var names = option.names
    if let own = option.own, own.count >= max(glossaryCount, names.count) {
      return Piece(
        tokens: index..<index + own.count, content: .own(own.name), isPlural: own.isPlural)
    }
    let context = Context(self, at: index)
    if language == "en", names.count == 1, !names.isPlural, context.isCounted,
      let single = cast.singular(tokens[index])
    {
      names = single
    }
    // "a black cat" is a cat, and black, though there is a black cat of its own.
    if names.count > glossaryCount, glossaryCount > 0,
      option.glossary.phrases.contains(where: { $0.concepts.contains { $0.kind == .colour } }),
      splitsColour(index, names)
    {
      names.count = 0
    }
    // "A small white rabbit" is no small white, a butterfly.
    if names.count > glossaryCount, names.matches[0].score < 0.98,
      !kinds(at: index).isDisjoint(with: [.colour, .size, .property]), startsNoun(at: index + glossaryCount)
    {
      names.count = 0
    }
    let concept = choose(option, context, length: glossaryCount)
    if names.count > glossaryCount || concept == nil {
      if names.count > 0 { return thing(index, names, option) }
      return unknown(at: index)
    }
    guard let concept else { return unknown(at: index) }
    if concept.concept.kind == .thing {
      let word = tokens[index + glossaryCount - 1]
      return Piece(
        tokens: index..<index + glossaryCount,
        content: .thing([Mention.Sense(member: concept.concept.key, score: 1)]),
        isPlural: concept.concept.detail == Concept.plural
          || !option.glossary.isExact
            && word.forms.dropFirst().contains {
              Stems.isPlural(word.normalized, base: $0, language: language)
            }
      )
    }
    // "a black and white cat" is black and white; "black and white" is a look.
    if concept.concept.kind == .look, concept.concept.key == "blackAndWhite", glossaryCount == 3,
      language == "en",
      startsNoun(at: index + 3), !context.followsMark, tokens[index].normalized == "black"
    {
      return Piece(tokens: index..<index + 1, content: .concept(Concept(kind: .colour, key: "black")))
    }
    if names.count == glossaryCount, names.count > 0,
      context.prefersThing(concept.concept, isVerb: concept.isVerb, names: names)
    {
      return thing(index, names, option)
    }
    return Piece(
      tokens: index..<index + glossaryCount, content: .concept(concept.concept),
      senses: concept.concept.kind == .landmark && names.count == glossaryCount
        ? senses(names, at: index) : [],
      isPlural: names.isPlural, isVerb: concept.isVerb, corrected: option.corrected)
  }

  private func thing(_ index: Int, _ names: CastIndex.Found, _ option: Options) -> Piece {
    Piece(
      tokens: index..<index + names.count, content: .thing(senses(names, at: index)),
      isPlural: names.isPlural,
      corrected: option.corrected)
  }

  /// Up to three senses; first the member of the colour before it, where that is a member of its own.
  private func senses(_ names: CastIndex.Found, at index: Int) -> [Mention.Sense] {
    var senses = names.matches.map { Mention.Sense(member: $0.member, score: $0.score) }
    if let last = pieces.last, last.kind == .colour, last.tokens.upperBound == index {
      let whole = options[last.tokens.lowerBound].names
      if whole.count == last.tokens.count + names.count, let match = whole.matches.first, match.score >= 0.98
      {
        senses.removeAll { $0.member == match.member }
        senses.insert(Mention.Sense(member: match.member, score: match.score), at: 0)
      }
    }
    return Array(senses.prefix(3))
  }

  /// Whether a name that begins with a colour is the thing that the rest names, in that colour: "red fox", not "red panda".
  private func splitsColour(_ index: Int, _ names: CastIndex.Found) -> Bool {
    let count = options[index].glossary.count
    guard index + count < tokens.count else { return false }
    let rest = options[index + count].names
    guard rest.count == names.count - count, let whole = names.matches.first, let part = rest.matches.first
    else { return false }
    if rest.matches.contains(where: { $0.member == whole.member }) { return true }
    let colour = tokens[index..<index + count].map(\.normalized).joined(separator: " ")
    return cast.members[whole.member]?.displayName == colour + " "
      + (cast.members[part.member]?.displayName ?? "")
      && cast.members[whole.member]?.category == cast.members[part.member]?.category
  }

  /// Words in a row that nothing knows; those with capitals together, as a name.
  private func unknown(at index: Int) -> Piece {
    var end = index + 1
    while end < tokens.count, tokens[end].kind == .word, isUnknown(end) {
      let goOn =
        tokens[index].isIdeographic
        ? tokens[end].isIdeographic : tokens[end].isCapitalized && tokens[index].isCapitalized
      guard goOn else { break }
      end += 1
    }
    var near: [String] = []
    let text = tokens[index..<end].map(\.normalized).joined(separator: tokens[index].isIdeographic ? "" : " ")
    if case .unknown(let matches) = cast.names.answer(text, language: language) {
      for match in matches.prefix(3) where !near.contains(match.member) { near.append(match.member) }
    }
    return Piece(tokens: index..<end, content: .unknown(near: near))
  }

  func isUnknown(_ index: Int) -> Bool {
    options[index].glossary.count == 0 && options[index].names.count == 0 && options[index].own == nil
  }

  private func choose(_ option: Options, _ context: Context, length: Int) -> (concept: Concept, isVerb: Bool)?
  {
    var best: (score: Int, concept: Concept, isVerb: Bool)?
    for phrase in option.glossary.phrases {
      for concept in phrase.concepts {
        let isVerb = phrase.verbs.contains(concept)
        let score = context.score(of: concept, isVerb: isVerb, length: length)
        if score > best?.score ?? 0 { best = (score, concept, isVerb) }
      }
    }
    return best.map { ($0.concept, $0.isVerb) }
  }
}

// MARK: - Looking ahead

extension Segmenter {
  /// Words that begin phrases of place and time.
  private static let prepositions: Set<String> = [
    "in", "on", "at", "by", "through", "over", "under", "across", "along", "down", "among", "below", "before",
    "during", "into", "out", "up", "inside", "amid", "beneath", "high",
  ]

  /// Whether what follows is a noun, perhaps after adjectives and numbers.
  func startsNoun(at index: Int, hasArticle: Bool = false) -> Bool {
    var index = index, steps = 0
    while index < tokens.count, steps < 6 {
      if tokens[index].kind == .emoji { return true }
      guard tokens[index].kind == .word || tokens[index].kind == .number else { return false }
      let option = options[index]
      if option.own != nil || option.names.count > option.glossary.count { return true }
      let kinds = kinds(at: index)
      if !kinds.isDisjoint(with: [.thing, .scene, .landmark, .time, .weather]) {
        // "In the street" is no noun: an orange in the street is a fruit.
        return option.glossary.count < 2 || !Segmenter.prepositions.contains(tokens[index].normalized)
      }
      let isAdjective = !kinds.isDisjoint(with: [.colour, .size, .property, .number, .period])
      if option.names.count > 0 {
        // A name that may be a verb, too, is none after a noun's adjective only if an ending says so.
        if kinds.isDisjoint(with: [.motion, .activity]) || tokens[index].normalized.hasSuffix("ing") == false
        {
          return true
        }
      }
      if kinds.contains(.and), steps > 0 {
        index += option.glossary.count
        steps += 1
        continue
      }
      guard isAdjective || isParticiple(index) || tokens[index].kind == .number else { return false }
      index += max(1, option.glossary.count)
      steps += 1
    }
    return false
  }

  /// Whether what follows is a noun phrase that begins with an article or the like, or a noun.
  func startsNounPhrase(at index: Int) -> Bool {
    guard index < tokens.count else { return false }
    var start = index
    while start < tokens.count, !kinds(at: start).isDisjoint(with: [.article, .possessive]) {
      start += max(1, options[start].glossary.count)
    }
    return startsNoun(at: start) || (start < tokens.count && tokens[start].kind == .word && isUnknown(start))
  }

  /// The kinds that the longest phrase of the glossary at a token may be.
  func kinds(at index: Int) -> Set<Concept.Kind> {
    guard index < tokens.count else { return [] }
    return Set(options[index].glossary.phrases.joined { $0.concepts.map(\.kind) })
  }

  private func isParticiple(_ index: Int) -> Bool {
    language == "en" && !kinds(at: index).isDisjoint(with: [.motion, .activity])
      && (tokens[index].normalized.hasSuffix("ing") || tokens[index].normalized.hasSuffix("ed"))
  }
}

extension Sequence {
  /// The elements of what each element holds.
  fileprivate func joined<Part>(_ parts: (Element) -> [Part]) -> [Part] { flatMap(parts) }
}
