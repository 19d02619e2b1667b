import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeGrading
import ZoetropeSession
import ZoetropeRandom
import ZoetropeWorld

extension Explainer {
  /// Steps whose pictures the page holds, for clips of 16 frames; longer clips get fewer.
  private static let keptStepCount = 16

  /// Every kept step: state, estimate, velocity, what guidance adds.
  func denoisingFacts(_ tape: Tape) throws -> Explanation.DenoisingFacts {
    let limit = max(4, Explainer.keptStepCount * 16 / max(16, tape.geometry.times.count))
    let count = tape.steps.count
    let kept =
      count <= limit
      ? Array(0..<count) : (0..<limit).map { ($0 * (count - 1) + (limit - 1) / 2) / (limit - 1) }
    let differences = kept.map { place -> Tensor? in
      let step = tape.steps[place]
      guard tape.recipe.settings.guidance.isActive(at: step.level) else { return nil }
      let branches = tape.branches(step.state, at: step.level)
      return branches.with.minus(branches.without)
    }
    let largest = differences.compactMap { $0?.rootMeanSquare }.max() ?? 0
    // Three deviations fill the range of shades.
    let guidanceGain = largest > 0 ? 1 / (3 * largest) : 1
    let velocityGain = 0.4
    let steps = try zip(kept, differences).map { place, difference in
      let step = tape.steps[place]
      let velocity = Explainer.velocity(step)
      return Explanation.DenoisingFacts.Step(
        index: step.index, level: step.level, next: step.next,
        state: try FrameStrip(tape.clip(step.state), frames: tape.shownFrames),
        clean: try FrameStrip(tape.clip(step.clean), frames: tape.shownFrames),
        velocity: try FrameStrip(tape.clip(velocity), frames: tape.shownFrames, gain: velocityGain),
        guidance: try difference.map {
          try FrameStrip(tape.clip($0), frames: tape.shownFrames, gain: guidanceGain)
        },
        size: .init(
          state: step.state.rootMeanSquare, clean: step.clean.rootMeanSquare,
          velocity: velocity.rootMeanSquare, guidance: difference?.rootMeanSquare),
        distance: step.clean.minus(tape.end).rootMeanSquare)
    }
    let settings = tape.recipe.settings
    return Explanation.DenoisingFacts(
      levels: try settings.schedule.levels(stepCount: settings.stepCount), shownFrames: tape.shownFrames,
      velocityGain: velocityGain, guidanceGain: guidanceGain, steps: steps)
  }

  /// The velocity that a step's clean estimate stands for.
  static func velocity(_ step: Tape.Step) -> Tensor {
    let t = Float(step.level)
    let values = zip(step.state.elements, step.clean.elements).map { z, clean in
      FlowPath.velocity(x: clean, z: z, t: t)
    }
    return Tensor(values, step.state.shape)
  }

  /// Errors at ten levels on clips of the synthetic world, without guidance; nil where the set cannot be opened.
  func levelErrors(_ recipe: Recipe, clipCount: Int = 4) throws -> Explanation.LevelErrors? {
    guard case .success(let world) = world else { return nil }
    let configuration = studio.denoiser.configuration
    var generator = Generator(seed: 0x6578_706C_6169_6E, stream: 0)
    let levels = (0..<10).map { 0.05 + Double($0) / 10 }
    var sums = [Double](repeating: 0, count: levels.count)
    var clips: [String] = []
    for index in 0..<clipCount {
      let (plan, words) = try sampledPlan(index, like: recipe.plan, world, using: &generator)
      clips.append(words)
      let clip = try world.render(plan, patchSide: configuration.patch.height)
      let input = try ShotInput(plan, for: configuration, pictures: studio.pictures())
      let conditioning = studio.denoiser.conditioning([input.features()])
      let clean = try clip.patchify(configuration.patch)
      let noise = input.noise()
      for (place, level) in levels.enumerated() {
        let state = FlowPath.state(x: clean, noise: noise, t: Float(level))
        let estimate = studio.denoiser(
          patches: Variable(state), levels: Array(repeating: Float(level), count: input.geometry.grid.count),
          conditioning: conditioning
        ).value
        sums[place] += estimate.minus(clean).squaredNorm() / Double(clean.count)
      }
    }
    let means = sums.map { $0 / Double(clipCount) }
    return Explanation.LevelErrors(
      levels: levels,
      velocity: zip(means, levels).map { mean, level in
        let divisor = Double(FlowPath.divisor(Float(level)))
        return mean / (divisor * divisor)
      }, clean: means, clips: clips)
  }

  /// A plan such as the model was trained on, with words for it.
  private func sampledPlan(
    _ index: Int, like own: ShotPlan, _ world: World, using generator: inout Generator
  ) throws -> (plan: ShotPlan, words: String) {
    let knowledge = studio.denoiser.configuration.knowledge
    let scenes = knowledge.words(of: .scene).compactMap(Scene.init(rawValue:))
    let looks = knowledge.words(of: .look).compactMap(Look.init(rawValue:))
    guard studio.knowsScenery else {
      var options = ShotSampler.Options()
      options.kinds = knowledge.words(of: .kind).compactMap(ActorKind.init(rawValue:))
      (options.scenes, options.looks, options.shapes) = (scenes, looks, [own.size])
      var plan = ShotSampler(options).sample(using: &generator)
      plan.seed = UInt64(index)
      return (plan, try World.describe(plan, using: &generator).prompt)
    }
    var options = OpenShotSampler.Options()
    (options.scenes, options.looks, options.shapes, options.shapeWeights) = (scenes, looks, [own.size], [1])
    var plan = world.openShots(options).sample(using: &generator)
    plan.frameCount = min(plan.frameCount, 16)
    let cast = plan.actors.map(\.title).joined(separator: ", ")
    return (plan, "\(cast.isEmpty ? "nobody" : cast); \(plan.scene.rawValue), \(plan.look.rawValue)")
  }

  /// Each sampler from the same noise with as many steps as the run and with about a third; all against many steps.
  func samplerFacts(_ tape: Tape) throws -> Explanation.SamplerFacts {
    let standard = tape.recipe.settings.stepCount
    func end(_ sampler: SamplerKind, _ stepCount: Int) throws -> Tensor {
      let settings = tape.recipe.settings
      if settings.sampler == sampler, settings.stepCount == stepCount { return tape.end }
      var recipe = tape.recipe
      (recipe.settings.sampler, recipe.settings.stepCount, recipe.settings.doublings) = (
        sampler, stepCount, 0
      )
      var run = try studio.begin(recipe.plan, settings: recipe.settings)
      while run.next() != nil {}
      return run.state.denoising.sampler.z
    }
    let referenceCount = max(48, 3 * standard)
    let reference = try end(.dpmpp2m, referenceCount)
    func run(_ sampler: SamplerKind, _ stepCount: Int, _ end: Tensor) throws -> Explanation.SamplerFacts.Run {
      Explanation.SamplerFacts.Run(
        sampler: sampler, stepCount: stepCount,
        evaluations: stepCount * sampler.evaluationsPerStep - (sampler == .heun ? 1 : 0),
        sprite: try FrameStrip(tape.clip(end), frames: tape.shownFrames),
        distance: end.minus(reference).rootMeanSquare * 127.5)
    }
    let counts = Array(Set([max(1, standard / 3), standard])).sorted()
    return Explanation.SamplerFacts(
      runs: try counts.flatMap { count in
        try SamplerKind.allCases.map { try run($0, count, end($0, count)) }
      }, reference: try run(.dpmpp2m, referenceCount, reference))
  }

  /// The finished clip and its grade.
  func finish(_ tape: Tape) throws -> Explanation.Ending {
    let own = tape.clip(tape.end)
    let isEnlarged = tape.recipe.settings.doublings > 0
    var ending = Explanation.Ending(
      clip: try FrameStrip(own), enlarged: isEnlarged ? try FrameStrip(tape.finished) : nil, outcomes: [])
    do {
      let grade = try Grader(world: world.get(), knowsScenery: studio.knowsScenery).grade(
        tape.finished, against: tape.recipe.plan)
      ending.score = grade.score
      ending.outcomes = grade.outcomes.map { outcome in
        let subject = outcome.actor.map { tape.recipe.plan.actors[$0].title } ?? "the shot"
        let verdict: String
        switch outcome.measure.unit {
        case .share: verdict = outcome.value == 1 ? "right" : "wrong"
        case .mean(let unit): verdict = "\((outcome.value * 10).rounded() / 10) \(unit)"
        }
        return .init(
          question: outcome.measure.rawValue, subject: subject, verdict: verdict,
          planned: outcome.planned ?? "", found: outcome.found ?? "")
      }
    } catch {
      ending.remark = "There is no grade: \(error)"
    }
    return ending
  }
}
