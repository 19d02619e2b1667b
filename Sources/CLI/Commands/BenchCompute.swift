import ArgumentParser
import ZoetropeBenchmarking
import ZoetropeCompute
import ZoetropeSession

/// `zoetrope bench compute`.
struct BenchCompute: ParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    commandName: "compute",
    abstract: "Compare matrix products and attention with the BLAS library.",
    discussion: "Example: OPENBLAS_CORETYPE=ZEN zoetrope bench compute")

  @OptionGroup var options: BenchOptions

  func computeContext() throws -> ComputeContext { try options.computeContext() }

  func run() throws {
    var benchmark = ComputeBenchmark()
    benchmark.runs = options.runs
    try options.report(benchmark.run(version: Release.version))
  }
}
