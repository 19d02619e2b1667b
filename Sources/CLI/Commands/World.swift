import ArgumentParser

/// `zoetrope world`: the synthetic world that trains and grades the models.
struct WorldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "world",
    abstract: "Look at the synthetic world and stream training clips from it.",
    discussion: """
      Shots are drawn, described and rendered from a seed: shot 7 of seed 1 is the same in every command. Only pictures
      need the emoji font, or an atlas saved from it; words and tables need neither.
      """,
    subcommands: [
      WorldSample.self, WorldSheets.self, WorldTable.self, WorldStream.self, WorldAtlas.self,
    ])
}
