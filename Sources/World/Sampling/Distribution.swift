// How often everything is drawn: the table that the tool prints, and the least shares that tests check.

import ZoetropeShot

/// Counts of the values of every slot over many plans.
public struct Distribution: Sendable {
  /// A slot that is counted.
  public enum Slot: String, CaseIterable, Sendable {
    case actorCount, kind, tint, size, motion, heading, speed, relation
    case scene, period, time, weather, look, camera, shotSize, shape

    /// What shares are shares of.
    public var unit: Unit {
      switch self {
      case .kind, .tint, .size, .motion, .heading, .speed: .actors
      case .relation: .pairs
      case .actorCount, .scene, .period, .time, .weather, .look, .camera, .shotSize, .shape: .shots
      }
    }

    /// The least share that each value of the slot has under default options. "none" of tint, heading, relation
    /// and period is not bounded.
    public var leastShare: Double {
      switch self {
      case .actorCount: 0.02
      case .kind: 0.006
      case .tint: 0.012
      case .size: 0.1
      case .motion: 0.025
      case .heading: 0.1
      case .speed: 0.2
      case .relation: 0.04
      case .scene: 0.03
      case .period: 0.012
      case .time: 0.1
      case .weather: 0.06
      case .look: 0.04
      case .camera: 0.04
      case .shotSize: 0.2
      case .shape: 0.3
      }
    }

    /// All values that a caption may ask for.
    public var values: [String] {
      switch self {
      case .actorCount: ["0", "1", "2", "3"]
      case .kind: ActorKind.allCases.map(\.rawValue)
      case .tint: Tint.allCases.map(\.rawValue)
      case .size: ActorSize.allCases.map(\.rawValue)
      case .motion: Motion.allCases.map(\.rawValue)
      case .heading: Heading.allCases.map(\.rawValue)
      case .speed: Speed.allCases.map(\.rawValue)
      case .relation: Relation.allCases.map(\.rawValue)
      case .scene: Scene.shipped.map(\.rawValue)
      case .period: Period.allCases.map(\.rawValue)
      case .time: TimeOfDay.allCases.map(\.rawValue)
      case .weather: Weather.allCases.map(\.rawValue)
      case .look: Look.shipped.map(\.rawValue)
      case .camera: CameraMove.allCases.map(\.rawValue)
      case .shotSize: ShotSize.allCases.map(\.rawValue)
      case .shape: FrameShape.allCases.map(\.rawValue)
      }
    }
  }

  /// What shares are shares of.
  public enum Unit: String, Sendable {
    /// Shares of all shots.
    case shots
    /// Shares of all actors of all shots.
    case actors
    /// Shares of the shots with at least two actors.
    case pairs
  }

  /// One line of the table.
  public struct Row: Sendable, Equatable {
    /// The slot.
    public let slot: Slot
    /// Its value, "none" where it is absent.
    public let value: String
    /// How often it was seen.
    public let count: Int
    /// Its share of the slot's unit, 0…1.
    public let share: Double
  }

  private var counts: [Slot: [String: Int]] = [:]
  private var totals: [Unit: Int] = [:]

  /// Counts nothing yet.
  public init() {}

  /// Counts plans.
  public init(of plans: some Sequence<ShotPlan>) {
    for plan in plans { add(plan) }
  }

  /// Counts one more plan.
  public mutating func add(_ plan: ShotPlan) {
    totals[.shots, default: 0] += 1
    count(.actorCount, "\(plan.actors.count)")
    count(.scene, plan.scene.rawValue)
    count(.period, plan.period?.rawValue)
    count(.time, plan.time.rawValue)
    count(.weather, plan.weather.rawValue)
    count(.look, plan.look.rawValue)
    count(.camera, plan.camera.move.rawValue)
    count(.shotSize, plan.shotSize.rawValue)
    count(.shape, plan.size.rawValue)
    if plan.actors.count > 1 {
      totals[.pairs, default: 0] += 1
      count(.relation, Relation.of(plan)?.rawValue)
    }
    for actor in plan.actors {
      totals[.actors, default: 0] += 1
      count(.kind, actor.picture)
      count(.tint, actor.tint?.text)
      count(.size, actor.size.rawValue)
      count(.motion, actor.motion.rawValue)
      count(.heading, Heading.direction(of: actor, camera: plan.camera)?.rawValue)
      count(.speed, actor.speed.rawValue)
    }
  }

  /// The table: every value of every slot in the order of the vocabulary, also those never seen.
  public var rows: [Row] {
    Slot.allCases.flatMap { slot -> [Row] in
      let seen = counts[slot] ?? [:]
      let values = slot.values + (seen["none"] == nil ? [] : ["none"])
      let total = max(totals[slot.unit] ?? 0, 1)
      return values.map { value in
        let count = seen[value] ?? 0
        return Row(slot: slot, value: value, count: count, share: Double(count) / Double(total))
      }
    }
  }

  // MARK: - Internals

  private mutating func count(_ slot: Slot, _ value: String?) {
    counts[slot, default: [:]][value ?? "none", default: 0] += 1
  }
}
