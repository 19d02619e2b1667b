// Draws shots: plausible for the most part, with enough of everything that people may ask for.

import ZoetropeShot
import ZoetropeRandom

/// Draws random shots for training and evaluation.
///
/// First the words are drawn (``slots(using:)``), then they are laid out (``ShotBlocking``). Everything the
/// vocabulary offers has a stated least share, which tests check. A share of shots is odd on purpose (a car on
/// the moon), because people ask for what is not plausible.
public struct ShotSampler: Sendable {
  /// What may be drawn.
  public struct Options: Sendable {
    /// Shapes of the frame, all equally likely.
    public var shapes: [FrameShape] = FrameShape.allCases
    /// Number of frames.
    public var frameCount = 16
    /// Frames per second.
    public var frameRate = 8.0
    /// The cast.
    public var kinds: [ActorKind] = ActorKind.allCases
    /// The scenes.
    public var scenes: [Scene] = Scene.shipped
    /// The looks.
    public var looks: [Look] = Look.shipped
    /// Share of actors that are put into a scene regardless of where they belong, 0…1.
    public var oddShare = 0.12

    /// Makes options that draw from everything: 16 frames at 8 per second.
    public init() {}
  }

  /// What may be drawn.
  public let options: Options

  /// Makes a sampler.
  ///
  /// - Precondition: at least one shape, kind, scene and look.
  public init(_ options: Options = Options()) {
    precondition(
      !options.shapes.isEmpty && !options.kinds.isEmpty && !options.scenes.isEmpty && !options.looks.isEmpty,
      "ShotSampler: an option lists nothing to draw from")
    self.options = options
  }

  /// Draws a plan; always valid, its relation holds, and its words can be read back from its keyframes.
  public func sample(using generator: inout Generator) -> ShotPlan {
    var plan = ShotPlan(scene: .meadow)
    for _ in 0..<8 {
      let slots = slots(using: &generator)
      plan = ShotBlocking.layout(slots, using: &generator)
      let told = slots.relation?.holds(in: plan) ?? true
      if told && (try? ShotSlots(of: plan))?.actors == slots.actors { break }
    }
    return plan
  }

  /// Draws the words of a shot.
  public func slots(using generator: inout Generator) -> ShotSlots {
    let kind = generator.pick(options.kinds)
    let scene = scene(for: kind, using: &generator)
    var slots = ShotSlots(frameCount: options.frameCount, frameRate: options.frameRate, scene: scene)
    slots.shape = generator.pick(options.shapes)
    slots.shotSize = generator.pick(weighted: [(.wide, 25), (.medium, 50), (.closeUp, 25)])
    setAir(of: &slots, using: &generator)
    slots.look =
      options.looks.contains(.natural) && generator.chance(0.45) ? .natural : generator.pick(options.looks)
    switch generator.pick(weighted: [(0, 3), (1, 54), (2, 36), (3, 7)]) {
    case 0: break
    case 1: slots.actors = [actor(kind, in: scene, using: &generator)]
    case 2: setPair(of: &slots, first: kind, using: &generator)
    default: setGroup(of: &slots, first: kind, using: &generator)
    }
    slots.camera = camera(for: slots, using: &generator)
    return slots
  }

  // MARK: - Internals

  /// How much likelier a scene is than others where an actor is at home in several: rarer homes weigh more.
  private static func weight(_ scene: Scene) -> Double {
    switch scene {
    case .meadow, .forest: 0.6
    case .city: 1.4
    case .mountains, .sea, .beach, .sky: 0.9
    case .river: 0.8
    case .snow, .desert, .stage, .underwater: 1.5
    case .space, .moon: 1.3
    case .room, .cave: 1
    }
  }

  private func scene(for kind: ActorKind, using generator: inout Generator) -> Scene {
    let homes = kind.homes.filter(options.scenes.contains)
    if homes.isEmpty || generator.chance(options.oddShare) { return generator.pick(options.scenes) }
    return homes[generator.index(weights: homes.map(ShotSampler.weight))]
  }

  private func companion(in scene: Scene, using generator: inout Generator) -> ActorKind {
    let locals = options.kinds.filter { $0.homes.contains(scene) }
    if locals.isEmpty || generator.chance(options.oddShare) { return generator.pick(options.kinds) }
    return generator.pick(locals)
  }

  private func setAir(of slots: inout ShotSlots, using generator: inout Generator) {
    switch slots.scene {
    case .space, .moon:
      slots.time = generator.pick(weighted: [(.night, 58), (.day, 22), (.dawn, 10), (.sunset, 10)])
    default:
      slots.time = generator.pick(weighted: [(.day, 37), (.night, 25), (.dawn, 18), (.sunset, 20)])
    }
    let snowy = slots.scene == .snow || slots.scene == .mountains ? 2.5 : slots.scene == .desert ? 0.4 : 1
    slots.weather =
      slots.scene.isUnderOpenAir || generator.chance(options.oddShare)
      ? generator.pick(weighted: [(.clear, 42), (.clouds, 18), (.rain, 14), (.snow, 10 * snowy), (.fog, 14)])
      : .clear
    if slots.scene.isBuilt && generator.chance(0.6) { slots.period = generator.pick(Period.allCases) }
  }

  private func camera(for slots: ShotSlots, using generator: inout Generator) -> CameraMove {
    let lead = slots.actors.first
    let canTrack = lead.map { !$0.motion.isInPlace && ![.enter, .exit, .meet].contains($0.motion) } ?? false
    return generator.pick(weighted: [
      (.still, 33), (.panLeft, 8), (.panRight, 8), (.tiltUp, 6.5), (.tiltDown, 6.5), (.zoomIn, 9),
      (.zoomOut, 8),
      (.handheld, 8), (.track, canTrack ? 24 : 0.6),
    ])
  }

  private func actor(_ kind: ActorKind, in scene: Scene, using generator: inout Generator) -> ActorSlots {
    let weights = MotionWeights.weights(of: kind.locomotion, footing: kind.footing(in: scene))
    let motion = MotionWeights.motions[generator.index(weights: weights)]
    return actor(kind, motion: motion, using: &generator)
  }

  private func actor(_ kind: ActorKind, motion: Motion, using generator: inout Generator) -> ActorSlots {
    var actor = ActorSlots(kind: kind, motion: motion)
    if kind.traits.isTintable && generator.chance(0.35) { actor.tint = generator.pick(Tint.allCases) }
    actor.size = generator.pick(weighted: [(.small, 15), (.medium, 66), (.large, 19)])
    actor.speed =
      motion == .still ? .normal : generator.pick(weighted: [(.slow, 27), (.normal, 44), (.fast, 29)])
    if motion.takesHeading {
      let onTheSpot = (motion == .jump || motion == .bounce) && generator.chance(0.5)
      actor.heading = onTheSpot ? nil : generator.chance(0.5) ? .left : .right
    }
    return actor
  }

  private func setPair(of slots: inout ShotSlots, first kind: ActorKind, using generator: inout Generator) {
    let isTwins = generator.chance(0.22)
    let other = isTwins ? kind : companion(in: slots.scene, using: &generator)
    let canPursue = kind.canPursue && other.canPursue
    let isFree = [kind, other].map { [.flying, .drifting].contains($0.footing(in: slots.scene)) }
    let relation: Relation? = generator.pick(weighted: [
      (.chasing, canPursue ? 24 : 2), (.meeting, canPursue ? 14 : 1.5), (.leftOf, isTwins ? 0 : 10),
      (.rightOf, isTwins ? 0 : 10), (.above, isTwins ? 0 : isFree[0] ? 30 : 3),
      (.below, isTwins ? 0 : isFree[1] ? 30 : 3), (.inFrontOf, isTwins ? 0 : 9), (.behind, isTwins ? 0 : 9),
      (nil, isTwins ? 40 : 14),
    ])
    slots.relation = relation
    switch relation {
    case .chasing:
      let heading: Heading = generator.chance(0.5) ? .left : .right
      var chaser = actor(kind, motion: .chase, using: &generator)
      chaser.heading = heading
      var chased = actor(other, motion: heading == .left ? .left : .right, using: &generator)
      chased.speed = chaser.speed
      slots.actors = [chaser, chased]
    case .meeting:
      slots.actors = [
        actor(kind, motion: .meet, using: &generator), actor(other, motion: .meet, using: &generator),
      ]
      slots.actors[1].speed = slots.actors[0].speed
    case .leftOf, .rightOf:
      slots.actors = together(kind, other, spot: [.still, .still, .bounce, .spin, .jump], using: &generator)
    case .inFrontOf, .behind:
      slots.actors = together(kind, other, spot: [.still, .still, .spin], using: &generator)
    case .above, .below:
      slots.actors = [kind, other].map { kind in
        let motion = generator.pick([.still, .left, .right, .bounce, .spin, .zigzag, .recede] as [Motion])
        return actor(kind, motion: motion, using: &generator)
      }
    case nil:
      let lead = actor(kind, in: slots.scene, using: &generator)
      slots.actors = [lead, isTwins ? lead : actor(other, in: slots.scene, using: &generator)]
    }
  }

  /// Two actors that keep their places to each other: same way and speed, or each on its spot.
  private func together(
    _ first: ActorKind, _ second: ActorKind, spot: [Motion], using generator: inout Generator
  ) -> [ActorSlots] {
    if generator.chance(0.55) {
      let shared = actor(
        first, motion: generator.pick([.left, .right, .approach, .recede, .zigzag, .jump] as [Motion]),
        using: &generator)
      var other = actor(second, motion: shared.motion, using: &generator)
      other.speed = shared.speed
      other.heading = shared.heading
      return [shared, other]
    }
    return [first, second].map { kind in
      var actor = actor(kind, motion: generator.pick(spot), using: &generator)
      actor.heading = nil
      return actor
    }
  }

  private func setGroup(of slots: inout ShotSlots, first kind: ActorKind, using generator: inout Generator) {
    let lead = actor(kind, in: slots.scene, using: &generator)
    if generator.chance(0.5) {
      slots.actors = [lead, lead, lead]
    } else {
      let others = (0..<2).map { _ in companion(in: slots.scene, using: &generator) }
      slots.actors = [lead] + others.map { actor($0, in: slots.scene, using: &generator) }
    }
  }
}
