// From pieces to mentions: whose a colour is, who moves, what is behind what, and what a "without" denies.

import ZoetropeShot

/// Walks over the pieces of a text from left to right and joins what belongs together.
struct Linker {
  let pieces: [Piece]
  let tokens: [TokenScanner.Token]
  let language: String
  let colours: [String: SIMD3<UInt8>]
  let prompt: String

  var mentions: [Mention] = []
  var notes: [PromptReading.Note] = []
  /// For each token its mention, -1 for function words, -2 for marks.
  var uses: [Int]

  // The clause so far.
  /// Who the next verb is said of.
  var group: [Int] = []
  /// Whether a verb has been said of the group.
  var hasVerb = false
  /// Adjectives and numbers before their noun.
  var waiting: [Int] = []
  /// A relation before its object.
  var relation: (index: Int, isWeak: Bool, pieceIndex: Int)?
  /// A verb or a relation whose list of objects may go on: "a ball and a hat".
  var list: Int?
  /// A verb right before, which a thing would be the object of.
  var transitive: Int?
  /// Things before a verb at the end of its clause: "猫が魚を食べる".
  var objectsBefore: [Int] = []
  var motion: Int?
  var camera: Int?
  var cameraIsSubject = false
  var cameraTakesTarget = false
  /// Speeds, directions and relations before what they belong to.
  var early: [Int] = []
  var relationsWithoutSubject: [Int] = []
  var afterAnd = false
  var afterComma = false
  var isDefinite = false
  var hasArticle = false
  var isPredicate = false
  var lastThing: Int?
  var lastFree: Int?
  var step = 0
  var negation: Negation?

  /// A word that says no, while it still does.
  struct Negation {
    var mention: Int
    /// What it has denied.
    var count = 0
    /// Whether the first thing it denied had an article.
    var hadArticle = false
    /// Whether "or", "and" or a comma makes it go on.
    var isOpen = true
  }

  init(
    pieces: [Piece], tokens: [TokenScanner.Token], language: String, colours: [String: SIMD3<UInt8>],
    prompt: String
  ) {
    self.pieces = pieces
    self.tokens = tokens
    self.language = language
    self.colours = colours
    self.prompt = prompt
    uses = Array(repeating: -1, count: tokens.count)
  }

  /// Reads all pieces.
  mutating func run() {
    for index in pieces.indices { take(index) }
    flushWaiting()
    settleEarly()
    for index in relationsWithoutSubject
    where mentions[index].subjects.isEmpty && group != mentions[index].objects {
      mentions[index].subjects = group
    }
  }

  // MARK: - Internals

  var isVerbFinal: Bool { language == "ja" || language == "tr" }

  /// What comes before the piece, marks and function words included.
  func previous(_ index: Int) -> Piece? { index > 0 ? pieces[index - 1] : nil }

  private mutating func take(_ index: Int) {
    let piece = pieces[index]
    switch piece.content {
    case .mark(let mark): takeMark(mark, piece, index)
    case .syntax: strip(piece, "is an instruction for another program")
    case .numeral(let value): takeNumber(value, isExact: value == value.rounded(), piece, index)
    case .thing(let senses): takeThing(key: senses[0].member, senses: senses, piece, index)
    case .own(let name): takeThing(key: name, senses: [], piece, index)
    case .unknown(let near): takeUnknown(near, piece, index)
    case .concept(let concept): take(concept, piece, index)
    }
  }

  private mutating func take(_ concept: Concept, _ piece: Piece, _ index: Int) {
    let key = concept.key
    switch concept.kind {
    case .article, .possessive:
      if !waiting.isEmpty && !afterAnd { flushWaiting() }
      hasArticle = true
      isDefinite = key == Concept.articleDefinite || concept.kind == .possessive
    case .and, .or:
      afterAnd = true
      isPredicate = false
      transitive = nil
      if concept.kind == .or { negation?.isOpen = true }
      if concept.kind == .and, let current = negation, current.count > 0 {
        let goesOn = !articleFollows(index) || current.hadArticle
        negation?.isOpen = goesOn
      }
    case .but:
      endClause()
    case .pronoun: takePronoun(key, index)
    case .copula:
      flushWaiting()
      if !group.isEmpty {
        isPredicate = true
        hasVerb = true
      }
      list = nil
    case .function, .opening, .background: break
    case .negation:
      flushWaiting()
      negation = Negation(mention: add(.negation, key: "no", piece))
      // "Is not red".
      let first = tokens[piece.tokens.lowerBound].normalized
      if !group.isEmpty, ["is", "are", "was", "isn't", "aren't", "wasn't"].contains(first) {
        isPredicate = true
      }
    case .negationAfter:
      let denial = add(.negation, key: "no", piece)
      if let target = lastThing ?? mentions.indices.dropLast().last { deny(target, by: denial) }
      if let target = lastThing { group.removeAll { $0 == target } }
    case .thing: break  // a piece of its own
    case .nobody:
      let index = add(.thing, key: "person", piece)
      mentions[index].senses = [Mention.Sense(member: "person", score: 1)]
      mentions[index].count = Mention.Count(0)
      mentions[index].isNegated = true
    case .number:
      let isExact = !key.hasPrefix("~")
      takeNumber(Double(key.filter { $0 != "~" }) ?? 1, isExact: isExact, piece, index)
    case .colour, .size, .property: takeAdjective(concept, piece, index)
    case .scene, .landmark: takePlace(concept, piece, index)
    case .time: takeSetting(.time, key, piece)
    case .weather: takeSetting(.weather, key, piece)
    case .look: takeSetting(.look, key, piece)
    case .period: takeSetting(.period, key, piece)
    case .shot: takeSetting(.shot, key, piece)
    case .cameraNoun:
      cameraIsSubject = true
      hasVerb = false
      motion = nil
      camera = nil
    case .camera, .cameraVerb: takeCamera(concept, piece)
    case .motion, .activity: takeVerb(concept, piece, index)
    case .direction: takeDirection(key, piece)
    case .side: takeSide(key, piece, index)
    case .speed: takeSpeed(key, piece, index)
    case .relation: takeRelation(key, isVerb: piece.isVerb, isWeak: false, piece, index)
    case .relationWeak: takeRelation(key, isVerb: false, isWeak: true, piece, index)
    case .relationAfter: takeRelationAfter(key, piece)
    case .beat: takeBeat(key, piece)
    case .second, .minute, .hour: takeUnit(concept, piece)
    case .duration:
      let index = add(.duration, key: "seconds", piece)
      mentions[index].seconds = Double(key)
      belongToAction(index)
    case .quality: strip(piece, "asks for quality, which no plan can hold")
    }
    switch concept.kind {
    case .and, .or, .article, .possessive, .number, .colour, .size, .property, .function, .negation: break
    default:
      afterAnd = false
      afterComma = false
    }
  }

  // MARK: Marks and words of order

  private mutating func takeMark(_ mark: String, _ piece: Piece, _ index: Int) {
    for token in piece.tokens { uses[token] = -2 }
    switch mark {
    case ",", "、", "，", ";", "；", ":", "：", "/", "-", "–", "—", "|":
      flushWaiting()
      dropRelation()
      cameraTakesTarget = false
      afterComma = true
      transitive = nil
      if let current = negation, current.count > 0 {
        let goesOn = commaGoesOn(index)
        negation?.isOpen = goesOn
      }
      if mark != "," && mark != "、" && mark != "，" { endClause() }
    case ".", "!", "?", "。", "！", "？", "\n", "…":
      endClause()
      if mentions.contains(where: { $0.kind == .motion || $0.kind == .activity }) { step += 1 }
      hasVerb = true
      cameraIsSubject = false
      settleEarly()
    default: break
    }
  }

  /// Whether a list of what is denied goes on after a comma: "without cars, people or trees".
  private func commaGoesOn(_ index: Int) -> Bool {
    var next = index + 1
    while next < pieces.count {
      if case .mark = pieces[next].content { return false }
      if let kind = pieces[next].kind, [.article, .number].contains(kind) { return false }
      if pieces[next].kind == .or { return true }
      if !pieces[next].isThing && pieces[next].kind?.isFunction == false { return false }
      next += 1
    }
    return false
  }

  private func articleFollows(_ index: Int) -> Bool {
    guard index + 1 < pieces.count else { return false }
    return [.article, .possessive, .number].contains(pieces[index + 1].kind)
  }

  mutating func endClause() {
    flushWaiting()
    dropRelation()
    negation = nil
    transitive = nil
    list = nil
    afterAnd = false
    motion = nil
    isPredicate = false
    objectsBefore = []
  }

  private mutating func takeBeat(_ key: String, _ piece: Piece) {
    flushWaiting()
    settleEarly()
    dropRelation()
    cameraTakesTarget = false
    negation = nil
    transitive = nil
    list = nil
    motion = nil
    if ["then", "until", "end", "after"].contains(key),
      mentions.contains(where: { [.motion, .activity, .camera].contains($0.kind) })
    {
      step += 1
    }
    if ["while", "when", "until"].contains(key) { hasVerb = true }
    add(.beat, key: key, piece)
  }

  private mutating func takePronoun(_ key: String, _ index: Int) {
    flushWaiting()
    switch key {
    case "all": group = mentions.indices.filter { mentions[$0].kind == .thing && !mentions[$0].isNegated }
    case "other":
      if let open = relation?.index ?? transitive { mentions[open].objects = group }
      relation = nil
    case "i": break
    default:
      if let open = relation {
        // "chases it": the other of two.
        let others = mentions.indices.filter {
          mentions[$0].kind == .thing && !group.contains($0) && !mentions[$0].isNegated
        }
        if let other = others.last { mentions[open.index].objects = [other] }
        relation = nil
        return
      }
      // "who" right after a thing is that thing.
      if let last = lastThing, index > 0, pieces[index - 1].isThing, !group.contains(last) { group = [last] }
      if ["they", "them"].contains(normalized(pieces[index])) {
        group = mentions.indices.filter { mentions[$0].kind == .thing && !mentions[$0].isNegated }
      }
      hasVerb = false
    }
    cameraIsSubject = false
  }

  // MARK: Adjectives and numbers

  private mutating func takeNumber(_ value: Double, isExact: Bool, _ piece: Piece, _ index: Int) {
    let number = add(.number, key: "count", piece)
    mentions[number].count = Mention.Count(Int(max(0, min(100_000, value))), isExact: isExact)
    // "twenty-one", "two hundred": one number.
    if let before = waiting.last, before == number - 1, mentions[before].kind == .number,
      previous(index)?.tokens.upperBound == piece.tokens.lowerBound,
      let first = mentions[before].count, first.isExact, isExact,
      value < 10 ? first.value >= 20 && first.value % 10 == 0 : first.value < value.rounded().asInt
    {
      let whole = value < 10 ? first.value + Int(value) : first.value * Int(value)
      mentions[before].count = Mention.Count(whole)
      mentions[before].range = mentions[before].range.lowerBound..<mentions[number].range.upperBound
      for token in piece.tokens { uses[token] = before }
      mentions.removeLast()
      return
    }
    // "a group of three": the number said counts.
    waiting.append(number)
  }

  private mutating func takeAdjective(_ concept: Concept, _ piece: Piece, _ index: Int) {
    let kind: Mention.Kind = concept.kind == .colour ? .colour : concept.kind == .size ? .size : .property
    let adjective = add(kind, key: concept.key, piece)
    if kind == .colour { mentions[adjective].colour = colours[concept.key] }
    if isPredicate {
      mentions[adjective].subjects = group
      denyIfOpen(adjective)
      return
    }
    // "A cat that is not black".
    if negation?.isOpen == true, negation?.count == 0, let noun = lastNoun, !nounComes(index) {
      mentions[adjective].subjects = [noun]
      denyIfOpen(adjective)
      return
    }
    let isAfterNoun = previous(index).map { $0.isThing || $0.kind == .scene || $0.kind == .landmark } ?? false
    let followsAdjective = [.colour, .size, .property].contains(previous(index)?.kind) && waiting.isEmpty
    if PromptReader.putsAdjectivesAfter(language), isAfterNoun || followsAdjective, let noun = lastNoun,
      waiting.isEmpty
    {
      mentions[adjective].subjects = [noun]
      return
    }
    waiting.append(adjective)
  }

  var lastNoun: Int? { mentions.indices.last { mentions[$0].kind == .thing || mentions[$0].kind == .place } }

  /// Gives what waits to a noun.
  mutating func giveWaiting(to noun: Int) {
    for index in waiting {
      if mentions[index].kind == .number {
        // Said numbers count more than "a flock of".
        let isBetter = mentions[noun].count.map { !$0.isExact } ?? true
        if isBetter, let count = mentions[index].count { mentions[noun].count = count }
      }
      if mentions[index].kind == .motion || mentions[index].kind == .activity {
        mentions[index].subjects = [noun]
      } else {
        mentions[index].subjects.append(noun)
      }
    }
    waiting = []
  }

  /// What waits for a noun that does not come belongs to the noun before: "a cat, black and white".
  mutating func flushWaiting() {
    defer {
      waiting = []
      hasArticle = false
      isDefinite = false
    }
    guard let noun = lastThing else { return }
    for index in waiting where mentions[index].subjects.isEmpty {
      if mentions[index].kind == .number, mentions[noun].count != nil { continue }
      mentions[index].subjects = [noun]
      if mentions[index].kind == .number { mentions[noun].count = mentions[index].count }
    }
  }

  // MARK: Units

  private mutating func takeUnit(_ concept: Concept, _ piece: Piece) {
    guard let number = waiting.popLast(), let count = mentions[number].count, number == mentions.count - 1
    else {
      let index = add(.unknown, key: "-", piece)
      mentions[index].near = []
      return
    }
    let text = prompt[mentions[number].range]
    let value = Double(text.replacing(",", with: ".")) ?? Double(count.value)
    for token in piece.tokens { uses[token] = number }
    mentions[number].range =
      mentions[number].range.lowerBound..<tokens[piece.tokens.upperBound - 1].range.upperBound
    mentions[number].count = nil
    if concept.kind == .hour {
      mentions[number].kind = .time
      mentions[number].key = Linker.time(hour: value, half: concept.key)
      return
    }
    mentions[number].kind = .duration
    mentions[number].key = "seconds"
    mentions[number].seconds = value * (concept.kind == .minute ? 60 : 1)
    dropRelation()
    belongToAction(number)
  }

  private static func time(hour: Double, half: String) -> String {
    let hour = half == "night" && hour < 12 ? hour + 12 : hour
    switch hour {
    case 5..<8: return "dawn"
    case 8..<17: return "day"
    case 17..<20: return "sunset"
    default: return "night"
    }
  }

  private mutating func belongToAction(_ index: Int) {
    if let action = camera ?? motion { mentions[index].subjects = [action] }
  }

  // MARK: Unknown and stripped

  private mutating func takeUnknown(_ near: [String], _ piece: Piece, _ index: Int) {
    let unknown = add(.unknown, key: "-", piece)
    mentions[unknown].near = near
    // It may be a noun: what waits for one is no other noun's.
    if hasArticle || !waiting.isEmpty { giveWaiting(to: unknown) }
    if let open = relation {
      mentions[open.index].objects.append(unknown)
      relation = nil
    } else if negation?.isOpen == true {
      denyIfOpen(unknown)
    } else if hasArticle || tokens[piece.tokens.lowerBound].isCapitalized {
      // A noun that nobody knows still moves, and is behind things.
      place(unknown, index)
      lastThing = unknown
    }
    hasArticle = false
    transitive = nil
  }

  private mutating func strip(_ piece: Piece, _ reason: String) {
    let index = add(.stripped, key: "-", piece)
    guard prompt[mentions[index].range].contains(where: { $0.isLetter || $0.isNumber }) else { return }
    notes.append(
      PromptReading.Note(
        range: mentions[index].range,
        message: "'\(prompt[mentions[index].range])' \(reason), and was left out"))
  }
}

extension Double {
  fileprivate var asInt: Int { Int(self) }
}
