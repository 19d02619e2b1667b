import Foundation
import ZoetropeShot
import ZoetropeRandom
import ZoetropeWorld

/// Measures the synthetic world: how many clips it renders on one core.
public struct WorldBenchmark: Sendable {
  /// Pixels of a patch's side: a square frame has eight patches each way.
  public var patchSide = 8
  /// Frames of a clip.
  public var frameCount = 16
  /// Measurements.
  public var runs = 9

  /// Makes a benchmark.
  public init() {}

  /// Measures clips of all scenes, looks and cameras as training draws them.
  ///
  /// - Throws: `WorldError` where the set's pictures are missing.
  public func run(version: String) throws -> BenchmarkRecord {
    let world = try World()
    let sampler = ShotSampler()
    let count = 40
    let plans = (0..<count * (runs + 1)).map { index in
      var generator = Generator(seed: 1, stream: UInt64(index))
      return sampler.sample(using: &generator)
    }
    let first = (sampler.options.frameCount - frameCount) / 2
    var perClip: [Double] = []
    for run in 0...runs {
      // Processor time, so that a busy machine does not count against it.
      let start = clock()
      for plan in plans[run * count..<(run + 1) * count] {
        _ = try world.render(plan, patchSide: patchSide, frames: first..<first + frameCount)
      }
      let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
      if run > 0 { perClip.append(seconds / Double(count)) }
    }
    let pixels = 8 * patchSide
    return BenchmarkRecord(
      subject: "world", version: version,
      settings: ["frames": "\(frameCount)", "size": "about \(pixels)×\(pixels)"],
      measurements: [
        Measurement("clip", Spread(perClip).scaled(by: 1000), .milliseconds),
        Measurement("clips of one core", Spread(perClip.map { 1 / $0 }), .clipsPerSecond),
      ])
  }
}
