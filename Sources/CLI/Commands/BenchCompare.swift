import ArgumentParser
import Foundation
import ZoetropeBenchmarking

/// `zoetrope bench compare`.
struct BenchCompare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two benchmark results.",
    discussion: """
      A figure counts as better or worse only if the two interquartile ranges do not overlap.

      Example: zoetrope bench compare before.json after.json
      """)

  @Argument(help: "Earlier result, a file that a benchmark wrote with --json.")
  var before: String

  @Argument(help: "Later result, of the same benchmark.")
  var after: String

  func run() throws {
    let records = try [before, after].map { try BenchmarkRecord(contentsOf: URL(fileURLWithPath: $0)) }
    print(try BenchmarkComparison(records[0], records[1]).text())
  }
}
