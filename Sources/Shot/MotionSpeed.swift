// What "slow", "normal" and "fast" mean in numbers. The one place to change them.

/// The numbers behind the speed words.
///
/// Travelling speeds are in frame widths (up and down: frame heights) per second and apply for
/// ``longestTravelTime``; longer shots spread the same path over their length. Each actor's own speed varies by
/// ``spread`` around the figure, so the three bands do not touch. Repeating motions state how much of them
/// fits into ``standardTime``; shorter shots show the middle of it.
public enum MotionSpeed {
  /// The longest time that travel is counted for, in seconds.
  public static let longestTravelTime = Heading.longestTravelTime
  /// Length of a standard shot, 16 frames at 8 per second, from the first frame to the last, in seconds.
  public static let standardTime = 1.875
  /// How far an actor's own speed may be from the figure, as a share.
  public static let spread = 0.12

  /// Frame widths per second of left, right, zigzag, chase; half of it each for two who meet.
  public static func travel(_ speed: Speed) -> Double {
    switch speed {
    case .slow: 0.08
    case .normal: 0.17
    case .fast: 0.32
    }
  }

  /// How many times larger an approaching actor gets in a standard shot; a receding one shrinks as much.
  public static func growth(_ speed: Speed) -> Double {
    switch speed {
    case .slow: 1.4
    case .normal: 1.9
    case .fast: 2.7
    }
  }

  /// Turns of a spin in a standard shot.
  public static func spinTurns(_ speed: Speed) -> Double {
    switch speed {
    case .slow: 0.5
    case .normal: 1
    case .fast: 2
    }
  }

  /// Rounds of an orbit in a standard shot.
  public static func orbitTurns(_ speed: Speed) -> Double {
    switch speed {
    case .slow: 0.5
    case .normal: 1
    case .fast: 2
    }
  }

  /// Hops of a bounce in a standard shot.
  public static func bounces(_ speed: Speed) -> Double {
    switch speed {
    case .slow: 1
    case .normal: 2
    case .fast: 4
    }
  }

  /// Full waves of a zigzag in a standard shot.
  public static func zigzags(_ speed: Speed) -> Double {
    switch speed {
    case .slow: 1
    case .normal: 2
    case .fast: 2
    }
  }

  /// Share of a standard shot that an entrance or an exit takes.
  public static func passage(_ speed: Speed) -> Double {
    switch speed {
    case .slow: 1
    case .normal: 0.75
    case .fast: 0.5
    }
  }

  /// When an actor is in the air during its jumps, as shares of a standard shot.
  public static func jumps(_ speed: Speed) -> [ClosedRange<Double>] {
    switch speed {
    case .slow: [0.125...0.875]
    case .normal: [0.25...0.75]
    case .fast: [0.125...0.5, 0.5...0.875]
    }
  }
}
