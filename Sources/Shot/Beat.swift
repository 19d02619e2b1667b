// What an actor does, moment by moment: why its boxes go as they go.

/// Something that an actor does from some time on.
public struct Beat: Sendable, Equatable {
  /// What it does.
  public var motion: Motion
  /// When it begins, in seconds; it lasts until the next beat begins.
  public var from: Double
  /// What it goes towards, where that is said.
  public var towards: Target?
  /// How fast it goes, in frame widths per second, `0...16`; nil where a word says it (``Actor/speed``).
  public var speed: Double?

  /// Makes a beat.
  public init(_ motion: Motion, from: Double = 0, towards: Target? = nil, speed: Double? = nil) {
    self.motion = motion
    self.from = from
    self.towards = towards
    self.speed = speed
  }

  /// What an actor goes towards.
  public enum Target: Sendable, Hashable {
    /// A side of the frame.
    case side(Side)
    /// Another actor, or a set piece.
    case thing(PlanReference)
  }

  /// A side of the frame. These words cannot be names.
  public enum Side: String, CaseIterable, Sendable {
    case left, right, up, down
  }
}
