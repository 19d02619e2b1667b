import Foundation
import ZoetropeFilm
import ZoetropeWorld

/// Clips per second on one core, over all scenes and looks.
struct Benchmark {
  let world: World

  func run() throws {
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

  private static func measure(world: World, side: Int, where isWanted: (ShotPlan) -> Bool) throws -> Double {
    let plans = mixture.filter(isWanted).prefix(120)
    for plan in plans.prefix(2) { _ = try world.render(plan, patchSide: side) }
    // Processor time, so that a busy machine does not count against it.
    let start = clock()
    for plan in plans { _ = try world.render(plan, patchSide: side) }
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    return (Double(plans.count) / seconds * 10).rounded() / 10
  }

  /// Every scene with half of the looks natural, half of the cameras still, one or two actors.
  private static let mixture: [ShotPlan] = {
    var plans: [ShotPlan] = []
    var index = 0
    for round in 0..<20 {
      for scene in Scene.allCases {
        index += 1
        var plan = SamplePlan.scene(
          scene, time: TimeOfDay.allCases[(index + round) % 4], kinds: index % 3 == 0 ? [.dog, .car] : [.car])
        plan.seed = UInt64(index)
        plan.look = index % 2 == 0 ? .natural : Look.allCases[(index / 2) % 10]
        plan.weather = index % 5 < 3 ? .clear : Weather.allCases[index % 7 % 5]
        if (index / 3) % 2 == 0 { plan.camera = SamplePlan.move(CameraMove.allCases[1 + index % 8]).camera }
        if index % 4 == 0 { plan.actors[0].tint = .blue }
        plans.append(plan)
      }
    }
    return plans
  }()
}
