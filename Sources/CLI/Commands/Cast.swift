import ArgumentParser

/// `zoetrope cast`: who and what can be shown.
struct CastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cast",
    abstract: "Look at the members of the cast, and find them by name.",
    discussion: """
      A member is a picture with its facing, height, gait and habitat. Sheets need the emoji font; names need nothing.
      """,
    subcommands: [
      CastFind.self, CastSheets.self, CastGaits.self, CastScenes.self, CastBakeNames.self,
      CastBakeShapes.self,
    ])
}
