import Testing
import ZoetropeShot
import ZoetropeMedia

@Suite struct AnimaticTests {
  /// A box of 0.5 × 0.25 in a frame of 100 × 100 has its edges where arithmetic puts them, in its tint, and nothing fills it.
  @Test func boxesAreWhereThePlanHasThem() {
    let keyframe = Keyframe(t: 0, x: 0.5, y: 0.625, width: 0.5, height: 0.25)
    let plan = ShotPlan(
      frameRate: 8, frameCount: 2, size: .square, scene: .meadow,
      actors: [Actor(kind: .ball, tint: .white, keyframes: [keyframe])])
    let clip = Animatic(side: 100).render(plan)
    #expect(clip.frameCount == 2 && clip.width == 100 && clip.height == 100)
    func red(_ x: Int, _ y: Int) -> Float { clip.pixels[(y * 100 + x) * 3] }
    for x in [25, 50, 75] {
      #expect(red(x, 50) == 1)
      #expect(red(x, 75) == 1)
    }
    #expect(red(25, 60) == 1 && red(75, 60) == 1)
    #expect(red(60, 70) < 0 && red(20, 60) < 0)
  }
}
