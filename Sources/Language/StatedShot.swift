// What a caption says, and only that: the meeting point of the describer, which knows what it wrote, and the
// parser, which reads it from the words.

import ZoetropeShot

/// The slots that a text states; what it leaves open is `nil` or empty.
public struct StatedShot: Sendable, Equatable {
  /// The actors in the order of the text.
  public var actors: [StatedActor] = []
  /// Whether the text says that nobody is there.
  public var saysNobody = false
  /// How two of the actors stand to each other.
  public var relation: StatedRelation?
  /// Where it takes place.
  public var scene: Scene?
  /// The age of a built scene.
  public var period: StatedPeriod?
  /// The time of day.
  public var time: TimeOfDay?
  /// What the air does.
  public var weather: Weather?
  /// How the picture is made.
  public var look: Look?
  /// What the camera does.
  public var camera: CameraMove?
  /// How much the frame takes in.
  public var shotSize: ShotSize?

  /// Makes a statement that leaves everything open.
  public init() {}
}

/// What a text says about one actor.
public struct StatedActor: Sendable, Equatable {
  /// What it is.
  public var kind: ActorKind
  /// Its colour.
  public var tint: Tint?
  /// How large it is.
  public var size: ActorSize?
  /// The motions that the words allow: none said, one, or left and right for "runs".
  public var motions: [Motion] = []
  /// The side it heads for.
  public var heading: Heading?
  /// Whether the text says that it hops on the spot.
  public var isOnTheSpot = false
  /// How fast it is.
  public var speed: Speed?

  /// Makes a statement about an actor that leaves all but its kind open.
  public init(kind: ActorKind) {
    self.kind = kind
  }
}

extension StatedActor {
  /// The words that the text allows for a slot; empty where it leaves it open.
  fileprivate func words(of slot: PlanSlot) -> [String] {
    switch slot {
    case .kind: [kind.rawValue]
    case .tint: tint.map { [$0.rawValue] } ?? []
    case .motion: motions.map(\.rawValue)
    case .speed: speed.map { [$0.rawValue] } ?? []
    case .size: size.map { [$0.rawValue] } ?? []
    case .scene, .period, .time, .weather, .look, .camera, .shotSize: []
    }
  }
}

/// A relation between two actors of a text, by their indices.
public struct StatedRelation: Sendable, Equatable {
  /// The relation of the first index to the second.
  public var relation: Relation
  /// Index of the actor that it is said of.
  public var subject: Int
  /// Index of the actor that it is said to.
  public var object: Int

  /// Makes a relation; mirrored if need be so that `subject < object`, chases excepted.
  public init(_ relation: Relation, subject: Int, object: Int) {
    let isMirrored = subject > object && relation != .chasing
    self.relation = isMirrored ? relation.inverse : relation
    self.subject = isMirrored ? object : subject
    self.object = isMirrored ? subject : object
  }
}

/// A period that a text states, the present included.
public enum StatedPeriod: Sendable, Equatable {
  /// The present, which plans write as no period.
  case present
  /// Another age.
  case past(Period)

  /// The plan's way to write it.
  public var period: Period? {
    if case .past(let period) = self { period } else { nil }
  }
}

/// One thing that a text states, held against a plan.
public struct StatementCheck: Sendable, Equatable {
  /// What a text can state: a slot of the plan, or something that is measured from it.
  public enum Slot: Hashable, CaseIterable, Sendable, CustomStringConvertible {
    case plan(PlanSlot)
    case count, heading, relation

    /// All of them: of the actors, then of the shot.
    public static let allCases: [Slot] =
      [.count] + PlanSlot.actor.map { .plan($0) } + [.heading, .relation] + PlanSlot.shot.map { .plan($0) }

    /// Its name.
    public var description: String {
      switch self {
      case .plan(let slot): slot.rawValue
      case .count: "count"
      case .heading: "heading"
      case .relation: "relation"
      }
    }
  }

  /// What it is about.
  public let slot: Slot
  /// What the text says.
  public let said: String
  /// What the plan has.
  public let found: String
  /// Whether they agree.
  public let isTrue: Bool
}

extension StatedShot {
  /// What the text says that is not true of a plan, in words; empty if it agrees.
  ///
  /// Actors may come in any order: the assignment with the fewest contradictions counts.
  public func contradictions(with plan: ShotPlan) -> [String] {
    checks(against: plan).filter { !$0.isTrue }.map { "\($0.slot): said \($0.said), plan has \($0.found)" }
  }

  /// Everything the text states, held against a plan.
  ///
  /// Actors may come in any order: the assignment with the fewest contradictions counts. Where the plan has another number of
  /// actors, those that it lacks count as wrong in everything that is said of them.
  public func checks(against plan: ShotPlan) -> [StatementCheck] {
    var checks = PlanSlot.shot.compactMap { slot -> StatementCheck? in
      guard let said = choice(of: slot) else { return nil }
      let found = slot.choices[slot.choice(in: plan)]
      return StatementCheck(slot: .plan(slot), said: said, found: found, isTrue: said == found)
    }
    checks.append(
      StatementCheck(
        slot: .count, said: "\(actors.count)", found: "\(plan.actors.count)",
        isTrue: actors.count == plan.actors.count))
    let places = Array(0..<max(actors.count, plan.actors.count))
    let perOrder = StatedShot.orders(of: places.count).map { order in
      actorChecks(against: plan, order: order.map { $0 < plan.actors.count ? $0 : nil })
    }
    return checks + (perOrder.min { $0.count { !$0.isTrue } < $1.count { !$0.isTrue } } ?? [])
  }

  // MARK: - Internals

  /// What the text says of a slot of the shot, by the names of ``PlanSlot/choices``; nil where it leaves it open.
  private func choice(of slot: PlanSlot) -> String? {
    switch slot {
    case .scene: scene?.rawValue
    case .period: period.flatMap { $0.period?.rawValue ?? slot.absence }
    case .time: time?.rawValue
    case .weather: weather?.rawValue
    case .look: look?.rawValue
    case .camera: camera?.rawValue
    case .shotSize: shotSize?.rawValue
    case .kind, .tint, .motion, .speed, .size: nil
    }
  }

  /// - Parameter order: the plan's actor that each stated actor is taken for, nil for none.
  private func actorChecks(against plan: ShotPlan, order: [Int?]) -> [StatementCheck] {
    var checks: [StatementCheck] = []
    for (said, index) in zip(actors, order) {
      let truth = index.map { plan.actors[$0] }
      let direction = truth.flatMap { Heading.direction(of: $0, camera: plan.camera) }
      func check(_ slot: StatementCheck.Slot, _ words: String, _ found: String?, _ isTrue: Bool) {
        checks.append(
          StatementCheck(
            slot: slot, said: words, found: found ?? "nothing", isTrue: truth != nil && isTrue))
      }
      for slot in PlanSlot.actor {
        let words = said.words(of: slot)
        guard !words.isEmpty else { continue }
        let found = truth.flatMap { slot.word(in: $0) }
        check(.plan(slot), words.joined(separator: " or "), found, found.map(words.contains) ?? false)
      }
      if let heading = said.heading {
        check(.heading, heading.rawValue, direction?.rawValue, heading == direction)
      }
      if said.isOnTheSpot { check(.heading, "on the spot", direction?.rawValue, direction == nil) }
    }
    if let relation {
      let pair = [order[relation.subject], order[relation.object]].compactMap { $0 }
      var holds = false
      if pair.count == 2 {
        var shot = plan
        shot.actors = pair.map { plan.actors[$0] }
        holds = relation.relation.holds(in: shot)
      }
      checks.append(
        StatementCheck(
          slot: .relation, said: relation.relation.rawValue, found: holds ? "it" : "another", isTrue: holds))
    }
    return checks
  }

  /// All orders of `count` things; few, since plans have at most six actors.
  private static func orders(of count: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return orders(of: count - 1).flatMap { order in
      (0...order.count).map { place in
        var longer = order
        longer.insert(count - 1, at: place)
        return longer
      }
    }
  }
}
