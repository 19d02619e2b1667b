// The contact sheets that show what the synthetic world can do: one for each part of the vocabulary, every tile labelled
// with the word that it should make a stranger say.

import ZoetropeShot
import ZoetropeMedia
import ZoetropeRandom
import ZoetropeWorld

/// A sheet of `zoetrope world sheets`.
enum WorldSheet: String, CaseIterable {
  case kinds, scenes, weather, periods, looks, tints, motions, camera, shapes, random

  /// Draws the sheet, patches `patchSide` pixels wide.
  ///
  /// - Throws: what rendering throws.
  func render(with world: World, patchSide: Int) throws -> Frame {
    let shots = try shots()
    let tiles = try shots.map { shot in
      // Four frames in, so that what moves has begun to.
      let frames = shot.frameCount == 1 ? [3] : (0..<shot.frameCount).map { $0 * 15 / (shot.frameCount - 1) }
      let clip = try world.render(shot.plan, patchSide: patchSide, frameCount: 16)
      return ContactSheet.Tile(WorldSheet.strip(clip, frames: frames), shot.label)
    }
    let sheet = ContactSheet(columns: columns, title: title, labelLines: self == .random ? 2 : 1)
    return sheet.render(tiles)
  }

  /// Some frames of a clip side by side as one picture.
  static func strip(_ clip: Clip, frames: [Int]) -> Frame {
    if frames.count == 1 { return clip[frame: frames[0]] }
    return ContactSheet(columns: frames.count, spacing: 1).render(
      frames.map { ContactSheet.Tile(clip[frame: $0]) })
  }

  // MARK: - Internals

  /// A plan, its words, and how many of its frames are shown.
  private struct Shot {
    let label: String
    let plan: ShotPlan
    var frameCount = 1

    init(_ label: String, _ plan: ShotPlan, frames: Int = 1) {
      (self.label, self.plan, frameCount) = (label, plan, frames)
    }
  }

  private var columns: Int {
    switch self {
    case .kinds: 12
    case .scenes, .weather, .periods, .looks: 8
    case .tints: 10
    case .motions, .camera: 2
    case .shapes: 9
    case .random: 4
    }
  }

  private var title: String {
    switch self {
    case .kinds: "the cast: \(ActorKind.allCases.count) kinds, large in a meadow"
    case .scenes: "scenes and times of day"
    case .weather: "weather"
    case .periods: "periods of built scenes"
    case .looks: "looks: the same four shots"
    case .tints: "tints"
    case .motions: "motions: five frames of a two-second shot each"
    case .camera: "camera moves: five frames of a two-second shot each"
    case .shapes: "frame shapes and shot sizes: a horse to the left of a robot at sunset"
    case .random: "64 shots as training draws them: first, middle and last frame, and the prompt"
    }
  }

  private func shots() throws -> [Shot] {
    switch self {
    case .kinds: ActorKind.allCases.map { Shot($0.rawValue, SamplePlan.portrait(of: $0)) }
    case .scenes:
      Scene.allCases.flatMap { scene in
        TimeOfDay.allCases.map { Shot("\(scene) \($0)", SamplePlan.view(of: scene, time: $0)) }
      }
    case .weather:
      Weather.allCases.flatMap { weather in
        [Scene.meadow, .city, .sea, .sky, .mountains, .snow, .desert, .forest].map { scene in
          Shot("\(weather) \(scene)", SamplePlan.view(of: scene, time: .day) { $0.weather = weather })
        }
      }
    case .periods:
      ([nil] + Period.allCases).flatMap { period in
        [Scene.city, .stage].flatMap { scene in
          TimeOfDay.allCases.map { time in
            let word = period?.rawValue ?? "present"
            return Shot(
              "\(word) \(scene) \(time)", SamplePlan.view(of: scene, time: time) { $0.period = period })
          }
        }
      }
    case .looks: Look.allCases.flatMap(WorldSheet.shots(in:))
    case .tints:
      [ActorKind.car, .dog, .elephant, .dragon, .balloon].flatMap { kind in
        Tint.allCases.map { Shot("\($0) \(kind)", SamplePlan.portrait(of: kind, tint: $0)) }
      }
    case .motions: try Motion.allCases.map { Shot($0.rawValue, try SamplePlan.motion($0), frames: 5) }
    case .camera: CameraMove.allCases.map { Shot($0.rawValue, SamplePlan.move($0), frames: 5) }
    case .shapes:
      [Scene.beach, .forest, .city, .stage, .space].flatMap { scene in
        FrameShape.allCases.flatMap { shape in
          ShotSize.allCases.map { WorldSheet.shot(in: scene, shape: shape, shotSize: $0) }
        }
      }
    case .random: try WorldSheet.randomShots(64)
    }
  }

  /// Four shots in one look.
  private static func shots(in look: Look) -> [Shot] {
    let cast: [(Scene, ActorKind, TimeOfDay)] = [
      (.meadow, .dog, .day), (.city, .car, .night), (.sea, .sailboat, .sunset), (.snow, .bear, .day),
    ]
    return cast.map { scene, kind, time in
      Shot("\(look) \(scene) \(time)", SamplePlan.crossing(kind, in: scene, time: time, look: look))
    }
  }

  private static func shot(in scene: Scene, shape: FrameShape, shotSize: ShotSize) -> Shot {
    let plan = SamplePlan.pair(.horse, .robot, in: scene, shape: shape, shotSize: shotSize)
    return Shot("\(scene) \(shape) \(shotSize)", plan)
  }

  private static func randomShots(_ count: UInt64) throws -> [Shot] {
    var options = ClipStreamOptions()
    options.seed = 2026
    let stream = try ShotStream(options)
    return (0..<count).map { index in
      let plan = stream.shot(at: index).plan
      return Shot("\(index)  \(plan.prompt)", plan, frames: 3)
    }
  }
}
