// What a caption says, and only that: the meeting point of the describer, which knows what it wrote, and the
// parser, which reads it from the words.

import ZoetropeFilm

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

extension StatedShot {
  /// What the text says that is not true of a plan, in words; empty if it agrees.
  ///
  /// Actors may come in any order: the assignment with the fewest contradictions counts.
  public func contradictions(with plan: ShotPlan) -> [String] {
    var found: [String] = []
    func check<Value: Equatable>(_ name: String, _ said: Value?, _ truth: Value) {
      if let said, said != truth { found.append("\(name): said \(said), plan has \(truth)") }
    }
    check("scene", scene, plan.scene)
    check("period", period.map { $0.period?.rawValue ?? "present" }, plan.period?.rawValue ?? "present")
    check("time", time, plan.time)
    check("weather", weather, plan.weather)
    check("look", look, plan.look)
    check("camera", camera, plan.camera.move)
    check("shotSize", shotSize, plan.shotSize)
    if saysNobody && !plan.actors.isEmpty {
      found.append("actors: said nobody, plan has \(plan.actors.count)")
    }
    guard actors.count == plan.actors.count else {
      return found + ["actors: said \(actors.count), plan has \(plan.actors.count)"]
    }
    let perOrder = StatedShot.orders(of: actors.count).map { actorContradictions(with: plan, order: $0) }
    return found + (perOrder.min { $0.count < $1.count } ?? [])
  }

  // MARK: - Internals

  /// - Parameter order: the plan's actor that each stated actor is taken for.
  private func actorContradictions(with plan: ShotPlan, order: [Int]) -> [String] {
    var found: [String] = []
    for (said, index) in zip(actors, order) {
      let truth = ActorSlots(of: plan.actors[index], camera: plan.camera)
      if said.kind != truth.kind { found.append("actor: said \(said.kind), plan has \(truth.kind)") }
      if let tint = said.tint, tint != truth.tint {
        found.append("\(said.kind): said \(tint), plan has \(truth.tint?.rawValue ?? "no tint")")
      }
      if let size = said.size, size != truth.size {
        found.append("\(said.kind): said \(size), plan has \(truth.size)")
      }
      if let speed = said.speed, speed != truth.speed {
        found.append("\(said.kind): said \(speed), plan has \(truth.speed)")
      }
      if !said.motions.isEmpty, !said.motions.contains(truth.motion) {
        found.append("\(said.kind): said \(said.motions), plan has \(truth.motion)")
      }
      if let heading = said.heading, heading != truth.direction {
        found.append(
          "\(said.kind): said to the \(heading), plan has \(truth.direction?.rawValue ?? "neither side")")
      }
      if said.isOnTheSpot, truth.direction != nil {
        found.append("\(said.kind): said on the spot, plan has it go \(truth.direction?.rawValue ?? "")")
      }
    }
    if let relation {
      var pair = plan
      pair.actors = [plan.actors[order[relation.subject]], plan.actors[order[relation.object]]]
      if !relation.relation.holds(in: pair) { found.append("relation: \(relation.relation) does not hold") }
    }
    return found
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
