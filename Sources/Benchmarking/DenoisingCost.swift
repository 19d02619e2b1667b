// How much work one evaluation of the denoiser is, from shapes alone. Nothing is run here.

import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers

/// Matrix products of one shape, `[m, k]·[k, n]`, that belong to one part of a network.
public struct Product: Sendable, Equatable {
  /// How a product is carried out: what is done beside the multiplying differs, and so does the rate.
  public enum Kind: Sendable {
    /// Rows with the weights of a layer.
    case linear
    /// Scores of queries and keys, or sums of values, softmax between them.
    case attention
    /// Neighbourhoods of pixels, gathered on the way, with few channels each.
    case convolution
  }

  /// The part.
  public var part: Part
  /// How it is carried out.
  public var kind = Kind.linear
  /// Rows of the result.
  public var m: Int
  /// Columns of the result.
  public var n: Int
  /// Length of the sums.
  public var k: Int
  /// How many of them; those of attention are independent of each other, others follow one another.
  public var count: Int

  /// Multiplications and additions of all of them.
  public var flop: Double { 2 * Double(m) * Double(n) * Double(k) * Double(count) }

  /// Whether it is too small for a library to be asked for it.
  public var isSmall: Bool { n * k < 256 }

  /// Whether a network never has its operands in memory as a whole: scores, and neighbourhoods of pixels.
  public var isBlocked: Bool { kind != .linear }

  /// Numbers of operands and results of all of them, each once.
  public var numbers: Double {
    (Double(m) * Double(k) + Double(k) * Double(n) + Double(m) * Double(n)) * Double(count)
  }

  /// Bytes of fp32 operands and results of all of them, each once.
  public var bytes: Double { 4 * numbers }
}

/// The work of one evaluation of a denoiser: all matrix products by shape.
public struct DenoisingCost: Sendable, Equatable {
  /// Patches of a clip, N.
  public let patchCount: Int
  /// Tokens of a clip, T: patches and plan tokens.
  public let tokenCount: Int
  /// Clips in one evaluation, B: two with guidance.
  public let branchCount: Int
  /// Pairs of a patch and an actor that is drawn on it.
  public let drawnCount: Int
  /// All matrix products.
  public private(set) var products: [Product]
  /// The network.
  public let configuration: DenoiserConfiguration

  /// Counts the work of an evaluation.
  ///
  /// - Parameters:
  ///   - patchCount: patches of a clip, N.
  ///   - contextCount: plan tokens of a clip.
  ///   - drawnCount: pairs of a patch and an actor that touches it; only the first clip has actors.
  ///   - branchCount: clips of one noise level each that are evaluated together, B.
  public init(
    _ configuration: DenoiserConfiguration, patchCount: Int, contextCount: Int, drawnCount: Int = 0,
    branchCount: Int = 1
  ) {
    let (d, depth, heads) = (configuration.hiddenSize, configuration.depth, configuration.headCount)
    let (tokens, b) = (patchCount + contextCount, branchCount)
    let (values, narrow) = (configuration.patch.valueCount, configuration.bottleneckSize)
    let (colors, texels) = (Clip.channelCount, configuration.textureChannels)
    let pixels = configuration.patch.pixelCount
    let detail = configuration.detailChannels
    let framePixels = b * patchCount * pixels
    self.configuration = configuration
    self.patchCount = patchCount
    self.branchCount = b
    self.drawnCount = drawnCount
    tokenCount = tokens
    products = [
      Product(part: .embedding, m: b * patchCount, n: narrow, k: values, count: 1),
      Product(part: .embedding, m: b * patchCount, n: d, k: narrow, count: 1),
      Product(part: .modulation, m: b, n: d, k: Denoiser.levelFeatureCount, count: 1),
      Product(part: .modulation, m: b, n: d, k: d, count: 1),
      Product(part: .modulation, m: b, n: 6 * d, k: d, count: depth),
      Product(part: .modulation, m: b, n: 2 * d, k: d, count: 1),
      Product(part: .qkv, m: b * tokens, n: 3 * d, k: d, count: depth),
      Product(
        part: .attention, kind: .attention, m: tokens, n: tokens, k: d / heads, count: b * heads * depth),
      Product(
        part: .attention, kind: .attention, m: tokens, n: d / heads, k: tokens, count: b * heads * depth),
      Product(part: .projection, m: b * tokens, n: d, k: d, count: depth),
      Product(part: .mlp, m: b * tokens, n: configuration.mlpRatio * d, k: d, count: depth),
      Product(part: .mlp, m: b * tokens, n: d, k: configuration.mlpRatio * d, count: depth),
      Product(part: .head, m: b * patchCount, n: values, k: d, count: 1),
      Product(part: .head, m: b * patchCount, n: colors * colors, k: d, count: 1),
      Product(part: .head, m: pixels, n: colors, k: colors, count: b * patchCount),
      Product(part: .head, m: drawnCount, n: texels * colors, k: d, count: 1),
      Product(part: .head, m: pixels, n: colors, k: texels, count: drawnCount),
    ]
    guard detail > 0 else { return }
    products += [
      Product(part: .detail, m: b * patchCount, n: pixels * detail, k: d, count: 1),
      Product(part: .detail, m: b * patchCount, n: colors * detail, k: d, count: 2),
      Product(part: .detail, m: pixels, n: detail, k: colors, count: 2 * b * patchCount),
      Product(part: .detail, kind: .convolution, m: framePixels, n: detail, k: 9 * detail, count: 2),
      Product(part: .detail, kind: .convolution, m: framePixels, n: detail, k: detail, count: 2),
      Product(part: .detail, kind: .convolution, m: framePixels, n: colors, k: 9 * detail, count: 1),
    ]
  }

  /// Multiplications and additions of all matrix products.
  public var flop: Double { products.reduce(0) { $0 + $1.flop } }

  /// Those of one part.
  public func flop(of part: Part) -> Double {
    products.reduce(0) { $0 + ($1.part == part ? $1.flop : 0) }
  }

  /// Bytes of fp32 that matrix products read and write at least, scores of attention left out, since they need
  /// not leave the cache.
  public var bytes: Double {
    products.reduce(0) { sum, product in
      guard product.part == .attention else { return sum + product.bytes }
      let scores = 4 * Double(product.count) * Double(tokenCount) * Double(tokenCount)
      return sum + product.bytes - scores
    }
  }
}
