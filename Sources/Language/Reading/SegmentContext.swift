// Which meaning of a word what is around it asks for. Rules of thumb, each with the words that it is for.

extension Segmenter {
  /// What is before and after a token.
  struct Context {
    let segmenter: Segmenter
    let index: Int
    /// The piece before, `nil` at the start.
    let previous: Piece?
    /// Whether a mark or nothing is before.
    let followsMark: Bool

    init(_ segmenter: Segmenter, at index: Int) {
      self.segmenter = segmenter
      self.index = index
      previous = segmenter.pieces.last
      if case .mark = previous?.content { followsMark = true } else { followsMark = previous == nil }
    }

    /// Whether an article, a number or an adjective has begun a noun.
    var isInNoun: Bool {
      if case .numeral = previous?.content { return true }
      switch previous?.kind {
      case .article, .possessive, .number: return true
      case .colour, .size, .property, .period: return !followsPredicate && !followsNounAndAdjective
      default: return false
      }
    }

    /// Whether a noun and its adjectives are before, in a language that puts them so.
    private var followsNounAndAdjective: Bool {
      guard PromptReader.putsAdjectivesAfter(segmenter.language) else { return false }
      let noun = segmenter.pieces.last { ![.colour, .size, .property].contains($0.kind) }
      return noun.map { $0.isThing || $0.kind == .scene || $0.kind == .landmark } ?? false
    }

    /// Whether the adjective before is said after "is".
    private var followsPredicate: Bool {
      guard segmenter.pieces.count >= 2 else { return false }
      return segmenter.pieces[segmenter.pieces.count - 2].kind == .copula
    }

    private var followsCopula: Bool {
      previous?.kind == .copula
        || (segmenter.pieces.count >= 2 && segmenter.pieces[segmenter.pieces.count - 2].kind == .copula
          && [.negation, .function, .speed, .and].contains(previous?.kind))
    }

    private var followsSubject: Bool {
      guard let previous else { return false }
      if previous.isThing || followsNounAndAdjective { return true }
      switch previous.kind {
      case .pronoun, .scene, .landmark, .weather, .speed, .copula, .negation, .beat, .cameraNoun: return true
      case .direction, .side: return true
      default: if case .unknown = previous.content { return true } else { return false }
      }
    }

    /// Whether a number above one is before, perhaps with adjectives between.
    var isCounted: Bool {
      for piece in segmenter.pieces.reversed() {
        if case .numeral(let value) = piece.content { return value > 1 }
        switch piece.kind {
        case .number: return piece.concept?.key != "1"
        case .colour, .size, .property: continue
        default: return false
        }
      }
      return false
    }

    private var followsTo: Bool {
      segmenter.language == "en" && index > 0 && segmenter.tokens[index - 1].normalized == "to"
    }

    private var isParticiple: Bool {
      guard segmenter.language == "en" else { return false }
      let word = segmenter.tokens[index].normalized
      return word.hasSuffix("ing") || (word.hasSuffix("ed") && word.count > 4)
    }

    /// How well a meaning fits; the highest is taken, the first of equals.
    func score(of concept: Concept, isVerb: Bool, length: Int) -> Int {
      let next = index + length
      switch concept.kind {
      case .negation, .negationAfter, .nobody: return 9
      case .thing: return 8
      case .number, .size, .scene, .landmark, .time, .weather, .look, .period, .shot, .speed: return 6
      case .colour: return 7
      case .camera:
        if !isVerb && length == 1 { return 5 }
        return followsSubject && previous?.kind != .cameraNoun && previous?.kind != .speed && length == 1
          ? 3 : 8
      case .cameraVerb:
        if previous?.kind == .cameraNoun { return 10 }
        return cameraIsSubject ? 9 : 0
      case .motion, .activity:
        if !isVerb { return 6 }
        if isInNoun && !isParticiple { return 1 }
        if cameraIsSubject { return 4 }
        return followsSubject ? 7 : 6
      case .relation, .relationAfter:
        if isVerb {
          if cameraIsSubject { return 3 }
          return isInNoun && !isParticiple ? 1 : segmenter.startsNounPhrase(at: next) ? 8 : 5
        }
        if concept.kind == .relationAfter { return 7 }
        return segmenter.startsNounPhrase(at: next) || segmenter.kinds(at: next).contains(.pronoun) ? 7 : 3
      case .direction, .side, .beat, .duration: return 5
      case .property: return 5
      case .copula:
        let isJoining = !segmenter.kinds(at: next).isDisjoint(with: [.colour, .property, .size])
        return segmenter.options[index].glossary.phrases.contains { $0.concepts.count > 1 }
          ? (isJoining ? 9 : 2) : 6
      case .second, .minute, .hour:
        if case .numeral = previous?.content { return 9 }
        return previous?.kind == .number ? 9 : -1
      case .relationWeak: return 4
      case .pronoun, .article, .possessive, .and, .or, .but, .cameraNoun, .background: return 5
      case .quality: return 3
      case .function, .opening: return 2
      }
    }

    /// Whether the camera is what the sentence is about.
    private var cameraIsSubject: Bool {
      for piece in segmenter.pieces.reversed() {
        if piece.kind == .cameraNoun { return true }
        if piece.isThing || piece.kind == .motion { return false }
        if piece.kind == .camera { return true }
        if case .mark(let mark) = piece.content, ".;".contains(mark) { return false }
      }
      return false
    }

    /// Whether a word that is a name as well is rather the thing.
    func prefersThing(_ concept: Concept, isVerb: Bool, names: CastIndex.Found) -> Bool {
      let next = index + segmenter.options[index].glossary.count
      switch concept.kind {
      case .colour, .size, .property, .period:
        if concept.kind == .colour, previous?.kind == .relationWeak, names.isPlural == false, !isInNoun {
          return false
        }
        if followsCopula, !isInNoun { return false }
        if PromptReader.putsAdjectivesAfter(segmenter.language), previous?.isThing == true { return false }
        return !segmenter.startsNoun(at: next)
      case .beat where !isVerb: return false
      case .motion, .activity, .relation, .beat, .cameraVerb:
        if !isVerb && concept.kind == .relation { return false }
        if isInNoun { return !(isParticiple && segmenter.startsNoun(at: next)) }
        if isParticiple || followsTo || followsSubject { return false }
        if previous?.kind == .and || followsMark, segmenter.pieces.contains(where: \.isVerb),
          segmenter.kinds(at: next).isDisjoint(with: [.motion, .activity, .copula])
        {
          return false
        }
        if segmenter.language != "en", segmenter.options[index].glossary.isExact { return false }
        return true
      case .camera, .look, .shot:
        guard isInNoun, !segmenter.startsNoun(at: next) else { return false }
        return !(next < segmenter.tokens.count && segmenter.tokens[next].normalized == "of")
      case .landmark: return isCounted || prefersThingToLandmark(next)
      case .weather, .scene:
        // Two clouds, a red school; but a blue sea is a place.
        guard isCounted || previous?.kind == .colour, names.matches[0].score >= 0.97,
          let category = segmenter.cast.members[names.matches[0].member]?.category
        else { return false }
        return isCounted || category == .building
      case .cameraNoun:
        if let previous, previous.concept == Concept(kind: .article, key: "indefinite") {
          return !cameraFollows(next)
        }
        switch previous?.kind {
        case .number, .colour, .size, .property, .possessive, .relationWeak, .relation, .activity:
          return !cameraFollows(next)
        default: return false
        }
      case .opening:
        return isInNoun && segmenter.pieces.count > 1
          && !(next < segmenter.tokens.count && segmenter.tokens[next].normalized == "of")
      case .quality, .function: return isInNoun && !segmenter.startsNoun(at: next)
      default: return false
      }
    }

    private func cameraFollows(_ next: Int) -> Bool {
      !segmenter.kinds(at: next).isDisjoint(with: [.cameraVerb, .camera])
    }

    /// A landmark is a scene where one is at or in it and where it is all that is said, else a thing.
    private func prefersThingToLandmark(_ next: Int) -> Bool {
      for piece in segmenter.pieces.reversed() {
        switch piece.kind {
        case .article, .possessive, .size, .property, .colour, .period, .number, .time, .weather: continue
        case .relationWeak: return false
        case .relation:
          return !["through", "over", "past", "inside", "around", "among"].contains(piece.concept!.key)
        default: break
        }
        break
      }
      guard next < segmenter.tokens.count, segmenter.tokens[next].kind != .mark else {
        // All that is said of the shot, as far as the mark: with an article it may be either.
        return !segmenter.pieces.allSatisfy { $0.concept?.kind.isFunction ?? false } && followsMark == false
          && segmenter.pieces.contains { $0.isThing || $0.kind == .scene }
      }
      let kinds = segmenter.kinds(at: next)
      if !kinds.isDisjoint(with: [.relation, .relationWeak, .motion, .activity, .copula, .and, .side]) {
        return true
      }
      return segmenter.pieces.contains { $0.kind == .scene }
    }
  }
}
