// How actors hold themselves in a scene; the members of the cast and the kinds say which of them does how.

/// How an actor holds itself in a scene.
package enum Footing: CaseIterable, Sendable {
  /// Feet on the ground.
  case standing
  /// In the air over land or water.
  case flying
  /// At the surface of the water.
  case afloat
  /// Anywhere in the frame: under water, in space, tumbling through the sky.
  case drifting
}
