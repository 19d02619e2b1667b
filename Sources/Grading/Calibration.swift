import ZoetropeShot
import ZoetropeRandom
import ZoetropeWorld

/// What grades mean: those of clips that are exactly as planned, and of clips that have nothing to do with their plan.
///
/// A measure is worth reading only between its oracle score and its shuffled baseline.
public enum Calibration {
  /// The oracle score: the grade of the plan's own render.
  public static func oracle(_ plan: ShotPlan, _ grader: Grader) throws -> Grade {
    try grader.grade(grader.world.render(plan, patchSide: 8), against: plan)
  }

  /// The shuffled baseline: the grade of the render of another plan of the same frame shape and count.
  public static func baseline(of plan: ShotPlan, shownBy other: ShotPlan, _ grader: Grader) throws -> Grade {
    try grader.grade(grader.world.render(other, patchSide: 8), against: plan)
  }

  /// For each plan another one of the same shape, length and rate: the next such, around in a circle.
  ///
  /// - Returns: indices into `plans`; nil for a plan without its like.
  public static func shuffled(_ plans: [ShotPlan]) -> [Int?] {
    plans.indices.map { index in
      (1..<max(1, plans.count)).lazy.map { (index + $0) % plans.count }.first {
        let (a, b) = (plans[$0], plans[index])
        return a.size == b.size && a.frameCount == b.frameCount && a.frameRate == b.frameRate
      }
    }
  }

  /// The indices of some cases of many, spread over all: the first `count` of a fixed random order, so that more cases go on
  /// where fewer ended.
  public static func choice(_ count: Int, of total: Int) -> [Int] {
    var generator = Generator(seed: heldOutSeed)
    var indices = Array(0..<total)
    for index in indices.indices.dropLast() {
      indices.swapAt(index, index + generator.index(below: total - index))
    }
    return Array(indices.prefix(count))
  }

  /// Plans that no training stream draws: the stream `index` of a seed of their own.
  public static func heldOutPlan(_ index: Int, _ options: ShotSampler.Options = ShotSampler.Options())
    -> ShotPlan
  {
    var generator = Generator(seed: heldOutSeed, stream: UInt64(index))
    return ShotSampler(options).sample(using: &generator)
  }

  /// Plans of the open cast that no training stream draws, wide, at 12 frames per second; every other one of members that are kept from
  /// training.
  ///
  /// - Parameter frameCount: frames of each.
  public static func heldOutOpenPlan(_ index: Int, _ world: World, frameCount: Int) -> ShotPlan {
    var options = OpenShotSampler.Options()
    (options.shapes, options.shapeWeights) = ([.wide], [1])
    options.frameRates = [12]
    let seconds = Double(frameCount) / 12
    options.durations = seconds...seconds
    options.drawsHeldOut = index % 2 == 1
    var generator = Generator(seed: heldOutSeed, stream: UInt64(index))
    var plan = world.openShots(options).sample(using: &generator)
    plan.frameCount = frameCount
    return plan
  }

  /// The seed of ``heldOutPlan(_:_:)``.
  public static let heldOutSeed: UInt64 = 0x4865_6C64_4F75_7421
}
