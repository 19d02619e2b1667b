import Testing
import ZoetropeShot

/// Plans moved to where pictures show their actors; figures by hand.
@Suite struct AnchoringTests {
  private func plan(_ kind: ActorKind, _ boxes: [(t: Double, x: Double, y: Double, side: Double)]) -> ShotPlan
  {
    ShotPlan(
      frameRate: 8, frameCount: 17, size: .square, scene: .snow,
      actors: [
        Actor(
          kind: kind, motion: .right,
          keyframes: boxes.map { Keyframe(t: $0.t, x: $0.x, y: $0.y, width: $0.side, height: $0.side) })
      ])
  }

  private func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-12 }

  @Test func aFirstPictureShiftsThePath() {
    let own = plan(.fox, [(0, 0.5, 0.5, 0.2), (2, 0.9, 0.6, 0.4)])
    let picture = plan(.fox, [(0, 0, 0.7, 0.3), (1, 0.4, 0.7, 0.3)])
    // At half a second the picture's fox is at 0.2: the path moves by −0.3 and 0.2, and grows by a half.
    let (moved, unmatched) = own.anchored([.init(time: 0, plan: picture, planTime: 0.5)])
    let keys = moved.actors[0].keyframes
    #expect(unmatched.isEmpty)
    #expect(near(keys[0].x, 0.2) && near(keys[0].y, 0.7) && near(keys[0].width, 0.3))
    #expect(near(keys[1].x, 0.6) && near(keys[1].y, 0.8) && near(keys[1].height, 0.6))
  }

  @Test func betweenTwoPicturesTheShiftGoesOver() {
    let own = plan(.fox, [(0, 0.2, 0.5, 0.2), (1, 0.4, 0.5, 0.2), (2, 0.6, 0.5, 0.2)])
    let first = plan(.fox, [(0, 0.1, 0.5, 0.2)])
    let last = plan(.fox, [(0, 0.9, 0.7, 0.8)])
    let (moved, _) = own.anchored([
      .init(time: 0, plan: first, planTime: 0), .init(time: 2, plan: last, planTime: 0),
    ])
    let keys = moved.actors[0].keyframes
    // Shifts of −0.1 and 0.3, in the middle 0.1; sizes ×1 and ×4, in the middle ×2.
    #expect(near(keys[0].x, 0.1) && near(keys[1].x, 0.5) && near(keys[2].x, 0.9))
    #expect(near(keys[1].y, 0.6) && near(keys[2].y, 0.7))
    #expect(near(keys[0].width, 0.2) && near(keys[1].width, 0.4) && near(keys[2].width, 0.8))
  }

  /// Names go before pictures: MARA is found by hers, in whatever picture, and a fox without a name by its picture.
  @Test func namesAreMatchedFirst() {
    var own = plan(.fox, [(0, 0.5, 0.5, 0.2)])
    var picture = plan(.fox, [(0, 0.1, 0.5, 0.2)])
    picture.actors.append(picture.actors[0])
    picture.actors[1].keyframes[0].x = 0.8
    picture.actors[1].picture = "wolf"
    (picture.actors[0].name, picture.actors[1].name) = ("JON", "MARA")
    #expect(
      near(own.anchored([.init(time: 0, plan: picture, planTime: 0)]).plan.actors[0].keyframes[0].x, 0.1))
    own.actors[0].name = "MARA"
    #expect(
      near(own.anchored([.init(time: 0, plan: picture, planTime: 0)]).plan.actors[0].keyframes[0].x, 0.8))
    own.actors[0].name = "ANNE"
    #expect(own.anchored([.init(time: 0, plan: picture, planTime: 0)]).unmatched == ["ANNE"])
  }

  @Test func whoIsNotInThePictureIsNamed() {
    let own = plan(.fox, [(0, 0.5, 0.5, 0.2)])
    let (moved, unmatched) = own.anchored([
      .init(time: 0, plan: plan(.wolf, [(0, 0.1, 0.5, 0.2)]), planTime: 0)
    ])
    #expect(moved == own && unmatched == ["fox"])
  }
}
