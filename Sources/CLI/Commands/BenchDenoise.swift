import ArgumentParser
import Foundation
import ZoetropeBenchmarking
import ZoetropeSession
import ZoetropeCompute
import ZoetropeDenoiser

/// `zoetrope bench denoise`.
struct BenchDenoise: ParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    commandName: "denoise",
    abstract: "Measure a denoising step and its parts.",
    discussion: """
      The network is a preset, or any architecture described in a JSON file, with random weights. Its GEMM calls are also timed \
      alone: their share of the step shows how close it is to the speed of the BLAS library.

      Example: zoetrope bench denoise --preset sketch --frames 16
      Example: zoetrope bench denoise --network small.json --frames 20 --size 64x64 --guidance 1
      with {"hiddenSize": 384, "depth": 12, "headCount": 6, "patch": {"frames": 2, "height": 4, "width": 4}} in small.json
      """)

  @OptionGroup var options: BenchOptions
  @OptionGroup var network: NetworkOptions

  @Option(help: "Number of frames.")
  var frames = 16

  @Option(help: "Size in pixels, as WIDTHxHEIGHT; by default 8 by 8 patches.")
  var size: String?

  @Option(help: "Sampler (ODE solver).")
  var sampler = SamplerKind.euler

  @Option(help: "Classifier-free guidance scale; 1 turns guidance off and halves the work.")
  var guidance = 1.5

  @Option(help: "Precision of GEMM (matrix products); bfloat16 needs a CPU that supports it.")
  var precision = Precision.float32

  @Flag(help: "Time only the whole step, not its parts and GEMM calls.")
  var stepOnly = false

  @Flag(
    help:
      "Also measure \(DenoiseSweep.frameCounts.map(String.init).joined(separator: ", ")) frames at several sizes."
  )
  var sweep = false

  func computeContext() throws -> ComputeContext { try options.computeContext() }

  func run() throws {
    let configuration = try network.configuration()
    let (width, height) = try pixels(configuration.patch)
    var benchmark = DenoiseBenchmark(configuration, height: height, width: width)
    benchmark.frameCount = frames
    benchmark.sampler = sampler
    benchmark.guidanceScale = guidance
    benchmark.precision = precision
    benchmark.runs = options.runs
    benchmark.measuresParts = !stepOnly
    var record = try benchmark.run(version: Release.version)
    if sweep { try DenoiseSweep(benchmark).add(to: &record) }
    try options.report(record)
  }

  private func pixels(_ patch: PatchSize) throws -> (width: Int, height: Int) {
    guard let size else { return (8 * patch.width, 8 * patch.height) }
    return try FrameSides.read(size)
  }
}

extension SamplerKind: ExpressibleByArgument {}
