// A shot that begins or ends with a picture whose plan is known begins or ends where that picture shows its actors.

import Foundation

extension ShotPlan {
  /// A moment of this plan at which actors are where another plan has them.
  public struct Anchor: Sendable {
    /// Seconds of this plan.
    public var time: Double
    /// The plan that says where actors are.
    public var plan: ShotPlan
    /// Seconds of that plan.
    public var planTime: Double

    /// Makes an anchor.
    public init(time: Double, plan: ShotPlan, planTime: Double) {
      self.time = time
      self.plan = plan
      self.planTime = planTime
    }
  }

  /// The plan with its actors moved and scaled so that they are where anchors have them.
  ///
  /// Actors are matched by name, and where one has none by picture, in order; those that an anchor lacks stay where they are. One anchor shifts an actor's whole
  /// path; between two the shift goes evenly from the first's to the second's, that of its size in proportion.
  ///
  /// - Returns: the plan, and the titles of actors that some anchor lacks.
  public func anchored(_ anchors: [Anchor]) -> (plan: ShotPlan, unmatched: [String]) {
    var plan = self
    var unmatched: [String] = []
    var used = anchors.map { _ in Set<Int>() }
    for index in actors.indices {
      let actor = actors[index]
      let track = ActorTrack(actor)
      var shifts: [Shift] = []
      for (place, anchor) in anchors.enumerated() {
        let other = anchor.plan.actors.indices.first {
          actor.isShown(by: anchor.plan.actors[$0]) && !used[place].contains($0)
        }
        guard let other else {
          if !unmatched.contains(actor.title) { unmatched.append(actor.title) }
          continue
        }
        used[place].insert(other)
        let theirs = anchor.plan.tracks()[other].box(at: anchor.planTime)
        shifts.append(Shift(anchor.time, from: track.box(at: anchor.time), to: theirs))
      }
      guard !shifts.isEmpty else { continue }
      for key in plan.actors[index].keyframes.indices {
        Shift.at(plan.actors[index].keyframes[key].t, shifts).apply(to: &plan.actors[index].keyframes[key])
      }
    }
    return (plan, unmatched)
  }

  /// How far a box is from where it should be.
  private struct Shift {
    var time: Double
    var x, y: Double
    /// Logarithms of the ratios of the sides.
    var width, height: Double

    init(_ time: Double, from own: Keyframe, to other: Keyframe) {
      self.time = time
      (x, y) = (other.x - own.x, other.y - own.y)
      (width, height) = (log(other.width / own.width), log(other.height / own.height))
    }

    /// The shift at a time: between two of them a mixture, beyond them the nearer one.
    static func at(_ time: Double, _ shifts: [Shift]) -> Shift {
      guard shifts.count > 1, let first = shifts.first, let last = shifts.last, last.time > first.time else {
        return shifts[0]
      }
      let share = min(max((time - first.time) / (last.time - first.time), 0), 1)
      var mixed = first
      mixed.x += (last.x - first.x) * share
      mixed.y += (last.y - first.y) * share
      mixed.width += (last.width - first.width) * share
      mixed.height += (last.height - first.height) * share
      return mixed
    }

    func apply(to key: inout Keyframe) {
      key.x += x
      key.y += y
      key.width *= exp(width)
      key.height *= exp(height)
    }
  }
}

extension Actor {
  /// Whether an actor of another plan is this one.
  fileprivate func isShown(by other: Actor) -> Bool {
    if let name, let theirs = other.name { return name == theirs }
    return picture == other.picture
  }
}
