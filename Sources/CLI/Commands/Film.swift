import ArgumentParser

/// `zoetrope film`: a screenplay becomes a film.
struct Film: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a film of a screenplay.",
    discussion: """
      `zoetrope film script.fountain --out film` is short for `zoetrope film make …`.
      """,
    subcommands: [FilmMake.self, FilmVerify.self], defaultSubcommand: FilmMake.self)
}
