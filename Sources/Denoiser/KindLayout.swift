import ZoetropeCompute
import ZoetropeLayers

/// What a network that knows kinds by name is told of actors: a learned texture for each kind, and where a patch lies in each box.
struct KindLayout: Sendable {
  private let appearances: Embedding  // kinds and tints in the layout
  private let textures: Embedding  // what each kind looks like, texel by texel
  private let textureIn: Linear  // the texels under a patch's pixels → D
  private let layoutIn: Linear  // layout features → D
  private let layoutGate: Linear  // appearance → D, multiplies
  private let layoutShift: Linear  // appearance → D, adds
  private let layoutOut: Linear  // D → D
  private let actorScale: Linear  // appearance → D, scales what an actor's colours are made from
  private let textureSide: Int

  init(_ configuration: DenoiserConfiguration, _ source: ParameterSource) {
    let (d, patch) = (configuration.hiddenSize, configuration.patch)
    textureSide = configuration.textureSide
    appearances = source.scope("layout.appearances") {
      Embedding($0, entries: configuration.knowledge.entryCount, size: d, deviation: 1)
    }
    let textureCount = configuration.knowledge.words(of: .kind).count + 2
    let texelCount = configuration.textureSide * configuration.textureSide
    textures = source.scope("layout.textures") {
      Embedding($0, entries: textureCount, size: texelCount * configuration.textureChannels)
    }
    textureIn = source.scope("layout.texture_in") {
      Linear($0, inputs: patch.pixelCount * configuration.textureChannels, outputs: d, hasBias: false)
    }
    layoutIn = source.scope("layout.in") { Linear($0, inputs: PlanFeatures.layoutCount(patch), outputs: d) }
    layoutGate = source.scope("layout.gate") { Linear($0, inputs: d, outputs: d) }
    layoutShift = source.scope("layout.shift") { Linear($0, inputs: d, outputs: d) }
    layoutOut = source.scope("layout.out") { Linear($0, inputs: d, outputs: d) }
    actorScale = source.scope("final.actor_scale") {
      Linear($0, inputs: d, outputs: d, initializer: .zeros)
    }
  }

  /// Texels of actors under the pixels of the patches that they touch, one row for each pair of patch and actor.
  struct Drawing: Sendable {
    /// `[pairs, t·h·w · channels]`.
    let texels: Variable
    /// What the actor's appearance makes of its patches, `[pairs, D]`.
    let scales: Variable
    /// The patch of each pair.
    let patchRows: [Int32]
  }

  /// Layout of all actors, added up per patch: `out(gelu(in(φ) · gate(a) + shift(a))) + textureIn(s)` for each touched
  /// patch, where φ are the actor-local features, a is the actor's appearance and s are the texels of its kind's learned
  /// texture under the patch's pixels (a neural texture: Thies et al. 2019, arXiv:1904.12356). Nil where no patch is
  /// touched.
  func layout(_ plans: [PlanFeatures], _ patchCounts: [Int]) -> (
    layout: Variable, drawing: Drawing
  )? {
    var (patch, actor) = (0, 0)
    var patchRows: [Int32] = []
    var actorRows: [Int32] = []
    for (plan, count) in zip(plans, patchCounts) {
      patchRows += plan.pairPatches.map { $0 + Int32(patch) }
      actorRows += plan.pairActors.map { $0 + Int32(actor) }
      patch += count
      actor += plan.appearanceRows.count
    }
    guard !patchRows.isEmpty else { return nil }
    let rows = plans.flatMap(\.appearanceRows)
    let appearance = appearances(rows.flatMap { $0 })
      .rowSums(into: Denoiser.targets(rows), count: rows.count)  // [actors, D]
    let features = Variable.concatenatingRows(plans.map { Variable($0.layout) })  // [pairs, φ]
    let gate = layoutGate(appearance).rows(at: actorRows)  // [pairs, D]
    let shift = layoutShift(appearance).rows(at: actorRows)  // [pairs, D]
    let hidden = (layoutIn(features) * gate + shift).activated(.gelu)
    let textureRows = plans.flatMap(\.textureRows)
    let texels = textures.table.bilinearSamples(
      rows: actorRows.map { textureRows[Int($0)] },
      points: Variable.concatenatingRows(plans.map { Variable($0.texturePoints) }).value,
      side: textureSide)  // [pairs, t·h·w·channels]
    let drawing = Drawing(
      texels: texels, scales: actorScale(appearance).rows(at: actorRows), patchRows: patchRows)
    return ((layoutOut(hidden) + textureIn(texels)).rowSums(into: patchRows, count: patch), drawing)
  }
}
