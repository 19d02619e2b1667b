import ZoetropeFilm
import ZoetropeWorld

/// Simple plans to look at and to measure with.
enum SamplePlan {
  /// A kind on its own, large.
  static func portrait(of kind: ActorKind) -> ShotPlan {
    ShotPlan(
      seed: 3, scene: .meadow,
      actors: [
        Actor(
          kind: kind, size: .large, depth: 0.3,
          keyframes: [Keyframe(t: 0, x: 0.5, y: 0.55, width: 0.7, height: 0.7)])
      ])
  }

  /// A scene without actors.
  static func view(of scene: Scene, time: TimeOfDay) -> ShotPlan {
    ShotPlan(seed: 5, scene: scene, time: time)
  }

  /// Actors that cross a scene from left to right.
  static func scene(_ scene: Scene, time: TimeOfDay, kinds: [ActorKind]) -> ShotPlan {
    let actors = kinds.enumerated().map { index, kind in
      let size = 0.36,
        foot = (scene.groundLine ?? scene.waterLine ?? 0.6...0.7).lowerBound + 0.08 * Double(index + 1)
      let flips = kind.traits.facing == .left
      return Actor(
        kind: kind, motion: .right, depth: 0.6 - 0.2 * Double(index),
        keyframes: [
          Keyframe(
            t: 0, x: 0.35 + 0.1 * Double(index), y: foot - size / 2, width: size, height: size, flipped: flips
          ),
          Keyframe(
            t: 2, x: 0.75 + 0.1 * Double(index), y: foot - size / 2, width: size, height: size, flipped: flips
          ),
        ])
    }
    return ShotPlan(seed: 7, scene: scene, time: time, actors: actors)
  }

  /// A camera move over the mountains.
  static func move(_ move: CameraMove) -> ShotPlan {
    var plan = scene(.mountains, time: .day, kinds: [.horse])
    let end: (x: Double, y: Double, zoom: Double) =
      switch move {
      case .still, .handheld: (0, 0, 1)
      case .panLeft: (-0.6, 0, 1)
      case .panRight, .track: (0.6, 0, 1)
      case .tiltUp: (0, -0.3, 1)
      case .tiltDown: (0, 0.3, 1)
      case .zoomIn: (0, 0, 1.6)
      case .zoomOut: (0, 0, 0.7)
      }
    plan.camera = Camera(
      move: move,
      keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 1.9, x: end.x, y: end.y, zoom: end.zoom)])
    return plan
  }
}
