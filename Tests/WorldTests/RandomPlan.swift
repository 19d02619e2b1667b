import ZoetropeShot
import ZoetropeRandom

/// Plans without any plausibility, for tests that must hold for every plan.
enum RandomPlan {
  /// One to three actors of any kind in any scene; boxes wholly inside the frame, unrotated.
  static func make(_ index: UInt64, actorCount: Int? = nil) -> ShotPlan {
    var generator = Generator(seed: 0xF11A, stream: index)
    let count = actorCount ?? 1 + generator.index(below: 3)
    let size = generator.pick(FrameShape.allCases)
    let actors = (0..<count).map { _ in actor(&generator, size: size) }
    return ShotPlan(
      seed: generator.next(), frameRate: 8, frameCount: 4, size: size,
      shotSize: generator.pick(ShotSize.allCases),
      scene: generator.pick(Scene.allCases),
      period: generator.chance(0.3) ? generator.pick(Period.allCases) : nil,
      time: generator.pick(TimeOfDay.allCases), weather: generator.pick(Weather.allCases),
      look: generator.pick(Look.allCases), camera: camera(&generator), actors: actors)
  }

  private static func actor(_ generator: inout Generator, size: FrameShape) -> Actor {
    let kind = generator.pick(ActorKind.allCases)
    let height = generator.uniform(0.25...0.5), aspect = kind.traits.aspect * generator.uniform(0.6...1.6)
    let width = min(0.6, height * aspect / size.aspectRatio)
    let keyframes = [0.0, 0.5].map { time in
      Keyframe(
        t: time, x: generator.uniform(width / 2...1 - width / 2),
        y: generator.uniform(height / 2...1 - height / 2),
        width: width, height: height, flipped: generator.chance(0.5))
    }
    return Actor(
      kind: kind, tint: generator.chance(0.4) ? generator.pick(Tint.allCases) : nil, motion: .right,
      depth: generator.uniform(), keyframes: keyframes)
  }

  private static func camera(_ generator: inout Generator) -> Camera {
    guard generator.chance(0.6) else { return Camera() }
    return Camera(
      move: .panRight,
      keyframes: [
        CameraKeyframe(t: 0),
        CameraKeyframe(
          t: 0.4, x: generator.uniform(-1...1), y: generator.uniform(-0.4...0.4),
          zoom: generator.uniform(0.7...1.7)),
      ])
  }
}
