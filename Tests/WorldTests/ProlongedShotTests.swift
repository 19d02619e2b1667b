import Foundation
import Testing
import ZoetropeShot
import ZoetropeRandom

@testable import ZoetropeWorld

/// Shots of the synthetic world that are made longer, as clips are when they are extended.
@Suite struct ProlongedShotTests {
  static let plans: [ShotPlan] = (0..<200).map { index in
    var generator = Generator(seed: 23, stream: UInt64(index))
    return ShotSampler().sample(using: &generator)
  }

  @Test func allAreValidAndLeaveWhatWasThere() throws {
    for plan in ProlongedShotTests.plans {
      for count in [17, 32, 48, ShotPlan.maximumFrameCount] {
        let longer = plan.prolonged(to: count)
        #expect(throws: Never.self) { try longer.validate() }
        #expect(
          longer.camera.keyframes.starts(with: plan.camera.keyframes)
            && zip(longer.actors, plan.actors).allSatisfy { $0.keyframes.starts(with: $1.keyframes) })
      }
    }
  }

  /// Boxes before the end move a little at most, since the curve into the last keyframe knows now what follows; and nothing leaps
  /// after it: from frame to frame a box goes no farther than it did before, with a tenth of a frame's side to spare.
  @Test func nothingLeaps() {
    var failures: [String] = []
    for plan in ProlongedShotTests.plans {
      let longer = plan.prolonged(to: 32)
      for (actor, later) in zip(plan.actors, longer.actors) {
        let (old, new) = (ActorTrack(actor), ActorTrack(later))
        func boxes(_ track: ActorTrack, _ frames: Range<Int>) -> [Keyframe] {
          frames.map { track.box(at: plan.time(ofFrame: $0)) }
        }
        func longestStep(_ boxes: [Keyframe]) -> Double {
          zip(boxes, boxes.dropFirst()).map { hypot($1.x - $0.x, $1.y - $0.y) }.max() ?? 0
        }
        let drift = zip(boxes(old, 0..<16), boxes(new, 0..<16)).map { hypot($1.x - $0.x, $1.y - $0.y) }
          .max()!
        let before = longestStep(boxes(old, 0..<16)), after = longestStep(boxes(new, 15..<32))
        if drift > 0.06 || after > before + 0.1 {
          failures.append(
            "\(actor.picture) \(actor.motion) \(plan.camera.move): drift \(drift), \(before) → \(after)")
        }
      }
    }
    #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
  }

  @Test func whoHasLeftStaysOutAndWhoHasComeStaysIn() {
    var counts = (out: 0, inside: 0)
    for plan in ProlongedShotTests.plans {
      let longer = plan.prolonged(to: 48)
      for (actor, later) in zip(plan.actors, longer.actors) {
        let track = ActorTrack(later)
        // Slow ones may have a tail in the frame at the end.
        let boxes = (20..<48).map { track.box(at: plan.time(ofFrame: $0)) }
        if actor.motion == .exit {
          counts.out += 1
          #expect(boxes.allSatisfy { !$0.isInFrame }, "\(actor.picture) \(plan.camera.move)")
        }
        // A camera that tilts or zooms leaves behind what stands still.
        if actor.motion == .enter,
          [.still, .panLeft, .panRight, .track, .handheld].contains(plan.camera.move)
        {
          counts.inside += 1
          #expect(boxes.allSatisfy { $0.visibleShare > 0.6 }, "\(actor.picture)")
        }
      }
    }
    #expect(counts.out > 5 && counts.inside > 1)
  }
}
