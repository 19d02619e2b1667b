// Verbs, where they go and how fast; relations; the camera.

extension Linker {
  mutating func takeVerb(_ concept: Concept, _ piece: Piece, _ index: Int) {
    let kind: Mention.Kind = concept.kind == .motion ? .motion : .activity
    // "The noir look".
    if kind == .activity, concept.key == "look", let last = mentions.last,
      last.kind == .look || last.kind == .period,
      previous(index)?.kind != nil, uses[piece.tokens.lowerBound - 1] == mentions.count - 1
    {
      return
    }
    var verb = add(kind, key: concept.key, piece)
    mentions[verb].step = step
    if concept.detail == "slow" || concept.detail == "fast" { mentions[verb].speed = concept.detail }
    // "A running dog".
    if hasArticle || !waiting.isEmpty || relation != nil, nounComes(index) {
      waiting.append(verb)
      return
    }
    // What is taken back moves all that come after.
    dropRelation()
    verb = mentions.count - 1
    flushWaiting()
    denyIfOpen(verb)
    if negation?.count ?? 0 > 0, mentions[verb].isNegated { negation = nil }
    if !group.isEmpty {
      mentions[verb].subjects = group
    }
    if let free = lastFree, free == verb - 1, group.isEmpty || afterComma || hasVerb {
      mentions[verb].subjects = [free]
    }
    if !objectsBefore.isEmpty {
      mentions[verb].objects = objectsBefore
      objectsBefore = []
    }
    for index in early where mentions[index].kind == .speed || mentions[index].kind == .direction {
      mentions[index].subjects = [verb]
    }
    early.removeAll { mentions[$0].kind == .speed || mentions[$0].kind == .direction }
    if let beat = mentions.dropLast().last, beat.kind == .beat, beat.key == "start" {
      mentions[verb - 1].subjects = [verb]
    }
    hasVerb = true
    motion = verb
    camera = nil
    transitive = verb
    list = nil
    isPredicate = false
    cameraTakesTarget = false
    lastFree = nil
  }

  func nounComes(_ index: Int) -> Bool {
    guard index + 1 < pieces.count else { return false }
    let next = pieces[index + 1]
    return next.isThing || [.scene, .landmark, .colour, .size, .property].contains(next.kind)
  }

  mutating func takeDirection(_ key: String, _ piece: Piece) {
    var direction = add(.direction, key: key, piece)
    dropRelation()
    direction = mentions.count - 1
    if let camera {
      mentions[direction].subjects = [camera]
      turn(camera, to: key)
    } else if let motion {
      mentions[direction].subjects = [motion]
    } else if hasVerb, let action = lastAction {
      mentions[direction].subjects = [action]
    } else {
      early.append(direction)
    }
    if let motion, transitive == motion, mentions[motion].kind == .activity { return }
    transitive = nil
  }

  private var lastAction: Int? { mentions.indices.last { [.motion, .activity].contains(mentions[$0].kind) } }

  /// A move of the camera with the side said after it: "pans slowly to the left".
  private mutating func turn(_ camera: Int, to key: String) {
    let ways: [String: [String: String]] = [
      "pan": ["left": "panLeft", "right": "panRight", "up": "tiltUp", "down": "tiltDown"],
      "tilt": ["up": "tiltUp", "down": "tiltDown", "left": "panLeft", "right": "panRight"],
      "truck": [
        "left": "truckLeft", "right": "truckRight", "up": "pedestalUp", "down": "pedestalDown",
        "approach": "dollyIn",
        "recede": "dollyOut", "return": "dollyOut", "enter": "dollyIn",
      ],
      "dolly": [
        "approach": "dollyIn", "recede": "dollyOut", "left": "truckLeft", "right": "truckRight",
        "return": "dollyOut",
      ],
      "zoom": ["approach": "zoomIn", "recede": "zoomOut", "return": "zoomOut"],
      "crane": ["up": "pedestalUp", "down": "pedestalDown"],
    ]
    if let way = ways[mentions[camera].key]?[key] { mentions[camera].key = way }
  }

  mutating func takeSide(_ key: String, _ piece: Piece, _ index: Int) {
    var side = add(.side, key: key, piece)
    dropRelation()
    side = mentions.count - 1
    if let last = lastThing, mentions[last].isNegated == false {
      mentions[side].subjects = [mentions[last].sameAs ?? last]
    } else {
      early.append(side)
    }
    transitive = nil
  }

  mutating func takeSpeed(_ key: String, _ piece: Piece, _ index: Int) {
    let speed = add(.speed, key: key, piece)
    // "A fast car", "a slow zoom": before a noun, or before the verb that "and" or a comma begins.
    if hasArticle || afterAnd || afterComma, index + 1 < pieces.count {
      let next = pieces[index + 1]
      if next.isThing || next.kind == .size || next.kind == .colour || next.kind == .property {
        waiting.append(speed)
        return
      }
      if next.isVerb || next.kind == .camera {
        early.append(speed)
        return
      }
    }
    if let action = camera ?? motion { mentions[speed].subjects = [action] } else { early.append(speed) }
  }

  // MARK: Relations

  mutating func takeRelation(_ key: String, isVerb: Bool, isWeak: Bool, _ piece: Piece, _ index: Int) {
    if cameraTakesTarget && !isVerb && camera != nil && relation == nil {
      // "Zooms in on a cat", "orbits around a fox".
      flushWaiting()
      return
    }
    let wasWeak = relation?.isWeak ?? false
    if wasWeak { dropRelation() }
    let isBare = key == "of" && !(previous(index)?.isThing ?? false)
    guard !isWeak || (objectComes(index) && !isBare) else {
      flushWaiting()
      return
    }
    // "A riding man" has nothing that is ridden.
    let mention = add(.relation, key: key, piece)
    flushWaiting()
    denyIfOpen(mention)
    mentions[mention].step = step
    let nearest = lastThing.map { mentions[$0].sameAs ?? $0 }
    if isVerb {
      mentions[mention].subjects = group
      for index in early where mentions[index].kind == .speed { mentions[index].subjects = [mention] }
      early.removeAll { mentions[$0].kind == .speed }
      hasVerb = true
      motion = mention
      camera = nil
    } else if hasVerb, !group.isEmpty,
      ["through", "past", "over", "toward", "around", "jumpingOver"].contains(key)
    {
      mentions[mention].subjects = group
    } else if let before = previous(index), before.isThing, let nearest {
      let isJoint =
        group.contains(nearest) && !hasVerb && !["with", "wearing", "holding", "of"].contains(key)
      mentions[mention].subjects = isJoint ? group : [nearest]
    } else if !group.isEmpty {
      mentions[mention].subjects = group
    } else if let place = lastNoun, mentions[place].kind == .place, previous(index)?.kind != .relation,
      place < mention
    {
      mentions[mention].subjects = [place]
    } else {
      relationsWithoutSubject.append(mention)
    }
    if afterComma || afterAnd, !isVerb, let list, mentions[list].subjects.isEmpty == false {
      mentions[mention].subjects = mentions[list].subjects
    }
    relation = (mention, isWeak, index)
    list = nil
    transitive = nil
    isPredicate = false
    lastFree = nil
  }

  /// Whether a thing comes before anything else that a preposition might go with.
  private func objectComes(_ index: Int) -> Bool {
    for piece in pieces.dropFirst(index + 1) {
      if piece.isThing { return true }
      if case .unknown = piece.content { return true }
      if case .numeral = piece.content { continue }
      guard let kind = piece.kind,
        [.article, .possessive, .number, .colour, .size, .property, .function, .period].contains(kind)
          || (piece.isVerb && kind != .camera)
      else { return false }
    }
    return false
  }

  /// "木の後ろに猫がいる": the object is the thing before.
  mutating func takeRelationAfter(_ key: String, _ piece: Piece) {
    let mention = add(.relation, key: key, piece)
    mentions[mention].step = step
    denyIfOpen(mention)
    guard let object = lastNoun else { return }
    let target = mentions[object].sameAs ?? object
    mentions[mention].objects = [target]
    objectsBefore.removeAll { $0 == target }
    let others = group.filter { $0 != target }
    if others.isEmpty {
      group = []
      relationsWithoutSubject.append(mention)
    } else {
      group = others
      mentions[mention].subjects = others
    }
    hasVerb = hasVerb || piece.isVerb
    if piece.isVerb { motion = mention }
    list = nil
  }

  /// A preposition that no thing came after is a function word.
  mutating func dropRelation(evenStrong: Bool = false) {
    guard let open = relation else { return }
    relation = nil
    guard mentions[open.index].objects.isEmpty else { return }
    guard open.isWeak || evenStrong, open.index == mentions.count - 1 || !isReferred(open.index) else {
      return
    }
    remove(open.index)
  }

  private func isReferred(_ index: Int) -> Bool {
    mentions.contains { $0.subjects.contains(index) || $0.objects.contains(index) }
  }

  /// Takes a mention back; its tokens become function words.
  private mutating func remove(_ index: Int) {
    mentions.remove(at: index)
    func moved(_ other: Int) -> Int { other > index ? other - 1 : other }
    for place in mentions.indices {
      mentions[place].subjects = mentions[place].subjects.filter { $0 != index }.map(moved)
      mentions[place].objects = mentions[place].objects.filter { $0 != index }.map(moved)
      mentions[place].sameAs = mentions[place].sameAs.map(moved)
      mentions[place].modifies = mentions[place].modifies.map(moved)
    }
    uses = uses.map { $0 == index ? -1 : moved($0) }
    group = group.map(moved)
    waiting = waiting.filter { $0 != index }.map(moved)
    early = early.filter { $0 != index }.map(moved)
    objectsBefore = objectsBefore.map(moved)
    relationsWithoutSubject = relationsWithoutSubject.filter { $0 != index }.map(moved)
    list = list == index ? nil : list.map(moved)
    transitive = transitive == index ? nil : transitive.map(moved)
    motion = motion == index ? nil : motion.map(moved)
    camera = camera == index ? nil : camera.map(moved)
    lastThing = lastThing.map(moved)
    lastFree = lastFree.map(moved)
    if let current = negation { negation?.mention = moved(current.mention) }
  }

  // MARK: Camera

  mutating func takeCamera(_ concept: Concept, _ piece: Piece) {
    flushWaiting()
    dropRelation()
    let move = add(.camera, key: concept.key, piece)
    mentions[move].step = step
    denyIfOpen(move)
    for index in early where mentions[index].kind == .speed || mentions[index].kind == .direction {
      mentions[index].subjects = [move]
    }
    for index in early where mentions[index].kind == .direction { turn(move, to: mentions[index].key) }
    early.removeAll { mentions[$0].kind == .speed || mentions[$0].kind == .direction }
    camera = move
    motion = nil
    let takesTarget: Set<String> = [
      "pan", "panLeft", "panRight", "tilt", "tiltUp", "tiltDown", "zoom", "zoomIn", "zoomOut", "dolly",
      "dollyIn", "dollyOut", "track",
      "orbit", "truck", "truckLeft", "truckRight", "pedestalUp", "pedestalDown", "rackFocus", "dollyZoom",
      "crane", "aerial", "pov",
    ]
    cameraTakesTarget = takesTarget.contains(concept.key)
    transitive = nil
    list = nil
    if mentions.indices.contains(where: { mentions[$0].kind == .thing }) { hasVerb = true }
  }

  /// What found nothing after it belongs to what was before.
  mutating func settleEarly() {
    for index in early where mentions[index].subjects.isEmpty {
      if let action = lastAction, mentions[index].kind != .side {
        mentions[index].subjects = [action]
      } else if let thing = lastThing {
        mentions[index].subjects = [mentions[thing].sameAs ?? thing]
      }
    }
    early = []
  }
}
