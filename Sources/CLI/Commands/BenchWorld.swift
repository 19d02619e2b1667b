import ArgumentParser
import ZoetropeBenchmarking
import ZoetropeCompute
import ZoetropeSession

/// `zoetrope bench world`.
struct BenchWorld: ParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    commandName: "world",
    abstract: "Measure how fast the synthetic world renders clips on one core.",
    discussion: "Example: zoetrope bench world --patch-side 16")

  @OptionGroup var options: BenchOptions

  @Option(help: "Pixels per patch side; a square frame is 8 patches wide.")
  var patchSide = 8

  @Option(help: "Frames of a clip, up to 16.")
  var frames = 16

  func computeContext() throws -> ComputeContext { try options.computeContext() }

  func run() throws {
    guard (1...64).contains(patchSide) else {
      throw ValidationError("--patch-side is \(patchSide); expected 1…64")
    }
    guard (1...16).contains(frames) else { throw ValidationError("--frames is \(frames); expected 1…16") }
    var benchmark = WorldBenchmark()
    benchmark.patchSide = patchSide
    benchmark.frameCount = frames
    benchmark.runs = options.runs
    try options.report(try benchmark.run(version: Release.version))
  }
}
