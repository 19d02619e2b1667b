import Testing
import ZoetropeFilm
import ZoetropeRandom
import ZoetropeWorld

@Suite struct SamplingTests {
  static let plans: [ShotPlan] = (0..<2000).map { index in
    var generator = Generator(seed: 11, stream: UInt64(index))
    return ShotSampler().sample(using: &generator)
  }

  @Test func keyframesAreWithinTheirBounds() {
    for plan in SamplingTests.plans {
      #expect(plan.camera.keyframes.allSatisfy { abs($0.x) <= 4 && abs($0.y) <= 4 && 0.25...4 ~= $0.zoom })
      for actor in plan.actors {
        #expect([5, 9].contains(actor.keyframes.count))
        #expect(actor.keyframes[0].t == 0 && abs(actor.keyframes.last!.t - 15.0 / 8) < 1e-12)
        for box in actor.keyframes {
          #expect(-2...3 ~= box.x && -2...3 ~= box.y && 0.01...3 ~= box.width && 0.01...3 ~= box.height)
        }
      }
    }
  }

  @Test func sameSeedGivesTheSamePlan() {
    for index in 0..<50 {
      var generator = Generator(seed: 11, stream: UInt64(index))
      #expect(ShotSampler().sample(using: &generator) == SamplingTests.plans[index])
    }
  }
}
