import ZoetropeShot

extension ShotPlan {
  /// The plan with another picture in an actor's place: on the same way, with its feet where the other's were, as high as it is beside
  /// what it replaces.
  ///
  /// - Parameters:
  ///   - index: which of ``ShotPlan/actors``.
  ///   - picture: who takes the place.
  ///   - earlier: who had it.
  /// - Precondition: `index` is one of the actors.
  public func recasting(actor index: Int, as picture: Picture, from earlier: Picture) -> ShotPlan {
    var plan = self
    // A boy is smaller than a man, but an elephant in a mouse's place must stay in the frame.
    let scale = min(
      max(picture.height / earlier.height, ShotPlan.leastRecastScale), ShotPlan.largestRecastScale)
    let isMirrored =
      (picture.facing == .left && earlier.facing == .right)
      || (picture.facing == .right && earlier.facing == .left)
    plan.actors[index].picture = picture.name
    plan.actors[index].gait = nil
    for key in plan.actors[index].keyframes.indices {
      var box = plan.actors[index].keyframes[key]
      let foot = box.y + box.height / 2
      box.height *= scale
      box.width = box.height * picture.aspectRatio / size.aspectRatio
      box.y = foot - box.height / 2
      if isMirrored { box.flipped.toggle() }
      plan.actors[index].keyframes[key] = box.rounded
    }
    return plan
  }

  private static let leastRecastScale = 0.5
  private static let largestRecastScale = 1.6
}
