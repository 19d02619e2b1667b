import CRaster
import Foundation
import Testing
import ZoetropeShot

/// How far actors are in their cycles, against the way over the ground.
@Suite struct GaitCycleTests {
  private let frameAspect = 112.0 / 64

  /// Box of a picture that is 0.3 of the frame high.
  private func key(_ mover: Mover, _ t: Double, _ x: Double, flipped: Bool = false) -> Keyframe {
    Keyframe(t: t, x: x, y: 0.6, width: 0.3 * mover.aspect / frameAspect, height: 0.3, flipped: flipped)
  }

  /// The cycle of somebody who goes `speed` body lengths per second to the side that it faces.
  private func cycle(
    _ mover: Mover, speed: Double, frameRate: Double = 12, duration: Double = 4, camera: Camera = Camera()
  ) -> GaitCycle {
    let length = 0.3 * max(1, mover.aspect) / frameAspect, sign = mover.facing == .right ? 1.0 : -1.0
    let keys = [key(mover, 0, 0.5), key(mover, duration, 0.5 + sign * speed * length * duration)]
    return cycle(mover, keys, frameRate: frameRate, duration: duration, camera: camera)
  }

  private func cycle(
    _ mover: Mover, _ keys: [Keyframe], frameRate: Double = 12, duration: Double = 4,
    camera: Camera = Camera()
  ) -> GaitCycle {
    let actor = Actor(picture: mover.name, keyframes: keys)
    return GaitCycle(
      gait: mover.gait, facing: mover.facing, track: ActorTrack(actor), camera: CameraTrack(camera),
      frameAspectRatio: frameAspect, pictureAspectRatio: mover.aspect, frameRate: frameRate,
      duration: duration)
  }

  private func mover(_ name: String) throws -> Mover {
    try #require(Mover.fifty.first { $0.name == name })
  }

  /// Of what goes by its way alone, cycles are in proportion to the way, below the cadence that frames can show.
  @Test(arguments: Mover.fifty) func cyclesArePerBodyLength(mover: Mover) {
    let own = cycle(mover, speed: 0).cycles(at: 4)
    guard own == 0 else { return }
    var perLength: Double?
    for frameRate in [8.0, 12, 24] {
      for speed in [0.1, 0.2, 0.4, 0.8, 1.6] {
        let cycles = abs(cycle(mover, speed: speed, frameRate: frameRate).cycles(at: 4)) / (4 * speed)
        #expect(cycles * speed <= frameRate / 4 + 1e-9, "\(mover)")
        guard cycles * speed < 0.98 * frameRate / 4 else { continue }
        let first = perLength ?? cycles
        perLength = first
        #expect(abs(cycles / first - 1) < 0.05, "\(mover): \(cycles) at \(speed), \(first) before")
      }
    }
  }

  @Test func whoIsFollowedRunsAndWhoIsPassedStands() throws {
    let runner = try mover("runner")
    let track = Camera(move: .track, keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 4, x: -1)])
    // The same place on the frame, a frame width further in the scene: to the left, the side that the picture faces.
    let followed = cycle(runner, [key(runner, 0, 0.5), key(runner, 4, 0.5)], camera: track)
    #expect(followed.cycles(at: 4) > 2 && followed.strength(at: 2) == 1)
    let passed = cycle(runner, [key(runner, 0, 0.2), key(runner, 4, 1.2)], camera: track)
    #expect(abs(passed.cycles(at: 4)) < 1e-9 && passed.strength(at: 2) == 0)
  }

  @Test func aLongShotHasThePosesOfItsBeginning() throws {
    let dog = try mover("dog")
    let short = cycle(dog, [key(dog, 0, 1), key(dog, 4, 0)], duration: 4)
    let long = cycle(dog, [key(dog, 0, 1), key(dog, 4, 0), key(dog, 60, -1)], duration: 60)
    // Another keyframe changes the slopes of the path, not its places at 0 and 4 s; what is asked is before.
    let same = cycle(dog, [key(dog, 0, 1), key(dog, 4, 0)], duration: 60)
    for time in stride(from: 0.0, through: 3.8, by: 0.31) {
      #expect(short.cycles(at: time) == same.cycles(at: time))
      #expect(short.pose(at: time).source(of: [0.3, 0.9]) == same.pose(at: time).source(of: [0.3, 0.9]))
    }
    #expect(long.cycles(at: 60) > long.cycles(at: 4))
  }

  /// A ball turns by its way over its radius, clockwise to the right, flipped or not.
  @Test(arguments: [false, true]) func aBallRolls(flipped: Bool) {
    let ball = Mover(name: "ball", facing: .front, aspect: 1, gait: Gait(.roll))
    let keys = [key(ball, 0, 0.2, flipped: flipped), key(ball, 2, 0.5, flipped: flipped)]
    let cycle = cycle(ball, keys, duration: 2)
    let turned = 0.3 * frameAspect / 2 / 0.15 * (flipped ? -1 : 1)
    let body = cycle.pose(at: 1).raw.body
    #expect(abs(Double(body.0) - cos(turned)) < 1e-4 && abs(Double(body.1) - sin(turned)) < 1e-4)
  }

  @Test func wheelsTurnByTheirRadius() throws {
    let car = Mover(
      name: "car", facing: .left, aspect: 2,
      gait: Gait(.drive, wheels: [.init(x: 0.2, y: 0.8, radius: 0.1), .init(x: 0.8, y: 0.9, radius: 0.05)]))
    let cycle = cycle(car, [key(car, 0, 0.6), key(car, 2, 0.4)], frameRate: 24, duration: 2)
    // In frame heights: the way of a second, and radii of 0.1 and 0.05 widths of a picture 0.6 wide.
    let way = 0.1 * frameAspect
    let wheels = cycle.pose(at: 1).raw.wheels
    #expect(
      abs(Double(wheels.0.cosine) - cos(-way / 0.06)) < 1e-4
        && abs(Double(wheels.0.sine) - sin(-way / 0.06)) < 1e-4)
    #expect(abs(Double(wheels.1.sine) - sin(-way / 0.03)) < 1e-4)
  }

  @Test func whatFliesMovesOnTheSpotAndWhatStandsDoesNot() {
    for mover in Mover.fifty {
      let still = cycle(mover, speed: 0)
      switch mover.gait.style {
      case .flap, .flutter, .swim, .undulate, .sway, .hover, .breathe, .flicker, .rock, .row:
        #expect(still.cycles(at: 4) > 0.9, "\(mover)")
      default: #expect(still.cycles(at: 4) == 0 && still.strength(at: 2) == 0, "\(mover)")
      }
    }
  }

  @Test func goingBackwardsTurnsTheCycleBack() throws {
    let dog = try mover("dog")
    let forwards = cycle(dog, [key(dog, 0, 0.8), key(dog, 4, 0.2)])
    let backwards = cycle(dog, [key(dog, 0, 0.2), key(dog, 4, 0.8)])
    let mirrored = cycle(dog, [key(dog, 0, 0.2, flipped: true), key(dog, 4, 0.8, flipped: true)])
    #expect(forwards.cycles(at: 4) > 0)
    #expect(abs(backwards.cycles(at: 4) + forwards.cycles(at: 4)) < 1e-9)
    #expect(abs(mirrored.cycles(at: 4) - forwards.cycles(at: 4)) < 1e-9)
  }

  /// A foot on the ground stays where it is while the body passes over it. Legs this long and far apart take steps as long as
  /// they reach, so nothing slides.
  @Test func feetOnTheGroundStay() throws {
    let walker = Mover(
      name: "walker", facing: .right, aspect: 1,
      gait: Gait(.walk, hips: 0.55, legs: [0.3, 0.7], feet: [0.2, 0.8], legWidths: [0.08, 0.08]))
    let duration = 4.0, width = 0.3 * walker.aspect / frameAspect
    let cycle = cycle(walker, [key(walker, 0, 0.3), key(walker, duration, 0.6)], frameRate: 24)
    var ground: [Double: [Double]] = [:]
    for time in stride(from: 0.5, to: 3.5, by: 0.02) {
      let place = cycle.cycles(at: time), share = place - place.rounded(.down)
      // The first leg is on the ground for the first part of the cycle.
      guard share > 0.12, share < 0.44 else { continue }
      // Where its foot is seen: the place of the lowest row that reads from the foot.
      let pose = cycle.pose(at: time)
      var best = (distance: Float.infinity, u: 0.0)
      for u in stride(from: Float(-0.15), through: 1.15, by: 0.002) {
        let miss = pose.source(of: [u, 1]) - SIMD2(0.2, 1)
        if (miss * miss).sum() < best.distance { best = ((miss * miss).sum(), Double(u)) }
      }
      let box = 0.3 + 0.3 * time / duration
      ground[place.rounded(.down), default: []].append(box + (best.u - 0.5) * width)
    }
    #expect(ground.count >= 2)
    for (_, places) in ground where places.count > 3 {
      // A 448 pixel wide frame, half a pixel.
      let spread = try #require(places.max()) - (try #require(places.min()))
      #expect(spread * 448 < 0.5, "\(spread * 448) pixels")
    }
  }
}
