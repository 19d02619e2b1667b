// Who and what is shown: senses, actors and set pieces, numbers, colours, sizes.

import ZoetropeCast
import ZoetropeLanguage
import ZoetropeShot

extension ScriptGrammar {
  /// Casts every thing that is named.
  mutating func readThings() throws {
    var shown: [Int] = []
    for (index, mention) in reading.mentions.enumerated() where isThing(index) && fates[index] == nil {
      if mention.count?.value == 0 {
        fates[index] = .absent
        shot.absent.formUnion(mention.senses.map(\.member))
      } else if let same = mention.sameAs {
        fates[index] = .same(same)
      } else if let whole = mention.modifies {
        fates[index] = .property([whole])
        notes.append(
          "\(quoted(index)) was read as a description of \(quoted(whole)), and is not shown by itself")
      } else if let performer = try performer(of: index) {
        performers[index] = performer
        shown.append(index)
      } else {
        leaveOut(index, "has no picture, and was left out")
      }
    }
    let acting = shown.filter { !mayStand($0) }
    var room = ShotPlan.maximumActorCount
    for index in shown {
      let fate = try fate(of: index, among: shown, hasActors: !acting.isEmpty)
      // Whoever must act comes first where there is too little room.
      let reserved = acting.count { $0 > index }
      if fate == 0, room > 0, mayStand(index) == false || room > reserved {
        cast(index)
        room -= 1
      } else if mayStand(index) {
        addPiece(index)
      } else {
        leaveOut(index, "was left out: a plan holds \(ShotPlan.maximumActorCount) actors")
      }
    }
    giveCounts(room)
    nameActors()
  }

  // MARK: - Internals

  /// Whether a mention is cast: a thing, or a place that is a thing too and has a number, a colour or a size: "two towers".
  private func isThing(_ index: Int) -> Bool {
    let mention = mention(index)
    if mention.kind == .thing { return true }
    guard mention.kind == .place, !mention.senses.isEmpty else { return false }
    return count(of: index).map { $0.value > 1 } ?? false
      || reading.said(of: index).contains { [.colour, .size].contains(self.mention($0).kind) }
  }

  /// How many a mention says.
  private func count(of index: Int) -> Mention.Count? {
    mention(index).count
      ?? reading.said(of: index, kind: .number).lazy.compactMap { self.mention($0).count }.first
  }

  private mutating func performer(of index: Int) throws -> Performer? {
    let mention = mention(index)
    if mention.isOwn { return casting.own(mention.key) }
    let best = mention.senses.first?.score ?? 0
    let senses = mention.senses.prefix(3).filter { $0.score >= best - 0.011 }.compactMap {
      casting.member($0.member)
    }
    guard !senses.isEmpty else { return casting.member(mention.key) }
    return senses[try choose(ScriptSlot(.sense, of: index), among: Array(senses.indices), usual: 0)]
  }

  /// Whether a thing may be part of the scenery: it does not go by itself, and nothing is said that it does or suffers.
  private func mayStand(_ index: Int) -> Bool {
    guard let performer = performers[index], performer.isScenery, !mention(index).isOwn else { return false }
    let carrying: Set<String> = ["holding", "wearing", "riding", "eat", "drink", "throw", "catch", "play"]
    return !reading.mentions.contains { other in
      let isSubject = other.subjects.contains { first($0) == index }
      let isObject = other.objects.contains { first($0) == index }
      switch other.kind {
      case .motion: return isSubject && !other.isNegated && other.speed != "still"
      case .direction, .speed: return isSubject
      case .activity: return (isSubject || isObject) && !other.isNegated
      case .relation:
        return !other.isNegated
          && (isObject && carrying.contains(other.key)
            || isSubject && ["chasing", "following", "fleeing", "chasedBy"].contains(other.key))
      default: return false
      }
    }
  }

  private mutating func fate(of index: Int, among shown: [Int], hasActors: Bool) throws -> Int {
    guard mayStand(index), let performer = performers[index] else { return 0 }
    // Something must be what the shot is about.
    guard hasActors || index != shown.first else { return 0 }
    let isLarge = performer.height >= 0.7 || performer.category == .sky || performer.category == .building
    return try choose(
      ScriptSlot(.fate, of: index), among: [0, 1], usual: hasActors && isLarge ? 1 : 0)
  }

  private mutating func cast(_ index: Int) {
    guard let performer = performers[index] else { return }
    fates[index] = .actor(shot.actors.count)
    things[index] = .actor(shot.actors.count)
    shot.actors.append(ScriptedActor(performer))
  }

  private mutating func addPiece(_ index: Int) {
    guard let performer = performers[index] else { return }
    fates[index] = .piece(shot.pieces.count)
    things[index] = .setPiece(shot.pieces.count)
    var piece = ScriptedPiece(performer)
    piece.count = min(count(of: index)?.value ?? 1, 12)
    shot.pieces.append(piece)
  }

  /// As many of each as is said, while there is room.
  private mutating func giveCounts(_ free: Int) {
    var room = free
    let isAlone = shot.actors.count == 1
    for index in reading.mentions.indices {
      guard case .actor(let number) = fates[index], let count = count(of: index) else { continue }
      // A plural of which no number is said.
      let wanted = !count.isExact && count.value == 2 && isAlone ? 3 : count.value
      let given = min(wanted, 1 + room)
      shot.actors[number].count = given
      room -= given - 1
      if count.isExact && given < wanted {
        notes.append(
          "\(quoted(index)): \(given) of \(wanted) are shown; a plan holds \(ShotPlan.maximumActorCount) actors"
        )
      }
    }
  }

  /// Gives a person's own the names that they were called by.
  private mutating func nameActors() {
    for index in reading.mentions.indices {
      guard case .actor(let number) = fates[index], mention(index).isOwn else { continue }
      let name = mention(index).key
      if !shot.actors.contains(where: { $0.name == name }), Beat.Side(rawValue: name) == nil {
        shot.actors[number].name = name
      }
    }
  }

  /// Colours, sizes, numbers, sides and adjectives of what is shown.
  mutating func readProperties() {
    for (index, mention) in reading.mentions.enumerated() where fates[index] == nil {
      let targets = mention.subjects.filter { thing($0) != nil }
      switch mention.kind {
      case .number:
        // Counts were given to their things by the reader.
        if mention.subjects.isEmpty {
          leaveOut(index, "counts nothing that is known, and was left out")
        } else {
          fates[index] = .property(mention.subjects)
        }
      case .colour: colour(index, targets)
      case .size:
        guard let word = SizeWord(rawValue: mention.key), !targets.isEmpty else {
          describePlace(index, "size")
          continue
        }
        targets.forEach { resize(first($0), word) }
        fates[index] = .property(targets)
      case .side: side(index, targets)
      case .property: adjective(index, targets)
      default: break
      }
    }
  }

  private mutating func colour(_ index: Int, _ targets: [Int]) {
    guard !targets.isEmpty else { return describePlace(index, "colour") }
    let mention = mention(index)
    for target in targets {
      guard let performer = performers[first(target)] else { continue }
      // A red fox that has a picture of its own is as red as foxes are.
      let words = performer.displayName.lowercased().split(separator: " ").map(String.init)
      if words.first == mention.key, words.count > 1 { continue }
      let tint: PictureTint
      if let word = Tint(rawValue: mention.key) {
        tint = .word(word)
      } else if let colour = mention.colour {
        tint = .sRGB(red: colour.x, green: colour.y, blue: colour.z)
      } else {
        continue
      }
      setTint(first(target), tint, index)
    }
    fates[index] = .property(targets)
  }

  private mutating func setTint(_ target: Int, _ tint: PictureTint, _ index: Int) {
    switch things[target] {
    case .actor(let number):
      if shot.actors[number].tint == nil { shot.actors[number].tint = tint } else { oneColour(index) }
    case .setPiece(let number):
      if shot.pieces[number].tint == nil { shot.pieces[number].tint = tint } else { oneColour(index) }
    case nil: break
    }
  }

  private mutating func oneColour(_ index: Int) {
    notes.append("\(quoted(index)) was left out: a picture is given one colour")
  }

  private mutating func resize(_ target: Int, _ word: SizeWord) {
    switch things[target] {
    case .actor(let number): shot.actors[number].size = word
    case .setPiece(let number): shot.pieces[number].size = word
    case nil: break
    }
  }

  private mutating func side(_ index: Int, _ targets: [Int]) {
    let columns = ["left": 1, "right": 7, "centre": 4], rows = ["near": 2, "bottom": 2, "far": 0]
    let key = mention(index).key
    guard !targets.isEmpty || !shot.actors.isEmpty else {
      return leaveOut(index, "says where something is that is not shown, and was left out")
    }
    let things = targets.isEmpty ? [PlanThing.actor(0)] : targets.compactMap(thing)
    for thing in things {
      switch thing {
      case .actor(let number):
        if let column = columns[key] { shot.actors[number].column = column }
        if let row = rows[key] { shot.actors[number].row = row }
        if key == "top" { shot.actors[number].isAirborne = true }
      case .setPiece(let number):
        if let column = columns[key] { shot.pieces[number].column = column }
      }
    }
    fates[index] = .property(targets)
  }

  /// Adjectives that a plan has something for; others are left out.
  private mutating func adjective(_ index: Int, _ targets: [Int]) {
    let mention = mention(index)
    let actors = targets.compactMap(actor)
    switch mention.key {
    case "golden" where !targets.isEmpty:
      targets.forEach { setTint(first($0), .sRGB(red: 0xd4, green: 0xaf, blue: 0x37), index) }
      fates[index] = .property(targets)
    case "flying" where !actors.isEmpty:
      actors.forEach { shot.actors[$0].isAirborne = true }
      fates[index] = .property(targets)
    case "alone", "real", "quiet", "empty": fates[index] = .property(targets)
    case _ where targets.isEmpty && mention.subjects.allSatisfy({ self.mention($0).kind == .place }):
      // A lush meadow is a meadow.
      describePlace(index, "property")
    default: leaveOut(index, "cannot be seen in a plan, and was left out")
    }
  }

  /// What is said of the place or the light, which have no colours and sizes of their own.
  private mutating func describePlace(_ index: Int, _ what: String) {
    let isOfPlace = mention(index).subjects.contains {
      [.place, .weather, .time].contains(mention($0).kind)
    }
    leaveOut(
      index,
      isOfPlace
        ? "cannot be said of a place or the weather in a plan, and was left out"
        : "is a \(what) of nothing that is shown, and was left out")
  }
}
