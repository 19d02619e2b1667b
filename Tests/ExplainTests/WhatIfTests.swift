import Foundation
import SmallModels
import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers
import ZoetropeSession
import ZoetropeWeights

@testable import ZoetropeExplain

@Suite struct WhatIfTests {
  let tiny: TinyStudio

  init() throws { tiny = try TinyStudio.shared.get() }

  @Test(arguments: [
    ("no-guidance", WhatIf.noGuidance), ("guidance:4.0", .guidance(4)), ("other-seed", .otherSeed(nil)),
    ("other-seed:7", .otherSeed(7)), ("steps:6", .steps(6)), ("drop-box:0", .dropBox(0)),
    ("drop-actor:2", .dropActor(2)), ("drop-word:time", .dropWord(.time)),
    ("ablate-block:3", .ablateBlock(3)), ("ablate-head:2.1", .ablateHead(block: 2, head: 1)),
  ])
  func isReadAndWritten(text: String, expected: WhatIf) throws {
    #expect(try WhatIf(text) == expected)
    #expect("\(expected)" == text)
  }

  @Test(arguments: [
    "", "nothing", "drop-box", "drop-box:x", "drop-box:-1", "drop-word:colour", "ablate-head:2", "steps:",
    "no-guidance:1", "ablate-head:1.2.3",
  ])
  func nonsenseIsRefusedWithAllForms(text: String) {
    let error = #expect(throws: ExplainError.self) { try WhatIf(text) }
    let message = error?.errorDescription ?? ""
    for form in WhatIf.forms { #expect(message.contains(form.form)) }
  }

  @Test func whatIsNotThereIsRefused() {
    let network = DenoiserConfiguration.thumbnail
    for experiment in [
      WhatIf.dropBox(1), .dropActor(1), .ablateBlock(network.depth), .dropWord(.period), .dropWord(.tint),
      .ablateHead(block: 0, head: network.headCount),
    ] {
      #expect(throws: ExplainError.self) { try ExplainError.check([experiment], SmallModels.plan(), network) }
    }
    #expect(throws: Never.self) {
      try ExplainError.check([.dropBox(0), .dropWord(.kind), .ablateBlock(0)], SmallModels.plan(), network)
    }
  }

  /// Without its box, the network is told what it is told when all boxes are withheld.
  @Test func aDroppedBoxIsABoxWithheld() throws {
    let recipe = recipe(SmallModels.plan())
    let (_, changed) = try WhatIf.dropBox(0).changed(tiny.studio, recipe)
    let run = try tiny.studio.begin(changed.plan, settings: changed.settings)
    #expect(run.input.features().pairPatches.isEmpty)
    #expect(
      run.input.features().contextRows
        == (try tiny.studio.begin(recipe.plan, settings: recipe.settings)).input.features().contextRows)
  }

  /// Every word withheld by its experiment is the other end of guidance, for a shot without actors.
  @Test func droppedWordsAreWordsWithheld() throws {
    var plan = SmallModels.plan()
    (plan.actors, plan.scene, plan.period) = ([], .city, Period.allCases[0])
    var parameters = try tiny.parameters()
    for slot in PlanSlot.shot {
      try parameters.withhold(slot, of: plan, tiny.studio.denoiser.configuration.knowledge)
    }
    let run = try tiny.studio.begin(plan, settings: recipe(plan).settings)
    let changed = Denoiser(tiny.studio.denoiser.configuration, ParameterSource(parameters))
    let estimate = evaluate(changed, run.input.features(), run.state.denoising.sampler.z)
    #expect(
      estimate
        == evaluate(tiny.studio.denoiser, run.input.unconditionalFeatures(), run.state.denoising.sampler.z))
    #expect(estimate != evaluate(tiny.studio.denoiser, run.input.features(), run.state.denoising.sampler.z))
  }

  /// The block's gates are zero at every level, and nobody else's.
  @Test func anAblatedBlockPassesItsInputOn() throws {
    let (studio, recipe) = try WhatIf.ablateBlock(0).changed(tiny.studio, recipe(SmallModels.plan()))
    let run = try studio.begin(recipe.plan, settings: recipe.settings)
    let recorder = Recorder([.modulation])
    ComputeContext(observer: recorder).run {
      _ = evaluate(studio.denoiser, run.input.features(), run.state.denoising.sampler.z)
    }
    let d = studio.denoiser.configuration.hiddenSize
    let (first, second) = (recorder[.modulation][0].elements, recorder[.modulation][1].elements)
    for slot in [2, 5] {
      #expect(first[slot * d..<(slot + 1) * d].allSatisfy { $0 == 0 })
      #expect(second[slot * d..<(slot + 1) * d].contains { $0 != 0 })
    }
    #expect(first[0..<d].contains { $0 != 0 })
  }

  /// With every head of a block silenced, attention adds only the gated bias of the layer after it.
  @Test func aSilencedHeadIsNotRead() throws {
    let configuration = tiny.studio.denoiser.configuration
    var parameters = try tiny.parameters()
    let name = "blocks.1.attention.projection.weight"
    for head in 0..<configuration.headCount {
      let before = parameters
      parameters.silence(head: head, ofBlock: 1, configuration)
      #expect(before.storage != parameters.storage)
    }
    let specification = try #require(parameters.layout[name])
    #expect(parameters[specification].elements.allSatisfy { $0 == 0 })
    // And nothing else has changed.
    let original = try tiny.parameters()
    for other in parameters.layout.specifications where other.name != name {
      #expect(parameters[other] == original[other])
    }
  }

  @Test func distancesAreThoseOfFreshRuns() throws {
    let page = tiny.explanation
    #expect(page.whatIf.map(\.name) == ["no-guidance", "other-seed", "ablate-block:1", "ablate-head:0.1"])
    var settings = page.recipe.settings
    settings.guidance.scale = 1
    let own = try end(page.recipe.plan, page.recipe.settings)
    let other = try end(page.recipe.plan, settings)
    #expect(page.whatIf[0].distance == other.minus(own).rootMeanSquare * 127.5)
    #expect(page.whatIf.allSatisfy { $0.distance > 0 })
  }

  // MARK: - Internals

  private func recipe(_ plan: ShotPlan) -> Recipe {
    Recipe(
      plan: plan, settings: GenerationSettings(width: 32, height: 32, stepCount: 2), model: tiny.studio.model)
  }

  private func end(_ plan: ShotPlan, _ settings: GenerationSettings) throws -> Tensor {
    var run = try tiny.studio.begin(plan, settings: settings)
    while run.next() != nil {}
    return run.state.denoising.sampler.z
  }

  private func evaluate(_ denoiser: Denoiser, _ features: PlanFeatures, _ z: Tensor) -> Tensor {
    denoiser(
      patches: Variable(z), levels: Array(repeating: 0.7, count: z.shape.rows),
      conditioning: denoiser.conditioning([features])
    ).value
  }
}

extension TinyStudio {
  func parameters() throws -> Parameters {
    try Parameters(
      SafetensorsFile(studio.entry.weights), layout: studio.denoiser.configuration.parameterLayout)
  }
}
