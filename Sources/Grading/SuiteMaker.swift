// Suites that are drawn. What they drew is shipped as files, so that figures stay comparable when the sampler changes.

import ZoetropeLanguage
import ZoetropeShot
import ZoetropeRandom
import ZoetropeWorld

/// Draws suites.
public enum SuiteMaker: String, CaseIterable, Sendable {
  /// Prompts in templates, and partly in words, that are kept from training: 200.
  case grammar
  /// Prompts that relate two actors, every relation equally often: 64.
  case relations
  /// Plans of every look in every scene, one actor each: 140.
  case looks
  /// Plans of what is hard: at the edges, tiny, overlapping, crowded: 48.
  case stress

  /// The cases, the same at every call.
  public func cases() -> [SuiteCase] {
    switch self {
    case .grammar: (0..<200).map { prompt($0) { _ in true } }
    case .relations:
      (0..<64).map { index in
        let relation = Relation.allCases[index % Relation.allCases.count]
        return prompt(index) {
          $0.relation.map { $0.relation == relation || $0.relation == relation.inverse } ?? false
            && $0.actors.count == 2
        }
      }
    case .looks:
      Look.shipped.flatMap { look in Scene.shipped.map { (look, $0) } }.enumerated().map { index, pair in
        var options = ShotSampler.Options()
        (options.looks, options.scenes) = ([pair.0], [pair.1])
        return SuiteCase(plan: plan(index, options) { $0.actors.count == 1 })
      }
    case .stress: (0..<48).map { SuiteCase(plan: stressPlan($0)) }
    }
  }

  // MARK: - Internals

  private var seed: UInt64 {
    switch self {
    case .grammar: 0x5341
    case .relations: 0x5342
    case .looks: 0x5343
    case .stress: 0x5344
    }
  }

  /// The first plan of a stream that fits.
  private func plan(
    _ stream: Int, _ options: ShotSampler.Options = ShotSampler.Options(), where fits: (ShotPlan) -> Bool
  ) -> ShotPlan {
    var generator = Generator(seed: seed, stream: UInt64(stream))
    let sampler = ShotSampler(options)
    while true {
      let plan = sampler.sample(using: &generator)
      if fits(plan) { return plan }
    }
  }

  private func prompt(_ stream: Int, where fits: (StatedShot) -> Bool) -> SuiteCase {
    var generator = Generator(seed: seed, stream: UInt64(stream))
    let sampler = ShotSampler(), describer = Describer(split: .heldOut)
    while true {
      let plan = sampler.sample(using: &generator)
      if let caption = try? describer.describe(plan, using: &generator), fits(caption.stated) {
        return SuiteCase(
          prompt: caption.prompt, requires: SuiteCase.Requirements(caption.stated), size: plan.size)
      }
    }
  }

  private func stressPlan(_ index: Int) -> ShotPlan {
    switch index % 4 {
    case 0: plan(index) { $0.actors.count == 1 && [.enter, .exit].contains($0.actors[0].motion) }
    case 1: tiny(plan(index) { $0.actors.count == 1 })
    case 2: plan(index) { [.inFrontOf, .behind].contains(Relation.of($0)) }
    default: plan(index) { $0.actors.count == 3 }
    }
  }

  /// The plan with its actors at less than half their size, feet where they were.
  private func tiny(_ plan: ShotPlan) -> ShotPlan {
    var plan = plan
    for actor in plan.actors.indices {
      for index in plan.actors[actor].keyframes.indices {
        var box = plan.actors[actor].keyframes[index]
        box.y += box.height * 0.3
        box.width *= 0.4
        box.height *= 0.4
        plan.actors[actor].keyframes[index] = box
      }
    }
    return plan.rounded()
  }
}
