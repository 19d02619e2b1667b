// What takes time on any device, in numbers that depend on shapes alone.

import ZoetropeDenoiser
import ZoetropeLayers

/// Work to be done, not yet on any device.
public struct Work: Codable, Sendable, Equatable {
  /// Multiplications and additions of products with weights.
  public var linear: Double
  /// Multiplications and additions of attention: scores, and sums of values.
  public var attention: Double
  /// Multiplications and additions of convolutions.
  public var convolution: Double
  /// Numbers moved: what every operation reads and writes, weights included; scores and neighbourhoods are never in memory.
  public var numbers: Double
  /// Operations that must be started one after another.
  public var calls: Double

  /// Makes work; none by default.
  public init(
    linear: Double = 0, attention: Double = 0, convolution: Double = 0, numbers: Double = 0, calls: Double = 0
  ) {
    self.linear = linear
    self.attention = attention
    self.convolution = convolution
    self.numbers = numbers
    self.calls = calls
  }

  /// Multiplications and additions of all products.
  public var flop: Double { linear + attention + convolution }

  /// One after the other.
  public static func + (a: Work, b: Work) -> Work {
    Work(
      linear: a.linear + b.linear, attention: a.attention + b.attention,
      convolution: a.convolution + b.convolution, numbers: a.numbers + b.numbers, calls: a.calls + b.calls)
  }

  /// The same work several times.
  public static func * (count: Double, work: Work) -> Work {
    Work(
      linear: count * work.linear, attention: count * work.attention, convolution: count * work.convolution,
      numbers: count * work.numbers, calls: count * work.calls)
  }
}

/// What an operation reads and writes that is no layer's product.
public struct Pass: Sendable, Equatable {
  /// The part of the network.
  public var part: Part
  /// Numbers read and written by one.
  public var numbers: Double
  /// How many of them.
  public var count: Int
}

extension DenoisingCost {
  /// What an evaluation reads and writes beside the products of layers, as the network carries it out. Biases and activations are
  /// applied to results that are still in cache. So is softmax, whose scores need not leave it.
  public var passes: [Pass] {
    let depth = configuration.depth
    let clips = Double(branchCount)
    let rows = clips * Double(patchCount) * Double(configuration.hiddenSize)
    let tokens = clips * Double(tokenCount) * Double(configuration.hiddenSize)
    let state = Double(patchCount) * Double(configuration.patch.valueCount)
    let values = clips * state
    var passes: [Pass] = []
    func add(_ part: Part, _ numbers: Double, _ count: Int = 1) {
      passes.append(Pass(part: part, numbers: numbers, count: count))
    }
    add(.embedding, 3 * rows)  // plus what the plan says
    add(.embedding, 2 * tokens, 2)  // into one sequence
    add(.norms, 2 * tokens, 2 * depth)
    add(.norms, 3 * tokens, 2 * depth)  // gated residuals
    add(.rotary, 2 * tokens, 2 * depth)
    add(.attention, 4 * tokens, depth)  // queries, keys, values and what comes of them
    add(.norms, 2 * rows, 2)
    add(.head, 2 * values)  // noisy pixels to clean ones
    add(.head, 3 * values)
    add(.sampler, 5 * state)
    if branchCount > 1 { add(.guidance, 2 * values + 5 * state) }
    if drawnCount > 0 {
      let drawn = Double(drawnCount)
      let width = drawn * Double(configuration.hiddenSize)
      let pixels = drawn * Double(configuration.patch.valueCount)
      let texels = drawn * Double(configuration.patch.pixelCount * configuration.textureChannels)
      add(.head, 2 * width)
      add(.head, 3 * width, 2)
      add(.head, texels + pixels)
      add(.head, 3 * pixels + values)
      add(.head, 3 * values)
    }
    if configuration.detailChannels > 0 {
      let wide = wideNumbers
      add(.detail, 2 * wide + 2 * values)  // colours join
      add(.detail, 2 * wide)  // patches to frames
      add(.detail, 2 * wide, 2)  // convolutions read and write
      add(.detail, 4 * wide)  // neighbours in time: three frames read, one written
      add(.detail, wide + values)
      add(.detail, 2 * values)  // back to patches
      add(.detail, values)  // the levels
      add(.detail, 3 * values, 2)
    }
    return passes
  }

  /// The work of one part of an evaluation.
  public func work(of part: Part) -> Work {
    var work = Work()
    for product in products where product.part == part {
      switch product.kind {
      case .linear: work.linear += product.flop
      case .attention: work.attention += product.flop
      case .convolution: work.convolution += product.flop
      }
      // What the others read and write is among the passes, and so is what belongs to rows with a factor of their own.
      guard product.kind == .linear, !product.isSmall, product.m > 0 else { continue }
      work.numbers += product.numbers
      work.calls += Double(product.count)
    }
    for pass in passes where pass.part == part {
      work.numbers += pass.numbers * Double(pass.count)
      work.calls += Double(pass.count)
    }
    return work
  }

  /// The work of a whole evaluation, with the sampler's share of a step.
  public var work: Work { Part.allCases.reduce(Work()) { $0 + work(of: $1) } }

  /// Parameters, which are in memory all the time.
  public var weightNumbers: Double { Double(configuration.parameterLayout.count) }

  /// Numbers in memory during an evaluation at most beside the weights: what the plan says, states of the clip, and the widest moment
  /// of a block or of the convolutions behind them.
  public var activationNumbers: Double {
    let d = Double(configuration.hiddenSize)
    let tokens = Double(branchCount * tokenCount)
    let state = Double(patchCount * configuration.patch.valueCount)
    // Rows of the stream before and after attention, normed rows, the MLP's hidden rows and its result; or queries, keys and values
    // twice over, which is less for a ratio of 4.
    let block = tokens * d * max(4 + Double(configuration.mlpRatio), 8)
    // For each patch of an actor its texels, where they come from, and two rows of the stream's width.
    let drawn =
      Double(drawnCount)
      * (Double(configuration.patch.pixelCount * (configuration.textureChannels + 2)) + 2 * d)
    // Channels of the pixels in patches, joined with colours, in frames, and twice convolved.
    let detail = 5 * wideNumbers
    // The state, the next one and the estimate; of each branch the noisy patches, the drawn ones, levels, corrections, clean ones.
    let states = (3 + 5 * Double(branchCount)) * state
    return tokens * d + drawn + states + max(block, detail)
  }

  // MARK: - Internals

  /// Channels of all pixels that convolutions work on.
  private var wideNumbers: Double {
    Double(branchCount * patchCount * configuration.patch.pixelCount) * Double(configuration.detailChannels)
  }
}
