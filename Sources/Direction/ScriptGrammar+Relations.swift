// Who stands how to whom, and who carries whom.

import ZoetropeCast
import ZoetropeLanguage
import ZoetropeShot

extension ScriptGrammar {
  /// Takes in relations between things that are shown.
  mutating func readRelations() {
    for (index, mention) in reading.mentions.enumerated()
    where mention.kind == .relation && fates[index] == nil {
      let subjects = mention.subjects.filter { thing($0) != nil }
      let objects = mention.objects.filter { thing($0) != nil }
      guard !subjects.isEmpty, !objects.isEmpty else {
        // In front of the castle, where the castle is the place; through the snow.
        let others = mention.subjects + mention.objects
        if others.contains(where: { [.place, .light].contains(fates[first($0)]) }) || others.isEmpty {
          fates[index] = .property(others)
        } else {
          leaveOut(index, "is said of something that is not shown, and was left out")
        }
        continue
      }
      for (number, subject) in subjects.enumerated() {
        for (place, object) in objects.enumerated() {
          relate(subject, object, mention.key, index, isFirst: number == 0 && place == 0, place: place)
        }
      }
      if fates[index] == nil { fates[index] = .property(subjects + objects) }
    }
    readSeats()
  }

  /// Who sits, lies or sleeps somewhere is on it, in whatever order a language says so.
  private mutating func readSeats() {
    for mention in reading.mentions
    where ["sit", "lie", "sleep"].contains(mention.key) && mention.kind == .motion {
      for subject in mention.subjects {
        for object in mention.objects {
          guard let one = performers[first(subject)], let other = performers[first(object)] else { continue }
          if one.isAnimate, other.isSeat || other.isMount { putOn(subject, object, one, other) }
          if other.isAnimate, one.isSeat { putOn(object, subject, other, one) }
        }
      }
    }
  }

  /// The actor who goes where an actor is carried along.
  func root(_ actor: Int) -> Int {
    var current = actor
    for _ in 0...shot.actors.count {
      guard let carrier = shot.actors[current].carrier, carrier.manner != .eatenBy,
        case .actor(let next) = carrier.thing
      else { break }
      current = next
    }
    return current
  }

  /// Puts an actor on, in or at what carries it.
  ///
  /// - Returns: false where it is carried already, or would carry itself.
  @discardableResult
  mutating func carry(_ carried: Int, by carrier: Int, _ manner: Actor.Attachment.Manner) -> Bool {
    guard case .actor(let own) = thing(carried), let other = thing(carrier), other != .actor(own),
      shot.actors[own].carrier == nil, shot.actors[own].count == 1
    else { return false }
    if case .actor(let number) = other, root(number) == own { return false }
    shot.actors[own].carrier = ScriptedActor.Carrier(thing: other, manner: manner)
    return true
  }

  // MARK: - Internals

  private mutating func relate(
    _ subject: Int, _ object: Int, _ key: String, _ index: Int, isFirst: Bool, place: Int
  ) {
    guard let a = thing(subject), let b = thing(object), a != b else { return }
    guard let who = performers[first(subject)], let whom = performers[first(object)] else { return }
    func add(_ kind: ScriptedRelation.Kind) { shot.relations.append(ScriptedRelation(a, kind, b)) }
    func addInverse(_ kind: ScriptedRelation.Kind) { shot.relations.append(ScriptedRelation(b, kind, a)) }
    switch key {
    case "leftOf", "rightOf", "behind", "inFrontOf", "facing", "beside", "past":
      add(ScriptedRelation.Kind(rawValue: key)!)
    case "above", "over": add(.above)
    case "on": putOn(subject, object, who, whom)
    case "below", "under":
      if key == "under", who.isAnimate, whom.displayName.hasSuffix("umbrella"),
        carry(object, by: subject, .heldBy)
      {
        break
      }
      // Under a tree is before its trunk.
      add(
        whom.countedHeight > 1.3 * who.countedHeight && whom.isScenery && who.isAnimate ? .inFrontOf : .below)
    case "inside", "in",
      "at" where key != "at" || who.isAnimate && whom.isSeat:
      if who.isAnimate, whom.isSeat || whom.category == .animal {
        putOn(subject, object, who, whom)
        break
      }
      if whom.category == .clothing, carry(object, by: subject, .wornBy) { break }
      add(.inside)
    case "between": add(place == 0 ? .rightOf : .leftOf)
    case "among", "around", "touching", "at", "along": add(.beside)
    case "chasing", "following": chase(subject, object)
    case "chasedBy", "fleeing": chase(object, subject)
    case "riding": if !carry(subject, by: object, .riding) { add(.on) }
    case "holding": if !carry(object, by: subject, .heldBy) { add(.beside) }
    case "wearing": if !carry(object, by: subject, .wornBy) { add(.beside) }
    case "with":
      let holds = who.category == .person || who.category == .fantasy
      let manner: Actor.Attachment.Manner = whom.category == .clothing ? .wornBy : .heldBy
      if !(holds && whom.isHandy && carry(object, by: subject, manner)) { addInverse(.beside) }
    case "toward", "to": add(.toward)
    case "passing", "jumpingOver": add(.past)
    case "through", "of", "from": break
    default:
      if isFirst { leaveOut(index, "is a relation that a plan cannot hold, and was left out") }
    }
  }

  private mutating func putOn(_ subject: Int, _ object: Int, _ who: Performer, _ whom: Performer) {
    let a = thing(subject)!, b = thing(object)!
    let isSmaller = who.countedHeight < 1.6 * whom.countedHeight
    if who.isAnimate, whom.isSeat, carry(subject, by: object, .sittingOn) { return }
    if who.isAnimate, whom.isMount, isSmaller || whom.gaitStyle == .drive,
      carry(subject, by: object, .riding)
    {
      return
    }
    shot.relations.append(ScriptedRelation(a, .on, b))
  }

  private mutating func chase(_ chaser: Int, _ chased: Int) {
    guard let a = thing(chaser), let b = thing(chased), case .actor = a, case .actor = b else { return }
    shot.relations.append(ScriptedRelation(a, .chasing, b))
  }
}
