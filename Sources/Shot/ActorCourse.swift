// What an actor does over a shot, beat by beat, as boxes in the neutral view of the scene.

import Foundation

/// One thing that an actor does for a while.
package struct CourseBeat: Sendable {
  /// When it begins, in seconds.
  package var from: Double
  /// What it is.
  package var motion: Motion
  /// Velocity across in frame widths per second; for motions up and down in frame heights.
  package var speed: Double
  /// How many times larger an approaching actor gets in a second; a receding one shrinks as much.
  package var growth: Double

  /// Makes a beat.
  package init(from: Double, motion: Motion, speed: Double, growth: Double = 1.25) {
    (self.from, self.motion, self.speed, self.growth) = (from, motion, speed, growth)
  }
}

/// An actor's beats, laid out as boxes.
package struct ActorCourse {
  /// The side that its picture looks to.
  package let facing: Facing
  /// How it holds itself.
  package let footing: Footing
  /// Width in frame widths, at its own depth.
  package let width: Double
  /// Height in frame heights, at its own depth.
  package let height: Double
  /// Its middle at the beginning, in the neutral view, in frame widths from the left.
  package var x: Double
  /// Its middle at the beginning, in frame heights from the top.
  package var y: Double
  /// Depth, 0 near … 1 far.
  package let depth: Double
  /// What it does.
  package var beats: [CourseBeat]
  /// Whether it looks to the right at the beginning.
  package var looksRight: Bool

  /// Seconds between keyframes.
  package static let step = 0.125

  /// Makes a course.
  package init(
    facing: Facing, footing: Footing, width: Double, height: Double, x: Double, y: Double, depth: Double,
    beats: [CourseBeat], looksRight: Bool
  ) {
    (self.facing, self.footing, self.width, self.height) = (facing, footing, width, height)
    (self.x, self.y, self.depth, self.beats, self.looksRight) = (x, y, depth, beats, looksRight)
  }

  /// The boxes, seen by a camera.
  ///
  /// - Parameters:
  ///   - follows: frame widths per second that the actor goes along with the camera, in addition to its beats.
  ///   - isAnchored: whether its boxes are places in the scene; else they are places on the frame.
  package func keyframes(
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
      let flipped = facing == .front ? false : (facing == .left) == right
      let tall = height * scale * squash, wide = width * scale / squash
      // Feet stay on the ground whatever the size.
      let foot = footing == .standing ? y + height / 2 : nil
      let middle = foot.map { $0 - tall / 2 } ?? y
      var box = Keyframe(
        t: time, x: x, y: middle - hop, width: wide, height: tall,
        angle: turn.truncatingRemainder(dividingBy: 3600), flipped: flipped)
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
      case .approach: scale = min(scale * pow(beat.growth, ActorCourse.step), 2.2)
      case .recede: scale = max(scale * pow(1 / beat.growth, ActorCourse.step), 0.45)
      default: break
      }
      angle = 0
    }
    return keyframes
  }
}

extension CourseBeat {
  /// The beat as plans hold it.
  package var beat: Beat {
    let isSideways = motion == .left || motion == .right
    return Beat(
      isSideways ? (speed < 0 ? .left : .right) : motion, from: (from * 1000).rounded() / 1000,
      speed: velocity == 0 ? nil : abs(velocity))
  }

  /// Frame widths per second across.
  package var velocity: Double {
    switch motion {
    case .left, .right, .zigzag, .enter, .exit, .chase, .meet: speed
    case .jump, .orbit: speed * 0.5
    default: 0
    }
  }
}
