// What is true of a picture whoever it shows.

/// The way the picture looks when it is not flipped.
public enum Facing: String, CaseIterable, Codable, Sendable {
  /// Looks left when not flipped, and is flipped to move right.
  case left
  /// Looks right when not flipped.
  case right
  /// Looks at the camera or has no front; never flipped.
  case front
}

/// What infrared shows.
public enum Heat: String, CaseIterable, Codable, Sendable {
  /// As cold as what is around it.
  case cold
  /// A living body, a running engine, a warm meal.
  case warm
  /// A flame, a lamp, the sun.
  case hot
}
