// The diffusion transformer: noisy spacetime patches and a plan go in, the clean clip comes out.
// It is one file, and the forward pass exists once, for inference and for training.

import Foundation
import ZoetropeCompute
import ZoetropeLayers
import ZoetropeScenery
import ZoetropeShot

/// A diffusion transformer over spacetime patches, in pixel space.
///
/// Patches enter through a narrow linear layer (JiT, Li & He 2025, arXiv:2511.13720), plan tokens join them in one
/// sequence, blocks with adaLN-Zero (DiT, arXiv:2212.09748) and full space-time attention follow, and a linear layer
/// gives the clean patches. Every patch has its own noise level.
///
/// Two more paths lead to the clean pixels past the narrow trunk, each a small matrix that the trunk chooses per patch:
/// from the noisy pixel to the clean one, and from what is known of actors and set pieces under the pixel to its colour:
/// the composed pictures (``PictureBuffer``), or, in a network that knows kinds, the texel of a learned texture. The trunk
/// then decides light and look, and the pictures keep the sharp outline (in the manner of neural-field heads: Wang et al. 2025,
/// PixNerd, arXiv:2507.23268). Convolutions over whole frames finish them, see ``DetailHead``.
public struct Denoiser: Sendable {
  /// What the network is.
  public let configuration: DenoiserConfiguration

  private let narrow: Linear  // P → bottleneck
  private let widen: Linear  // bottleneck → D
  private let camera: Linear  // camera features → D
  private let words: Embedding  // words of context tokens
  private let modulationWords: Embedding  // the shot's words in the modulation
  private let kinds: KindLayout?  // what a network that knows kinds is told of actors
  private let pictureIn: Linear?  // the pictures under a patch's pixels → D
  private let knownIn: Linear?  // which of a patch's pixels are known → D
  private let levelIn: Linear  // level features → D
  private let levelOut: Linear  // D → D
  private let blocks: [TransformerBlock]
  private let finalModulation: Linear  // D → 2D
  private let head: Linear  // D → P
  private let texelColors: Linear  // D → how texels or pictures become colours, channels · 3
  private let pixelColors: Linear  // D → how noisy pixels become colours, 3 · 3
  private let light: LightHead?  // what changes slowly across patches
  private let detail: DetailHead?  // what patches cannot do alone: grain, edges across borders

  /// Takes the parameters from a source.
  ///
  /// - Precondition: `configuration` is valid (``DenoiserConfiguration/validate()``).
  public init(_ configuration: DenoiserConfiguration, _ source: ParameterSource) {
    let d = configuration.hiddenSize
    let patch = configuration.patch
    let entries = configuration.knowledge.entryCount
    self.configuration = configuration
    narrow = source.scope("patch.narrow") {
      Linear($0, inputs: patch.valueCount, outputs: configuration.bottleneckSize, hasBias: false)
    }
    widen = source.scope("patch.widen") { Linear($0, inputs: configuration.bottleneckSize, outputs: d) }
    camera = source.scope("camera") {
      Linear(
        $0, inputs: PlanFeatures.cameraCount(patch, configuration.appearance), outputs: d,
        hasBias: false)
    }
    words = source.scope("words") { Embedding($0, entries: entries, size: d, deviation: 0.5) }
    modulationWords = source.scope("modulation_words") {
      Embedding($0, entries: entries, size: d, deviation: 0.2)
    }
    kinds = configuration.appearance == .kinds ? KindLayout(configuration, source) : nil
    pictureIn =
      configuration.appearance == .kinds
      ? nil
      : source.scope("pictures.in") {
        Linear(
          $0, inputs: patch.pixelCount * PictureBuffer.channelCount, outputs: d, hasBias: false)
      }
    knownIn =
      configuration.readsKnownPixels
      ? source.scope("known.in") {
        Linear($0, inputs: patch.pixelCount, outputs: d, hasBias: false, initializer: .zeros)
      } : nil
    levelIn = source.scope("level.in") { Linear($0, inputs: Denoiser.levelFeatureCount, outputs: d) }
    levelOut = source.scope("level.out") { Linear($0, inputs: d, outputs: d) }
    let residualScale = 1 / (2 * Float(configuration.depth)).squareRoot()
    blocks = (0..<configuration.depth).map { index in
      source.scope("blocks.\(index)") {
        TransformerBlock($0, configuration.block, residualScale: residualScale)
      }
    }
    finalModulation = source.scope("final.modulation") {
      Linear($0, inputs: d, outputs: 2 * d, initializer: .zeros)
    }
    head = source.scope("final.head") {
      Linear($0, inputs: d, outputs: patch.valueCount, initializer: .normal(0.02))
    }
    texelColors = source.scope(kinds == nil ? "final.picture_colors" : "final.texel_colors") {
      Linear(
        $0, inputs: d, outputs: configuration.pictureChannels * Clip.channelCount, initializer: .zeros)
    }
    pixelColors = source.scope("final.pixel_colors") {
      Linear($0, inputs: d, outputs: Clip.channelCount * Clip.channelCount, initializer: .zeros)
    }
    light = configuration.lightSide == 0 ? nil : source.scope("light") { LightHead(configuration, $0) }
    detail =
      configuration.detailChannels == 0
      ? nil : source.scope("detail") { DetailHead(configuration, $0) }
  }

  // MARK: What depends on the plan alone

  /// All that the network makes of plans, the same at every step of denoising.
  public struct Conditioning: Sendable {
    /// Layout and camera of each patch of all clips, `[ΣN, D]`.
    let patches: Variable
    /// Plan tokens of all clips, `[ΣC, D]`.
    let context: Variable
    /// What the actors draw on the patches, in a network that knows kinds; nil where no patch is touched.
    let drawing: KindLayout.Drawing?
    /// The pictures under the patches' pixels, `[ΣN, t·h·w · channels]`, in a network that reads them.
    let pictures: Variable?
    /// The words of the lights of all clips, `[ΣL, D]`.
    let lights: Variable
    /// The light of each patch, a row of ``lights``.
    let lightOfPatch: [Int32]
    /// Patches of each clip, B of them.
    let patchCounts: [Int]
    /// Plan tokens of each clip.
    let contextCounts: [Int]
    /// Places of all rows and who sees whom.
    let tokens: TokenLayout
    /// For each row of the sequence, its row in [patches; context].
    let order: [Int32]
    /// For each patch, its row in the sequence.
    let patchRows: [Int32]
    /// Where the pixels of all clips lie in frames and in patches.
    let frames: FrameOrder
    /// Where pixels lie on the coarse grid of light; nil in a network that draws none.
    let lightGrid: RowInterpolation?

    /// Number of tokens, plan tokens included.
    public var tokenCount: Int { order.count }
  }

  /// Prepares plans for ``callAsFunction(patches:levels:conditioning:)``, one clip each.
  public func conditioning(_ plans: [PlanFeatures]) -> Conditioning {
    require(!plans.isEmpty, "Denoiser.conditioning: no plans")
    let patchCounts = plans.map(\.geometry.grid.count)
    let contextCounts = plans.map(\.contextRows.count)
    var patches = camera(Variable.concatenatingRows(plans.map { Variable($0.camera) }))  // [ΣN, D]
    let drawn = kinds?.layout(plans, patchCounts)
    if let drawn { patches = patches + drawn.layout }
    // [ΣN, t·h·w·channels]
    let pictures =
      pictureIn == nil
      ? nil : Variable.concatenatingRows(plans.compactMap(\.pictures).map { Variable($0) })
    if let pictureIn, let pictures { patches = patches + pictureIn(pictures) }
    // One word each, or the sum of an actor's words.
    let contextRows = plans.flatMap(\.contextRows)
    let context = words(contextRows.flatMap { $0 })
      .rowSums(into: Denoiser.targets(contextRows), count: contextRows.count)  // [ΣC, D]
    let lights = lights(of: plans)  // [ΣL, D]
    var lightOfPatch: [Int32] = []
    var light = 0
    for plan in plans {
      let perStep = plan.geometry.grid.rows * plan.geometry.grid.columns
      for own in plan.lightOfStep {
        lightOfPatch += Array(repeating: Int32(light + own), count: perStep)
      }
      light += plan.lights.count
    }

    var order: [Int32] = []
    var patchRows: [Int32] = []
    var segments: [AttentionSegment] = []
    var positions: [[Double]?] = []
    var (patch, token) = (0, patchCounts.reduce(0, +))
    for (index, plan) in plans.enumerated() {
      let start = order.count
      order.append(contentsOf: (token..<token + contextCounts[index]).map(Int32.init))
      positions.append(contentsOf: Array(repeating: nil, count: contextCounts[index]))
      patchRows.append(contentsOf: (order.count..<order.count + patchCounts[index]).map(Int32.init))
      order.append(contentsOf: (patch..<patch + patchCounts[index]).map(Int32.init))
      positions.append(contentsOf: plan.positions)
      segments.append(AttentionSegment(start..<order.count))
      patch += patchCounts[index]
      token += contextCounts[index]
    }
    return Conditioning(
      patches: patches, context: context, drawing: drawn?.drawing, pictures: pictures, lights: lights,
      lightOfPatch: lightOfPatch, patchCounts: patchCounts, contextCounts: contextCounts,
      tokens: TokenLayout(segments: segments, rotary: configuration.rotary.table(positions: positions)),
      order: order, patchRows: patchRows, frames: FrameOrder(plans.map(\.geometry)),
      lightGrid: self.light.map { _ in LightHead.grid(plans.map(\.geometry), side: configuration.lightSide) })
  }

  // MARK: One forward pass

  /// Predicts the clean clips from noisy ones (x-prediction).
  ///
  /// - Parameters:
  ///   - patches: noisy patches of all clips, `[ΣN, P]`.
  ///   - levels: flow time of each patch, `[ΣN]`, 0 data … 1 noise.
  ///   - known: 1 where a pixel is known and so has its clean value in `patches`, else 0, `[ΣN, t·h·w]`; nil where only whole
  ///     patches are, those of level 0. A network that does not read it leaves it aside.
  ///   - conditioning: what the plans say.
  /// - Returns: the clean estimate, `[ΣN, P]`.
  /// - Complexity: O(depth · (T²·D + T·D²)) for clips of T tokens.
  public func callAsFunction(
    patches: Variable, levels: [Float], known: Tensor? = nil, conditioning: Conditioning
  ) -> Variable {
    require(
      patches.shape == [conditioning.patches.shape.rows, configuration.patch.valueCount]
        && levels.count == patches.shape.rows
        && known.map { $0.shape == [levels.count, configuration.patch.pixelCount] } ?? true,
      "Denoiser: patches \(patches.shape), \(levels.count) levels, conditioning of \(conditioning.patches.shape)"
    )
    let groups = LevelGroups(levels, conditioning)
    let known = known.map { Variable($0) }
    var x = Part.embedding.time {
      var embedded = widen(narrow(patches)) + conditioning.patches  // [ΣN, D]
      if let known, let knownIn { embedded = embedded + knownIn(known) }
      return Variable.concatenatingRows([embedded, conditioning.context]).rows(at: conditioning.order)
    }  // [T, D]
    ObservedValue.tokens.show(x)
    let condition = Part.modulation.time {
      let features = Variable(Denoiser.levelFeatures(groups.levels))
      let level = levelOut(levelIn(features, activation: .silu))  // [G, D]
      return (level + conditioning.lights.rows(at: groups.lights)).activated(.silu)
    }  // [G, D]
    for block in blocks {
      x = block(x, conditioning.tokens, condition: condition, groups: groups.ofRows)
    }
    let modulation = Part.modulation.time {
      Modulation(table: finalModulation(condition), groups: groups.ofPatches)
    }
    let last = Part.norms.time {
      x.rows(at: conditioning.patchRows).rmsNorm(modulation: modulation, shiftSlot: 0, scaleSlot: 1)
    }  // [ΣN, D]
    let drawn = Part.head.time {
      let drawn = clean(last, patches, conditioning)
      guard let light, let grid = conditioning.lightGrid else { return drawn }
      return light(drawn, last: last, grid)
    }  // [ΣN, P]
    guard let detail else { return drawn }
    return Part.detail.time {
      detail(
        drawn, noisy: patches, pictures: conditioning.pictures, known: known, levels: levels, last: last,
        conditioning.frames)
    }
  }

  // MARK: - Internals

  /// Clean patches from the trunk's last rows: the head, and what noisy pixels and pictures add past the trunk.
  private func clean(_ last: Variable, _ noisy: Variable, _ conditioning: Conditioning) -> Variable {
    let clean = head(last) + noisy.rowwiseProduct(pixelColors(last), inner: Clip.channelCount)  // [ΣN, P]
    if let pictures = conditioning.pictures {
      return clean + pictures.rowwiseProduct(texelColors(last), inner: PictureBuffer.channelCount)
    }
    guard let drawing = conditioning.drawing else { return clean }
    let seen = last.rows(at: drawing.patchRows)  // [pairs, D]
    let colors = texelColors(seen + seen * drawing.scales)  // [pairs, channels · 3]
    let drawn = drawing.texels.rowwiseProduct(colors, inner: configuration.textureChannels)  // [pairs, P]
    return clean + drawn.rowSums(into: drawing.patchRows, count: clean.shape.rows)
  }

  /// The words of each light, added up in their shares, `[ΣL, D]`.
  private func lights(of plans: [PlanFeatures]) -> Variable {
    let words = plans.flatMap(\.lights)
    var rows = modulationWords(words.flatMap { $0.map(\.row) })
    let shares = words.flatMap { $0.map(\.share) }
    if shares.contains(where: { $0 != 1 }) {
      let width = configuration.hiddenSize
      rows = rows * Variable(Tensor(shares.flatMap { repeatElement($0, count: width) }, rows.shape))
    }
    return rows.rowSums(into: Denoiser.targets(words.map { $0.map(\.row) }), count: words.count)
  }

  /// For groups of rows, the index of the group each row belongs to.
  static func targets(_ groups: [[Int32]]) -> [Int32] {
    groups.enumerated().flatMap { index, rows in rows.map { _ in Int32(index) } }
  }

  package static let levelFeatureCount = 128

  /// Sines and cosines of the level at 64 angular frequencies from 1 to 1000, `[G, 128]`.
  static func levelFeatures(_ levels: [Float]) -> Tensor {
    let count = levelFeatureCount / 2
    var values: [Float] = []
    for level in levels {
      for k in 0..<count {
        let angle = Double(level) * pow(1000, Double(k) / Double(count - 1))
        values.append(Float(cos(angle)))
        values.append(Float(sin(angle)))
      }
    }
    return Tensor(values, [levels.count, levelFeatureCount])
  }
}

/// Rows that share a clip, a light and a noise level share one set of modulation: this finds them.
private struct LevelGroups {
  /// Level of each group, `[G]`.
  var levels: [Float] = []
  /// Light of each group, which says its clip, too.
  var lights: [Int32] = []
  /// Group of each row of the sequence.
  var ofRows: [Int32]
  /// Group of each patch.
  var ofPatches: [Int32]

  private struct Key: Hashable {
    let level: Float
    let light: Int32
  }

  init(_ patchLevels: [Float], _ conditioning: Denoiser.Conditioning) {
    ofRows = [Int32](repeating: 0, count: conditioning.tokenCount)
    ofPatches = []
    ofPatches.reserveCapacity(patchLevels.count)
    var start = 0
    for (clip, count) in conditioning.patchCounts.enumerated() {
      var known: [Key: Int32] = [:]
      for patch in start..<start + count {
        let key = Key(level: patchLevels[patch], light: conditioning.lightOfPatch[patch])
        if let group = known[key] {
          ofPatches.append(group)
        } else {
          let group = Int32(levels.count)
          known[key] = group
          levels.append(key.level)
          lights.append(key.light)
          ofPatches.append(group)
        }
      }
      // Plan tokens go with the noisiest patches, the first of them: those are the ones to be told.
      let own = start..<start + count
      let first = own.max { (patchLevels[$0], $1) < (patchLevels[$1], $0) }
      let noisiest = first.map { ofPatches[$0] } ?? 0
      for row in conditioning.tokens.segments[clip].queries { ofRows[row] = noisiest }
      start += count
    }
    for (patch, row) in conditioning.patchRows.enumerated() { ofRows[Int(row)] = ofPatches[patch] }
  }
}
