// From words to keyframes: where every actor stands, how it moves, what the camera does.

import Foundation
import ZoetropeShot
import ZoetropeRandom

/// Lays a shot out in time: slots in, a plan with keyframes out.
///
/// The same slots with another generator give another take: other places, paces and sizes within what the
/// words allow. Boxes have
/// the form of the kind's picture but for squash and stretch. Everything stays in frame unless it
/// enters or exits; where it would not fit, actors get smaller first, then travel less far.
///
/// In-place motions are anchored to the scene, so they drift with a pan; travelling actors move on screen at
/// their stated speed while the background slides behind them. Tilts, zooms and handheld shake move all.
public enum ShotBlocking {
  /// Sides of a medium actor in wide, medium and close-up shots, as multiples of its kind's scale.
  static func factor(_ size: ShotSize) -> Double {
    switch size {
    case .wide: 0.92
    case .medium: 1.28
    case .closeUp: 1.8
    }
  }

  /// Sides of small, medium and large actors, as multiples of the medium one.
  static func factor(_ size: ActorSize) -> Double {
    switch size {
    case .small: 0.76
    case .medium: 1
    case .large: 1.3
    }
  }

  /// The most actors that a layout has room for.
  public static let maximumActorCount = 4

  /// Lays out a shot.
  ///
  /// Any slots give a valid plan. Those that no frame can show (five times around each other while standing
  /// still) are met as far as they go; ``Relation/holds(in:)`` tells.
  ///
  /// - Parameters:
  ///   - slots: the shot in words; only the first ``maximumActorCount`` actors are used.
  ///   - generator: source of everything that the words leave free, the plan's seed included.
  public static func layout(_ slots: ShotSlots, using generator: inout Generator) -> ShotPlan {
    var slots = slots
    slots.actors = Array(slots.actors.prefix(maximumActorCount))
    let arrangement = Arrangement(slots, using: &generator)
    let trend = arrangement.cast.first?.path.trend ?? (0, 0)
    var camera = CameraPath.draw(
      slots.camera, frameCount: slots.frameCount, frameRate: slots.frameRate, trend: trend, using: &generator)
    var placement = Placement(arrangement, slots: slots, camera: camera)
    let places = placement.solve(using: &generator)
    if slots.camera == .track, placement.travelShare < 1 {
      camera.keyframes = camera.keyframes.map {
        CameraKeyframe(t: $0.t, x: $0.x * placement.travelShare, y: $0.y * placement.travelShare).rounded
      }
      placement.camera = camera
    }
    let actors = slots.actors.indices.map { index in
      Actor(
        kind: slots.actors[index].kind, tint: slots.actors[index].tint, size: slots.actors[index].size,
        motion: slots.actors[index].motion, speed: slots.actors[index].speed,
        depth: (placement.cast[index].depth * 100).rounded() / 100,
        keyframes: placement.keyframes(of: index, at: places[index]))
    }
    return ShotPlan(
      seed: UInt64(generator.next32()), frameRate: slots.frameRate, frameCount: slots.frameCount,
      size: slots.shape, shotSize: slots.shotSize, scene: slots.scene, period: slots.period, time: slots.time,
      weather: slots.weather, look: slots.look, camera: camera, actors: actors)
  }
}

/// An actor on its way to a place.
struct Player: Sendable {
  let kind: ActorKind
  let footing: Footing
  /// 0 nearest … 1 farthest.
  let depth: Double
  /// Where it wants to be across its free range and down its free range, 0…1.
  let wish: (x: Double, y: Double)
  /// Whether it stays put in the scene, so that a camera move shifts it on screen.
  let isAnchored: Bool
  var path: MotionPath
}

/// Everything drawn once about a shot's actors before they are fitted into the frame.
struct Arrangement: Sendable {
  var cast: [Player]
  /// The relation to lay out, implied by the motions where the slots do not say.
  let relation: Relation?

  init(_ slots: ShotSlots, using generator: inout Generator) {
    relation = Arrangement.relation(of: slots)
    let headings = Arrangement.headings(of: slots, relation: relation, using: &generator)
    let depths = Arrangement.depths(count: slots.actors.count, relation: relation, using: &generator)
    let aspect = slots.shape.aspectRatio
    let crowd = [1, 1, 0.86, 0.72, 0.62][min(slots.actors.count, 4)]
    let span = Double(max(slots.frameCount - 1, 0)) / slots.frameRate
    cast = slots.actors.indices.map { index in
      let actor = slots.actors[index]
      let footing = actor.kind.footing(in: slots.scene)
      let side =
        actor.kind.traits.scale * ShotBlocking.factor(slots.shotSize) * ShotBlocking.factor(actor.size)
        * crowd
        * (1.1 - 0.2 * depths[index]) * generator.uniform(0.94...1.06)
      // About the same area whatever the picture's form; tall thin ones (people) a little smaller.
      let form = actor.kind.traits.aspect
      let short = min(0.86, max(0.21, side)) * pow(form, form > 1 ? -0.5 : -0.25)
      let style = MotionStyle(&generator)
      let path = MotionPath(
        motion: actor.motion, speed: actor.speed, heading: headings[index], locomotion: actor.kind.locomotion,
        footing: footing, style: style, width: short * form * min(1, 1 / aspect),
        height: short * min(1, aspect),
        frameAspect: aspect, span: span)
      let anchored =
        slots.camera == .handheld
        || (slots.camera == .track && actor.motion != .enter && actor.motion != .exit)
        || (actor.motion.isInPlace && headings[index] == nil)
      return Player(
        kind: actor.kind, footing: footing, depth: depths[index],
        wish: (generator.uniform(), generator.uniform()), isAnchored: anchored, path: path)
    }
  }

  // MARK: - Internals

  private static func relation(of slots: ShotSlots) -> Relation? {
    guard slots.actors.count >= 2 else { return nil }
    if let relation = slots.relation { return relation }
    if slots.actors[0].motion == .chase { return .chasing }
    if slots.actors[0].motion == .meet && slots.actors[1].motion == .meet { return .meeting }
    return nil
  }

  private static func headings(
    of slots: ShotSlots, relation: Relation?, using generator: inout Generator
  ) -> [Heading?] {
    var headings = slots.actors.map { actor -> Heading? in
      let free: Heading = generator.chance(0.5) ? .left : .right
      switch actor.motion {
      case .enter, .exit, .zigzag, .chase, .meet: return actor.heading ?? free
      default: return actor.direction
      }
    }
    if relation == .chasing {
      // Who is chased knows the way: its own direction wins over the chaser's.
      headings[0] = slots.actors[1].direction ?? headings[0]
    } else if relation == .meeting {
      headings[1] = headings[0]?.opposite
    }
    return headings
  }

  private static func depths(count: Int, relation: Relation?, using generator: inout Generator) -> [Double] {
    var depths = (0..<count).map { _ in generator.uniform(0.3...0.7) }
    guard count >= 2 else { return depths }
    // Between them lies at least the depth step of the sampled margin.
    let near = 0.15...0.3
    let far = near.upperBound + RelationMargin.sampled.depthStep...0.75
    switch relation {
    case .inFrontOf: (depths[0], depths[1]) = (generator.uniform(near), generator.uniform(far))
    case .behind: (depths[0], depths[1]) = (generator.uniform(far), generator.uniform(near))
    case .chasing, .meeting, .leftOf, .rightOf:
      depths[1] = depths[0] + generator.uniform(0.02...0.08)
    case .above, .below, nil: break
    }
    return depths
  }
}
