import Foundation
import Testing
import ZoetropeShot

/// Boxes in pixels of the frame they are for, before and after.
@Suite struct FittingTests {
  private func plan(_ shape: FrameShape, _ keys: [Keyframe]) -> ShotPlan {
    ShotPlan(size: shape, scene: .meadow, actors: [Actor(kind: .ball, motion: .right, keyframes: keys)])
  }

  /// A ball that is round in its own frame is round in every frame, stands on the same line and no larger.
  @Test(arguments: FrameShape.allCases, [1, 1.5, 0.25, 2, 1.2, 0.6])
  func aBallStaysRound(shape: FrameShape, ratio: Double) {
    let height = 0.3, width = height / shape.aspectRatio
    let key = Keyframe(t: 0, x: 0.25, y: 0.6, width: width, height: height, angle: 30, flipped: true)
    let plan = plan(shape, [key, Keyframe(t: 1, x: 1.4, y: 0.7, width: width / 2, height: height / 2)])
    let fitted = plan.fitted(toAspectRatio: ratio)
    for (before, after) in zip(plan.actors[0].keyframes, fitted.actors[0].keyframes) {
      // Sides in heights of the frame.
      #expect(abs(after.width * ratio - after.height) < 1e-12)
      #expect(after.x == before.x && abs(after.y + after.height / 2 - before.y - before.height / 2) < 1e-12)
      #expect(after.width <= before.width && after.height <= before.height)
      #expect(after.angle == before.angle && after.flipped == before.flipped && after.t == before.t)
    }
    #expect(fitted.size == shape)
  }

  @Test func theSameProportionsChangeNothing() {
    for shape in FrameShape.allCases {
      let plan = plan(shape, [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.37, height: 0.71)])
      let (height, width) = shape.pixelSize(patchSide: 16)
      #expect(plan.fitted(toAspectRatio: Double(width) / Double(height)) == plan)
      #expect(plan.fitted(to: shape) == plan)
    }
  }

  /// Frames of version 1 were 11:6; what only version 2 can hold has never been in one.
  @Test func clipsOfVersion1KeepTheirBoxes() {
    var plan = plan(.wide, [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.37, height: 0.71)])
    #expect(plan.version == 1 && plan.fitted(toAspectRatio: 176.0 / 96) == plan)
    plan.actors[0].picture = "giraffe"
    #expect(plan.version == 2 && plan.fitted(toAspectRatio: 176.0 / 96) != plan)
  }

  @Test func anotherShapeIsTheFittedPlanOfThatShape() {
    let square = plan(.square, [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.33, height: 0.33)])
    let wide = square.fitted(to: .wide)
    #expect(wide.size == .wide && abs(wide.actors[0].keyframes[0].width - 0.33 * 4 / 7) < 1e-12)
    #expect(wide.actors[0].keyframes[0].height == 0.33)
    let tall = square.fitted(to: .tall)
    #expect(tall.size == .tall && abs(tall.actors[0].keyframes[0].height - 0.33 * 4 / 7) < 1e-12)
  }

  /// The picture of a set piece decides its width: a wider frame leaves its height, one of half the width halves it over its foot.
  @Test func setPiecesAreFittedToo() {
    var plan = plan(.square, [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.1, height: 0.1)])
    plan.setPieces = [SetPiece(picture: "tree", x: 0.3, y: 0.8, height: 0.4, depth: 1, parallax: 0.5)]
    #expect(plan.fitted(toAspectRatio: 2).setPieces == plan.setPieces)
    let narrow = plan.fitted(toAspectRatio: 0.5).setPieces[0]
    #expect(narrow.height == 0.2 && narrow.x == 0.3 && narrow.y == 0.8)
  }

  @Test func whatIsFittedIsAPlan() throws {
    for ratio in [1e-9, 1e9] {
      let thin = plan(.square, [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.01, height: 3)])
      try thin.fitted(toAspectRatio: ratio).validate()
    }
    let plan = plan(.square, [Keyframe(t: 0, x: 0, y: 0, width: 1, height: 1)])
    for ratio in [0, -1, Double.nan, .infinity] { #expect(plan.fitted(toAspectRatio: ratio) == plan) }
  }
}
