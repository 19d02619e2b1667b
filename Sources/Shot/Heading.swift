// Sides that actors head for, and which motions leave them open.

/// A side of the frame that an actor heads for.
public enum Heading: String, CaseIterable, Codable, Sendable {
  case left, right

  /// −1 to the left, 1 to the right.
  public var sign: Double { self == .left ? -1 : 1 }

  /// The other side.
  public var opposite: Heading { self == .left ? .right : .left }
}

extension Motion {
  /// The side that the motion itself names.
  var heading: Heading? {
    switch self {
    case .left: .left
    case .right: .right
    default: nil
    }
  }

  /// Whether the motion may go to either side, so that a heading says more than the motion.
  public var takesHeading: Bool {
    switch self {
    case .enter, .exit, .bounce, .jump, .zigzag, .chase: true
    case .still, .left, .right, .up, .down, .approach, .recede, .spin, .orbit, .meet: false
    }
  }

  /// Whether the motion stays on the spot unless a heading says otherwise.
  public var isInPlace: Bool {
    switch self {
    case .still, .bounce, .spin, .jump, .approach, .recede, .orbit: true
    case .left, .right, .up, .down, .zigzag, .enter, .exit, .chase, .meet: false
    }
  }
}

extension Heading {
  /// The longest time that travel is counted for, in seconds: longer shots spread the same path over their length.
  public static let longestTravelTime = 2.0

  /// The heading of a number: its sign, `nil` for zero.
  init?(sign: Double) {
    if sign == 0 { return nil }
    self = sign < 0 ? .left : .right
  }

  /// The side that an actor heads for, whether its motion says so or, where that leaves it open, its keyframes do.
  public static func direction(of actor: Actor, camera: Camera) -> Heading? {
    actor.motion.heading ?? (actor.motion.takesHeading ? of(actor, camera: camera) : nil)
  }

  /// The side that an actor heads for, measured; `nil` if it stays where it is.
  ///
  /// A tracking or handheld camera is taken out first: what counts is the move in the scene. Under other
  /// cameras it is the net move on screen, zoom taken out; a hop that only drifts with a pan stays on its spot.
  public static func of(_ actor: Actor, camera: Camera) -> Heading? {
    guard let first = actor.keyframes.first, let last = actor.keyframes.last, last.t > first.t else {
      return nil
    }
    let track = CameraTrack(camera)
    let threshold = 0.03 * min(last.t - first.t, longestTravelTime)
    // What is infinitely far keeps its place on screen: parallax 0 takes out the zoom and nothing else.
    func way(parallax: Double) -> Double {
      let places = [first, last].map {
        CameraProjection(track.view(at: $0.t)).scene(SIMD2($0.x, $0.y) - 0.5, parallax: parallax)
      }
      return places[1].x - places[0].x
    }
    let onScreen = way(parallax: 0), inScene = way(parallax: CameraProjection.actorParallax)
    if actor.motion == .enter || actor.motion == .exit { return Heading(sign: onScreen) }
    switch camera.move {
    case .track, .handheld: return abs(inScene) < threshold ? nil : Heading(sign: inScene)
    case .panLeft, .panRight, .still, .tiltUp, .tiltDown, .zoomIn, .zoomOut:
      if actor.motion.isInPlace && abs(inScene) < 0.004 { return nil }
      return abs(onScreen) < threshold ? nil : Heading(sign: onScreen)
    }
  }
}
