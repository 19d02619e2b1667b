// Actions become beats: when each step begins, who heads where, how fast, and what those do of whom nothing is said.

import ZoetropeCast
import ZoetropeLanguage
import ZoetropeShot

extension ScriptGrammar {
  /// Sets everybody's beats, headings and speeds.
  mutating func setBeats(_ actions: [Int: [Int: ScriptedAction]]) throws {
    let steps = Array(Set(actions.values.flatMap(\.keys))).sorted()
    let starts = try self.starts(of: steps)
    let going = actions.filter { !$0.value.values.allSatisfy(\.isFree) }
    try idle(
      shot.actors.indices.filter { shot.actors[$0].carrier == nil && going[$0] == nil },
      amongOthers: !going.isEmpty)
    for actor in shot.actors.indices where shot.actors[actor].carrier == nil {
      if let own = going[actor] { hold(own, actor) }
    }
    try setHeadings(actions)
    for (actor, own) in actions where shot.actors[actor].carrier == nil && !own.values.allSatisfy(\.isFree) {
      shot.actors[actor].beats = beats(
        of: own, steps: steps, starts: starts, heading: shot.actors[actor].heading)
    }
    try setSpeeds(actions)
    setManners()
  }

  // MARK: - Internals

  /// After which share of the shot each step begins.
  private mutating func starts(of steps: [Int]) throws -> [Double] {
    var starts = [0.0], last = 0
    for number in steps.indices.dropFirst() {
      let left = steps.count - 1 - number
      let highest = 7 - left
      guard last < highest else {
        starts.append(starts[starts.count - 1] + 0.02)
        continue
      }
      let usual = min(max(Int((8 * Double(number) / Double(steps.count)).rounded()), last + 1), highest)
      let answer = try choose(
        ScriptSlot(.border, of: number), among: Array(last..<highest), usual: usual - 1)
      last = answer + 1
      starts.append(Double(last) / 8)
    }
    return starts
  }

  /// Those of whom nothing is said stand, or go together: what is beside another stays beside it.
  private mutating func idle(_ idle: [Int], amongOthers: Bool) throws {
    guard let first = idle.first else { return }
    let touching: Set<ScriptedRelation.Kind> = [
      .on, .above, .below, .inside, .behind, .inFrontOf, .facing, .past, .beside,
    ]
    let sides: Set<ScriptedRelation.Kind> = [.leftOf, .rightOf, .between]
    let isTied = shot.relations.contains { touching.contains($0.kind) }
    let isBesideOthers =
      shot.relations.contains { sides.contains($0.kind) }
      && (amongOthers || !shot.pieces.isEmpty || !idle.allSatisfy { shot.actors[$0].performer.goesByItself })
    let others = shot.actors.filter { $0.carrier == nil }
    let usual = !amongOthers && others.allSatisfy { $0.performer.goesByItself } ? 1 : 0
    let mayGo = !isTied && !isBesideOthers && idle.contains { shot.actors[$0].performer.goesByItself }
    let answer = try choose(ScriptSlot(.idle, of: first), among: mayGo ? [0, 1] : [0], usual: usual)
    var pace = Speed.normal
    if answer == 1 {
      pace = Speed.allCases[try choose(ScriptSlot(.pace, of: first), among: [0, 1], usual: 0)]
    }
    for actor in idle {
      let goes = answer == 1 && shot.actors[actor].performer.goesByItself
      shot.actors[actor].beats = [ScriptedBeat(goes ? .right : .still)]
      if goes { shot.actors[actor].speed = pace }
    }
  }

  /// The first heading that is said, before anybody is asked for one.
  private mutating func hold(_ own: [Int: ScriptedAction], _ actor: Int) {
    shot.actors[actor].beats = [ScriptedBeat(.right)]
    if let heading = own.sorted(by: { $0.key < $1.key }).lazy.compactMap(\.value.heading).first {
      shot.actors[actor].heading = heading
    }
  }

  /// Everybody of whom no side is said goes the same way; those who chase, flee and meet as that asks for.
  private mutating func setHeadings(_ actions: [Int: [Int: ScriptedAction]]) throws {
    func said(_ actor: Int) -> Heading? {
      actions[actor]?.sorted { $0.key < $1.key }.lazy.compactMap(\.value.heading).first
    }
    let open = shot.actors.indices.filter { said($0) == nil && shot.actors[$0].carrier == nil }
    guard let asked = open.first else { return }
    let partner = shot.relations.first { $0.kind == .chasing }.flatMap { pair -> Heading? in
      guard case .actor(let a) = pair.first, case .actor(let b) = pair.second else { return nil }
      return said(a) ?? said(b)
    }
    let toward = shot.actors[asked].column.map { $0 >= 5 ? 0 : 1 } ?? 1
    let answer = try choose(
      ScriptSlot(.heading, of: asked), among: partner.map { [$0 == .left ? 0 : 1] } ?? [0, 1], usual: toward)
    let heading = answer == 0 ? Heading.left : .right
    for actor in open { shot.actors[actor].heading = heading }
    for relation in shot.relations {
      guard case .actor(let a) = relation.first else { continue }
      if relation.kind == .chasing, case .actor(let b) = relation.second {
        let common = said(a) ?? said(b) ?? heading
        (shot.actors[a].heading, shot.actors[b].heading) = (common, common)
      } else if relation.kind == .meeting, case .actor(let b) = relation.second {
        (shot.actors[a].heading, shot.actors[b].heading) = (.right, .left)
      }
    }
  }

  private func beats(
    of own: [Int: ScriptedAction], steps: [Int], starts: [Double], heading: Heading
  ) -> [ScriptedBeat] {
    var beats: [ScriptedBeat] = [], isReversed = false, last = Motion.still
    for (number, step) in steps.enumerated() {
      guard let action = own[step] else {
        if number == 0 { beats.append(ScriptedBeat(.still)) }
        continue
      }
      var motion = action.motion
      if action.turns, !beats.isEmpty || action.motion == .still {
        isReversed.toggle()
        motion = last == .still || beats.isEmpty ? .right : last
        if action.motion != .right && action.motion != .still { motion = action.motion }
      }
      if let said = action.heading { isReversed = said != heading }
      let end = number + 1 < starts.count ? starts[number + 1] : 1
      let parts = action.alternates ? 4 : 1
      for part in 0..<parts {
        beats.append(
          ScriptedBeat(
            motion, from: starts[number] + (end - starts[number]) * Double(part) / Double(parts),
            isReversed: isReversed != (part % 2 == 1), speed: action.speed, towards: action.towards))
      }
      last = motion
    }
    if beats.count > 1, beats[0].motion == beats[1].motion, beats[1].from == 0 { beats.removeFirst() }
    return beats.isEmpty ? [ScriptedBeat(.still)] : beats
  }

  /// How fast everybody goes.
  private mutating func setSpeeds(_ actions: [Int: [Int: ScriptedAction]]) throws {
    for actor in shot.actors.indices where shot.actors[actor].carrier == nil {
      let beats = shot.actors[actor].beats
      guard beats.contains(where: { $0.motion != .still }) else { continue }
      if let said = beats.lazy.compactMap(\.speed).first {
        shot.actors[actor].speed = said
        continue
      }
      // Those of whom nothing is said have their pace already.
      if actions[actor]?.values.allSatisfy(\.isFree) ?? true { continue }
      let answer = try choose(ScriptSlot(.pace, of: actor), among: [0, 1, 2], usual: 1)
      shot.actors[actor].speed = Speed.allCases[answer]
    }
    // Whoever chases somebody is as fast.
    for relation in shot.relations where relation.kind == .chasing {
      guard case .actor(let a) = relation.first, case .actor(let b) = relation.second else { continue }
      let said = shot.actors[a].beats.lazy.compactMap(\.speed).first
      if said == nil {
        shot.actors[a].speed = shot.actors[b].speed
      } else {
        shot.actors[b].speed = shot.actors[a].speed
      }
    }
  }

  /// How verbs that name a way of moving change footing and gait.
  private mutating func setManners() {
    for mention in reading.mentions where mention.kind == .motion && !mention.isNegated {
      for actor in mention.subjects.compactMap(actor).map(root) {
        let style = shot.actors[actor].performer.gaitStyle
        switch mention.key {
        case "fly":
          shot.actors[actor].isAirborne = true
          let performer = shot.actors[actor].performer
          if !performer.isFlyer { shot.actors[actor].gait = performer.category == .bird ? .flap : .hover }
        case "float" where shot.backdrop.waterLine == nil: shot.actors[actor].isAirborne = true
        case "swim": shot.actors[actor].swims = true
        case "walk" where style == .run: shot.actors[actor].gait = .walk
        case "run" where style == .walk: shot.actors[actor].gait = .run
        default: break
        }
      }
    }
  }
}
