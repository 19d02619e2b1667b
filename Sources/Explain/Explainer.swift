// Runs a generation and looks at every stage of it. Nothing here computes what the library computes: it asks the library, and
// where the inside of the network is wanted, evaluates it again on the recorded state with a probe.

import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers
import ZoetropeSession
import ZoetropePlanner
import ZoetropeWorld

/// Records runs for people who want to see the inside.
///
/// ```swift
/// let explainer = Explainer(try Studio(), world: Result { try World() })
/// let explanation = try explainer.explain(ClipRequest(.prompt("a fox in the snow")))
/// try Page(explanation).write(to: url)
/// ```
public struct Explainer {
  let studio: Studio
  let world: Result<World, any Error>

  /// Makes an explainer.
  ///
  /// - Parameter world: the synthetic world, for the grade and for errors by level; the page says why where there is none.
  public init(_ studio: Studio, world: Result<World, any Error>) {
    self.studio = studio
    self.world = world
  }

  /// Makes a clip and everything that explains it.
  ///
  /// - Parameters:
  ///   - request: the clip, one take without conditioning frames.
  ///   - whatIf: experiments to run beside it.
  ///   - report: told what is being done.
  /// - Throws: ``ExplainError``, and what planning and making the clip throw.
  /// - Complexity: about ten times what making the clip costs, and once more for each experiment.
  public func explain(
    _ request: ClipRequest, whatIf: [WhatIf] = [], report: (String) -> Void = { _ in }
  ) throws -> Explanation {
    var seconds: [Explanation.Timing] = []
    func timed<Result>(_ part: String, _ body: () throws -> Result) rethrows -> Result {
      report(part)
      let start = ContinuousClock.now
      defer { seconds.append(.init(part: part, seconds: (ContinuousClock.now - start).seconds)) }
      return try body()
    }
    let probe = PlanningProbe()
    let take = try timed("planning") { try studio.job(request, formats: [], probe: probe).job.takes[0] }
    let recipe = take.recipe
    try ExplainError.check(whatIf, recipe.plan, studio.denoiser.configuration)
    let tape = try timed("denoising") { try Tape(studio, recipe) }
    let planning = planningFacts(probe, request, take.notes)
    let attention = timed("attention, at three steps") { attentionFacts(tape) }
    let modulation = timed("modulation, at eleven levels") { modulationFacts(tape) }
    let denoising = try timed("both branches of guidance, step by step") { try denoisingFacts(tape) }
    let errors = try timed("errors by level, on clips of the synthetic world") { try levelErrors(recipe) }
    let samplers = try timed("samplers from the same noise") { try samplerFacts(tape) }
    let ending = try timed("grading") { try finish(tape) }
    let results = try whatIf.map { experiment in
      try timed("what if: \(experiment)") { try experiment.result(studio, tape) }
    }
    return Explanation(
      recipe: recipe, network: networkFacts(tape), planning: planning, board: try board(recipe.plan),
      noise: try noiseFacts(tape), patches: patchFacts(tape), conditioning: conditioningFacts(tape),
      attention: attention, modulation: modulation, denoising: denoising, levelErrors: errors,
      samplers: samplers, ending: ending, whatIf: results, seconds: seconds)
  }

  // MARK: - Internals

  private func networkFacts(_ tape: Tape) -> Explanation.NetworkFacts {
    let configuration = studio.denoiser.configuration
    let (grid, patch) = (tape.geometry.grid, configuration.patch)
    return Explanation.NetworkFacts(
      parameterCount: configuration.parameterLayout.count, hiddenSize: configuration.hiddenSize,
      depth: configuration.depth, headCount: configuration.headCount, mlpRatio: configuration.mlpRatio,
      bottleneckSize: configuration.bottleneckSize, patch: patch,
      grid: [grid.frames, grid.rows, grid.columns],
      clip: [grid.frames * patch.frames, grid.rows * patch.height, grid.columns * patch.width])
  }

  private func planningFacts(_ probe: PlanningProbe, _ request: ClipRequest, _ notes: [String])
    -> Explanation.PlanningFacts?
  {
    guard case .prompt = request.subject else { return nil }
    return Explanation.PlanningFacts(
      prompt: probe.prompt, notes: notes, description: probe.description, words: probe.words,
      numbers: probe.layouts.isEmpty ? [] : probe.layouts[probe.keptLayout],
      layoutCount: probe.layouts.count)
  }

  /// Moments between two frames of the board, so that a dragged cursor moves smoothly.
  private static let momentsPerFrame = 4

  private func board(_ plan: ShotPlan) throws -> Explanation.Board {
    let count = max(1, (plan.frameCount - 1) * Explainer.momentsPerFrame + 1)
    let times = (0..<count).map { Double($0) / Double(Explainer.momentsPerFrame) / plan.frameRate }
    let camera = CameraTrack(plan.camera)
    return Explanation.Board(
      file: String(decoding: try plan.json(), as: UTF8.self), times: times,
      boxes: plan.tracks().map { track in
        times.map { time in
          let box = track.box(at: time)
          return [box.x, box.y, box.width, box.height, box.angle, box.flipped ? 1 : 0]
        }
      },
      camera: times.map { time in
        let view = camera.view(at: time)
        return [view.x, view.y, view.zoom]
      })
  }

  private func noiseFacts(_ tape: Tape) throws -> Explanation.NoiseFacts {
    let values = tape.noise.elements.map(Double.init)
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    var histogram = [Int](repeating: 0, count: 32)
    for value in values { histogram[min(max(Int((value + 4) * 4), 0), 31)] += 1 }
    return Explanation.NoiseFacts(
      sprite: try FrameStrip(tape.clip(tape.noise), frames: tape.shownFrames), mean: mean,
      deviation: variance.squareRoot(), histogram: histogram)
  }

  private func conditioningFacts(_ tape: Tape) -> Explanation.ConditioningFacts {
    let features = tape.features
    let rows = features.layout.shape.rows
    let width = features.layout.shape.columns
    let values = features.layout.elements
    let layouts = tape.recipe.plan.actors.indices.map { actor in
      let pairs = (0..<rows).filter { Int(features.pairActors[$0]) == actor }
      return Explanation.ConditioningFacts.Layout(
        actor: actor, patches: pairs.map { Int(features.pairPatches[$0]) },
        features: Packed(
          pairs.flatMap { values[$0 * width..<($0 + 1) * width] }, [pairs.count, width]))
    }
    let plan = tape.recipe.plan
    let shot = PlanSlot.shot.map { "\($0.rawValue): \($0.word(in: plan) ?? "none")" }
    let actors = plan.actors.enumerated().map { index, actor in
      let words = PlanSlot.actor.compactMap { $0.word(in: actor) }
      return "actor \(index): \(words.joined(separator: ", "))"
    }
    return Explanation.ConditioningFacts(
      tokens: shot + actors, layoutNames: PlanFeatures.layoutNames(features.geometry.patch), actors: layouts)
  }
}
