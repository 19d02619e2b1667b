import ZoetropeCompute
import ZoetropeLayers
import ZoetropeScenery
import ZoetropeShot

/// Finishes the frames that the head has drawn, by convolutions over whole frames and their neighbours in time.
///
/// A patch alone can scale the noise in its pixels but not tell it from texture, and does not see over its border. For each
/// pixel the trunk gives C channels and, per patch, how the noisy pixel and the drawn one join them; 3×3 convolutions
/// and a sum over the frame before and the frame after follow, and what they find is added to the drawing, times the noise
/// level: so the correction is as large as the noise that is left, and a step of training weighs alike at all levels (Karras
/// et al. 2022, arXiv:2206.00364, c_out). (Detail heads behind patch transformers in pixel space: Chen et al. 2025, DiP,
/// arXiv:2511.18822; convolutions split into space and time: Tran et al. 2018, arXiv:1711.11248.)
struct DetailHead: Sendable {
  private let channels: Int
  private let features: Linear  // D → t·h·w · C
  private let noisyMix: Linear  // D → 3 · C, how noisy pixels join
  private let drawnMix: Linear  // D → 3 · C, how drawn pixels join
  private let pictureMix: Linear?  // D → channels · C, how pictures join
  private let knownMix: Linear?  // D → C, what joins where a pixel is known
  private let first: Linear  // 3×3 · C → C
  private let before: Linear  // C → C, from the frame before
  private let after: Linear  // C → C, from the frame after
  private let second: Linear  // 3×3 · C → C
  private let last: Linear  // 3×3 · C → 3

  init(_ configuration: DenoiserConfiguration, _ source: ParameterSource) {
    let (d, c, colors) = (configuration.hiddenSize, configuration.detailChannels, Clip.channelCount)
    let pixels = configuration.patch.pixelCount
    func convolution(_ name: String, outputs: Int, _ initializer: Initializer? = nil) -> Linear {
      source.scope(name) {
        Linear($0, inputs: 9 * c, outputs: outputs, initializer: initializer, role: .hidden(parts: 1))
      }
    }
    channels = c
    features = source.scope("features") { Linear($0, inputs: d, outputs: pixels * c) }
    noisyMix = source.scope("noisy_mix") { Linear($0, inputs: d, outputs: colors * c) }
    drawnMix = source.scope("drawn_mix") { Linear($0, inputs: d, outputs: colors * c) }
    pictureMix =
      configuration.appearance == .kinds
      ? nil
      : source.scope("picture_mix") {
        Linear($0, inputs: d, outputs: PictureBuffer.channelCount * c, initializer: .zeros)
      }
    knownMix =
      configuration.readsKnownPixels
      ? source.scope("known_mix") { Linear($0, inputs: d, outputs: c, initializer: .zeros) } : nil
    first = convolution("first", outputs: c)
    let small = Initializer.normal(0.3 / Float(c).squareRoot())
    before = source.scope("before") {
      Linear($0, inputs: c, outputs: c, hasBias: false, initializer: small, role: .hidden(parts: 1))
    }
    after = source.scope("after") {
      Linear($0, inputs: c, outputs: c, hasBias: false, initializer: small, role: .hidden(parts: 1))
    }
    second = convolution("second", outputs: c)
    last = source.scope("last") { Linear($0, inputs: 9 * c, outputs: colors, initializer: .zeros) }
  }

  /// The clean patches, `[ΣN, P]`.
  ///
  /// - Parameters:
  ///   - drawn: what the head has drawn, `[ΣN, P]`.
  ///   - noisy: noisy patches, `[ΣN, P]`.
  ///   - pictures: those under the patches' pixels, `[ΣN, t·h·w · channels]`, in a network that reads them.
  ///   - known: 1 where a pixel is known, else 0, `[ΣN, t·h·w]`; nil where none is.
  ///   - levels: flow time of each patch, `[ΣN]`.
  ///   - rows: the trunk's last rows, `[ΣN, D]`.
  ///   - order: where the pixels lie.
  func callAsFunction(
    _ drawn: Variable, noisy: Variable, pictures: Variable?, known: Variable?, levels: [Float],
    last rows: Variable, _ order: FrameOrder
  ) -> Variable {
    var joined = features(rows).addingRowwiseProducts([
      (noisy, noisyMix(rows)), (drawn, drawnMix(rows)),
    ])  // [ΣN, t·h·w · C]
    if let pictures, let pictureMix {
      joined =
        joined
        + pictures.rowwiseProduct(pictureMix(rows), inner: PictureBuffer.channelCount)
    }
    if let known, let knownMix { joined = joined + known.rowwiseProduct(knownMix(rows), inner: 1) }
    let pixels = joined.reshaped([order.patchPixels.count, channels])
      .rows(at: order.patchPixels)  // [ΣF·H·W, C]
    let still = first.convolution(pixels, order.stacks, activation: .gelu)
    let moving = before.addingNeighbors(still, order.stacks, after: after)
    let found = last.convolution(
      second.convolution(moving, order.stacks, activation: .gelu), order.stacks)  // [ΣF·H·W, 3]
    let width = drawn.shape.columns
    var scale = Tensor(uninitialized: drawn.shape)  // [ΣN, P]
    scale.withUnsafeMutableBuffer {
      for (row, level) in levels.enumerated() { $0[row * width..<(row + 1) * width].update(repeating: level) }
    }
    return drawn + found.rows(at: order.framePixels).reshaped(drawn.shape) * Variable(scale)
  }
}

/// Where the pixels of clips lie in patches, and where in frames.
struct FrameOrder: Sendable {
  /// The frames of each clip.
  let stacks: [PictureStack]
  /// For each pixel in order of clip, frame, row and column, its place among the pixels of patches.
  let patchPixels: [Int32]
  /// For each pixel of patches, its place in frames.
  let framePixels: [Int32]

  init(_ clips: [ClipGeometry]) {
    var patchPixels: [Int32] = []
    stacks = clips.map {
      PictureStack(count: $0.grid.frames * $0.patch.frames, height: $0.height, width: $0.width)
    }
    for (clip, stack) in zip(clips, stacks) {
      let (grid, patch) = (clip.grid, clip.patch)
      let start = patchPixels.count
      for frame in 0..<stack.count {
        let step = (frame / patch.frames * grid.rows, frame % patch.frames)
        for y in 0..<stack.height {
          let row = (step.0 + y / patch.height) * grid.columns
          let line = (step.1 * patch.height + y % patch.height) * patch.width
          for x in 0..<stack.width {
            let place = (row + x / patch.width) * patch.pixelCount + line + x % patch.width
            patchPixels.append(Int32(start + place))
          }
        }
      }
    }
    var framePixels = [Int32](repeating: 0, count: patchPixels.count)
    for (pixel, place) in patchPixels.enumerated() { framePixels[Int(place)] = Int32(pixel) }
    self.patchPixels = patchPixels
    self.framePixels = framePixels
  }
}
