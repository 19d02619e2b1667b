// What everybody does, one thing after the other, where to and how fast.

import ZoetropeCast
import ZoetropeLanguage
import ZoetropeShot

/// What an actor is said to do in one step.
struct ScriptedAction {
  /// What it does; right stands for wherever it heads.
  var motion = Motion.still
  /// The side, where one is said.
  var heading: Heading?
  /// How fast, where that is said.
  var speed: Speed?
  /// Whether it turns back.
  var turns = false
  /// Whether it goes to and fro.
  var alternates = false
  /// What it goes towards.
  var towards: PlanThing?
  /// Whether only what it does besides moving is said: it may stand or go.
  var isFree = false

  /// Takes in what is said of the same step: what is special counts more than going along.
  mutating func join(_ other: ScriptedAction) {
    if motion == .still || motion == .right && other.motion != .still { motion = other.motion }
    heading = heading ?? other.heading
    speed = speed ?? other.speed
    turns = turns || other.turns
    alternates = alternates || other.alternates
    towards = towards ?? other.towards
    isFree = isFree && other.isFree
  }
}

extension ScriptGrammar {
  /// Makes beats of motions, activities and what relations make people do.
  mutating func readActions() throws {
    var actions: [Int: [Int: ScriptedAction]] = [:]  // by actor, then by step
    for (index, mention) in reading.mentions.enumerated() {
      guard [.motion, .activity, .relation].contains(mention.kind), !mention.isNegated else { continue }
      let doers = self.doers(of: index)
      guard let action = action(index), !doers.isEmpty else {
        if mention.kind != .relation, fates[index] == nil { noDoer(index) }
        continue
      }
      for actor in doers {
        var own = action
        if mention.kind == .relation { own = adapted(action, of: actor, in: mention) }
        actions[actor, default: [:]][mention.step, default: own].join(own)
      }
      if fates[index] == nil { fates[index] = .property(mention.subjects) }
      for other in said(of: index) where fates[other] == nil { fates[other] = .property([index]) }
    }
    readLooseWords(&actions)
    meet(&actions)
    try setBeats(actions)
  }

  // MARK: - Internals

  private func said(of index: Int) -> [Int] {
    reading.said(of: index).filter { [.direction, .speed, .duration].contains(mention($0).kind) }
  }

  /// Who does what a mention says: for those who are carried along, what carries them.
  private func doers(of index: Int) -> [Int] {
    let mention = mention(index)
    if mention.kind == .relation {
      let key = mention.key
      let both = ["chasing", "following", "chasedBy", "fleeing"].contains(key)
      guard both || ["riding", "passing", "past", "jumpingOver", "toward", "to"].contains(key) else {
        return []
      }
      return Array(Set((mention.subjects + (both ? mention.objects : [])).compactMap(actor).map(root)))
        .sorted()
    }
    let doers = mention.subjects.compactMap(actor)
    if doers.isEmpty, mention.subjects.isEmpty, !shot.actors.isEmpty { return [root(0)] }
    return Array(Set(doers.map(root))).sorted()
  }

  private mutating func noDoer(_ index: Int) {
    let subjects = mention(index).subjects
    if subjects.contains(where: { if case .piece = fates[first($0)] { true } else { false } }) {
      fates[index] = .property(subjects)
    } else {
      leaveOut(index, "is done by nobody who is shown, and was left out")
    }
  }

  /// What a mention makes somebody do; nil where it makes nobody do anything.
  private mutating func action(_ index: Int) -> ScriptedAction? {
    let mention = mention(index)
    var action = ScriptedAction()
    switch mention.kind {
    case .relation:
      let moves = [
        "chasing", "following", "chasedBy", "fleeing", "riding", "passing", "past", "toward", "to",
      ]
      if mention.key == "jumpingOver" {
        action.motion = .jump
      } else if moves.contains(mention.key) {
        action.motion = .right
      } else {
        return nil
      }
      if ["toward", "to"].contains(mention.key) {
        action.towards = mention.objects.lazy.compactMap(thing).first
      }
    case .motion:
      action.motion = ScriptVerbs.motions[mention.key] ?? .right
      action.turns = mention.key == "turn" || mention.key == "return"
      action.speed = mention.speed.flatMap(Speed.init(rawValue:))
      if [.right, .spin].contains(action.motion), goesAround(mention) { action.motion = .orbit }
    default:
      act(index, &action)
    }
    for other in reading.said(of: index) where fates[other] == nil || fates[other] == .property([index]) {
      apply(other, to: &action)
    }
    return action
  }

  /// Whether who moves does so around something that is shown.
  private func goesAround(_ motion: Mention) -> Bool {
    reading.mentions.contains { other in
      other.kind == .relation && other.key == "around" && !other.isNegated
        && other.subjects == motion.subjects
        && other.objects.contains { thing($0) != nil }
    }
  }

  private func apply(_ index: Int, to action: inout ScriptedAction) {
    let key = mention(index).key
    switch (mention(index).kind, key) {
    case (.speed, _): action.speed = Speed(rawValue: key) ?? action.speed
    case (.direction, "left"), (.direction, "right"):
      action.heading = Heading(rawValue: key)
      if action.motion == .still { action.motion = .right }
    case (.direction, "backAndForth"):
      action.alternates = true
      if action.motion == .still { action.motion = .right }
    case (.direction, "return"): action.turns = true
    case (.direction, "through"):
      // Who comes out on the other side goes on.
      if action.motion == .enter { action.motion = .right }
    case (.direction, "straight"): break
    case (.direction, _): if let motion = ScriptVerbs.directions[key] { action.motion = motion }
    default: break
    }
  }

  /// What somebody does besides moving.
  private mutating func act(_ index: Int, _ action: inout ScriptedAction) {
    let mention = mention(index)
    let hands: [String: Actor.Attachment.Manner] = [
      "eat": .eatenBy, "drink": .heldBy, "read": .heldBy, "play": .heldBy, "use": .heldBy, "throw": .heldBy,
      "catch": .heldBy, "write": .heldBy, "open": .heldBy, "give": .heldBy, "make": .heldBy, "show": .heldBy,
    ]
    var isShown = false
    if let manner = hands[mention.key], let subject = mention.subjects.first {
      for object in mention.objects where performers[first(object)]?.isHandy == true {
        isShown = carry(object, by: subject, manner) || isShown
      }
    }
    action.isFree = ["play", "fight", "work", "hunt", "catch", "train", "wag", "flap", "help", "fish"]
      .contains(
        mention.key)
    guard !isShown, !mention.subjects.compactMap(actor).isEmpty else { return }
    fates[index] = .property(mention.subjects)
    if ["look", "think", "wave", "show"].contains(mention.key) { return }
    leaveOut(index, "is nothing that a plan can show; who does it is there")
  }

  /// The part of each in a chase.
  private func adapted(_ action: ScriptedAction, of actor: Int, in mention: Mention) -> ScriptedAction {
    var own = action
    let isSubject = mention.subjects.compactMap(self.actor).map(root).contains(actor)
    switch mention.key {
    case "chasing", "following": if isSubject { own.motion = .chase }
    case "chasedBy", "fleeing": if !isSubject { own.motion = .chase }
    default: break
    }
    return own
  }

  /// Directions and speeds that belong to somebody, or to nobody in particular.
  private mutating func readLooseWords(_ actions: inout [Int: [Int: ScriptedAction]]) {
    for (index, mention) in reading.mentions.enumerated() where fates[index] == nil {
      guard mention.kind == .direction || mention.kind == .speed else { continue }
      if mention.subjects.contains(where: { self.mention($0).kind == .camera }) { continue }
      let named = mention.subjects.compactMap(actor).map(root)
      let doers = named.isEmpty && !shot.actors.isEmpty ? [root(0)] : named
      guard !doers.isEmpty else {
        leaveOut(index, "is said of nobody who is shown, and was left out")
        continue
      }
      for actor in doers {
        let step = actions[actor]?.keys.min() ?? 0
        var action = actions[actor]?[step] ?? ScriptedAction()
        if mention.kind == .speed, action.motion == .still { action.motion = .right }
        apply(index, to: &action)
        actions[actor, default: [:]][step] = action
      }
      fates[index] = .property(mention.subjects)
    }
  }

  /// Those who meet are two, each on the way to the other.
  private mutating func meet(_ actions: inout [Int: [Int: ScriptedAction]]) {
    let meeting = actions.keys.sorted().filter { actions[$0]?.values.contains { $0.motion == .meet } == true }
    if meeting.count >= 2 {
      shot.relations.append(ScriptedRelation(.actor(meeting[0]), .meeting, .actor(meeting[1])))
    }
    // Whoever meets nobody goes.
    for (place, actor) in meeting.enumerated()
    where place > 1 || meeting.count < 2 && shot.actors[actor].count < 2 {
      for step in actions[actor]!.keys where actions[actor]![step]!.motion == .meet {
        actions[actor]![step]!.motion = .right
      }
    }
  }
}

/// What verbs and directions mean as motions; right stands for wherever somebody heads.
enum ScriptVerbs {
  /// Verbs that are more than going along.
  static let motions: [String: Motion] = [
    "up": .up, "down": .down, "approach": .approach, "recede": .recede, "bounce": .bounce, "dance": .bounce,
    "spin": .spin, "orbit": .orbit, "zigzag": .zigzag, "jump": .jump, "enter": .enter, "exit": .exit,
    "stand": .still, "sit": .still, "lie": .still, "sleep": .still, "stop": .still, "swing": .still,
    "grow": .approach, "shrink": .recede, "meet": .meet, "flow": .still, "stretch": .still,
  ]
  /// Directions that are motions of their own.
  static let directions: [String: Motion] = [
    "up": .up, "down": .down, "approach": .approach, "recede": .recede, "orbit": .orbit, "zigzag": .zigzag,
    "enter": .enter, "exit": .exit, "around": .orbit, "upAndDown": .bounce, "still": .still,
  ]
}
