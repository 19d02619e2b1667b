// Things and places, and what is said no to.

extension Linker {
  mutating func takeThing(key: String, senses: [Mention.Sense], _ piece: Piece, _ index: Int) {
    let thing = add(.thing, key: key, piece)
    mentions[thing].senses = senses
    if case .own = piece.content { mentions[thing].isOwn = true }
    if piece.repetitions > 1 { mentions[thing].count = Mention.Count(piece.repetitions) }
    if let word = piece.corrected { note(word, piece) }
    let isPair = waiting.contains {
      mentions[$0].count?.value == 2 && normalized(mentions[$0]).contains("pair")
    }
    giveWaiting(to: thing)
    if mentions[thing].count == nil {
      mentions[thing].count = Mention.Count(piece.isPlural ? 2 : 1, isExact: !piece.isPlural)
    }
    // A pair of scissors is one thing.
    if isPair && !piece.isPlural && normalized(piece).hasSuffix("s") {
      mentions[thing].count = Mention.Count(1)
    }
    let hadArticle = hasArticle
    if isDefinite || hadArticle == false { findEarlier(thing) }
    hasArticle = false
    isDefinite = false
    // "city bus": the bus.
    if language == "en", let before = lastThing, before == thing - 1, previous(index)?.isThing == true,
      !hadArticle,
      mentions[thing].subjects.isEmpty, !mentions[before].isNegated, mentions[before].sameAs == nil,
      piece.repetitions == 1, tokens[piece.tokens.lowerBound].kind == .word,
      tokens[pieces[index - 1].tokens.lowerBound].kind == .word
    {
      adopt(thing, from: before)
    } else if denyIfOpen(thing, hadArticle: hadArticle) {
      relation = nil
      transitive = nil
    } else {
      place(thing, index)
    }
    lastThing = thing
    lastFree = nil
    afterAnd = false
    afterComma = false
    isPredicate = false
  }

  /// Takes over the part that a noun has which turned out to describe this one.
  private mutating func adopt(_ thing: Int, from before: Int) {
    mentions[before].modifies = thing
    func replace(_ list: inout [Int]) { list = list.map { $0 == before ? thing : $0 } }
    for index in mentions.indices {
      replace(&mentions[index].subjects)
      replace(&mentions[index].objects)
    }
    replace(&group)
    if let count = mentions[before].count, count.isExact, count.value != 1 { mentions[thing].count = count }
    mentions[thing].isNegated = mentions[before].isNegated
  }

  /// Finds the same thing earlier in the text.
  private mutating func findEarlier(_ thing: Int) {
    let mention = mentions[thing]
    guard mention.isOwn || isDefinite else { return }
    let said = mentions.indices.filter { mentions[$0].subjects == [thing] && $0 < thing }.map {
      mentions[$0].key
    }
    mentions[thing].sameAs = mentions.indices.last { other in
      guard other < thing, mentions[other].kind == .thing, !mentions[other].isNegated,
        mentions[other].isOwn == mention.isOwn
      else { return false }
      let isSame =
        mention.isOwn
        ? mentions[other].key == mention.key
        : mentions[other].senses.contains { $0.member == mention.key }
          || mention.senses.contains { $0.member == mentions[other].key }
      // "The red fox" is not the blue one.
      return isSame
        && said.allSatisfy { key in mentions.contains { $0.key == key && $0.subjects.contains(other) } }
    }
    if let first = mentions[thing].sameAs { mentions[thing].sameAs = mentions[first].sameAs ?? first }
  }

  /// Where a thing stands in its clause.
  mutating func place(_ thing: Int, _ index: Int) {
    let target = mentions[thing].sameAs ?? thing
    if let open = relation {
      mentions[open.index].objects.append(target)
      relation = nil
      list = open.index
      transitive = nil
      if mentions[open.index].key == "between", mentions[open.index].objects.count < 2 { afterAnd = false }
      return
    }
    if cameraTakesTarget, let camera {
      mentions[camera].objects.append(target)
      cameraTakesTarget = false
      cameraIsSubject = false
      start(target)
      return
    }
    if afterAnd, let list, !verbFollows(index) {
      mentions[list].objects.append(target)
      return
    }
    if let verb = transitive, !(mentions[verb].subjects.isEmpty) {
      mentions[verb].objects.append(target)
      transitive = nil
      list = verb
      return
    }
    if (afterAnd || (afterComma && list == nil)) && !hasVerb && !group.isEmpty {
      group.append(target)
    } else if isVerbFinal || language == "zh", !hasVerb, !group.isEmpty {
      objectsBefore.append(target)
    } else {
      start(target)
    }
  }

  /// Begins a clause about a thing.
  private mutating func start(_ thing: Int) {
    group = [thing]
    hasVerb = false
    motion = nil
    list = nil
    cameraIsSubject = false
    // "In the forest runs a fox"; "behind a tree, a fox".
    for index in mentions.indices
    where [.motion, .activity].contains(mentions[index].kind) && mentions[index].subjects.isEmpty {
      if waiting.contains(index) { continue }
      mentions[index].subjects = [thing]
      hasVerb = true
      motion = index
    }
    for index in relationsWithoutSubject where !mentions[index].objects.contains(thing) {
      mentions[index].subjects = [thing]
    }
    relationsWithoutSubject = []
  }

  /// Whether a verb follows the thing, so that it is another clause's subject.
  private func verbFollows(_ index: Int) -> Bool {
    for next in pieces.dropFirst(index + 1) {
      if case .mark = next.content { return false }
      if next.kind == .speed || next.kind == .function || next.kind == .copula { continue }
      return next.isVerb && next.kind != .camera || next.kind == .motion || next.kind == .activity
    }
    return false
  }

  mutating func takePlace(_ concept: Concept, _ piece: Piece, _ index: Int) {
    var place = add(.place, key: concept.key, piece)
    mentions[place].senses = Array(piece.senses.prefix(3))
    if let word = piece.corrected { note(word, piece) }
    giveWaiting(to: place)
    let hadArticle = hasArticle
    hasArticle = false
    isDefinite = false
    if denyIfOpen(place, hadArticle: hadArticle) { return }
    if let open = relation {
      if open.isWeak || mentions[open.index].key == "on" {
        // What is taken back moves all that come after.
        dropRelation(evenStrong: true)
        place = mentions.count - 1
      } else {
        mentions[open.index].objects = [place]
        relation = nil
        list = open.index
      }
      lastFree = nil
    } else {
      lastFree = place
    }
    if cameraTakesTarget, let camera { mentions[camera].objects.append(place) }
    cameraTakesTarget = false
    transitive = nil
    for index in relationsWithoutSubject where !mentions[index].objects.contains(place) && group.isEmpty {
      mentions[index].subjects = [place]
    }
  }

  mutating func takeSetting(_ kind: Mention.Kind, _ key: String, _ piece: Piece) {
    var setting = add(kind, key: key, piece)
    denyIfOpen(setting)
    if let open = relation {
      if open.isWeak {
        dropRelation()
        setting = mentions.count - 1
      } else {
        mentions[open.index].objects.append(setting)
        relation = nil
      }
    }
    let rest = waiting.filter { mentions[$0].kind != .number }
    // "Heavy rain"; but "a big rainy city" is a big city.
    if kind == .weather || kind == .time, !nounFollows(piece) {
      for index in rest { mentions[index].subjects = [setting] }
      waiting.removeAll { rest.contains($0) }
    }
    lastFree = kind == .weather ? setting : nil
    transitive = nil
  }

  private func nounFollows(_ piece: Piece) -> Bool {
    guard let place = pieces.firstIndex(where: { $0.tokens == piece.tokens }), place + 1 < pieces.count else {
      return false
    }
    let next = pieces[place + 1]
    return next.isThing || [.scene, .landmark, .colour, .size, .property].contains(next.kind)
  }

  // MARK: Negation

  /// Says no to a mention if a word before does.
  @discardableResult
  mutating func denyIfOpen(_ index: Int, hadArticle: Bool = false) -> Bool {
    guard var current = negation, current.isOpen else { return false }
    deny(index, by: current.mention)
    current.count += 1
    if current.count == 1 { current.hadArticle = hadArticle }
    current.isOpen = false
    negation = current
    return true
  }

  mutating func deny(_ index: Int, by denial: Int) {
    mentions[index].isNegated = true
    mentions[denial].objects.append(index)
  }

  // MARK: Making mentions

  @discardableResult
  mutating func add(_ kind: Mention.Kind, key: String, _ piece: Piece) -> Int {
    for token in piece.tokens { uses[token] = mentions.count }
    let range =
      tokens[piece.tokens.lowerBound].range.lowerBound..<tokens[piece.tokens.upperBound - 1].range.upperBound
    mentions.append(Mention(kind: kind, key: key, range: range))
    if kind != .thing, kind != .place, let word = piece.corrected { note(word, piece) }
    return mentions.count - 1
  }

  private mutating func note(_ word: String, _ piece: Piece) {
    let range =
      tokens[piece.tokens.lowerBound].range.lowerBound..<tokens[piece.tokens.upperBound - 1].range.upperBound
    notes.append(PromptReading.Note(range: range, message: "'\(prompt[range])' was read as '\(word)'"))
  }

  func normalized(_ piece: Piece) -> String { tokens[piece.tokens].map(\.normalized).joined(separator: " ") }
  func normalized(_ mention: Mention) -> String { TokenScanner.normalized(prompt[mention.range]) }
}
