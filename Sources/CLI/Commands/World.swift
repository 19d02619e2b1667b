import ArgumentParser

/// `zoetrope world`: the synthetic world that trains and grades the models.
struct WorldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "world",
    abstract: "Show the synthetic world, and stream training clips from it.",
    discussion: """
      Shots are sampled, described and rendered from a seed: shot 7 of seed 1 is the same in every command. Only rendering \
      needs the emoji font, or an atlas saved from it.
      """,
    subcommands: [
      WorldSample.self, WorldSheets.self, WorldShots.self, WorldPlans.self, WorldTable.self,
      WorldStream.self, WorldAtlas.self,
    ])
}
