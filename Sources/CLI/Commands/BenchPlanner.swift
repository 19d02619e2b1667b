import ArgumentParser
import Foundation
import ZoetropeBenchmarking
import ZoetropeCompute
import ZoetropeSession
import ZoetropePlanner

/// `zoetrope bench planner`.
struct BenchPlanner: ParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    commandName: "planner",
    abstract: "Measure the time from prompt to plan.",
    discussion: "Example: zoetrope bench planner")

  @OptionGroup var options: BenchOptions

  @Option(help: "Planner weights; by default the installed planner.")
  var weights: String?

  func computeContext() throws -> ComputeContext { try options.computeContext() }

  func run() throws {
    guard
      let url = weights.map({ URL(fileURLWithPath: $0) }) ?? ModelCatalog.standard().weights(of: .planner)
    else { throw SessionError.noPlanner }
    var benchmark = PlannerBenchmark(try PlannerFile.open(url))
    benchmark.runs = options.runs
    try options.report(try benchmark.run(version: Release.version))
  }
}
