// A prompt's plan is made without seeing the conditioning frames. A frame of ours carries its own plan, which says where its
// actors are; of others the person is told that the plan does not know them.

import Foundation
import ZoetropeShot

extension ClipRequest {
  /// The plan moved to where the conditioning frames show its actors, as far as they tell.
  ///
  /// - Returns: the plan, and what is not known, in sentences for people.
  func anchored(_ plan: ShotPlan) -> (plan: ShotPlan, notes: [String]) {
    var anchors: [ShotPlan.Anchor] = []
    var notes: [String] = []
    let between = keyframes.map { ($0.url as URL?, Int(($0.time * plan.frameRate).rounded())) }
    let places =
      [(opening.last, opening.count - 1), (ending.first, plan.frameCount - ending.count)]
      + between.sorted { $0.1 < $1.1 }
    for case (let url?, let frame) in places {
      guard let record = try? Record(url), case .frame(let index)? = record.picture?.part else {
        notes.append(
          "\(url.lastPathComponent) carries no plan: where it shows actors elsewhere than the plan does, they jump; "
            + "edit the plan to fit it")
        continue
      }
      anchors.append(
        ShotPlan.Anchor(
          time: plan.time(ofFrame: frame), plan: record.recipe.plan,
          planTime: record.recipe.plan.time(ofFrame: index)))
    }
    let (moved, unmatched) = plan.anchored(anchors)
    for actor in unmatched {
      notes.append(
        "a conditioning frame does not say where the \(actor) is; it may jump or appear there")
    }
    // A picture near the frame's edge may ask for more than a plan can hold.
    guard (try? moved.validate()) != nil else { return (plan, notes) }
    return (moved, notes)
  }
}
