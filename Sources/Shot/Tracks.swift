// Plans read as functions of time. Make a track once when many frames are asked for.

import Foundation

/// The boxes of one actor as a function of time.
public struct ActorTrack: Sendable {
  private let x, y, width, height, angle: Track
  private let flips: [(t: Double, flipped: Bool)]
  private var carrier: Carrier?

  /// What carries the actor, and how.
  struct Carrier: Sendable {
    /// Place in its box, from when, until when.
    let attachment: Actor.Attachment
    /// Its box at a time.
    let box: @Sendable (Double) -> Keyframe
    /// Width of the frame divided by its height: turning happens in pixels.
    let frameAspectRatio: Double
  }

  /// Makes the track of an actor as its keyframes say; ``ShotPlan/tracks(pictureAspectRatio:)`` also knows what carries it.
  ///
  /// - Precondition: at least one keyframe, times strictly increasing (what ``ShotPlan/validate()`` checks).
  public init(_ actor: Actor) {
    let times = actor.keyframes.map(\.t)
    x = Track(times: times, values: actor.keyframes.map(\.x))
    y = Track(times: times, values: actor.keyframes.map(\.y))
    width = Track(times: times, values: actor.keyframes.map(\.width))
    height = Track(times: times, values: actor.keyframes.map(\.height))
    angle = Track(times: times, values: actor.keyframes.map(\.angle))
    flips = actor.keyframes.map { ($0.t, $0.flipped) }
  }

  /// The track while something carries the actor.
  func carried(by carrier: Carrier) -> ActorTrack {
    var track = self
    track.carrier = carrier
    return track
  }

  /// The box at a time in seconds; `flipped` is that of the latest keyframe not after `time`.
  public func box(at time: Double) -> Keyframe {
    guard let carrier, carrier.attachment.holds(at: time) else { return ownBox(at: time) }
    return carrier.place(ownBox(at: carrier.attachment.from), at: time)
  }

  private func ownBox(at time: Double) -> Keyframe {
    Keyframe(
      t: time, x: x.value(at: time), y: y.value(at: time), width: width.value(at: time),
      height: height.value(at: time), angle: angle.value(at: time),
      flipped: (flips.last { $0.t <= time } ?? flips[0]).flipped)
  }
}

extension ActorTrack.Carrier {
  /// The box of what is carried.
  ///
  /// - Parameter own: its box when it began to be.
  fileprivate func place(_ own: Keyframe, at time: Double) -> Keyframe {
    let then = box(attachment.from), now = box(time)
    let growth = (now.width * now.height / (then.width * then.height)).squareRoot()
    // From the carrier's middle, in frame heights, turned with it.
    let across = (attachment.x - 0.5) * now.width * frameAspectRatio * (now.flipped ? -1 : 1)
    let down = (attachment.y - 0.5) * now.height
    let turn = now.angle * .pi / 180, c = cos(turn), s = sin(turn)
    return Keyframe(
      t: time, x: now.x + (across * c - down * s) / frameAspectRatio, y: now.y + across * s + down * c,
      width: own.width * growth, height: own.height * growth, angle: own.angle + now.angle - then.angle,
      flipped: own.flipped != (now.flipped != then.flipped))
  }
}

/// The view of a camera as a function of time.
public struct CameraTrack: Sendable {
  private let x, y, zoom: Track

  /// Makes the track of a camera.
  ///
  /// - Precondition: at least one keyframe, times strictly increasing (what ``ShotPlan/validate()`` checks).
  public init(_ camera: Camera) {
    let times = camera.keyframes.map(\.t)
    x = Track(times: times, values: camera.keyframes.map(\.x))
    y = Track(times: times, values: camera.keyframes.map(\.y))
    zoom = Track(times: times, values: camera.keyframes.map(\.zoom))
  }

  /// The view at a time in seconds.
  public func view(at time: Double) -> CameraKeyframe {
    CameraKeyframe(t: time, x: x.value(at: time), y: y.value(at: time), zoom: zoom.value(at: time))
  }
}
