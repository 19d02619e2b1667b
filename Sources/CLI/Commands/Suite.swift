import ArgumentParser
import ZoetropeGrading

/// `zoetrope suite`: draws the suites that are shipped in Models/suites.
struct Suite: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a suite of test cases for `zoetrope evaluate`, one JSON line per case.",
    discussion: """
      grammar: prompts in held-out templates, some with held-out words.
      relations: prompts that relate two actors, every relation equally often.
      looks: plans of every look in every scene, with one actor each.
      stress: plans that are hard: at the edges, tiny, overlapping, crowded.

      The suites in Models/suites were made by this command, except freeform, which was written by hand.

      Example: zoetrope suite relations > relations.jsonl
      """)

  @Argument(help: "Which suite.")
  var name: SuiteMaker

  func run() throws {
    for item in name.cases() { print(try item.line()) }
  }
}

extension SuiteMaker: ExpressibleByArgument {}
