import Foundation
import Testing
import ZoetropeShot

@testable import ZoetropeWorld

@Suite struct RenderTests {
  @Test func bytesDoNotDependOnThreads() async throws {
    let world = try SharedWorld.world.get()
    let plans = (0..<12).map { RandomPlan.make(UInt64($0) + 5000) }
    let alone = try plans.map { try world.render($0, patchSide: 8, frameCount: 2) }
    let together = try await withThrowingTaskGroup(of: (Int, Clip).self) { group in
      for (index, plan) in plans.enumerated() {
        group.addTask { (index, try world.render(plan, patchSide: 8, frameCount: 2)) }
      }
      return try await group.reduce(into: [Int: Clip]()) { $0[$1.0] = $1.1 }
    }
    for (index, clip) in alone.enumerated() {
      // Bit patterns, so that not even a NaN or a negative zero could hide.
      #expect(together[index]?.pixels.map(\.bitPattern) == clip.pixels.map(\.bitPattern))
    }
  }

  @Test func seedsDecideTheScenery() throws {
    let world = try SharedWorld.world.get()
    let plan = ShotPlan(seed: 1, frameRate: 8, frameCount: 16, size: .square, scene: .city)
    let first = try world.render(plan, patchSide: 8, frameCount: 1)
    #expect(try world.render(plan, patchSide: 8, frameCount: 1, seed: 1) == first)
    #expect(try world.render(plan, patchSide: 8, frameCount: 1, seed: 2) != first)
  }

  /// The same shot at 128 and 256 px, averaged down to 64, is the one rendered at 64 px: mean difference at most 2 % of
  /// the range and at most 6 % of the values off by more than 10 %. For the looks made of edges, which are a pixel or
  /// two wide at 64, it is 3 % and 13 % at 128, and 7 % and 25 % at 256; for strokes up to 5 % and 15 %. Edges are sampled
  /// differently by nature;
  /// `tolerancesNoticeDisplacements` shows that scenery out of place does not pass the others.
  @Test(arguments: Look.allCases, [2, 4]) func sizesShowTheSameShot(look: Look, factor: Int) throws {
    let world = try SharedWorld.world.get()
    let isOfEdges = [.neon, .blueprint, .ukiyoe, .animated, .cyberpunk].contains(look)
    let (edgeMean, edgeFar): (Float, Double) = factor == 2 ? (0.03, 0.13) : (0.07, 0.25)
    // Bristles are as fine as a pixel at 64: strokes through them are sampled anew at each size. 2.1 % and 4.4 % were measured.
    let strokeMean: Float = look == .vanGogh ? 0.05 : 0.025
    for index in 0..<6 {
      var plan = RandomPlan.make(UInt64(index) + 9000)
      plan.look = look
      let small = try world.render(plan, patchSide: 8, frameCount: 2)
      var large = try world.render(plan, patchSide: 8 * factor, frameCount: 2)
      while large.height > small.height { large = RenderTests.halved(large) }
      let (mean, far) = RenderTests.difference(small, large)
      let mostMean: Float = look == .vanGogh || look == .oilPainting ? strokeMean : 0.02
      #expect(mean < (isOfEdges ? edgeMean : mostMean), "\(index): \(plan.scene) \(plan.weather)")
      // Noir's contrast makes more of the same difference: 6.2 % was measured at 256 px.
      #expect(
        far < (isOfEdges ? edgeFar : look == .vanGogh ? 0.15 : look == .noir ? 0.08 : 0.06),
        "\(index): \(plan.scene) \(plan.weather)")
    }
  }

  @Test func tolerancesNoticeDisplacements() throws {
    let world = try SharedWorld.world.get()
    var plan = ShotPlan(seed: 3, frameRate: 8, frameCount: 16, size: .square, scene: .city)
    let still = try world.render(plan, patchSide: 8, frameCount: 1)
    plan.camera = Camera(move: .panRight, keyframes: [CameraKeyframe(t: 0, x: 4.0 / 64)])
    let (mean, far) = RenderTests.difference(still, try world.render(plan, patchSide: 8, frameCount: 1))
    #expect(mean > 0.02 && far > 0.06)
  }

  /// Eight-by-eight thumbnails of any two scenes, hours or looks differ: a model and a viewer can tell them apart.
  @Test func scenesHoursAndLooksDiffer() throws {
    let world = try SharedWorld.world.get()
    let thumbnail = { (plan: ShotPlan) in
      var clip = try world.render(plan, patchSide: 8, frameCount: 1)
      for _ in 0..<3 { clip = RenderTests.halved(clip) }
      return clip.pixels
    }
    let distance = { (a: [Float], b: [Float]) in
      zip(a, b).map { abs($0 - $1) / 2 }.reduce(0, +) / Float(a.count)
    }
    func expectApart(_ pictures: [(String, [Float])], _ least: Float) {
      for (index, a) in pictures.enumerated() {
        for b in pictures[(index + 1)...] {
          #expect(distance(a.1, b.1) > least, "\(a.0) and \(b.0): \(distance(a.1, b.1))")
        }
      }
    }
    expectApart(
      try Scene.allCases.map {
        (
          $0.rawValue,
          try thumbnail(ShotPlan(seed: 2, frameRate: 8, frameCount: 16, size: .square, scene: $0))
        )
      }, 0.04)
    for scene in Scene.allCases {
      expectApart(
        try TimeOfDay.allCases.map {
          (
            "\(scene) \($0)",
            try thumbnail(
              ShotPlan(seed: 2, frameRate: 8, frameCount: 16, size: .square, scene: scene, time: $0))
          )
        }, 0.015)
    }
    expectApart(
      try Look.allCases.map {
        (
          $0.rawValue,
          try thumbnail(
            ShotPlan(seed: 2, frameRate: 8, frameCount: 16, size: .square, scene: .meadow, look: $0))
        )
      },
      0.015)
  }

  @Test func everyPlanRenders() throws {
    let world = try SharedWorld.world.get()
    for index in 0..<60 {
      let clip = try world.render(RandomPlan.make(UInt64(index)), patchSide: 8, frameCount: 2)
      #expect(clip.pixels.allSatisfy { $0 >= -1 && $0 <= 1 })
    }
    #expect(throws: WorldError.unusableSize(height: 4, width: 64, frameCount: 1)) {
      try world.render(
        ShotPlan(frameRate: 8, frameCount: 16, size: .square, scene: .sea), height: 4, width: 64,
        frameCount: 1)
    }
  }

  /// Mean difference as a share of the range, and the share of values that differ by more than a tenth of it.
  static func difference(_ a: Clip, _ b: Clip) -> (mean: Float, far: Double) {
    let differences = zip(a.pixels, b.pixels).map { abs($0 - $1) / 2 }
    let count = differences.count
    return (differences.reduce(0, +) / Float(count), Double(differences.count { $0 > 0.1 }) / Double(count))
  }

  /// Means over 2×2 pixels.
  static func halved(_ clip: Clip) -> Clip {
    let height = clip.height / 2, width = clip.width / 2
    var result = Clip(frameCount: clip.frameCount, height: height, width: width, frameRate: clip.frameRate)
    for frame in 0..<clip.frameCount {
      for y in 0..<height {
        for x in 0..<width {
          for channel in 0..<3 {
            var sum: Float = 0
            for (dy, dx) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
              sum += clip.pixels[((frame * clip.height + 2 * y + dy) * clip.width + 2 * x + dx) * 3 + channel]
            }
            result.pixels[((frame * height + y) * width + x) * 3 + channel] = sum / 4
          }
        }
      }
    }
    return result
  }
}
