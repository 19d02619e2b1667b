import ArgumentParser
import Foundation
import ZoetropeBenchmarking
import ZoetropeCompute
import ZoetropeSession

/// `zoetrope bench end-to-end`.
struct BenchEndToEnd: ParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    commandName: "end-to-end",
    abstract: "Measure the whole program, from start to finished clip.",
    discussion: """
      Starts the program anew for each clip and measures it from outside. Arguments after -- are passed to `generate`.

      Example: zoetrope bench end-to-end
      Example: zoetrope bench end-to-end -- --plan plan.json --steps 8 --upscale 1
      """)

  @OptionGroup var options: BenchOptions

  @Argument(parsing: .postTerminator, help: "Arguments of `generate`.")
  var arguments: [String] = []

  func computeContext() throws -> ComputeContext { try options.computeContext() }

  func run() throws {
    guard let program = ModelCatalog.programURL else {
      throw ValidationError("this system does not say where the program is")
    }
    var arguments = arguments.isEmpty ? ["a red fox runs across the snow at night"] : arguments
    if let threads = options.threads { arguments += ["--threads", "\(threads)"] }
    var benchmark = EndToEndBenchmark(program: program, arguments: arguments)
    benchmark.runs = options.runs
    try options.report(try benchmark.run(version: Release.version))
  }
}
