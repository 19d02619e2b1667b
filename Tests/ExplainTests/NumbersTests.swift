// What the page says about a run is what the library says: each number is made again here, another way where there is one.

import Foundation
import SmallModels
import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers
import ZoetropeSession
import ZoetropePlanner

@testable import ZoetropeExplain

@Suite struct NumbersTests {
  let tiny: TinyStudio
  var page: Explanation { tiny.explanation }

  init() throws { tiny = try TinyStudio.shared.get() }

  @Test func theClipIsTheOneThatGenerateMakes() throws {
    let recipe = try tiny.studio.job(tiny.request).job.takes[0].recipe
    #expect(page.recipe == recipe)
    var run = try tiny.studio.begin(recipe.plan, settings: recipe.settings)
    var steps: [DenoisingStep] = []
    while let step = run.next() { steps.append(step) }
    #expect(page.denoising.steps.map(\.index) == steps.map(\.index))
    for (shown, step) in zip(page.denoising.steps, steps) {
      #expect(shown.level == step.level)
      // One sums in the tensor's order, the other in that of the elements.
      #expect(abs(shown.size.clean - root(step.clean.elements)) < 1e-6)
    }
    let packed = page.patches.values
    let values = try #require(packed.values)
    #expect(packed.shape == run.state.denoising.sampler.z.shape.dimensions)
    for (shown, value) in zip(values, run.state.denoising.sampler.z.elements) {
      #expect(abs(shown - Double(value)) <= packed.scale * 0.501)
    }
    #expect(try page.ending.clip == FrameStrip(clip(run.state.denoising.sampler.z, run)))
  }

  /// Guidance is `without + s · (with − without)`; with `s = 1` the estimate is `with`, and the difference follows.
  @Test func whatThePlanAddsIsWhatGuidanceExaggerates() throws {
    let recipe = page.recipe
    let run = try tiny.studio.begin(recipe.plan, settings: recipe.settings)
    var one = recipe.settings
    one.guidance.scale = 1
    var plain = try tiny.studio.begin(recipe.plan, settings: one)
    var guided = run
    let (first, second) = (plain.next(), guided.next())
    let (with, estimate) = (try #require(first).clean, try #require(second).clean)
    let scale = recipe.settings.guidance.scale
    let difference = zip(estimate.elements, with.elements).map { ($0 - $1) / Float(scale - 1) }
    // Both are fp32 sums of about unit size, divided by 0.5 here: 1e-5 of it.
    #expect(abs(try #require(page.denoising.steps[0].size.guidance) - root(difference)) < 1e-5)
  }

  @Test func velocityIsNoiseMinusGuessAtTheFirstStep() throws {
    let run = try tiny.studio.begin(page.recipe.plan, settings: page.recipe.settings)
    var copy = run
    let first = copy.next()
    let clean = try #require(first).clean
    // At t = 1 the state is the noise, and z − x̂ needs no division.
    let velocity = zip(run.state.denoising.sampler.z.elements, clean.elements).map { $0 - $1 }
    #expect(abs(page.denoising.steps[0].size.velocity - root(velocity)) < 1e-6)
    #expect(
      abs(
        page.noise.deviation * page.noise.deviation + page.noise.mean * page.noise.mean
          - root(run.state.denoising.sampler.z.elements) * root(run.state.denoising.sampler.z.elements))
        < 1e-6)
  }

  /// Softmax of q·k over √d, by plain loops over what is shown, against the shares on the page.
  @Test func attentionIsTheSoftmaxOfQueriesAndKeys() throws {
    let facts = page.attention
    let tape = try Tape(tiny.studio, page.recipe)
    let moment = facts.moments[0]
    let step = tape.steps[moment.step - 1]
    let recorder = Recorder([.queries, .keys])
    _ = tape.estimate(step.state, at: step.level, recorder)
    let (tokens, times) = (try #require(moment.tokens.values), try #require(moment.times.values))
    let peaks = try #require(moment.peak.values), shades = try #require(moment.heat.values)
    let configuration = tiny.studio.denoiser.configuration
    let (d, heads) = (configuration.hiddenSize, configuration.headCount)
    let (size, context) = (d / heads, page.conditioning.tokens.count)
    let perTime = page.network.grid[1] * page.network.grid[2]
    for (layer, head, query) in [(0, 0, 0), (1, 1, perTime - 1), (0, 1, perTime / 2)] {
      let (queries, keys) = (recorder[.queries][layer], recorder[.keys][layer])
      let row = context + facts.queries[query]
      let scores = (0..<keys.shape.rows).map { key in
        (0..<size).reduce(0.0) { sum, column in
          sum + Double(queries[row, head * size + column] * keys[key, head * size + column])
        } / Double(size).squareRoot()
      }
      let best = scores.max() ?? 0
      let weights = scores.map { exp($0 - best) }
      let total = weights.reduce(0, +)
      let shares = weights.map { $0 / total }
      let place = (layer * heads + head) * facts.queries.count + query
      // Stored to 1/65535, computed in fp32.
      for index in 0..<context { #expect(abs(tokens[place * context + index] - shares[index]) < 2e-5) }
      for time in 0..<page.network.grid[0] {
        let own = shares[context + time * perTime..<context + (time + 1) * perTime].reduce(0, +)
        #expect(abs(times[place * page.network.grid[0] + time] - own) < 2e-5)
      }
      let patches = shares[context...]
      let peak = patches.max() ?? 0
      #expect(abs(peaks[place] - peak) < 2e-5)
      for (index, share) in patches.enumerated() {
        // Sixteen shades of the root: half a shade off at most.
        let shade = shades[place * patches.count + index].squareRoot()
        #expect(abs(shade - (share / peak).squareRoot()) < 0.5 / 15 + 1e-3)
      }
    }
  }

  /// The table is made in one evaluation with a level per patch; here every level has an evaluation of its own.
  @Test func modulationIsThatOfOneLevelAlone() throws {
    let facts = page.modulation
    let values = try #require(facts.values.values)
    let tape = try Tape(tiny.studio, page.recipe)
    let d = tiny.studio.denoiser.configuration.hiddenSize
    for (place, level) in facts.levels.enumerated() {
      let recorder = Recorder([.modulation])
      _ = tape.estimate(tape.noise, at: level, recorder)
      for (layer, table) in recorder[.modulation].enumerated() {
        let elements = table.elements
        for slot in facts.slots.indices {
          let start = ((layer * facts.slots.count + slot) * facts.levels.count + place) * d
          let own = Array(elements[slot * d..<(slot + 1) * d])
          for (shown, value) in zip(values[start..<start + d], own) {
            #expect(abs(shown - Double(value)) <= facts.values.scale * 0.51)
          }
          #expect(abs(facts.magnitudes[layer][slot][place] - root(own)) < 1e-5)
        }
      }
    }
  }

  @Test func theDescriptionIsWhatWasChosen() throws {
    let planning = try #require(page.planning)
    let text = planning.description.map(\.chosen.text).joined()
    #expect(TextNormalizer.sentences(text.trimmingPrefix(" ").description) == page.recipe.plan.enhancedPrompt)
    for choice in planning.description + planning.words + planning.numbers {
      // At temperature 0 the likeliest is taken, and probabilities are shares of what is allowed.
      #expect(choice.rivals.allSatisfy { $0.probability <= choice.chosen.probability })
      let sum = choice.rivals.reduce(choice.chosen.probability) { $0 + $1.probability }
      #expect(sum <= 1 + 1e-9)
      if choice.allowedCount <= 1 + PlanningProbe.rivalCount { #expect(abs(sum - 1) < 1e-9) }
    }
    let scene = try #require(planning.words.first { $0.field == "scene" })
    #expect(scene.chosen.text == page.recipe.plan.scene.rawValue)
    #expect(scene.allowedCount == Scene.shipped.count)
  }

  @Test func boxesAreTheTracksOwn() throws {
    var request = ClipRequest(.plan(SmallModels.plan()))
    request.stepCount = 1
    let page = try Explainer(tiny.studio, world: .failure(TinyStudio.NoFilmSet())).explain(request)
    #expect(page.planning == nil)
    for (moment, time) in page.board.times.enumerated() {
      // Two keyframes: a straight line, by hand.
      #expect(abs(page.board.boxes[0][moment][0] - (0.2 + 0.6 * min(time / 0.5, 1))) < 1e-12)
    }
    let layout = page.conditioning.actors[0]
    #expect(layout.features.shape == [layout.patches.count, page.conditioning.layoutNames.count])
    #expect(!layout.patches.isEmpty)
  }

  // MARK: - Internals

  private func root(_ values: [Float]) -> Double {
    (values.reduce(0) { $0 + Double($1) * Double($1) } / Double(values.count)).squareRoot()
  }

  private func clip(_ patches: Tensor, _ run: GenerationRun) -> Clip {
    Clip(
      unpatchifying: patches, grid: run.input.geometry.grid, patch: run.input.geometry.patch,
      frameRate: run.plan.frameRate)
  }
}
