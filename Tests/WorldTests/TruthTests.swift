import Foundation
import Testing
import ZoetropeScenery
import ZoetropeShot

@testable import ZoetropeWorld

/// What a plan says must be where it says it is.
@Suite struct TruthTests {
  /// The middle of what an actor changes in the picture is the middle of its box, within a pixel, for 1 000 plans.
  @Test func actorsAreInTheMiddleOfTheirBoxes() throws {
    let world = try SharedWorld.world.get()
    for index in 0..<1000 {
      var plan = RandomPlan.make(UInt64(index), actorCount: 1)
      // Weather paints over actors; looks other than these move or blur what is visible.
      plan.weather = .clear
      plan.look = index % 2 == 0 ? .natural : .silhouette
      plan.camera = Camera()
      var options = RenderOptions()
      options.paintsShadows = false
      options.movesPictures = false
      let shown = try world.render(plan, patchSide: 8, frameCount: 1, options: options)
      options.paintsActors = false
      let empty = try world.render(plan, patchSide: 8, frameCount: 1, options: options)
      let changed = try #require(ChangedArea(shown, empty), "\(plan.actors[0].picture) in \(plan.scene)")
      let box = plan.actors[0].box(at: 0)
      #expect(
        abs(changed.centreX - box.x * Double(shown.width)) <= 1
          && abs(changed.centreY - box.y * Double(shown.height)) <= 1,
        "plan \(index): \(plan.actors[0].picture) \(plan.actors[0].tint?.text ?? "") in \(plan.scene) \(plan.time) \(plan.look)"
      )
    }
  }

  /// Where pictures overlap, the nearer one is seen, whatever the order in the plan.
  @Test func nearerActorsCoverFartherOnes() throws {
    let world = try SharedWorld.world.get()
    var near = Actor(
      kind: .ball, depth: 0.2, keyframes: [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.3, height: 0.3)])
    var far = Actor(
      kind: .tree, depth: 0.8, keyframes: [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.6, height: 0.6)])
    let middle = (32 * 64 + 32) * 3
    for _ in 0..<2 {
      let both = try world.render(plan(near, far), patchSide: 8, frameCount: 1)
      let swapped = try world.render(plan(far, near), patchSide: 8, frameCount: 1)
      let alone = try world.render(plan(near), patchSide: 8, frameCount: 1)
      #expect(both == swapped)
      #expect((0..<3).allSatisfy { abs(both.pixels[middle + $0] - alone.pixels[middle + $0]) < 0.01 })
      (near.picture, far.picture) = (far.picture, near.picture)
    }
  }

  /// Mirroring and quarter turns of a picture, pixel for pixel.
  @Test func flipsAndTurnsGoTheRightWay() throws {
    let upright = try picture(angle: 0, flipped: false)
    let flipped = try picture(angle: 0, flipped: true), turned = try picture(angle: 90, flipped: false)
    let side = 48
    var seen = 0
    for y in 0..<side {
      for x in 0..<side {
        for channel in 0..<4 {
          let value = upright[(y * side + x) * 4 + channel]
          #expect(abs(value - flipped[(y * side + side - 1 - x) * 4 + channel]) < 1e-3)
          // Clockwise: what was at the top is at the right.
          #expect(abs(value - turned[(x * side + side - 1 - y) * 4 + channel]) < 1e-3)
        }
        if upright[(y * side + x) * 4 + 3] > 0.5 { seen += 1 }
      }
    }
    #expect(seen > 200)
  }

  @Test func tiltingUpLowersTheHorizon() throws {
    let world = try SharedWorld.world.get()
    var plan = ShotPlan(seed: 1, frameRate: 8, frameCount: 16, size: .square, scene: .sea)
    let level = horizonRow(try world.render(plan, patchSide: 16, frameCount: 1))
    plan.camera = Camera(move: .tiltUp, keyframes: [CameraKeyframe(t: 0, y: -0.2)])
    let tilted = horizonRow(try world.render(plan, patchSide: 16, frameCount: 1))
    #expect(abs(Double(level) - Scene.sea.horizon * 128) <= 2)
    // Water at infinity follows 85-100 % of a tilt.
    #expect((0.8 * 0.2 * 128...1.02 * 0.2 * 128).contains(Double(tilted - level)))
  }

  // MARK: - Internals

  private func plan(_ actors: Actor...) -> ShotPlan {
    ShotPlan(seed: 4, frameRate: 8, frameCount: 16, size: .square, scene: .sky, actors: actors)
  }

  private func picture(angle: Double, flipped: Bool) throws -> [Float] {
    let world = try SharedWorld.world.get()
    let actor = Actor(
      kind: .horse,
      keyframes: [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.7, height: 0.6, angle: angle, flipped: flipped)])
    let canvas = Canvas(width: 48, height: 48), plan = plan(actor)
    PicturePainter(
      try plan.placedPictures(from: world.pictures)[0], plan: plan, light: Light(plan), hasShadow: false,
      frameTimes: [0], canvas: canvas
    ).paint(at: 0, on: canvas)
    return Array(UnsafeBufferPointer(start: canvas.pixels, count: 48 * 48 * 4))
  }

  /// The row whose mean colour differs most from that of the row above.
  private func horizonRow(_ clip: Clip) -> Int {
    let rows = (0..<clip.height).map { y in
      (0..<3).map { channel in
        (0..<clip.width).map { clip.pixels[(y * clip.width + $0) * 3 + channel] }.reduce(0, +)
      }
    }
    let jumps = zip(rows, rows.dropFirst()).map { zip($0, $1).map { abs($0 - $1) }.reduce(0, +) }
    return 1 + (jumps.indices.max { jumps[$0] < jumps[$1] } ?? 0)
  }
}

/// The bounding box of the pixels in which two one-frame clips differ visibly.
struct ChangedArea {
  let centreX: Double
  let centreY: Double

  init?(_ a: Clip, _ b: Clip) {
    var left = a.width, right = -1, top = a.height, bottom = -1
    for y in 0..<a.height {
      for x in 0..<a.width {
        let at = (y * a.width + x) * 3
        // One step of eight bits in 0...255.
        guard (0..<3).contains(where: { abs(a.pixels[at + $0] - b.pixels[at + $0]) > 2.0 / 255 }) else {
          continue
        }
        left = min(left, x)
        right = max(right, x)
        top = min(top, y)
        bottom = max(bottom, y)
      }
    }
    guard right >= left else { return nil }
    centreX = Double(left + right + 1) / 2
    centreY = Double(top + bottom + 1) / 2
  }
}
