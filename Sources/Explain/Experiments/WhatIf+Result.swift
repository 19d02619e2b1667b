// How each experiment is done: by another plan, other settings or other parameters. The network itself never changes.

import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers
import ZoetropeSession
import ZoetropeWeights

/// What an experiment led to.
public struct WhatIfResult: Codable, Sendable, Equatable {
  /// The experiment as it is written.
  public var name: String
  /// What was changed, in a sentence.
  public var change: String
  /// The clip, as the network made it.
  public var clip: FrameStrip
  /// The clip minus the run's own, grey for none.
  public var difference: FrameStrip
  /// Root mean square of the difference in levels of 255.
  public var distance: Double
}

extension WhatIf {
  /// Runs the experiment.
  func result(_ studio: Studio, _ tape: Tape) throws -> WhatIfResult {
    let (studio, changed) = try self.changed(studio, tape.recipe)
    var settings = changed.settings
    settings.doublings = 0
    var run = try studio.begin(changed.plan, settings: settings)
    while run.next() != nil {}
    let difference = run.state.denoising.sampler.z.minus(tape.end)
    return WhatIfResult(
      name: description, change: change(tape), clip: try FrameStrip(tape.clip(run.state.denoising.sampler.z)),
      difference: try FrameStrip(tape.clip(difference)), distance: difference.rootMeanSquare * 127.5)
  }

  /// The studio and the recipe with the one thing changed.
  func changed(_ studio: Studio, _ recipe: Recipe) throws -> (studio: Studio, recipe: Recipe) {
    var recipe = recipe
    let configuration = studio.denoiser.configuration
    /// A studio whose network has other parameters.
    func studioAfter(_ edit: (inout Parameters) throws -> Void) throws -> Studio {
      let file = try SafetensorsFile(studio.entry.weights)
      var parameters = try Parameters(file, layout: configuration.parameterLayout)
      try edit(&parameters)
      return studio.replacing(Denoiser(configuration, ParameterSource(parameters)))
    }
    switch self {
    case .noGuidance: recipe.settings.guidance.scale = 1
    case .guidance(let scale): recipe.settings.guidance.scale = scale
    case .otherSeed(let seed): recipe.plan.seed = seed ?? recipe.plan.seed &+ 1
    case .steps(let count): recipe.settings.stepCount = count
    case .dropBox(let actor): recipe.plan.actors[actor].hide()
    case .dropActor(let actor): recipe.plan = recipe.plan.removingActor(at: actor)
    case .dropWord(let slot):
      return (
        try studioAfter { try $0.withhold(slot, of: recipe.plan, configuration.knowledge) }, recipe
      )
    case .ablateBlock(let block):
      return (try studioAfter { $0.closeGates(ofBlock: block, configuration) }, recipe)
    case .ablateHead(let block, let head):
      return (try studioAfter { $0.silence(head: head, ofBlock: block, configuration) }, recipe)
    }
    return (studio, recipe)
  }

  /// What is changed, in a sentence.
  private func change(_ tape: Tape) -> String {
    let plan = tape.recipe.plan
    switch self {
    case .noGuidance:
      return
        "Guidance 1 instead of \(tape.recipe.settings.guidance.scale): the plan is followed as trained, not beyond."
    case .guidance(let scale): return "Guidance \(scale) instead of \(tape.recipe.settings.guidance.scale)."
    case .otherSeed(let seed):
      return "Seed \(seed ?? plan.seed &+ 1) instead of \(plan.seed): the same plan from other noise."
    case .steps(let count): return "\(count) steps instead of \(tape.recipe.settings.stepCount)."
    case .dropBox(let actor):
      return
        "No patch is told that actor \(actor), the \(plan.actors[actor].title), is there; its plan token stays."
    case .dropActor(let actor):
      return
        "The plan without actor \(actor), the \(plan.actors[actor].title): neither box nor token."
    case .dropWord(let slot):
      return
        "The word for \(slot.rawValue), “\(plan.words(of: slot).joined(separator: ", "))”, is withheld; in training words "
        + "were withheld all together, never one alone."
    case .ablateBlock(let block): return "Block \(block) passes its input on: both its gates are zero."
    case .ablateHead(let block, let head): return "What head \(head) of block \(block) found is not read."
    }
  }
}

extension Actor {
  /// Moves the actor's box so far from the frame that no patch is told of it.
  fileprivate mutating func hide() {
    keyframes = [Keyframe(t: 0, x: -2, y: -2, width: 0.01, height: 0.01)]
  }
}

extension Parameters {
  /// Gives the words that a plan has for a slot the vectors of a word withheld.
  mutating func withhold(_ slot: PlanSlot, of plan: ShotPlan, _ knowledge: Knowledge) throws {
    let dropped = Int(knowledge.droppedRow(of: slot))
    let rows = try plan.words(of: slot).map { Int(try knowledge.row(of: $0, as: slot)) }
    for name in ["words.weight", "modulation_words.weight", "layout.appearances.weight"] {
      edit(name) { table, width in
        for row in rows {
          for column in 0..<width { table[row * width + column] = table[dropped * width + column] }
        }
      }
    }
  }

  /// Sets the two gates of a block to zero: rows 2D…3D and 5D…6D of its modulation.
  fileprivate mutating func closeGates(ofBlock block: Int, _ configuration: DenoiserConfiguration) {
    let d = configuration.hiddenSize
    for name in ["weight", "bias"] {
      edit("blocks.\(block).modulation.\(name)") { values, width in
        let perRow = values.count / (6 * d)
        for slot in [2, 5] {
          for index in slot * d * perRow..<(slot + 1) * d * perRow { values[index] = 0 }
        }
      }
    }
  }

  /// Sets to zero what the layer after attention reads of a head: some columns of its matrix.
  mutating func silence(
    head: Int, ofBlock block: Int, _ configuration: DenoiserConfiguration
  ) {
    let size = configuration.hiddenSize / configuration.headCount
    edit("blocks.\(block).attention.projection.weight") { values, width in
      for row in 0..<values.count / width {
        for column in head * size..<(head + 1) * size { values[row * width + column] = 0 }
      }
    }
  }

  /// Changes one parameter in place.
  private mutating func edit(_ name: String, _ body: (inout UnsafeMutableBufferPointer<Float>, Int) -> Void) {
    guard let specification = layout[name] else { return }
    let width = specification.shape[-1]
    storage.withUnsafeMutableBuffer { buffer in
      var part = UnsafeMutableBufferPointer(rebasing: buffer[specification.range])
      body(&part, width)
    }
  }
}
