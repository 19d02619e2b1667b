// The `zoetrope` program. Each command is a file of its own in Commands/, listed below; a command reads its
// arguments, calls the libraries and prints. What can be done from the command line can be done from Swift.

import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeFiles
import ZoetropeSession

/// The root command: names the program and finds the command to run.
@main
struct Zoetrope: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "zoetrope",
    abstract: "Text to video on the CPU.",
    discussion: """
      Start with: zoetrope generate "a fox runs to the left through the snow at dusk"

      A planner turns the prompt into a plan.
      A plan is a JSON file: scene, look, camera, and each actor's bounding box over time.
      A diffusion transformer turns the plan into a clip.

      What can be prompted: `zoetrope world sheets --out sheets` draws all of it, `zoetrope world table` lists it as words. \
      `zoetrope models` lists the installed models.

      \(ExitStatus.help)
      """,
    version: Release.version,
    subcommands: [Info.self],
    groupedSubcommands: [
      CommandGroup(
        name: "Clips",
        subcommands: [
          Generate.self, Plan.self, Render.self, Extend.self, Edit.self, Rerun.self, Verify.self, Resume.self,
          Batch.self,
          EstimateCommand.self,
          Explain.self, Models.self,
        ]),
      CommandGroup(
        name: "Films",
        subcommands: [Film.self, StoryCommand.self, RecutCommand.self, BoardCommand.self]),
      CommandGroup(
        name: "Grading",
        subcommands: [GradeCommand.self, Evaluate.self, Exam.self, Sweep.self, Suite.self]),
      CommandGroup(
        name: "Training and measuring",
        subcommands: [WorldCommand.self, CastCommand.self, Train.self, Bench.self, Simulate.self]),
    ])

  /// Runs the command, and says in one line what stopped it.
  static func main() async {
    // A full quota and a reader that went away are errors to report, not reasons to be killed.
    for number in [SIGXFSZ, SIGPIPE] { signal(number, SIG_IGN) }
    var command: (any ParsableCommand)?
    do {
      try checkCommand(CommandLine.arguments.dropFirst().first)
      command = try parseAsRoot()
      let context = try (command as? any Computing)?.computeContext() ?? .current
      try await context.run {
        if let asynchronous = command as? any AsyncParsableCommand {
          // Handed over for good: nothing here touches it while it runs.
          nonisolated(unsafe) var running = asynchronous
          try await running.run()
        } else {
          try command?.run()
        }
      }
    } catch {
      // Help, wrong arguments and plain exit codes are the parser's own.
      guard let status = ExitStatus(error) else { exit(withError: error) }
      let message = ExitStatus.message(error)
      if let reporting = command as? any Reporting {
        reporting.report.reporter().failed(message, status)
      } else {
        Console.failed(message, status)
      }
      exit(withError: status.code)
    }
  }

  /// Names the nearest command where the first word is none: the parser would count unexpected words.
  private static func checkCommand(_ word: String?) throws {
    let names = configuration.subcommands.map { $0._commandName }
    guard let word, !word.hasPrefix("-"), word != "help", !names.contains(word) else { return }
    guard !word.contains(" ") else {
      throw ValidationError("“\(word)” is not a command; to make a clip of it: zoetrope generate \"\(word)\"")
    }
    let nearest = Spelling.nearest(to: word, among: names, limit: 1).joined()
    throw ValidationError("there is no command “\(word)”; nearest: \(nearest)")
  }
}

/// A command that tells how its work goes.
protocol Reporting {
  /// How it is told.
  var report: ReportOptions { get }
}
