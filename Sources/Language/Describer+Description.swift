// The full description: plain words, every slot, little variation, so that a model can learn to write it.

import ZoetropeShot
import ZoetropeRandom

extension Describer {
  /// Names every slot of a shot in plain words: "Wide shot, static camera. A small red dog runs quickly to the
  /// left. The setting is on the beach at sunset, in clear weather. Style of the picture: natural colours."
  ///
  /// What it does not name is usual: no colour is the natural one, no size medium, no period the present, and
  /// among three or more actors no speed the normal one.
  public func description(of slots: ShotSlots, using generator: inout Generator) -> String {
    // Two orders, so that a reader does not rely on one.
    let isCameraLast = generator.chance(0.3)
    let text = description(of: slots, isCameraLast: isCameraLast, isBrief: false)
    return Describer.wordCount(text) <= 45
      ? text : description(of: slots, isCameraLast: isCameraLast, isBrief: true)
  }

  // MARK: - Internals

  private func description(of slots: ShotSlots, isCameraLast: Bool, isBrief: Bool) -> String {
    var setting = [slots.scene.placeWords.plain]
    if let period = slots.period { setting.append(period.words.plain) }
    setting.append(slots.time.words.plain)
    let camera = Grammar.capitalized("\(slots.shotSize.words.plain), \(slots.camera.words.plain)")
    var sentences = actorSentences(slots).map(Grammar.capitalized)
    let opening = isBrief ? "Setting:" : "The setting is"
    sentences.append("\(opening) \(setting.joined(separator: " ")), \(slots.weather.words.plain)")
    sentences.append("\(isBrief ? "Style:" : "Style of the picture:") \(slots.look.words.plain)")
    sentences.insert(camera, at: isCameraLast ? sentences.count : 0)
    return sentences.joined(separator: ". ") + "."
  }

  private func actorSentences(_ slots: ShotSlots) -> [String] {
    let actors = slots.actors
    guard let first = actors.first else { return ["The frame is empty, no actors"] }
    if actors.count > 1, actors.allSatisfy({ $0 == first }), slots.relation != .chasing,
      slots.relation != .meeting,
      let number = NumberWords.words(actors.count)
    {
      let name = (adjectives(first) + [Grammar.plural(first.kind.words.plain)]).joined(separator: " ")
      return ["\(number.plain) \(name) \(action(first, .plural))"]
    }
    var sentences: [String] = []
    var relation = slots.relation
    var rest = Array(actors.enumerated())
    if relation == .chasing, actors[0].speed == actors[1].speed, let heading = actors[1].direction,
      [.left, .right].contains(actors[1].motion)
    {
      sentences.append(
        "\(name(actors[0])) chases \(name(actors[1], after: [actors[0]])) \(heading.goingWords.plain) "
          + actors[0].speed.words.plain)
      rest.removeFirst(2)
      relation = nil
    } else if relation == .meeting, actors[0].speed == actors[1].speed {
      sentences.append(
        "\(name(actors[0])) and \(name(actors[1], after: [actors[0]])) \(Relation.towardsWords.plain) "
          + actors[0].speed.words.plain)
      rest.removeFirst(2)
      relation = nil
    }
    let clauses = rest.map { index, actor -> String in
      let isBrief = actors.count > 2 && actor.speed == .normal
      return "\(name(actor, after: Array(actors[..<index]))) \(action(actor, .third, saysSpeed: !isBrief))"
    }
    if !clauses.isEmpty { sentences.append(PromptWriter.list(clauses)) }
    if let relation, relation != .chasing, relation != .meeting, actors[0].kind != actors[1].kind {
      sentences.append(
        "The \(actors[0].kind.words.plain) is \(relation.words.plain) the \(actors[1].kind.words.plain)")
    }
    return sentences
  }

  private func adjectives(_ actor: ActorSlots) -> [String] {
    [actor.size == .medium ? nil : actor.size.words.plain, actor.tint?.words.plain].compactMap { $0 }
  }

  private func name(_ actor: ActorSlots, after earlier: [ActorSlots] = []) -> String {
    let noun = (adjectives(actor) + [actor.kind.words.plain]).joined(separator: " ")
    return earlier.contains { $0.kind == actor.kind } ? "another " + noun : Grammar.withArticle(noun)
  }

  private func action(_ actor: ActorSlots, _ form: Grammar.VerbForm, saysSpeed: Bool = true) -> String {
    let isTravel = actor.motion == .left || actor.motion == .right
    let verbs = isTravel ? actor.kind.locomotion.verbs : actor.motion.verbs
    let verb = verbs.first { $0.speeds.contains(actor.speed) && $0.told == nil } ?? verbs[0]
    var parts = [Grammar.conjugate(verb.base, form)]
    if isTravel, let direction = actor.direction { parts.append(direction.goingWords.plain) }
    if actor.motion.takesHeading {
      let words =
        actor.heading.map { actor.motion == .enter ? $0.comingWords : $0.goingWords } ?? onTheSpotWords
      parts.append(words.plain)
    }
    if actor.motion != .still && saysSpeed { parts.append(actor.speed.words.plain) }
    return parts.joined(separator: " ")
  }
}
