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
