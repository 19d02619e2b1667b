// What takes time on any device, in numbers that depend on shapes alone.

import ZoetropeDenoiser
import ZoetropeLayers

/// Work to be done, not yet on any device.
public struct Work: Codable, Sendable, Equatable {
  /// Multiplications and additions of products with weights.
  public var linear: Double
  /// Multiplications and additions of attention: scores, and sums of values.
  public var attention: Double
  /// Numbers moved beside that: weights once per evaluation, and what every other operation reads and writes.
  public var numbers: Double
  /// Operations that must be started one after another.
  public var calls: Double

  /// Makes work; none by default.
  public init(linear: Double = 0, attention: Double = 0, numbers: Double = 0, calls: Double = 0) {
    self.linear = linear
    self.attention = attention
    self.numbers = numbers
    self.calls = calls
  }

  /// Multiplications and additions of all products.
  public var flop: Double { linear + attention }

  /// One after the other.
  public static func + (a: Work, b: Work) -> Work {
    Work(
      linear: a.linear + b.linear, attention: a.attention + b.attention, numbers: a.numbers + b.numbers,
      calls: a.calls + b.calls)
  }

  /// The same work several times.
  public static func * (count: Double, work: Work) -> Work {
    Work(
      linear: count * work.linear, attention: count * work.attention, numbers: count * work.numbers,
      calls: count * work.calls)
  }
}

/// An operation that is no product: it reads and writes numbers.
public struct Pass: Sendable, Equatable {
  /// The part of the network.
  public var part: Part
  /// Numbers read and written by one.
  public var numbers: Double
  /// How many of them.
  public var count: Int
}

extension DenoisingCost {
  /// All operations of an evaluation that are no products, as the network carries them out. Softmax counts as part of attention,
  /// whose scores need not leave a processor's caches.
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
    add(.projection, 2 * tokens, depth)  // biases, as in the MLP
    add(.mlp, 2 * tokens * Double(configuration.mlpRatio), depth)
    add(.mlp, 2 * tokens, depth)
    add(.norms, 2 * rows, 2)
    add(.head, 2 * values, 2)
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
      let pixels = clips * Double(patchCount * configuration.patch.pixelCount)
      let wide = pixels * Double(configuration.detailChannels)
      add(.detail, 2 * wide)  // bias of the features
      add(.detail, 2 * wide + 2 * values)  // colours join
      add(.detail, 2 * wide)  // patches to frames
      add(.detail, 4 * wide, 3)  // convolutions read, write and are finished; so do neighbours in time
      add(.detail, wide + 3 * values)
      add(.detail, 2 * values, 2)  // back to patches; the levels
      add(.detail, 3 * values, 2)
    }
    return passes
  }

  /// The work of one part of an evaluation.
  public func work(of part: Part) -> Work {
    var work = Work()
    for product in products where product.part == part {
      if part == .attention {
        work.attention += product.flop
      } else {
        work.linear += product.flop
        // Small products have a factor of their own in each row.
        let shared = product.isSmall ? 0 : Double(product.n * product.k * product.count)
        work.numbers += shared
      }
      work.calls += product.isSmall || part == .attention ? 0 : Double(product.count)
    }
    // Heads are computed in one call, scores and sums together.
    if part == .attention { work.calls += Double(configuration.depth) }
    for pass in passes where pass.part == part {
      work.numbers += pass.numbers * Double(pass.count)
      work.calls += Double(pass.count)
    }
    return work
  }

  /// The work of a whole evaluation, with the sampler's share of a step.
  public var work: Work { Part.allCases.reduce(Work()) { $0 + work(of: $1) } }

  /// Numbers that are in memory during an evaluation at most: weights, what the plan says about patches, and the widest moment of a
  /// block or of the convolutions behind. Without what packed copies and round sizes add.
  public var residentNumbers: Double {
    let d = Double(configuration.hiddenSize)
    let tokens = Double(branchCount * tokenCount)
    let state = Double(patchCount * configuration.patch.valueCount)
    let texels = Double(configuration.patch.pixelCount * configuration.textureChannels)
    // Rows of the stream before and after attention, normed rows, the MLP's hidden rows and its result; or queries, keys and values
    // twice over, which is less for a ratio of 4.
    let block = tokens * d * max(4 + Double(configuration.mlpRatio), 8)
    let plan = tokens * d + Double(drawnCount) * (texels + d)
    // Pixels' channels in patches, in frames and convolved.
    let pixels = Double(branchCount * patchCount * configuration.patch.pixelCount)
    let detail = 3 * pixels * Double(configuration.detailChannels)
    return Double(configuration.parameterLayout.count) + plan + max(block, detail)
      + Double(2 + branchCount) * state
  }
}
