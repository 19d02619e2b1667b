import ArgumentParser
import ZoetropeBenchmarking
import ZoetropeSession
import ZoetropeCompute

/// `zoetrope bench train`.
struct BenchTrain: ParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Measure a training step of the denoiser.",
    discussion: "Example: zoetrope bench train --preset sketch --patches 2048 --precision bfloat16")

  @OptionGroup var options: BenchOptions
  @OptionGroup var network: NetworkOptions

  @Option(help: "Patches per batch.")
  var patches = 2048

  @Option(help: "Precision of GEMM (matrix products); bfloat16 needs a CPU that supports it.")
  var precision = Precision.float32

  func computeContext() throws -> ComputeContext { try options.computeContext() }

  func run() throws {
    guard patches > 0 else { throw ValidationError("--patches is \(patches); expected at least 1") }
    var benchmark = TrainBenchmark(try network.configuration())
    benchmark.patchCount = patches
    benchmark.precision = precision
    benchmark.runs = options.runs
    try options.report(try benchmark.run(version: Release.version))
  }
}
