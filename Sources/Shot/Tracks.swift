// Plans read as functions of time. Make a track once when many frames are asked for.

/// The boxes of one actor as a function of time.
public struct ActorTrack: Sendable {
  private let x, y, width, height, angle: Track
  private let flips: [(t: Double, flipped: Bool)]

  /// Makes the track of an actor.
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

  /// The box at a time in seconds; `flipped` is that of the latest keyframe not after `time`.
  public func box(at time: Double) -> Keyframe {
    Keyframe(
      t: time, x: x.value(at: time), y: y.value(at: time), width: width.value(at: time),
      height: height.value(at: time), angle: angle.value(at: time),
      flipped: (flips.last { $0.t <= time } ?? flips[0]).flipped)
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
