import Foundation
import Testing
import ZoetropeShot

/// Prolonged plans against closed forms: straight lines, powers, mirror images.
@Suite struct ProlongingTests {
  /// 16 frames at 8 per second, the last at 1.875 s.
  static let times = ShotTiming.times(count: 5, frameCount: 16, frameRate: 8)

  private func actor(
    _ motion: Motion, kind: ActorKind = .dog, times: [Double] = times, _ box: (Double) -> Keyframe
  ) -> Actor {
    Actor(kind: kind, motion: motion, keyframes: times.map(box))
  }

  private func prolonged(_ actor: Actor, camera: Camera = Camera(), to frames: Int = 40) throws -> ActorTrack
  {
    let plan = ShotPlan(
      frameRate: 8, frameCount: 16, size: .square, scene: .meadow, camera: camera, actors: [actor]
    ).prolonged(to: frames)
    try plan.validate()
    #expect(plan.frameCount == frames)
    // What was there stays, to the bit.
    #expect(Array(plan.actors[0].keyframes.prefix(actor.keyframes.count)) == actor.keyframes)
    return ActorTrack(plan.actors[0])
  }

  /// x = 0.1 + 0.2·t. Rounding to a ten-thousandth moves a box by half of that.
  @Test func aRunnerRunsOnAtTheSameSpeed() throws {
    let track = try prolonged(
      actor(.right) { Keyframe(t: $0, x: 0.1 + 0.2 * $0, y: 0.7, width: 0.3, height: 0.3) })
    for frame in 0..<40 {
      let time = Double(frame) / 8
      #expect(abs(track.box(at: time).x - (0.1 + 0.2 * time)) < 1e-4)
      #expect(track.box(at: time).y == 0.7)
    }
  }

  /// A walk bobs by 0.02 at every second keyframe; its mean goes neither up nor down.
  @Test func aWalkBobsOn() throws {
    let walker = actor(.left) { time in
      let isUp = Int((time / 0.46875).rounded()) % 2 == 1
      return Keyframe(
        t: time, x: 0.8 - 0.1 * time, y: isUp ? 0.68 : 0.7, width: 0.3, height: 0.3, angle: isUp ? 3 : -3)
    }
    let track = try prolonged(walker)
    for index in 0...10 {
      let box = track.box(at: 0.46875 * Double(index))
      #expect(abs(box.y - (index % 2 == 1 ? 0.68 : 0.7)) < 1e-9)
      #expect(abs(box.angle - (index % 2 == 1 ? 3 : -3)) < 1e-9)
      #expect(abs(box.x - (0.8 - 0.046875 * Double(index))) < 1e-4)
    }
  }

  /// The last segment counts, not the one before: who slows down goes on slowly.
  @Test func theLastSegmentCounts() throws {
    let track = try prolonged(
      Actor(
        kind: .dog, motion: .right,
        keyframes: [(0.0, 0.1), (1.0, 0.5), (1.875, 0.5875)].map {
          Keyframe(t: $0.0, x: $0.1, y: 0.7, width: 0.2, height: 0.2)
        }))
    #expect(abs(track.box(at: 3.875).x - 0.7875) < 1e-3)
  }

  @Test func whoCameToRestStays() throws {
    let early = try prolonged(
      actor(.right, times: [0, 1.0]) { Keyframe(t: $0, x: $0 / 2, y: 0.7, width: 0.2, height: 0.2) })
    #expect(early.box(at: 4).x == 0.5)
    // What says already how it goes on is left alone.
    let late = try prolonged(
      actor(.right, times: [0, 6.0]) { Keyframe(t: $0, x: $0 / 6, y: 0.7, width: 0.2, height: 0.2) })
    #expect(abs(late.box(at: 4.5).x - 0.75) < 1e-12)
  }

  /// y(1.875 + s) = y(1.875 − s) while x goes on.
  @Test func aJumpIsMirrored() throws {
    let times = ShotTiming.times(count: 9, frameCount: 16, frameRate: 8)
    let heights = [0.0, 0, 0, 0.2, 0.27, 0.2, 0, 0.1, 0]
    let jumper = actor(.jump, kind: .rabbit, times: times) { time in
      let height = heights[Int((time / 0.234375).rounded())]
      return Keyframe(
        t: time, x: 0.2 + 0.1 * time, y: 0.7 - height, width: 0.2, height: 0.2 + height / 10, flipped: true)
    }
    let track = try prolonged(jumper, to: 31)
    for step in 0..<60 {
      let shift = 1.875 * Double(step) / 60
      let (before, after) = (track.box(at: 1.875 - shift), track.box(at: 1.875 + shift))
      // Curves between keyframes are mirrored too, but for the outermost, whose end has no neighbour.
      if shift < 1.6 { #expect(abs(before.y - after.y) < 1e-4 && abs(before.height - after.height) < 1e-4) }
      #expect(abs(after.x - (0.2 + 0.1 * (1.875 + shift))) < 2e-4)
      #expect(after.flipped)
    }
  }

  /// A full round goes round again: after 1.875 s everything is as it was.
  @Test func anOrbitGoesRoundAgain() throws {
    let times = ShotTiming.times(count: 9, frameCount: 16, frameRate: 8)
    let bee = actor(.orbit, kind: .bee, times: times) { time in
      let angle = 2 * Double.pi * time / 1.875
      return Keyframe(
        t: time, x: 0.5 + 0.2 * cos(angle), y: 0.5 + 0.2 * sin(angle), width: 0.2, height: 0.2,
        flipped: sin(angle + 0.01) < 0)
    }
    let track = try prolonged(bee, to: 46)
    for index in 1...16 {
      let (first, again) = (
        track.box(at: 0.234375 * Double(index % 8)), track.box(at: 0.234375 * Double(index))
      )
      #expect(hypot(first.x - again.x, first.y - again.y) < 1e-3 && first.flipped == again.flipped)
    }
  }

  /// Half a round leads back, with its picture turned.
  @Test func halfAnOrbitTurnsBack() throws {
    let times = ShotTiming.times(count: 9, frameCount: 16, frameRate: 8)
    let bee = actor(.orbit, kind: .bee, times: times) { time in
      let angle = Double.pi * time / 1.875
      return Keyframe(t: time, x: 0.5 - 0.2 * cos(angle), y: 0.5, width: 0.2, height: 0.2, flipped: true)
    }
    let track = try prolonged(bee, to: 30)
    #expect(abs(track.box(at: 3.515625).x - track.box(at: 0.234375).x) < 1e-3)
    #expect(track.box(at: 1).flipped && !track.box(at: 3).flipped)
  }

  /// Sizes go on by the same share: an octave in 1.875 s is half of another in half the time, until the frame is full.
  @Test func whoComesNearGrowsByTheSameShare() throws {
    let track = try prolonged(
      actor(.approach) {
        let scale = pow(2, $0 / 1.875)
        return Keyframe(t: $0, x: 0.5, y: 0.5, width: 0.3 * scale, height: 0.15 * scale)
      })
    #expect(abs(track.box(at: 2.8125).width - 0.3 * pow(2, 1.5)) < 2e-3)
    let full = track.box(at: 4.875)
    #expect(full.width == 1 && abs(full.height - 0.5) < 1e-3)
  }

  @Test func whoIsOutStaysOutAndWhoCameInStays() throws {
    let out = try prolonged(
      actor(.exit) { Keyframe(t: $0, x: 0.5 + 0.4 * $0, y: 0.6, width: 0.2, height: 0.2) }, to: 200)
    #expect(!out.box(at: 10).isInFrame)
    // It comes from the left and is at its place at the very end.
    let entered = try prolonged(
      actor(.enter) { Keyframe(t: $0, x: -0.2 + 0.32 * $0, y: 0.6, width: 0.2, height: 0.2) }, to: 200)
    #expect(abs(entered.box(at: 10).x - 0.4) < 1e-4)
    // Half way in when the plan ended: it comes in, and stays.
    let entering = try prolonged(
      actor(.enter) { Keyframe(t: $0, x: -0.3 + 0.1 * $0, y: 0.6, width: 0.2, height: 0.2) }, to: 200)
    let place = entering.box(at: 20)
    #expect(place.x > 0.05 && place.x < 0.2)
    let met = try prolonged(
      actor(.meet) { Keyframe(t: $0, x: 0.1 + 0.1 * $0, y: 0.6, width: 0.2, height: 0.2) })
    #expect(abs(met.box(at: 4).x - 0.2875) < 1e-12)
  }

  /// A pan by 0.16 widths a second goes on, until views may go no farther; a zoom multiplies.
  @Test func camerasGoOn() throws {
    func view(_ move: CameraMove, _ frames: Int, _ key: (Double) -> CameraKeyframe) throws -> CameraKeyframe {
      let camera = Camera(move: move, keyframes: ProlongingTests.times.map(key))
      let plan = ShotPlan(frameRate: 8, frameCount: 16, size: .square, scene: .sea, camera: camera).prolonged(
        to: frames)
      try plan.validate()
      return plan.camera.view(at: plan.time(ofFrame: frames - 1))
    }
    let pan = try view(.panRight, 48) { CameraKeyframe(t: $0, x: 0.16 * $0 - 0.15) }
    #expect(abs(pan.x - (0.16 * 5.875 - 0.15)) < 1e-3)
    #expect(try view(.panRight, 4320) { CameraKeyframe(t: $0, x: 0.16 * $0 - 0.15) }.x == 64)
    let zoom = try view(.zoomIn, 31) { CameraKeyframe(t: $0, zoom: pow(1.3, $0 / 1.875)) }
    #expect(abs(zoom.zoom - 1.69) < 1e-3)
    #expect(try view(.zoomOut, 400) { CameraKeyframe(t: $0, zoom: pow(0.7, $0 / 1.875)) }.zoom == 0.25)
    let hand = try view(.handheld, 31) { CameraKeyframe(t: $0, x: 0.01 * sin(9 * $0)) }
    #expect(hand.x == 0)
  }

  /// Under a camera that tilts by 0.1 heights a second, one that hops on the ground stays on the ground.
  @Test func actorsGoOnInTheScene() throws {
    let camera = Camera(
      move: .tiltDown, keyframes: ProlongingTests.times.map { CameraKeyframe(t: $0, y: 0.1 * $0) })
    let times = ShotTiming.times(count: 9, frameCount: 16, frameRate: 8)
    let ball = actor(.bounce, kind: .ball, times: times) { time in
      let isUp = Int((time / 0.234375).rounded()) % 2 == 1
      return Keyframe(t: time, x: 0.5, y: (isUp ? 0.5 : 0.7) - 0.1 * time, width: 0.2, height: 0.2)
    }
    let track = try prolonged(ball, camera: camera, to: 31)
    for index in 8...16 {
      let time = 0.234375 * Double(index)
      #expect(abs(track.box(at: time).y + 0.1 * time - (index % 2 == 1 ? 0.5 : 0.7)) < 1e-3)
    }
  }

  @Test func noLongerIsTheSame() {
    let plan = PlanJSONTests.plan
    #expect(plan.prolonged(to: plan.frameCount) == plan)
    #expect(plan.prolonged(to: 3) == plan)
  }

  /// Plans that are prolonged many times are those that are prolonged once.
  @Test func onceIsAsGoodAsOften() throws {
    let runner = actor(.right) { Keyframe(t: $0, x: 0.1 + 0.1 * $0, y: 0.7, width: 0.3, height: 0.3) }
    let plan = ShotPlan(frameRate: 8, frameCount: 16, size: .square, scene: .meadow, actors: [runner])
    let once = ActorTrack(plan.prolonged(to: 64).actors[0])
    let often = ActorTrack(
      plan.prolonged(to: 30).prolonged(to: 31).prolonged(to: 50).prolonged(to: 64).actors[0])
    for frame in 0..<64 {
      #expect(abs(once.box(at: Double(frame) / 8).x - often.box(at: Double(frame) / 8).x) < 1e-3)
    }
  }
}
