import ZoetropeShot
import ZoetropeRandom
import ZoetropeWorld

/// Simple plans to look at.
enum SamplePlan {
  /// A kind on its own, large.
  static func portrait(of kind: ActorKind, tint: Tint? = nil) -> ShotPlan {
    ShotPlan(
      seed: 3, frameRate: 8, frameCount: 16, size: .square, scene: .meadow,
      actors: [
        Actor(
          kind: kind, tint: tint, size: .large, depth: 0.3,
          keyframes: [Keyframe(t: 0, x: 0.5, y: 0.55, width: 0.7, height: 0.7)])
      ])
  }

  /// A scene without actors.
  static func view(
    of scene: Scene, time: TimeOfDay, changing change: (inout ShotPlan) -> Void = { _ in }
  ) -> ShotPlan {
    var plan = ShotPlan(seed: 5, frameRate: 8, frameCount: 16, size: .square, scene: scene, time: time)
    change(&plan)
    return plan
  }

  /// An actor that crosses a scene from left to right.
  static func crossing(_ kind: ActorKind, in scene: Scene, time: TimeOfDay, look: Look) -> ShotPlan {
    let actor = ActorSlots(kind: kind, motion: .right)
    return layout(ShotSlots(scene: scene, time: time, look: look, actors: [actor]))
  }

  /// Two actors beside each other at sunset.
  static func pair(
    _ left: ActorKind, _ right: ActorKind, in scene: Scene, shape: FrameShape, shotSize: ShotSize
  ) -> ShotPlan {
    layout(
      ShotSlots(
        shape: shape, shotSize: shotSize, scene: scene, time: .sunset,
        actors: [ActorSlots(kind: left), ActorSlots(kind: right)], relation: .leftOf))
  }

  /// A camera move in the mountains, past a small horse that stands still unless the camera tracks it.
  static func move(_ move: CameraMove) -> ShotPlan {
    let horse = ActorSlots(kind: .horse, size: .small, motion: move == .track ? .right : .still)
    return layout(ShotSlots(shotSize: .wide, scene: .mountains, camera: move, actors: [horse]))
  }

  /// The first sampled shot of a motion in plain sight: nobody else, unless the motion takes two.
  ///
  /// - Throws: what making a stream throws.
  static func motion(_ motion: Motion) throws -> ShotPlan {
    var options = ClipStreamOptions()
    options.seed = 7
    options.kinds = [.dog, .cat, .rabbit, .horse, .airplane, .fish]
    options.looks = [.natural]
    options.shapes = [.square]
    options.hasText = false
    let stream = try ShotStream(options)
    let relation: Relation? = motion == .chase ? .chasing : motion == .meet ? .meeting : nil
    let castSize = relation == nil ? 1 : 2
    func isClear(_ plan: ShotPlan) -> Bool {
      guard plan.actors.count == castSize, let actor = plan.actors.first else { return false }
      return actor.motion == motion && actor.speed != .slow && plan.camera.move == .still
        && Relation.of(plan) == relation && plan.weather == .clear && plan.scene != .space
    }
    for index in UInt64(0)..<10_000 {
      let plan = stream.shot(at: index).plan
      if isClear(plan) { return plan }
    }
    return ShotPlan(frameRate: 8, frameCount: 16, size: .square, scene: .meadow)
  }

  // MARK: - Internals

  private static func layout(_ slots: ShotSlots) -> ShotPlan {
    var generator = Generator(seed: 9)
    return ShotBlocking.layout(slots, using: &generator)
  }
}
