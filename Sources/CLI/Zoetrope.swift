// The `zoetrope` program. Each command is a file of its own in Commands/, listed below; a command reads its
// arguments, calls the libraries and prints. What can be done from the command line can be done from Swift.

import ArgumentParser

/// The root command: names the program and finds the command to run.
@main
struct Zoetrope: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "zoetrope",
    abstract: "Text to video on the CPU.",
    discussion: "Exit status: 0 done, 1 the work failed, 64 the arguments were wrong.",
    version: version,
    subcommands: [Info.self, Train.self, Evaluate.self])

  /// The version that `--version` prints and CHANGELOG.md heads its newest section with.
  static let version = "0.1.0"
}
