import Foundation
import Testing
import ZoetropeShot
import ZoetropeRandom
@testable import ZoetropeWorld

@Suite struct SamplingTests {
  /// Drawn once for all tests of this suite.
  static let plans: [ShotPlan] = (0..<SampleCount.current).map { index in
    var generator = Generator(seed: 11, stream: UInt64(index))
    return ShotSampler().sample(using: &generator)
  }

  @Test func allPlansAreWithinTheirBounds() {
    for plan in SamplingTests.plans {
      #expect(throws: Never.self) { try plan.validate() }
    }
    let isPlain = SamplingTests.plans.allSatisfy { plan in
      plan.frameCount == 16 && plan.frameRate == 8
        && (plan.period == nil || plan.scene == .city || plan.scene == .stage)
        && plan.actors.allSatisfy { actor in
          [5, 9].contains(actor.keyframes.count) && actor.keyframes[0].t == 0
            && actor.keyframes.last?.t == 15.0 / 8 && (actor.tint == nil || actor.kind!.traits.isTintable)
        }
    }
    #expect(isPlain)
  }

  /// Only entrances and exits leave the frame, and they really do.
  @Test func actorsStayInFrameUnlessTheyEnterOrExit() {
    var failures: [String] = []
    for plan in SamplingTests.plans {
      for actor in plan.actors {
        let track = ActorTrack(actor)
        let boxes = (0..<plan.frameCount).map { track.box(at: plan.time(ofFrame: $0)) }
        let shares = boxes.map(\.visibleShare)
        let isFine =
          switch actor.motion {
          case .enter: shares[0] < 0.1 && shares[15] > 0.7
          case .exit: shares[15] < 0.1 && shares[0] > 0.7
          // 12 % of a side may be outside in close-ups, at a corner on two sides; squash and bob add a little.
          default: shares.allSatisfy { $0 > 0.7 }
          }
        if !isFine {
          failures.append("\(actor.picture) \(actor.motion) under \(plan.camera.move): \(shares)")
        }
      }
    }
    #expect(failures.isEmpty)
  }

  @Test func picturesFaceTheWayTheyGo() {
    var counted = 0, wrong = 0
    for plan in SamplingTests.plans {
      for actor in plan.actors where actor.kind!.traits.facing != .front {
        guard let direction = Heading.direction(of: actor, camera: plan.camera) else { continue }
        counted += 1
        let facesRightUnflipped = actor.kind!.traits.facing == .right
        if !actor.keyframes.allSatisfy({ ($0.flipped != facesRightUnflipped) == (direction == .right) }) {
          wrong += 1
        }
      }
      for actor in plan.actors where actor.kind!.traits.facing == .front {
        if actor.keyframes.contains(where: \.flipped) { wrong += 1 }
      }
    }
    #expect(wrong == 0)
    #expect(counted > SamplingTests.plans.count / 5)
  }

  /// The distances per second that `MotionSpeed` states, measured on screen or, when the camera tracks, in the scene.
  @Test func speedWordsMeanDistances() throws {
    var speeds: [Speed: [Double]] = [:]
    for plan in SamplingTests.plans where plan.camera.move == .still || plan.camera.move == .track {
      for actor in plan.actors where actor.motion == .left || actor.motion == .right {
        let first = actor.keyframes[0], last = actor.keyframes[4]
        let scroll = plan.camera.keyframes[plan.camera.keyframes.count - 1].x - plan.camera.keyframes[0].x
        let distance = abs(last.x - first.x + scroll)
        speeds[actor.speed, default: []].append(distance / (last.t - first.t))
      }
    }
    for (speed, found) in speeds {
      let median = found.sorted()[found.count / 2]
      #expect(abs(median / MotionSpeed.travel(speed) - 1) < 0.05, "\(speed): \(median)")
    }
    let slowest = try #require(speeds[.fast]?.sorted()[(speeds[.fast]?.count ?? 0) / 50])
    let fastest = try #require(speeds[.normal]?.max())
    #expect(slowest > fastest * 0.9)
    #expect(
      try #require(speeds[.normal]?.sorted()[(speeds[.normal]?.count ?? 0) / 50]) > #require(
        speeds[.slow]?.max()))
  }

  @Test func actorsAreLargeEnoughToRecognise() {
    var sides: [Double] = []
    for plan in SamplingTests.plans {
      for actor in plan.actors {
        let middle = actor.keyframes[actor.keyframes.count / 2]
        // The side of a square of the same area, as a share of the frame's shorter side.
        let form = plan.size.aspectRatio
        sides.append((middle.width * max(1, form) * middle.height * max(1, 1 / form)).squareRoot())
      }
    }
    sides.sort()
    #expect(0.35...0.45 ~= sides[sides.count / 2])
    #expect(sides[sides.count / 20] > 0.19)
  }

  /// But for squash and stretch: 2-9 % of a side when something alive breathes, 14 % in hops.
  @Test func boxesHaveTheFormOfTheirPictures() {
    var worst = 1.0
    for plan in SamplingTests.plans {
      for actor in plan.actors where ![.bounce, .jump].contains(actor.motion) {
        for box in actor.keyframes {
          let ratio = box.width * plan.size.aspectRatio / box.height / actor.kind!.traits.aspect
          worst = max(worst, ratio, 1 / ratio)
        }
      }
    }
    #expect(worst < 1.12)
  }

  @Test func wordsCanBeReadBackFromKeyframes() {
    var missed = 0
    for index in 0..<2000 {
      var generator = Generator(seed: 12, stream: UInt64(index))
      let slots = ShotSampler().slots(using: &generator)
      let plan = ShotBlocking.layout(slots, using: &generator)
      if (try? ShotSlots(of: plan))?.actors != slots.actors
        || slots.relation.map({ !$0.holds(in: plan) }) ?? false
      {
        missed += 1
      }
    }
    // The sampler draws such a shot again.
    #expect(missed <= 4)
  }

  @Test func everythingIsDrawnOftenEnough() {
    for row in Distribution(of: SamplingTests.plans).rows where row.value != "none" {
      #expect(row.share >= row.slot.leastShare, "\(row.slot) \(row.value): \(row.share) of \(row.slot.unit)")
    }
  }

  @Test func whalesAreInWaterAndSoOn() {
    var atHome = 0, total = 0
    for plan in SamplingTests.plans {
      for actor in plan.actors {
        total += 1
        if actor.kind!.homes.contains(plan.scene) { atHome += 1 }
      }
    }
    let share = Double(atHome) / Double(total)
    #expect(0.82...0.93 ~= share, "\(share)")
  }

  @Test func feetAreOnTheGround() {
    for plan in SamplingTests.plans where plan.camera.move == .still {
      for actor in plan.actors where actor.kind!.footing(in: plan.scene) == .standing {
        guard [.still, .left, .right, .jump, .bounce].contains(actor.motion), plan.actors.count == 1 else {
          continue
        }
        let feet = actor.keyframes.map { $0.y + $0.height / 2 }.max() ?? 0
        #expect(feet > plan.scene.horizon && feet < 1.06, "\(actor.picture) in \(plan.scene): \(feet)")
      }
    }
  }

  @Test func sameSeedGivesTheSamePlanAndOptionsAreObeyed() {
    var options = ShotSampler.Options()
    options.shapes = [.wide]
    options.frameCount = 4
    options.kinds = [.fox, .whale]
    options.scenes = [.snow, .sea]
    options.looks = [.noir]
    for index in 0..<200 {
      var generator = Generator(seed: 11, stream: UInt64(index))
      #expect(ShotSampler().sample(using: &generator) == SamplingTests.plans[index])
      let plan = ShotSampler(options).sample(using: &generator)
      #expect(plan.size == .wide && plan.frameCount == 4 && plan.look == .noir)
      #expect(
        [.snow, .sea].contains(plan.scene) && plan.actors.allSatisfy { [.fox, .whale].contains($0.kind!) })
    }
  }

  /// Every motion under every camera, alone and in fours, in one frame and in many: blocking never gives up.
  @Test func anySlotsCanBeLaidOut() {
    var generator = Generator(seed: 13)
    for motion in Motion.allCases {
      for move in CameraMove.allCases {
        for frameCount in [1, 2, 5, 100] {
          let actor = ActorSlots(kind: generator.pick(ActorKind.allCases), motion: motion, speed: .fast)
          let slots = ShotSlots(
            frameCount: frameCount, shape: generator.pick(FrameShape.allCases), shotSize: .closeUp,
            scene: generator.pick(Scene.allCases), camera: move, actors: Array(repeating: actor, count: 4),
            relation: generator.pick(Relation.allCases))
          let plan = ShotBlocking.layout(slots, using: &generator)
          #expect(plan.actors.count == 4)
          #expect(throws: Never.self) { try plan.validate() }
        }
      }
    }
  }
}

extension Keyframe {
  /// Share of the unrotated box that lies inside the frame.
  var visibleShare: Double {
    let across = min(1, x + width / 2) - max(0, x - width / 2)
    let down = min(1, y + height / 2) - max(0, y - height / 2)
    return max(0, across) * max(0, down) / (width * height)
  }
}
