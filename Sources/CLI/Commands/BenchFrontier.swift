import ArgumentParser
import Foundation
import ZoetropeBenchmarking
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeSession

/// `zoetrope bench frontier`.
struct BenchFrontier: ParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    commandName: "frontier",
    abstract: "Measure the speed–quality trade-off of samplers, steps and guidance.",
    discussion: """
      Makes the same clips with many settings and prints how close each comes to a clip of 100 steps (PSNR). A star marks the \
      Pareto-optimal settings: no cheaper one is better.

      Example: zoetrope bench frontier --weights Models/sketch/weights.safetensors --steps 4,8,16
      """)

  @OptionGroup var options: BenchOptions

  @Option(help: "Weights file of a trained denoiser.")
  var weights: String

  @Option(help: "Number of shots to make with every setting.")
  var plans = 2

  @Option(help: "Numbers of denoising steps, separated by commas.")
  var steps = "4,8,12,16,24,32"

  @Option(help: "Classifier-free guidance scale; 1 turns guidance off.")
  var guidance = 1.5

  @Option(help: "Precision of GEMM (matrix products); bfloat16 needs a CPU that supports it.")
  var precision = Precision.float32

  func computeContext() throws -> ComputeContext { try options.computeContext() }

  func run() throws {
    let counts = steps.split(separator: ",").map { Int($0) ?? 0 }
    guard !counts.isEmpty, counts.allSatisfy({ (1...1000).contains($0) }) else {
      throw ValidationError("“\(steps)” in --steps: expected numbers 1…1000, such as 4,8,16")
    }
    guard (1...100).contains(plans) else { throw ValidationError("--plans is \(plans); expected 1…100") }
    var benchmark = FrontierBenchmark(try Denoiser(weights: URL(fileURLWithPath: weights)))
    benchmark.planCount = plans
    benchmark.stepCounts = counts
    benchmark.guidanceScale = guidance
    benchmark.precision = precision
    let record = try benchmark.run(version: Release.version) { point in
      Console.progress(
        "\(point.sampler.rawValue), \(point.stepCount) steps, guided in \(point.lowest)…\(point.highest): "
          + String(format: "%.1f dB\n", point.decibels))
    }
    try options.report(record)
  }
}
