// How an actor moves relative to its own place: one function of motion, speed and time. No randomness here:
// what varies is drawn once into `MotionStyle`.

import Foundation
import ZoetropeShot
import ZoetropeRandom

/// What varies between two actors with the same motion and speed.
struct MotionStyle: Sendable {
  /// Share of the nominal speed, around 1.
  var pace: Double
  /// Height of hops and width of swings as a share of the usual, around 1.
  var reach: Double
  /// 1 or −1: clockwise or not, up first or down first.
  var turn: Double
  /// Where an orbit starts, in eighths of a round.
  var phase: Int
  /// The side it faces when its motion does not say.
  var facing: Heading

  init(_ generator: inout Generator) {
    pace = generator.uniform(1 - MotionSpeed.spread...1 + MotionSpeed.spread)
    reach = generator.uniform(0.85...1.15)
    turn = generator.chance(0.5) ? 1 : -1
    phase = 2 * generator.index(below: 4)
    facing = generator.chance(0.5) ? .left : .right
  }
}

/// One keyframe of a path, relative to the actor's own place.
struct PathSample: Sendable {
  /// Shift in frame widths.
  var dx = 0.0
  /// Shift in frame heights.
  var dy = 0.0
  /// Size as a multiple of the actor's own.
  var scale = 1.0
  /// Height as a multiple of what `scale` gives; the width gets what keeps the area.
  var stretch = 1.0
  /// Rotation in degrees, clockwise.
  var angle = 0.0
  /// The side it faces; `nil` keeps the style's.
  var facing: Heading?
}

/// A motion as a function of time, relative to the actor's own place.
struct MotionPath: Sendable {
  let motion: Motion
  let speed: Speed
  /// The side it heads for; decided before by blocking where the slots leave it free.
  let heading: Heading?
  let locomotion: Locomotion
  let footing: Footing
  let style: MotionStyle
  /// Width and height of the actor's box in frame fractions.
  var width: Double
  var height: Double
  /// Share of the nominal travel that fits into the frame, 0…1.
  var travelShare = 1.0
  /// Height available for hops above the actor, in frame heights.
  var headroom = 0.3
  /// Width of the frame divided by its height.
  let frameAspect: Double
  /// Time from the first keyframe to the last, in seconds.
  let span: Double

  /// The samples at `count` evenly spaced times.
  ///
  /// - Parameter place: the actor's own centre x in the frame; entrances and exits start from it. Without it
  ///   they stay at their place.
  func samples(count: Int, place: Double? = nil) -> [PathSample] {
    (0..<count).map { index in
      let progress = count > 1 ? Double(index) / Double(count - 1) : 0.5
      var sample = sample(at: progress, place: place)
      addLife(to: &sample, index: index)
      return sample
    }
  }

  /// Distance travelled over the shot, in frame widths or heights, without its sign.
  var travel: Double {
    MotionSpeed.travel(speed) * style.pace * min(span, MotionSpeed.longestTravelTime) * travelShare
  }

  /// The steady part of the motion from the first keyframe to the last, which a tracking camera follows: frame
  /// widths to the right, frame heights down.
  var trend: (dx: Double, dy: Double) {
    let sign = heading?.sign ?? 0
    return switch motion {
    case .left: (-travel, 0)
    case .right: (travel, 0)
    case .up: (0, -travel)
    case .down: (0, travel)
    case .zigzag, .chase: (sign * travel, 0)
    case .bounce, .jump: (sign * travel * MotionPath.hoppingPace, 0)
    case .still, .approach, .recede, .spin, .orbit, .enter, .exit, .meet: (0, 0)
    }
  }

  /// Share of the travelling speed that a hopping actor covers.
  static let hoppingPace = 0.8

  // MARK: - Internals

  /// The part of a standard shot that this shot shows, around its middle.
  private var window: Double { min(span / MotionSpeed.standardTime, 1) }

  /// The place in a standard shot at a progress of this one.
  private func phase(_ progress: Double, around middle: Double = 0.5) -> Double {
    middle + (progress - middle) * window
  }

  private func sample(at progress: Double, place: Double?) -> PathSample {
    var sample = PathSample()
    sample.dx = trend.dx * (progress - 0.5)
    sample.dy = trend.dy * (progress - 0.5)
    sample.facing = heading
    switch motion {
    case .left: sample.facing = .left
    case .right: sample.facing = .right
    case .still, .up, .down, .chase: break
    case .approach, .recede:
      let growth = pow(1 + (MotionSpeed.growth(speed) - 1) * style.pace, window)
      sample.scale = pow(growth, motion == .approach ? progress - 0.55 : 0.45 - progress)
    case .spin: sample.angle = 360 * MotionSpeed.spinTurns(speed) * window * progress * style.turn
    case .bounce: bounce(&sample, progress)
    case .jump: jump(&sample, progress)
    case .orbit: orbit(&sample, progress)
    case .zigzag:
      let wave = MotionPath.triangle(MotionSpeed.zigzags(speed) * phase(progress))
      sample.dy += wave * style.turn * style.reach * min(headroom, footing == .standing ? 0.05 : 0.12)
    case .enter: sample.dx += passage(progress, place: place)
    case .exit: sample.dx += passage(1 - progress, place: place)
    case .meet: sample.dx += (heading?.sign ?? 0) * travel / 2 * (progress - 1)
    }
    return sample
  }

  private func bounce(_ sample: inout PathSample, _ progress: Double) {
    let arc = abs(sin(.pi * MotionSpeed.bounces(speed) * phase(progress, around: 0)))
    let tall = speed == .slow ? 0.26 : speed == .normal ? 0.21 : 0.15
    sample.dy -= arc * min(headroom, tall * style.reach)
    sample.stretch = 0.86 + 0.18 * arc
  }

  private func jump(_ sample: inout PathSample, _ progress: Double) {
    let jumps = MotionSpeed.jumps(speed)
    let middle = (jumps[0].lowerBound + jumps[0].upperBound) / 2
    let now = phase(progress, around: middle)
    let flight =
      jumps.map { jump -> Double in
        let share = (now - jump.lowerBound) / (jump.upperBound - jump.lowerBound)
        return share > 0 && share < 1 ? 4 * share * (1 - share) : 0
      }.max() ?? 0
    sample.dy -= flight * min(headroom, (speed == .fast ? 0.22 : 0.3) * style.reach)
    sample.stretch = flight > 0 ? 1 + 0.06 * flight : 0.9
  }

  private func orbit(_ sample: inout PathSample, _ progress: Double) {
    let turns = MotionSpeed.orbitTurns(speed) * window * style.turn
    let angle = 2 * .pi * (Double(style.phase) / 8 + turns * progress)
    let radius = 0.2 * style.reach * travelShare
    // The circle is round in pixels: its radius is a share of the frame's shorter side.
    sample.dx += radius * min(1, 1 / frameAspect) * cos(angle)
    let flat = footing == .standing || footing == .afloat ? 0.35 : 1
    sample.dy += radius * min(1, frameAspect) * sin(angle) * flat
    sample.facing = -sin(angle + 0.01 * style.turn) * style.turn >= 0 ? .right : .left
  }

  /// How far an entering actor is from its place, in frame widths, with its sign.
  private func passage(_ progress: Double, place: Double?) -> Double {
    guard let place, let heading else { return 0 }
    let distance =
      (motion == .enter) == (heading == .right) ? place + width / 2 + 0.02 : 1 - place + width / 2 + 0.02
    let done = min(1, progress * window / MotionSpeed.passage(speed))
    return (motion == .enter ? -1 : 1) * heading.sign * distance * (1 - done)
  }

  /// The small movements of something alive: bobbing, rocking, breathing.
  private func addLife(to sample: inout PathSample, index: Int) {
    let beat = index % 2 == 0 ? 0.0 : 1.0
    let sway = (index % 2 == 0 ? -1.0 : 1.0) * style.turn
    switch motion {
    case .bounce, .jump, .orbit, .spin: return
    case .still, .up, .down, .approach, .recede:
      sample.stretch *= 1 + 0.02 * locomotion.bob.lift / 0.02 * (beat - 0.5)
      sample.angle += 0.4 * locomotion.bob.tilt * sway
    case .left, .right, .zigzag, .enter, .exit, .chase, .meet:
      sample.dy -= locomotion.bob.lift * height * beat
      sample.angle += locomotion.bob.tilt * sway
    }
  }

  /// A wave of straight lines with period 1: 0, up to 1, down to −1, back to 0.
  static func triangle(_ phase: Double) -> Double {
    let part = phase - phase.rounded(.down)
    return part < 0.25 ? 4 * part : part < 0.75 ? 2 - 4 * part : 4 * part - 4
  }
}

extension Locomotion {
  /// How an actor of this gait bobs as it goes: lift in own heights, tilt in degrees.
  fileprivate var bob: (lift: Double, tilt: Double) {
    switch self {
    case .legs: (0.025, 2.5)
    case .paws: (0.03, 3)
    case .hops: (0.09, 6)
    case .crawls: (0.006, 1)
    case .slides: (0.01, 3)
    case .wheels, .rides: (0.008, 0.7)
    case .wings: (0.04, 4)
    case .floats: (0.03, 5)
    case .flies: (0.01, 2)
    case .swims: (0.025, 5)
    case .sails: (0.015, 4)
    case .rolls: (0, 0)
    case .rooted: (0, 1.5)
    }
  }
}
