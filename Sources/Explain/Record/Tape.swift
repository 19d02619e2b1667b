import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers
import ZoetropeSession

/// A run with every step kept.
struct Tape {
  /// A step: what it began with and what it was based on.
  struct Step {
    var index: Int
    var level: Double
    var next: Double
    /// The state before the step, `[N, P]`.
    var state: Tensor
    /// The clean estimate, guided where guidance is active, `[N, P]`.
    var clean: Tensor
  }

  let recipe: Recipe
  let denoiser: Denoiser
  let features: PlanFeatures
  let unguided: PlanFeatures
  let noise: Tensor
  let steps: [Step]
  /// What the last step leads to, `[N, P]`.
  let end: Tensor
  /// The finished clip, enlarged where the settings say so.
  let finished: Clip

  var geometry: ClipGeometry { features.geometry }

  /// Runs a recipe.
  ///
  /// - Throws: what `Studio.begin` throws.
  init(_ studio: Studio, _ recipe: Recipe) throws {
    var run = try studio.begin(recipe.plan, settings: recipe.settings)
    let levels = try recipe.settings.schedule.levels(stepCount: recipe.settings.stepCount)
    var steps: [Step] = []
    noise = run.state.denoising.sampler.z
    var state = run.state.denoising.sampler.z
    while let step = run.next() {
      steps.append(
        Step(
          index: step.index, level: step.level, next: levels[step.index], state: state, clean: step.clean))
      state = step.state
    }
    self.recipe = recipe
    self.steps = steps
    denoiser = studio.denoiser
    features = run.input.features()
    unguided = run.input.unconditionalFeatures()
    end = state
    finished = try run.clip()
  }

  /// Patches as a clip of the network's own size.
  func clip(_ patches: Tensor) -> Clip {
    Clip(
      unpatchifying: patches, grid: geometry.grid, patch: geometry.patch,
      frameRate: recipe.plan.frameRate)
  }

  /// Four frames, evenly spread from first to last.
  var shownFrames: [Int] {
    let count = geometry.times.count
    return count <= 4 ? Array(0..<count) : (0..<4).map { $0 * (count - 1) / 3 }
  }

  /// Evaluates the network with the plan on a state, all patches at one level.
  func estimate(_ state: Tensor, at level: Double, _ recorder: Recorder? = nil) -> Tensor {
    estimate(state, levels: Array(repeating: Float(level), count: geometry.grid.count), recorder)
  }

  /// Evaluates the network with the plan on a state.
  func estimate(_ state: Tensor, levels: [Float], _ recorder: Recorder?) -> Tensor {
    ComputeContext.current.with(observer: recorder).run {
      denoiser(
        patches: Variable(state), levels: levels, conditioning: denoiser.conditioning([features])
      ).value
    }
  }

  /// Both branches of guidance on a state, evaluated together as denoising does it.
  func branches(_ state: Tensor, at level: Double) -> (with: Tensor, without: Tensor) {
    let count = geometry.grid.count
    let both = denoiser(
      patches: .concatenatingRows([Variable(state), Variable(state)]),
      levels: Array(repeating: Float(level), count: 2 * count),
      conditioning: denoiser.conditioning([features, unguided])
    ).value
    return (both.rows(0..<count), both.rows(count..<2 * count))
  }
}

extension Tensor {
  /// Root mean square of the elements; 0 for none.
  var rootMeanSquare: Double { count == 0 ? 0 : (squaredNorm() / Double(count)).squareRoot() }

  /// The difference to another tensor.
  func minus(_ other: Tensor) -> Tensor {
    var result = self
    result.add(other, scaledBy: -1)
    return result
  }
}
