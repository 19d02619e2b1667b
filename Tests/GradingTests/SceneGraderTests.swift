// Faults put into renders of open shots: each must lower the measures that speak of it, and leave the others alone.

import Testing
import ZoetropeGrading
import ZoetropeRandom
import ZoetropeShot
import ZoetropeWorld

@Suite struct SceneGraderTests {
  private static let world = Result { try World() }

  /// A dog and a bicycle before each other in a park, with a bench and a tree, under a pan.
  private static func plan() -> ShotPlan {
    var plan = ShotPlan(
      seed: 11, frameRate: 12, frameCount: 24, size: .wide, scene: .meadow,
      camera: Camera(move: .panRight, keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 2, x: 0.3)]))
    plan.actors = [
      Actor(
        picture: "dog", beats: [Beat(.right)], depth: 0.3,
        keyframes: [
          Keyframe(t: 0, x: 0.2, y: 0.7, width: 0.22, height: 0.4),
          Keyframe(t: 2, x: 0.75, y: 0.7, width: 0.22, height: 0.4),
        ].map { box in
          var box = box
          box.flipped = true
          return box
        }),
      Actor(
        picture: "mailbox", tint: .word(.green), depth: 0.5,
        keyframes: [Keyframe(t: 0, x: 0.5, y: 0.68, width: 0.16, height: 0.36)]),
    ]
    plan.setPieces = [
      SetPiece(picture: "bench", x: 0.85, y: 0.8, height: 0.2, depth: 0.6, parallax: 0.9),
      SetPiece(picture: "autumnTree", x: 0.2, y: 0.7, height: 0.5, depth: 0.8, parallax: 0.7),
    ]
    return plan
  }

  private static func grade(_ clip: Clip) throws -> Grade {
    try SceneGrader(world: world.get()).grade(clip, against: plan())
  }

  private static func wrong(_ grade: Grade) -> Set<Measure> {
    Set(
      grade.outcomes.filter { outcome in
        if case .share = outcome.measure.unit { outcome.value == 0 } else { false }
      }.map(\.measure))
  }

  struct SceneFault: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let lowers: Set<Measure>
    var mayLower: Set<Measure> = []
    let change: @Sendable (inout ShotPlan) -> Void
  }

  private static func moved(_ plan: inout ShotPlan, _ actor: Int, _ change: (inout Keyframe) -> Void) {
    for index in plan.actors[actor].keyframes.indices { change(&plan.actors[actor].keyframes[index]) }
  }

  static let faults: [SceneFault] = [
    SceneFault(testDescription: "nothing wrong", lowers: []) { _ in },
    SceneFault(
      testDescription: "another kind", lowers: [.kind],
      mayLower: [.facing, .size, .place, .motion, .gait, .count]
    ) { $0.actors[0].picture = "tiger" },
    SceneFault(testDescription: "mirrored", lowers: [.facing], mayLower: [.kind]) { plan in
      moved(&plan, 0) { $0.flipped.toggle() }
    },
    SceneFault(testDescription: "another colour", lowers: [.tint]) { $0.actors[1].tint = .word(.red) },
    SceneFault(testDescription: "6 px off", lowers: [.place], mayLower: [.occlusion]) { plan in
      moved(&plan, 1) { $0.x += 6.0 / 112 }
    },
    SceneFault(testDescription: "too large", lowers: [.size], mayLower: [.place]) { plan in
      moved(&plan, 1) {
        $0.width *= 1.3
        $0.height *= 1.3
      }
    },
    SceneFault(testDescription: "frozen gait", lowers: [.gait]) { $0.actors[0].gait = Gait.Style.none },
    SceneFault(
      testDescription: "standing still", lowers: [.motion],
      mayLower: [.kind, .place, .gait, .count, .facing, .size, .identity, .occlusion]
    ) { plan in plan.actors[0].keyframes = [plan.actors[0].keyframes[0]] },
    SceneFault(
      testDescription: "missing", lowers: [.count],
      mayLower: [.kind, .tint, .facing, .place, .size, .motion, .gait, .identity, .occlusion, .relation]
    ) { plan in moved(&plan, 1) { $0.x = -4 } },
    SceneFault(testDescription: "wrong order", lowers: [.occlusion]) { plan in plan.actors[1].depth = 0.1 },
    SceneFault(testDescription: "missing piece", lowers: [.piece]) { $0.setPieces.removeFirst() },
    SceneFault(testDescription: "night", lowers: [.time]) { $0.time = .night },
    SceneFault(testDescription: "fog", lowers: [.weather]) { $0.weather = .fog },
    SceneFault(testDescription: "sepia", lowers: [.look]) { $0.look = .sepia },
    SceneFault(testDescription: "another scene", lowers: [.scene]) { $0.scene = .desert },
    SceneFault(
      testDescription: "no pan", lowers: [.camera], mayLower: [.piece]
    ) { $0.camera.keyframes = [CameraKeyframe(t: 0)] },
  ]

  @Test(arguments: faults) func faultsLowerTheirMeasures(_ fault: SceneFault) throws {
    var plan = Self.plan()
    fault.change(&plan)
    let grade = try Self.grade(Self.world.get().render(plan, patchSide: 8))
    let asked = Set(grade.outcomes.map(\.measure))
    if fault.lowers.isEmpty {
      #expect(
        asked.isSuperset(of: [
          .kind, .facing, .tint, .place, .size, .motion, .gait, .count, .piece, .occlusion, .identity,
          .relation,
          .time, .weather, .look, .scene, .camera, .detail, .dynamics,
        ]), "\(asked)")
    }
    let wrong = Self.wrong(grade)
    #expect(wrong.isSuperset(of: fault.lowers), "\(wrong)")
    #expect(wrong.isSubset(of: fault.lowers.union(fault.mayLower)), "\(wrong)")
  }

  /// Blur costs detail and nothing else; a perfect clip has all of it; and of two blurs the weaker one has more.
  @Test func detailRanksSharpness() throws {
    let sharp = try Self.world.get().render(Self.plan(), patchSide: 16)
    func detail(_ clip: Clip) throws -> Double {
      try #require(Self.grade(clip).outcomes(of: .detail).first?.value)
    }
    func blurred(_ share: Float) -> Clip {
      var clip = sharp
      for frame in 0..<clip.frameCount {
        let source = sharp[frame: frame], width = sharp.width
        var target = source
        for y in 1..<source.height - 1 {
          for x in 1..<width - 1 {
            for channel in 0..<3 {
              var sum: Float = 0
              for dy in -1...1 {
                for dx in -1...1 { sum += source.pixels[((y + dy) * width + x + dx) * 3 + channel] }
              }
              let at = (y * width + x) * 3 + channel
              target.pixels[at] = source.pixels[at] * (1 - share) + sum / 9 * share
            }
          }
        }
        clip[frame: frame] = target
      }
      return clip
    }
    let values = try [detail(sharp), detail(blurred(0.3)), detail(blurred(1))]
    #expect(values[0] < 1e-6 && values[1] > 1 && values[2] > 2 * values[1], "\(values)")
    #expect(try Self.wrong(Self.grade(blurred(1))).isEmpty)
  }

  /// Grain that changes from frame to frame is flicker of its own size; slow darkening is drift.
  @Test func changeIsMeasured() throws {
    var still = Self.plan()
    still.camera = Camera()
    let clip = try Self.world.get().render(still, patchSide: 8)
    func value(_ clip: Clip, _ measure: Measure) throws -> Double {
      try #require(
        SceneGrader(world: Self.world.get()).grade(clip, against: still).outcomes(of: measure).first?.value)
    }
    #expect(try value(clip, .flicker) < 1e-6 && value(clip, .drift) < 1e-6)
    var generator = Generator(seed: 3)
    var grainy = clip
    for index in grainy.pixels.indices { grainy.pixels[index] += Float(generator.uniform(-0.04...0.04)) }
    // Two numbers even in ±a differ by 2a/3 on average: 0.04 · 2/3 · 127.5 = 3.4 levels.
    #expect(try abs(value(grainy, .flicker) - 3.4) < 0.4)
    var darkening = clip
    for frame in 0..<clip.frameCount {
      for index in 0..<clip.frameStride {
        darkening.pixels[frame * clip.frameStride + index] -= 0.01 * Float(frame)
      }
    }
    // 1.275 levels a frame over 2, 4, 8, 16 and 23 frames: 13.5 on average.
    #expect(try abs(value(darkening, .drift) - 13.5) < 1)
  }

  /// Renders of sampled shots, made at twice the size and averaged down, get nearly everything right that is asked of them.
  @Test func rendersAreRight() throws {
    let world = try Self.world.get(), shots = world.openShots()
    var asked = 0, right = 0, kinds = 0
    for index in 0..<10 {
      var generator = Generator(seed: 77, stream: UInt64(index))
      var plan = shots.sample(using: &generator)
      plan.frameCount = min(plan.frameCount, 24)
      let clip = try world.render(plan, patchSide: 16)
      for outcome in try SceneGrader(world: world).grade(clip, against: plan).outcomes {
        guard case .share = outcome.measure.unit else { continue }
        asked += 1
        right += outcome.value == 1 ? 1 : 0
        kinds += outcome.measure == .kind ? 1 : 0
      }
    }
    #expect(kinds >= 8 && asked > 80)
    #expect(Double(right) >= 0.98 * Double(asked), "\(right) of \(asked)")
  }
}
