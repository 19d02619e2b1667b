// Where an actor's box is at a time.

/// An actor's box at a time.
public struct Keyframe: Sendable, Equatable {
  /// Time in seconds, within ``ShotPlan/timeRange``, at least ``ShotPlan/minimumKeyframeSpacing`` after the last.
  public var t: Double
  /// Centre of the box, fraction of the frame width; may lie outside the frame, `-2...3`.
  public var x: Double
  /// Centre of the box, fraction of the frame height; may lie outside the frame, `-2...3`.
  public var y: Double
  /// Width of the box before rotation, fraction of the frame width, `0.01...3`.
  public var width: Double
  /// Height of the box before rotation, fraction of the frame height, `0.01...3`.
  public var height: Double
  /// Rotation about the centre in degrees, clockwise on screen, `-3600...3600`.
  public var angle: Double
  /// Whether the picture is mirrored left to right. Holds from this keyframe until the next.
  public var flipped: Bool

  /// Makes a keyframe.
  public init(
    t: Double, x: Double, y: Double, width: Double, height: Double, angle: Double = 0, flipped: Bool = false
  ) {
    self.t = t
    self.x = x
    self.y = y
    self.width = width
    self.height = height
    self.angle = angle
    self.flipped = flipped
  }

  /// How much two boxes have in common, as a share of the smaller one, `0...1`.
  package func overlap(with other: Keyframe) -> Double {
    let across = min(x + width / 2, other.x + other.width / 2) - max(x - width / 2, other.x - other.width / 2)
    let down =
      min(y + height / 2, other.y + other.height / 2) - max(y - height / 2, other.y - other.height / 2)
    return max(0, across) * max(0, down) / min(width * height, other.width * other.height)
  }

  /// Whether any part of the unrotated box lies inside the frame.
  public var isInFrame: Bool {
    x + width / 2 > 0 && x - width / 2 < 1 && y + height / 2 > 0 && y - height / 2 < 1
  }
}
