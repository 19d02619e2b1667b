// What carries an actor: a horse its rider, a hand its cup, a bench who sits on it.

extension Actor {
  /// What carries an actor, and where.
  ///
  /// While it is attached, an actor's middle stays at one place of the box of what carries it, and moves, turns, grows and
  /// is mirrored with that. Its own keyframes say what size, angle and side it has when that begins, and where it is at
  /// other times.
  public struct Attachment: Sendable, Equatable {
    /// What carries it: another actor or a set piece.
    public var to: PlanReference
    /// How it is carried.
    public var manner: Manner
    /// Place of its middle in the carrier's box: 0 the left side of the unflipped picture … 1 the right one, `-2...3`.
    public var x: Double
    /// Place of its middle in the carrier's box: 0 the top … 1 the foot, `-2...3`.
    public var y: Double
    /// When it begins, in seconds.
    public var from: Double
    /// When it ends, in seconds; nil for never.
    public var until: Double?

    /// Makes an attachment.
    public init(
      to: PlanReference, _ manner: Manner, x: Double, y: Double, from: Double = 0, until: Double? = nil
    ) {
      self.to = to
      self.manner = manner
      self.x = x
      self.y = y
      self.from = from
      self.until = until
    }

    /// How an actor is carried, said of the actor: it is riding, it is held.
    public enum Manner: String, CaseIterable, Sendable {
      case riding, sittingOn, heldBy, eatenBy, wornBy
    }

    /// Whether it holds at a time in seconds.
    public func holds(at time: Double) -> Bool { time >= from && time < (until ?? .infinity) }
  }
}
