// The part of a prompt that says who does what.

import ZoetropeShot
import ZoetropeRandom

extension PromptWriter {
  /// All actors with what they do; records what it states.
  ///
  /// - Parameters:
  ///   - form: finite verbs ("a dog runs") or participles ("a dog running").
  ///   - isBare: whether names come without articles, for keyword lists.
  mutating func actors(
    _ form: Grammar.VerbForm, mentions: [Mentions.OfActor], relation: Bool, isBare: Bool = false
  ) -> String {
    let count = slots.actors.count
    if count >= 2, Set(slots.actors.map(\.kind)).count == 1,
      slots.actors.allSatisfy({ $0 == slots.actors[0] }),
      slots.relation != .chasing, slots.relation != .meeting, let number = NumberWords.words(count)
    {
      return crowd(form, mention: mentions[0], number: number)
    }
    if count == 2, let told = slots.relation, relation {
      switch told {
      case .chasing:
        if let text = chase(form, mentions, isBare: isBare) { return text }
      case .meeting:
        if slots.actors[0].speed == slots.actors[1].speed { return meeting(form, mentions, isBare: isBare) }
      case .leftOf, .rightOf, .above, .below, .inFrontOf, .behind:
        if slots.actors[0].kind != slots.actors[1].kind {
          return beside(told, form, mentions, isBare: isBare)
        }
      }
    }
    return each(form, mentions, isBare: isBare)
  }

  // MARK: - Ways to tell of several

  /// "two small dogs run to the left"
  private mutating func crowd(_ form: Grammar.VerbForm, mention: Mentions.OfActor, number: Words) -> String {
    let actor = slots.actors[0]
    var said = StatedActor(kind: actor.kind)
    let name = adjectives(actor, mention, &said) + [Grammar.plural(pick(actor.kind.words))]
    var text = ([pick(number)] + name).joined(separator: " ")
    if let action = action(actor, mention, form == .third ? .plural : form, &said) { text += " " + action }
    stated.actors = Array(repeating: said, count: slots.actors.count)
    return text
  }

  /// "a dog chases a cat to the left", "a cat chased by a dog"
  private mutating func chase(
    _ form: Grammar.VerbForm, _ mentions: [Mentions.OfActor], isBare: Bool
  ) -> String? {
    let chaser = slots.actors[0], chased = slots.actors[1]
    guard chaser.speed == chased.speed, chased.motion == .left || chased.motion == .right else { return nil }
    var first = StatedActor(kind: chaser.kind), second = StatedActor(kind: chased.kind)
    let isPassive = form == .participle && generator.chance(0.3)
    let names = [
      name(chaser, mentions[0], &first, isBare: isBare, isOther: isPassive && chaser.kind == chased.kind),
      name(chased, mentions[1], &second, isBare: isBare, isOther: !isPassive && chaser.kind == chased.kind),
    ]
    first.motions = [.chase]
    var parts =
      isPassive
      ? [names[1], pick(Relation.chasedWords), names[0]]
      : [names[0], Grammar.conjugate(pick(Relation.chasing.words), form), names[1]]
    if mentions[0].heading, let heading = chased.direction {
      parts.append(pick(heading.goingWords))
      first.heading = heading
      second.motions = [chased.motion]
    }
    if mentions[0].speed {
      parts.append(pick(chaser.speed.words))
      first.speed = chaser.speed
      second.speed = chased.speed
    }
    stated.actors = isPassive ? [second, first] : [first, second]
    stated.relation = StatedRelation(.chasing, subject: isPassive ? 1 : 0, object: isPassive ? 0 : 1)
    return parts.joined(separator: " ")
  }

  /// "a dog and a cat move towards each other", "a dog meets a cat"
  private mutating func meeting(
    _ form: Grammar.VerbForm, _ mentions: [Mentions.OfActor], isBare: Bool
  ) -> String {
    var said = slots.actors.map { StatedActor(kind: $0.kind) }
    let isTwin = slots.actors[0].kind == slots.actors[1].kind
    let names = [
      name(slots.actors[0], mentions[0], &said[0], isBare: isBare),
      name(slots.actors[1], mentions[1], &said[1], isBare: isBare, isOther: isTwin),
    ]
    var parts: [String]
    if generator.chance(0.35) {
      parts = [names[0], Grammar.conjugate(pick(Relation.meeting.words), form), names[1]]
    } else {
      let plural: Grammar.VerbForm = form == .third ? .plural : form
      parts = [names[0], "and", names[1], Grammar.conjugate(pick(Relation.towardsWords), plural)]
    }
    for index in 0..<2 { said[index].motions = [.meet] }
    if mentions[0].speed {
      parts.append(pick(slots.actors[0].speed.words))
      for index in 0..<2 { said[index].speed = slots.actors[0].speed }
    }
    stated.actors = said
    stated.relation = StatedRelation(.meeting, subject: 0, object: 1)
    return parts.joined(separator: " ")
  }

  /// "a dog left of a cat, both running", "a dog on the left and a cat on the right", "a dog jumps above a cat"
  private mutating func beside(
    _ relation: Relation, _ form: Grammar.VerbForm, _ mentions: [Mentions.OfActor], isBare: Bool
  ) -> String {
    // The first of the plan is named first: inverse relations are as frequent, and which was meant to be first could not be read.
    let first = slots.actors[0], second = slots.actors[1]
    var said = [StatedActor(kind: first.kind), StatedActor(kind: second.kind)]
    let names = [
      name(first, mentions[0], &said[0], isBare: isBare),
      name(second, mentions[1], &said[1], isBare: isBare),
    ]
    stated.relation = StatedRelation(relation, subject: 0, object: 1)
    var text: String
    if relation == .leftOf || relation == .rightOf, generator.chance(0.35) {
      let side: Heading = relation == .leftOf ? .left : .right
      text = "\(names[0]) \(pick(side.sideWords)) and \(names[1]) \(pick(side.opposite.sideWords))"
    } else if PromptWriter.isTogether(first, second) {
      text = "\(names[0]) \(pick(relation.words)) \(names[1])"
      let plural: Grammar.VerbForm = .participle
      var shared = StatedActor(kind: first.kind)
      if let action = action(first, mentions[0], plural, &shared) {
        text += ", both " + action
        for index in 0..<2 { said[index].takeAction(of: shared) }
      }
    } else {
      let action = action(first, mentions[0], form, &said[0])
      text = [names[0], action ?? (form == .third && !isBare ? "is" : nil), pick(relation.words), names[1]]
        .compactMap { $0 }
        .joined(separator: " ")
    }
    stated.actors = said
    return text
  }

  /// "a dog runs and a cat jumps", "a dog and a cat run"
  private mutating func each(
    _ form: Grammar.VerbForm, _ mentions: [Mentions.OfActor], isBare: Bool
  ) -> String {
    let actors = slots.actors
    var said = actors.map { StatedActor(kind: $0.kind) }
    let kinds = actors.map(\.kind)
    if actors.count > 1, actors.dropFirst().allSatisfy({ PromptWriter.isTogether(actors[0], $0) }) {
      let names = actors.indices.map {
        name(actors[$0], mentions[$0], &said[$0], isBare: isBare, isOther: kinds[..<$0].contains(kinds[$0]))
      }
      var text = PromptWriter.list(names)
      var shared = StatedActor(kind: kinds[0])
      if let action = action(actors[0], mentions[0], form == .third ? .plural : form, &shared) {
        text += " " + action
        for index in said.indices { said[index].takeAction(of: shared) }
      }
      stated.actors = said
      return text
    }
    // Three different actions are too long for a prompt, and a list must say all or none.
    let tells = actors.count < 3 && (actors.count == 1 || mentions.allSatisfy(\.motion))
    let clauses = actors.indices.map { index -> String in
      let isOther = kinds[..<index].contains(kinds[index])
      var text = name(actors[index], mentions[index], &said[index], isBare: isBare, isOther: isOther)
      if tells, let action = action(actors[index], mentions[index], form, &said[index]) {
        text += (isBare && generator.chance(0.5) && actors.count == 1 ? ", " : " ") + action
      }
      return text
    }
    stated.actors = said
    if clauses.count == 2 && tells {
      return clauses.joined(separator: form == .third && generator.chance(0.3) ? " while " : " and ")
    }
    return PromptWriter.list(clauses)
  }

  // MARK: - One actor

  /// Whether one verb phrase can say what both do.
  static func isTogether(_ first: ActorSlots, _ second: ActorSlots) -> Bool {
    first.motion == second.motion && first.speed == second.speed && first.heading == second.heading
      && first.kind.locomotion == second.kind.locomotion
  }

  /// "a, b and c"
  static func list(_ items: [String]) -> String {
    items.count < 2
      ? items.joined() : items.dropLast().joined(separator: ", ") + " and " + items[items.count - 1]
  }

  /// The adjectives that an actor gets, in front of its name.
  private mutating func adjectives(
    _ actor: ActorSlots, _ mention: Mentions.OfActor, _ said: inout StatedActor
  ) -> [String] {
    var words: [String] = []
    if generator.chance(0.04) { words.append(pick(FillerWords.adjectives)) }
    if mention.size {
      words.append(pick(actor.size.words))
      said.size = actor.size
    }
    if mention.tint, let tint = actor.tint {
      words.append(pick(tint.words))
      said.tint = tint
    }
    return words
  }

  /// "a small red dog"; `isOther` makes it "another".
  private mutating func name(
    _ actor: ActorSlots, _ mention: Mentions.OfActor, _ said: inout StatedActor, isBare: Bool,
    isOther: Bool = false
  ) -> String {
    let noun = (adjectives(actor, mention, &said) + [pick(actor.kind.words)]).joined(separator: " ")
    if isOther { return "another " + noun }
    if isBare { return noun }
    if generator.chance(0.06) { return "the " + noun }
    return Grammar.withArticle(noun)
  }

  /// The verb phrase of an actor with direction and speed, or `nil` if the prompt does not say.
  mutating func action(
    _ actor: ActorSlots, _ mention: Mentions.OfActor, _ form: Grammar.VerbForm, _ said: inout StatedActor
  ) -> String? {
    guard mention.motion else { return nil }
    let verb: Verb
    var parts: [String] = []
    let course = actor.motion.courseWords
    let isTravel = actor.motion == .left || actor.motion == .right
    if isTravel || (course != nil && generator.chance(0.4)) {
      verb = pick(actor.kind.locomotion.verbs, for: actor.speed, saysSpeed: mention.speed)
    } else {
      verb = pick(actor.motion.verbs, for: actor.speed, saysSpeed: mention.speed)
    }
    parts.append(Grammar.conjugate(verb.base, form))
    said.motions = [actor.motion]
    if let direction = actor.motion == .left ? Heading.left : actor.motion == .right ? .right : nil {
      if mention.heading { parts.append(pick(direction.goingWords)) } else { said.motions = [.left, .right] }
    } else if actor.kind.locomotion.verbs.contains(where: { $0.base == verb.base }), let course,
      !actor.motion.verbs.contains(where: { $0.base == verb.base })
    {
      let words = pick(course)
      // Who walks down walks down a street.
      parts.append(words == "down" && actor.kind.locomotion.isOnGround ? "downwards" : words)
    }
    if actor.motion.takesHeading, mention.heading {
      if let heading = actor.heading {
        parts.append(pick(actor.motion == .enter ? heading.comingWords : heading.goingWords))
        said.heading = heading
      } else if generator.chance(0.4) {
        parts.append(pick(onTheSpotWords))
        said.isOnTheSpot = true
      }
    }
    if let told = verb.told { said.speed = told }
    if mention.speed, verb.told == nil || generator.chance(0.2) {
      said.speed = actor.speed
      let adverb = pick(actor.speed.words)
      // A single adverb may come before the verb; phrases follow.
      let isEarly =
        !adverb.contains(" ") && adverb != "fast" && !verb.base.hasPrefix("be ") && generator.chance(0.4)
      if isEarly && !verb.base.hasPrefix("do ") { parts.insert(adverb, at: 0) } else { parts.append(adverb) }
    }
    return parts.joined(separator: " ")
  }

  /// A verb that fits a speed; one that says it only where the speed is to be said.
  private mutating func pick(_ verbs: [Verb], for speed: Speed, saysSpeed: Bool) -> Verb {
    let fitting = verbs.filter {
      $0.speeds.contains(speed) && (saysSpeed || $0.told == nil) && (split.hasHeldOutWords || !$0.isHeldOut)
    }
    let kept = fitting.filter(\.isHeldOut)
    if split.hasHeldOutWords && !kept.isEmpty && generator.chance(0.5) { return generator.pick(kept) }
    let known = fitting.filter { !$0.isHeldOut }
    return generator.pick(known.isEmpty ? fitting : known)
  }
}

extension StatedActor {
  /// Takes over what another statement says about the action.
  fileprivate mutating func takeAction(of other: StatedActor) {
    motions = other.motions
    heading = other.heading
    isOnTheSpot = other.isOnTheSpot
    speed = other.speed
  }
}
