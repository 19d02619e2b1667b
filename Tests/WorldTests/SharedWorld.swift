import ZoetropeWorld

/// The world that all suites of this room render with; opening the font takes a moment.
enum SharedWorld {
  static let world = Result { try World() }
}
