import Testing
import ZoetropeShot

@testable import ZoetropeWorld

/// What a camera that travels sees.
@Suite struct TravelTests {
  private static let size = (height: 64, width: 112)

  private func frame(of scene: Scene, x: Double, period: Period? = nil) throws -> Clip {
    var plan = ShotPlan(seed: 5, size: .wide, scene: scene, period: period)
    plan.camera = Camera(move: .panRight, keyframes: [CameraKeyframe(t: 0, x: x)])
    return try SharedWorld.world.get().render(
      plan, height: Self.size.height, width: Self.size.width, frameCount: 1)
  }

  /// Mean difference between a row of one frame and another's, displaced by `shift` pixels.
  private func difference(_ a: Clip, _ b: Clip, row: Int, shift: Int) -> Float {
    let width = Self.size.width
    var sum: Float = 0
    for x in 0..<width - shift {
      for channel in 0..<3 {
        sum += abs(
          a.pixels[(row * width + x + shift) * 3 + channel] - b.pixels[(row * width + x) * 3 + channel])
      }
    }
    return sum / Float((width - shift) * 3) / 2
  }

  /// The ground at the feet of near actors moves as they do: after a move by 14 pixels each row there is the same, 14 pixels on.
  @Test func groundKeepsToTheFeetOfActors() throws {
    let textured: [Scene] = [.snow, .meadow, .mountains, .forest, .city, .moon, .desert, .cave]
    for scene in textured {
      let line = try #require(scene.groundLine)
      let before = try frame(of: scene, x: 0), after = try frame(of: scene, x: 14 / 112)
      let rows = Int(line.lowerBound * 64) + 1..<Int(line.upperBound * 64)
      let same = rows.map { difference(before, after, row: $0, shift: 14) }.reduce(0, +)
      let moved = rows.map { difference(before, after, row: $0, shift: 10) }.reduce(0, +)
      // Shapes fall on the same subpixels; what is left are spots at the far end of the line that begin above it.
      #expect(same < 0.25 * moved, "\(scene): \(same) of \(moved)")
    }
  }

  /// Wherever a camera comes to, the frame holds about as much as elsewhere: nothing runs out, for 64 frame widths.
  @Test func sceneryGoesOn() throws {
    for scene in Scene.allCases {
      for period in scene.isBuilt ? [nil] + Period.allCases : [nil] {
        let details = try ([0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 6, 8, 16, 32, 63.5] as [Double]).map { x in
          try detail(of: frame(of: scene, x: x, period: period))
        }
        let middle = details.sorted()[details.count / 2]
        #expect(
          details.allSatisfy { $0 > 0.3 * middle },
          "\(scene) \(period?.rawValue ?? "present"): \(details.map { $0 / middle })")
      }
    }
  }

  /// Mean difference of neighbours in a row.
  private func detail(of clip: Clip) -> Float {
    let width = Self.size.width
    var sum: Float = 0
    for y in 0..<clip.height {
      for x in 1..<width {
        for channel in 0..<3 {
          let at = (y * width + x) * 3 + channel
          sum += abs(clip.pixels[at] - clip.pixels[at - 3])
        }
      }
    }
    return sum / Float(clip.pixels.count)
  }
}
