import Foundation
import ZoetropeCompute
import ZoetropeLayers
import ZoetropePlanner

/// Measures turning prompts into plans.
public struct PlannerBenchmark: Sendable {
  /// A trained planner; random weights would ramble on.
  public var planner: any PromptPlanner
  /// What is planned, short and long.
  public var prompts = [
    "a fox runs", "two penguins on the beach at sunset",
    "a red car drives to the left through a snowy city at night, then a bus follows, shot in black and white",
  ]
  /// Measurements.
  public var runs = 9

  /// Makes a benchmark of a planner.
  public init(_ planner: any PromptPlanner) { self.planner = planner }

  /// Measures; each run plans all prompts.
  ///
  /// - Throws: what planning throws.
  public func run(version: String) throws -> BenchmarkRecord {
    let recorder = Recorder()
    try ComputeContext.current.with(observer: recorder).run {
      for prompt in prompts { _ = try planner.plan(prompt: prompt) }
    }
    // The same plans as just now, so nothing can be thrown.
    let turns = Turns(runs: runs, [{ for prompt in prompts { _ = try? planner.plan(prompt: prompt) } }])
    let each = 1 / Double(prompts.count)
    let flop = Double(recorder.operations) * each
    return BenchmarkRecord(
      subject: "planner", version: version,
      settings: planner.facts.merging(["prompts": "\(prompts.count)"]) { first, _ in first },
      measurements: [
        Measurement("plan", Spread(turns.seconds[0]).scaled(by: 1000 * each), .milliseconds),
        Measurement(
          "processor time", Spread(turns.processorSeconds[0]).scaled(by: 1000 * each), .milliseconds),
        Measurement("work of a plan", flop / 1e9, .gigaflop),
        Measurement("speed", Spread(turns.seconds[0].map { flop / ($0 * each) / 1e9 }), .gigaflopPerSecond),
        Measurement("peak of process", Machine.peakMemory / 1e6, .megabytes),
      ])
  }
}
