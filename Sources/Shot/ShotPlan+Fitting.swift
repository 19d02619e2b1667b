// Boxes are fractions of the frame, so a ball that is round in one frame is an egg in another. This is the one place that
// corrects them.

import Foundation

extension ShotPlan {
  /// The plan laid out for a frame of another shape; see ``fitted(toAspectRatio:)``.
  public func fitted(to shape: FrameShape) -> ShotPlan {
    var plan = fitted(toAspectRatio: shape.aspectRatio)
    plan.size = shape
    return plan
  }

  /// The plan with boxes for a frame of other proportions than those of its ``size``, so that whatever they frame keeps its
  /// own.
  ///
  /// Places stay where they are, as fractions of the frame: who stood at its edge stands there, who had left is out, who
  /// stood on the horizon stands on it. Boxes become smaller in one direction: narrower in a wider frame, lower, about
  /// their lower edges, in a narrower one. So none reaches out of the frame that did not before.
  ///
  /// - Parameter ratio: width divided by height of the frame, above 0.
  /// - Returns: the plan itself where the proportions are the same.
  public func fitted(toAspectRatio ratio: Double) -> ShotPlan {
    let change = ratio / size.aspectRatio
    guard change.isFinite, change > 0, abs(change - 1) > 1e-9 else { return self }
    // Frames of version 1 were 11:6 and 6:11, and so are the clips that were made of its plans: those boxes are as they were meant.
    if version == 1, let first = size.firstAspectRatio, abs(ratio / first - 1) < 1e-9 { return self }
    var plan = self
    for actor in plan.actors.indices {
      for index in plan.actors[actor].keyframes.indices {
        var key = plan.actors[actor].keyframes[index]
        if change > 1 {
          key.width = max(key.width / change, ShotPlan.minimumSide)
        } else {
          let lower = key.height * (1 - change)
          key.height = max(key.height * change, ShotPlan.minimumSide)
          key.y += lower / 2
        }
        plan.actors[actor].keyframes[index] = key
      }
    }
    // The picture of a set piece decides its width, so only a narrower frame makes it smaller.
    for index in plan.setPieces.indices {
      plan.setPieces[index].height = max(
        setPieces[index].height * min(change, 1), ShotPlan.minimumPieceHeight)
    }
    return plan
  }

  /// The least side of a box.
  static let minimumSide = 0.01
  /// The least height of a set piece.
  static let minimumPieceHeight = 0.005
}
