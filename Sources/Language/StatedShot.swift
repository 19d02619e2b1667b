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
  /// What it is about.
  public enum Slot: String, CaseIterable, Sendable {
    case count, kind, tint, size, motion, heading, speed, relation
    case scene, period, time, weather, look, camera, shotSize
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
    var checks: [StatementCheck] = []
    func check<Value: Equatable>(_ slot: StatementCheck.Slot, _ said: Value?, _ truth: Value) {
      guard let said else { return }
      checks.append(
        StatementCheck(slot: slot, said: "\(said)", found: "\(truth)", isTrue: said == truth))
    }
    check(.scene, scene, plan.scene)
    check(.period, period.map { $0.period?.rawValue ?? "present" }, plan.period?.rawValue ?? "present")
    check(.time, time, plan.time)
    check(.weather, weather, plan.weather)
    check(.look, look, plan.look)
    check(.camera, camera, plan.camera.move)
    check(.shotSize, shotSize, plan.shotSize)
    check(.count, actors.count, plan.actors.count)
    let places = Array(0..<max(actors.count, plan.actors.count))
    let perOrder = StatedShot.orders(of: places.count).map { order in
      actorChecks(against: plan, order: order.map { $0 < plan.actors.count ? $0 : nil })
    }
    return checks + (perOrder.min { $0.count { !$0.isTrue } < $1.count { !$0.isTrue } } ?? [])
  }

  // MARK: - Internals

  /// - Parameter order: the plan's actor that each stated actor is taken for, nil for none.
  private func actorChecks(against plan: ShotPlan, order: [Int?]) -> [StatementCheck] {
    var checks: [StatementCheck] = []
    for (said, index) in zip(actors, order) {
      let truth = index.map { ActorSlots(of: plan.actors[$0], camera: plan.camera) }
      func check(_ slot: StatementCheck.Slot, _ words: String, _ found: String?, _ isTrue: Bool?) {
        checks.append(
          StatementCheck(
            slot: slot, said: words, found: found ?? "nothing", isTrue: truth == nil ? false : isTrue ?? false
          ))
      }
      check(.kind, said.kind.rawValue, truth?.kind.rawValue, said.kind == truth?.kind)
      if let tint = said.tint { check(.tint, tint.rawValue, truth?.tint?.rawValue, tint == truth?.tint) }
      if let size = said.size { check(.size, size.rawValue, truth?.size.rawValue, size == truth?.size) }
      if let speed = said.speed {
        check(.speed, speed.rawValue, truth?.speed.rawValue, speed == truth?.speed)
      }
      if !said.motions.isEmpty {
        check(
          .motion, said.motions.map(\.rawValue).joined(separator: " or "), truth?.motion.rawValue,
          truth.map { said.motions.contains($0.motion) })
      }
      if let heading = said.heading {
        check(.heading, heading.rawValue, truth?.direction?.rawValue, heading == truth?.direction)
      }
      if said.isOnTheSpot {
        check(.heading, "on the spot", truth?.direction?.rawValue, truth.map { $0.direction == nil })
      }
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

  /// All orders of `count` things; few, since plans have at most four actors.
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
