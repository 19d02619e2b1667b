import ArgumentParser
import ZoetropeGrading

/// `zoetrope suite`: draws the suites that are shipped in Models/suites.
struct Suite: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a suite for `zoetrope evaluate`, a JSON line per case.",
    discussion: """
      The suites in Models/suites were drawn by this command, except freeform, which was written by hand.

      Example: zoetrope suite relations > relations.jsonl
      """)

  @Argument(help: "Which one: \(SuiteMaker.allCases.map(\.rawValue).joined(separator: ", ")).")
  var name: SuiteMaker

  func run() throws {
    for item in name.cases() { print(try item.line()) }
  }
}

extension SuiteMaker: ExpressibleByArgument {}
