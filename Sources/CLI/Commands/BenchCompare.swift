import ArgumentParser
import Foundation
import ZoetropeBenchmarking

/// `zoetrope bench compare`.
struct BenchCompare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Set two records side by side.",
    discussion: """
      A figure is better or worse only where the ranges that half of the runs lie in do not touch.

      Example: zoetrope bench compare before.json after.json
      """)

  @Argument(help: "Record that another benchmark wrote with --json.")
  var before: String

  @Argument(help: "The record to compare with it.")
  var after: String

  func run() throws {
    let records = try [before, after].map { try BenchmarkRecord(contentsOf: URL(fileURLWithPath: $0)) }
    print(try BenchmarkComparison(records[0], records[1]).text())
  }
}
