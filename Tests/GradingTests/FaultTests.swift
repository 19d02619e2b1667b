// Faults put into perfect clips: each must lower the measures that speak of it, and leave the others alone.

import Testing
import ZoetropeShot
import ZoetropeGrading
import ZoetropeRandom
import ZoetropeWorld

/// A fault, and the measures that it may lower.
struct Fault: CustomTestStringConvertible, Sendable {
  let name: String
  /// Measures of which every one must be lowered.
  let lowers: Set<Measure>
  /// Measures that may be lowered too.
  var mayLower: Set<Measure> = []
  /// Makes the clip with the fault.
  let make: @Sendable (ShotPlan, World) throws -> Clip

  var testDescription: String { name }

  static func plan(
    _ name: String, lowers: Set<Measure>, mayLower: Set<Measure> = [],
    _ change: @escaping @Sendable (inout ShotPlan) -> Void
  ) -> Fault {
    Fault(name: name, lowers: lowers, mayLower: mayLower) { plan, world in
      var plan = plan
      change(&plan)
      return try world.render(plan, patchSide: 8)
    }
  }

  static let all: [Fault] = [
    // Where the planned kind is, nobody can say of another one.
    .plan("wrong kind", lowers: [.kind], mayLower: [.facing, .tint, .size, .place, .placeError]) {
      $0.actors[0].picture = "horse"
    },
    // A car is not where its mirror image is, by a pixel or two.
    .plan("mirrored", lowers: [.facing], mayLower: [.kind, .placeError]) { plan in
      for index in plan.actors[0].keyframes.indices { plan.actors[0].keyframes[index].flipped.toggle() }
    },
    .plan("4 px too far left", lowers: [.place, .placeError]) { plan in
      for index in plan.actors[0].keyframes.indices { plan.actors[0].keyframes[index].x -= 4.0 / 64 }
    },
    .plan("too large", lowers: [.size], mayLower: [.placeError, .dynamics]) { plan in
      for index in plan.actors[0].keyframes.indices {
        plan.actors[0].keyframes[index].width *= 1.35
        plan.actors[0].keyframes[index].height *= 1.35
      }
    },
    .plan("recoloured", lowers: [.tint]) { $0.actors[0].tint = .word(.red) },
    .plan("actor missing", lowers: [.place, .count, .dynamics], mayLower: Set(Measure.ofActors)) {
      $0.actors = []
    },
    .plan("other scene", lowers: [.scene]) { $0.scene = .desert },
    .plan("other time", lowers: [.time]) { $0.time = .night },
    // Fog and sepia leave less contrast, so less changes.
    .plan("other weather", lowers: [.weather], mayLower: [.dynamics]) { $0.weather = .fog },
    // A look changes every colour that the other measures go by.
    .plan(
      "other look", lowers: [.look], mayLower: Set([.scene, .weather, .time, .dynamics] + Measure.ofActors)
    ) { $0.look = .sepia },
    .plan("camera pans", lowers: [.camera, .flicker, .drift], mayLower: [.dynamics]) { plan in
      plan.camera = Camera(
        move: .panRight, keyframes: [CameraKeyframe(t: 0, x: -0.15), CameraKeyframe(t: 1.875, x: 0.15)])
    },
    Fault(name: "frozen", lowers: [.motion, .place, .dynamics], mayLower: Set(Measure.ofActors)) {
      plan, world in
      let clip = try world.render(plan, patchSide: 8)
      return Clip(
        frames: Array(repeating: clip[frame: 8], count: clip.frameCount), frameRate: clip.frameRate)
    },
    // One black frame of sixteen takes part in every comparison of frames.
    Fault(
      name: "a black frame", lowers: [.flicker, .drift], mayLower: [.placeError, .identity, .dynamics]
    ) { plan, world in
      var clip = try world.render(plan, patchSide: 8)
      clip[frame: 7] = Frame(height: clip.height, width: clip.width, filledWith: -1)
      return clip
    },
    // The car, two pixels a frame fast, is a frame early from then on; that is within the tolerance of its place.
    Fault(name: "a dropped frame", lowers: [.placeError]) { plan, world in
      let frames = try world.render(plan, patchSide: 8).frames
      return Clip(frames: Array(frames[..<3] + frames[4...]) + [frames[15]], frameRate: plan.frameRate)
    },
    // Ten levels in two seconds: less than one from frame to frame.
    Fault(name: "darkens slowly", lowers: [.drift]) { plan, world in
      var clip = try world.render(plan, patchSide: 8)
      for pixel in clip.pixels.indices {
        clip.pixels[pixel] -= 10 / 127.5 * Float(pixel / clip.frameStride) / Float(clip.frameCount - 1)
      }
      return clip
    },
    // Up to five levels to either side, afresh in every frame; squares of 16 pixels hardly change.
    Fault(name: "grain", lowers: [.flicker]) { plan, world in
      var clip = try world.render(plan, patchSide: 8)
      var generator = Generator(seed: 9)
      for pixel in clip.pixels.indices {
        clip.pixels[pixel] += Float(generator.uniform(-5...5) / 127.5)
      }
      return clip
    },
  ]
}

extension Measure {
  /// What a measure that is a number must stay below to count as not lowered.
  var harmless: Double { self == .dynamics ? 0.5 : 1 }

  /// Measures that speak of actors.
  static let ofActors: [Measure] = [
    .kind, .facing, .tint, .place, .placeError, .size, .motion, .presence, .count, .relation, .identity,
  ]
}

@Suite struct FaultTests {
  /// A blue car drives to the right across a meadow by day.
  static let plan = ShotPlan(
    seed: 3, frameRate: 8, frameCount: 16, size: .square, scene: .meadow,
    actors: [
      Actor(
        kind: .car, tint: .blue, motion: .right,
        keyframes: [
          Keyframe(t: 0, x: 0.28, y: 0.76, width: 0.4, height: 0.26, flipped: true),
          Keyframe(t: 1.875, x: 0.72, y: 0.76, width: 0.4, height: 0.26, flipped: true),
        ])
    ])

  @Test func truthIsRightInEverything() throws {
    let grade = try Grader(world: World()).grade(
      World().render(Self.plan, patchSide: 8), against: Self.plan)
    for outcome in grade.outcomes {
      switch outcome.measure.unit {
      case .share: #expect(outcome.value == 1, "\(outcome)")
      // A tenth of a pixel is what the parabolas are off by; grain and clouds change by less than half a level.
      case .mean:
        #expect(outcome.value < ([.flicker, .drift].contains(outcome.measure) ? 0.5 : 0.2), "\(outcome)")
      }
    }
    let asked = Set(grade.outcomes.map(\.measure))
    #expect(
      asked
        == Set(Measure.allCases).subtracting([
          .presence, .relation, .period, .gait, .piece, .occlusion, .detail,
        ]))
    #expect(grade.score == 1)
  }

  @Test(arguments: Fault.all) func faultLowersItsMeasuresOnly(fault: Fault) throws {
    let world = try World()
    let grade = try Grader(world: world).grade(fault.make(Self.plan, world), against: Self.plan)
    for measure in fault.lowers {
      let outcome = try #require(grade.outcomes(of: measure).first)
      switch measure.unit {
      case .share: #expect(outcome.value == 0, "\(outcome)")
      case .mean: #expect(outcome.value > 1, "\(outcome)")
      }
    }
    for outcome in grade.outcomes where !fault.lowers.contains(outcome.measure) {
      guard !fault.mayLower.contains(outcome.measure) else { continue }
      let isRight =
        if case .share = outcome.measure.unit { outcome.value == 1 } else {
          outcome.value < outcome.measure.harmless
        }
      #expect(isRight, "\(fault.name) also lowers \(outcome)")
    }
  }
}
