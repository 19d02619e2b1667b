// What an actor does over a shot, beat by beat, as boxes in the neutral view of the scene.

import Foundation
import ZoetropeCast
import ZoetropeRandom
import ZoetropeShot

/// One thing that an actor does for a while.
struct CourseBeat: Sendable {
  /// When it begins, in seconds.
  var from: Double
  /// What it is.
  var motion: Motion
  /// Velocity across in frame widths per second; for motions up and down in frame heights.
  var speed: Double
}

/// Draws an actor's beats and lays them out as boxes.
struct ActorCourse {
  /// The member who acts.
  let member: CastMember
  /// How it holds itself.
  let footing: Footing
  /// Width and height in frame fractions, at its own depth.
  let width: Double
  let height: Double
  /// Its middle at the beginning, in the neutral view.
  var x: Double
  var y: Double
  /// Depth, 0 near … 1 far.
  let depth: Double
  /// What it does.
  var beats: [CourseBeat]
  /// Whether it looks to the right at the beginning.
  var looksRight: Bool

  /// Seconds between keyframes.
  private static let step = 0.125

  /// Draws beats for a shot.
  static func beats(
    of member: CastMember, footing: Footing, width: Double, duration: Double, using generator: inout Generator
  ) -> [CourseBeat] {
    let count = duration < 1.5 ? 1 : generator.pick(weighted: [(1, 45), (2, 35), (3, 20)])
    var borders = (1..<max(count, 1)).map { _ in generator.uniform(0.2...0.8) * duration }.sorted()
    borders.insert(0, at: 0)
    let direction = generator.chance(0.5) ? 1.0 : -1.0
    return borders.map { from in
      let motion = ActorCourse.motion(of: member, footing: footing, using: &generator)
      // Body lengths per second: a stroll to a sprint; things without legs of their own go as far.
      let pace = generator.uniform(0.4...1.6) * (member.gait.style == .run ? 1.8 : 1)
      let across = pace * min(max(width, 0.08), 0.4) * direction * (generator.chance(0.85) ? 1 : -1)
      return CourseBeat(from: from, motion: motion, speed: across)
    }
  }

  private static func motion(
    of member: CastMember, footing: Footing, using generator: inout Generator
  ) -> Motion {
    let isFree = footing == .flying || footing == .drifting
    guard member.isMobile || isFree else {
      return generator.pick(weighted: [(.still, 80), (.spin, 4), (.approach, 4), (.recede, 4), (.bounce, 8)])
    }
    return generator.pick(weighted: [
      (.still, 26), (.left, 34), (.up, isFree ? 7 : 0.5), (.down, isFree ? 7 : 0.5), (.approach, 7),
      (.recede, 6), (.bounce, 5), (.jump, 7), (.zigzag, 4), (.spin, 3), (.orbit, isFree ? 5 : 1),
    ])
  }

  /// The boxes, seen by a camera.
  ///
  /// - Parameters:
  ///   - follows: frame widths per second that the actor goes along with the camera, in addition to its beats.
  ///   - isAnchored: whether its boxes are places in the scene; else they are places on the frame.
  func keyframes(
    duration: Double, camera: Camera, follows: Double, isAnchored: Bool
  ) -> [Keyframe] {
    let track = CameraTrack(camera)
    var keyframes: [Keyframe] = []
    var (x, y, scale, angle) = (x, y, 1.0, 0.0)
    var right = looksRight
    let count = Int((duration / ActorCourse.step).rounded(.up)) + 1
    for index in 0..<count {
      let time = Double(index) * ActorCourse.step
      let beat = beats.last { $0.from <= time + 1e-9 } ?? beats[0]
      let since = time - beat.from
      var hop = 0.0, turn = angle, squash = 1.0
      switch beat.motion {
      case .bounce, .jump:
        let beatLength = 0.8, phase = (since / beatLength).truncatingRemainder(dividingBy: 1)
        hop = 4 * phase * (1 - phase) * height * scale * (beat.motion == .jump ? 0.7 : 0.35)
        squash = phase < 0.12 || phase > 0.88 ? 0.93 : 1.03
      case .zigzag: hop = 0.3 * height * scale * sin(since * 4)
      case .spin: turn += since * 180
      case .orbit: hop = 0.4 * height * scale * sin(since * 3)
      default: break
      }
      if follows + beat.velocity != 0 { right = follows + beat.velocity > 0 }
      let flipped = member.facing == .front ? false : (member.facing == .left) == right
      let tall = height * scale * squash, wide = width * scale / squash
      // Feet stay on the ground whatever the size.
      let foot = footing == .standing ? y + height / 2 : nil
      let middle = foot.map { $0 - tall / 2 } ?? y
      var box = Keyframe(
        t: time, x: x, y: middle - hop, width: wide, height: tall,
        angle: turn.truncatingRemainder(dividingBy: 360), flipped: flipped)
      if isAnchored { box = box.onFrame(of: track.view(at: time)) }
      // Who is left far behind stays as far away as plans may say.
      box.x = min(max(box.x, -2), 3)
      box.y = min(max(box.y, -2), 3)
      let fit = min(1, 3 / max(box.width, box.height))
      box.width = max(box.width * fit, 0.01)
      box.height = max(box.height * fit, 0.01)
      keyframes.append(box)
      x += (beat.velocity + (isAnchored ? follows : 0)) * ActorCourse.step
      switch beat.motion {
      case .up: y -= abs(beat.speed) * 0.6 * ActorCourse.step
      case .down: y += abs(beat.speed) * 0.6 * ActorCourse.step
      case .approach: scale = min(scale * pow(1.25, ActorCourse.step), 2.2)
      case .recede: scale = max(scale * pow(0.8, ActorCourse.step), 0.45)
      default: break
      }
      angle = 0
    }
    return keyframes
  }
}

extension CourseBeat {
  /// The beat as plans hold it.
  var beat: Beat {
    let isSideways = motion == .left || motion == .right
    return Beat(
      isSideways ? (speed < 0 ? .left : .right) : motion, from: (from * 1000).rounded() / 1000,
      speed: velocity == 0 ? nil : abs(velocity))
  }

  /// Frame widths per second across.
  var velocity: Double {
    switch motion {
    case .left, .right, .zigzag: speed
    case .jump, .orbit: speed * 0.5
    default: 0
    }
  }
}
