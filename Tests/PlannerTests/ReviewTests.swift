import Testing
import ZoetropeShot
import ZoetropePlanner

@Suite struct ReviewTests {
  private func plan(_ motion: Motion, from x: Double, to end: Double, speed: Speed = .normal) -> ShotPlan {
    let keyframes = [
      Keyframe(t: 0, x: x, y: 0.5, width: 0.25, height: 0.5),
      Keyframe(t: 1.875, x: end, y: 0.5, width: 0.25, height: 0.5),
    ]
    return ShotPlan(
      frameRate: 8, frameCount: 16, size: .square, scene: .meadow,
      actors: [Actor(kind: .fox, motion: motion, speed: speed, keyframes: keyframes)])
  }

  @Test func warningsNameTheField() {
    #expect(PlanReview(plan(.right, from: 0.3, to: 0.6)).warnings.isEmpty)
    #expect(PlanReview(plan(.left, from: 0.3, to: 0.6)).warnings.map(\.path) == ["actors[0].motion"])
    #expect(
      PlanReview(plan(.right, from: 0.1, to: 0.9, speed: .slow)).warnings.map(\.path) == ["actors[0].speed"])
    #expect(PlanReview(plan(.right, from: 0.9, to: 1.3)).warnings.map(\.path) == ["actors[0].keyframes"])
    #expect(PlanReview(plan(.exit, from: 0.6, to: 1.4)).warnings.isEmpty)
    #expect(PlanReview(plan(.exit, from: 0.4, to: 0.6)).warnings.map(\.path) == ["actors[0].keyframes"])
    var panned = plan(.still, from: 0.5, to: 0.5)
    panned.camera = Camera(
      move: .panLeft, keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 1.875, x: 0.2)])
    #expect(PlanReview(panned).warnings.map(\.path) == ["camera.move"])
    var crowded = plan(.still, from: 0.5, to: 0.5)
    crowded.actors.append(crowded.actors[0])
    #expect(PlanReview(crowded).warnings.map(\.path) == ["actors[1].keyframes"])
  }

  /// Who does several things, or is carried, goes no one way; whoever comes in by a beat may be outside before.
  @Test func beatsAndCarriersAreUnderstood() {
    var turning = plan(.left, from: 0.3, to: 0.6)
    turning.actors[0].beats.append(Beat(.right, from: 0.5))
    #expect(PlanReview(turning).warnings.isEmpty)
    var coming = plan(.still, from: -0.4, to: 0.5)
    #expect(PlanReview(coming).warnings.map(\.path) == ["actors[0].keyframes"])
    coming.actors[0].beats.append(Beat(.enter, from: 0.5))
    #expect(PlanReview(coming).warnings.isEmpty)
    var ridden = plan(.still, from: 0.5, to: 0.5)
    ridden.actors.append(ridden.actors[0])
    ridden.actors[1].attachment = Actor.Attachment(to: .actor(0), .riding, x: 0.5, y: 0.4)
    #expect(PlanReview(ridden).warnings.isEmpty)
    var panned = plan(.still, from: 0.5, to: 0.5)
    panned.camera = Camera(
      moves: [.init(.panLeft), .init(.panRight, from: 1)],
      keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 1, x: -0.2), CameraKeyframe(t: 1.875, x: 0.2)])
    #expect(PlanReview(panned).warnings.isEmpty)
  }

  @Test func storyboardsShowBoxesAndWords() {
    let text = Storyboard(momentCount: 2, width: 16).text(plan(.right, from: 0.125, to: 0.875))
    #expect(
      text == """
         0.00 s             1.88 s
        +----------------+ +----------------+
        |                | |                |
        |                | |                |
        |AAAA            | |            AAAA|
        |A..A            | |            A..A|
        |A..A            | |            A..A|
        |AAAA            | |            AAAA|
        |                | |                |
        |                | |                |
        +----------------+ +----------------+
        meadow, day, clear, natural look, camera still, medium shot
        A  fox - right normal

        """)
  }
}
