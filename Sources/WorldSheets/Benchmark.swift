import Foundation
import ZoetropeFilm
import ZoetropeRandom
import ZoetropeWorld

/// Clips per second on one core, over all scenes and looks.
struct Benchmark {
  let world: World

  func run() throws {
    let few = try Benchmark.measure(world: world, side: 8, frames: 6..<10) { _ in true }
    print("4 of 16 frames at 64×64: \(few.formatted()) clips/s/core")
    for (name, side) in [("16×64×64", 8), ("16×128×128", 16)] {
      let all = try Benchmark.measure(world: world, side: side) { _ in true }
      print("\(name): \(all.formatted()) clips/s/core over all scenes, times, cameras, looks")
      for scene in Scene.allCases {
        print(
          "  \(scene.rawValue): \(try Benchmark.measure(world: world, side: side) { $0.scene == scene && $0.look == .natural }.formatted())"
        )
      }
      for look in Look.allCases {
        print(
          "  \(look.rawValue): \(try Benchmark.measure(world: world, side: side) { $0.look == look }.formatted())"
        )
      }
    }
  }

  private static func measure(
    world: World, side: Int, frames: Range<Int>? = nil, where isWanted: (ShotPlan) -> Bool
  ) throws -> Double {
    let plans = mixture.filter(isWanted).prefix(200)
    for plan in plans.prefix(2) { _ = try world.render(plan, patchSide: side, frames: frames) }
    // Processor time, so that a busy machine does not count against it.
    let start = clock()
    for plan in plans { _ = try world.render(plan, patchSide: side, frames: frames) }
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    return (Double(plans.count) / seconds * 10).rounded() / 10
  }

  /// Shots as the trainer sees them.
  private static let mixture: [ShotPlan] = {
    let sampler = ShotSampler()
    return (0..<2400).map { index in
      var generator = Generator(seed: 1, stream: UInt64(index))
      return sampler.sample(using: &generator)
    }
  }()
}
