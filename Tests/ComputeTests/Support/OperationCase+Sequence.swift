import ZoetropeCompute

// Cases whose rows are tokens: attention, moving rows, losses, a whole block.

extension OperationCase {
  // MARK: Attention

  static func attention(_ size: CaseSize) -> [OperationCase] {
    let (n, d, heads) = (size.rows, size.width, size.heads)
    let third = n / 3
    let whole = [AttentionSegment(0..<n)]
    let two = [AttentionSegment(third..<n), AttentionSegment(0..<third)]
    let outside = [AttentionSegment(1..<third), AttentionSegment(third..<n - 1)]
    // Both segments see the same keys, as clips that share their conditions do.
    let shared = [
      AttentionSegment(queries: 0..<third, keys: 0..<third),
      AttentionSegment(queries: third..<n, keys: 0..<third),
    ]
    let few = [AttentionSegment(queries: 0..<3, keys: 0..<n)]
    let many = [AttentionSegment(queries: 0..<n, keys: 0..<third)]
    let variants: [(String, [AttentionSegment], Bool)] = [
      ("one segment", whole, false), ("two segments", two, false), ("rows outside", outside, false),
      ("shared keys", shared, false), ("causal", whole, true), ("causal, two segments", two, true),
      ("causal, more keys than queries", few, true), ("causal, more queries than keys", many, true),
    ]
    let qkv = random([n, 3 * d], 30), x = random([n, d], 31)
    var cases = variants.map { name, segments, isCausal in
      OperationCase(name: "attention, \(name)", inputs: [qkv], terms: d / heads + n) {
        Variable.attention(
          query: $0[0].columns(0..<d), key: $0[0].columns(d..<2 * d), value: $0[0].columns(2 * d..<3 * d),
          heads: heads, segments: segments, isCausal: isCausal)
      } reference: {
        Reference.attention(
          query: $0[0].columns(0..<d), key: $0[0].columns(d..<2 * d), value: $0[0].columns(2 * d..<3 * d),
          heads: heads, segments: segments, isCausal: isCausal)
      }
    }
    // One variable in all three places: its gradient is a sum of three, in one piece of memory.
    cases.append(
      OperationCase(name: "attention of a variable to itself", inputs: [x], terms: d / heads + n) {
        let all = $0[0].columns(0..<d)
        return Variable.attention(query: all, key: all, value: all, heads: heads, segments: two)
      } reference: {
        Reference.attention(query: $0[0], key: $0[0], value: $0[0], heads: heads, segments: two)
      })
    let context = random([n + 4, 2 * d], 32)
    cases.append(
      OperationCase(name: "attention to another sequence", inputs: [x, context], terms: d / heads + n) {
        Variable.attention(
          query: $0[0].columns(0..<d), key: $0[1].columns(d..<2 * d), value: $0[1].columns(0..<d),
          heads: heads,
          segments: [AttentionSegment(queries: 0..<n, keys: 2..<n + 3)])
      } reference: {
        Reference.attention(
          query: $0[0], key: $0[1].columns(d..<2 * d), value: $0[1].columns(0..<d), heads: heads,
          segments: [AttentionSegment(queries: 0..<n, keys: 2..<n + 3)])
      })
    return cases
  }

  /// Attention with more queries than one block holds (128), heads of 4.
  static let attentionAcrossBlocks = OperationCase(
    name: "attention across blocks", inputs: [random([150, 24], 33)], terms: 154
  ) {
    Variable.attention(
      query: $0[0].columns(0..<8), key: $0[0].columns(8..<16), value: $0[0].columns(16..<24), heads: 2,
      segments: [AttentionSegment(0..<150)], isCausal: true)
  } reference: {
    Reference.attention(
      query: $0[0].columns(0..<8), key: $0[0].columns(8..<16), value: $0[0].columns(16..<24), heads: 2,
      segments: [AttentionSegment(0..<150)], isCausal: true)
  }

  // MARK: Rows

  static func rows(_ size: CaseSize) -> [OperationCase] {
    let (n, d) = (size.rows, size.width)
    let x = random([n, d], 40), y = random([n + 2, d], 41)
    let indices = (0..<2 * n).map { $0 % 5 == 4 ? -1 : ($0 * 7) % n }
    let targets = (0..<n).map { $0 % 4 == 3 ? -1 : ($0 * $0) % 6 }
    let pictures = [(2, 3, 5), (3, 1, 4), (1, 4, 1), (2, 1, 1), (1, 2, 2)].map { frames, height, width in
      OperationCase(
        name: "neighbourhoods, \(frames) of \(height)x\(width)",
        inputs: [random([frames * height * width, 3], 42)], terms: 1
      ) {
        $0[0].neighborhoods([PictureStack(count: frames, height: height, width: width)])
      } reference: {
        Reference.neighborhoods($0[0], frames: frames, height: height, width: width)
      }
    }
    let mixedPictures = OperationCase(
      name: "neighbourhoods, two of 2x3 and one of 3x2", inputs: [random([18, 3], 45)], terms: 1
    ) {
      $0[0].neighborhoods([
        PictureStack(count: 2, height: 2, width: 3), PictureStack(count: 1, height: 3, width: 2),
      ])
    } reference: {
      let values = $0[0].elements
      let two = Reference.Matrix(Array(values[..<36]), rows: 12, columns: 3)
      let one = Reference.Matrix(Array(values[36...]), rows: 6, columns: 3)
      return Reference.Matrix(
        Reference.neighborhoods(two, frames: 2, height: 2, width: 3).elements
          + Reference.neighborhoods(one, frames: 1, height: 3, width: 2).elements, rows: 18, columns: 27)
    }
    let convolutions = [
      (2, 3, 5, 3, 24), (1, 9, 4, 2, 3), (2, 1, 1, 5, 9), (1, 10, 2, 1, 17), (1, 2, 6, 3, 49),
    ].map {
      frames, height, width, channels, outputs in
      let activation: Activation = outputs % 2 == 0 ? .none : .gelu
      return OperationCase(
        name: "convolution of \(frames) of \(height)x\(width), \(channels) to \(outputs), \(activation)",
        inputs: [
          random([frames * height * width, channels], 46), random([outputs, 9 * channels], 47),
          random([outputs], 48),
        ], terms: 9 * max(channels, outputs)
      ) {
        $0[0].convolved(
          $0[1], bias: $0[2], activation: activation,
          [PictureStack(count: frames, height: height, width: width)])
      } reference: {
        Reference.linear(
          Reference.neighborhoods($0[0], frames: frames, height: height, width: width), weight: $0[1],
          bias: $0[2], activation: activation)
      }
    }
    let points = Tensor(random([n, 6], 43).elements.map { 0.5 + 0.4 * $0 }, [n, 6])  // a few lie outside
    let textures = (0..<n).map { ($0 * 3) % 4 }
    let samples = [1, 2, 5].map { side in
      OperationCase(
        name: "bilinear samples, side \(side)", inputs: [random([4, side * side * 3], 44)], terms: 4
      ) {
        $0[0].bilinearSamples(rows: textures.map(Int32.init), points: points, side: side)
      } reference: {
        Reference.bilinearSamples($0[0], rows: textures, points: Reference.Matrix(points), side: side)
      }
    }
    // The sizes that have kernels of their own, and one that has none.
    let products = [(3, 24), (3, 3), (8, 3), (4, 3), (5, 3)].map { inner, outputs in
      OperationCase(
        name: "matrix products row by row, \(inner) to \(outputs)",
        inputs: [random([n, 4 * inner], 45), random([n, inner * outputs], 46)], terms: max(inner, outputs)
      ) {
        $0[0].rowwiseProduct($0[1], inner: inner)
      } reference: {
        Reference.rowwiseProduct($0[0], $0[1], inner: inner)
      }
    }
    let joined = OperationCase(
      name: "sum of matrix products row by row",
      inputs: [random([n, 4 * 7], 54), random([n, 4 * 3], 55), random([n, 3 * 7], 56)], terms: 6
    ) {
      $0[0].addingRowwiseProducts([($0[1], $0[2]), ($0[1], $0[2])])
    } reference: {
      let product = Reference.rowwiseProduct($0[1], $0[2], inner: 3)
      return Reference.Matrix(
        zip($0[0].elements, product.elements).map { $0 + 2 * $1 }, rows: $0[0].rows, columns: $0[0].columns)
    }
    let inTime = [(3, 5), (1, 2)].map { frames, channels in
      OperationCase(
        name: "neighbours in time, \(frames) of 2x3, \(channels) channels",
        inputs: [
          random([6 * frames + 2, channels], 57), random([channels, channels], 58),
          random([channels, channels], 59),
        ], terms: 3 * channels
      ) {
        $0[0].addingNeighbors(
          [PictureStack(count: frames, height: 2, width: 3), PictureStack(count: 1, height: 1, width: 2)],
          before: $0[1], after: $0[2])
      } reference: {
        // Frames are 6 rows, the last stack's is 2; at an end a frame is its own neighbour.
        let own = Array(0..<$0[0].rows)
        let before = own.map { $0 < 6 || $0 >= 6 * frames ? $0 : $0 - 6 }
        let after = own.map { $0 >= 6 * (frames - 1) ? $0 : $0 + 6 }
        let past = Reference.linear(Reference.rows($0[0], at: before), weight: $0[1])
        let future = Reference.linear(Reference.rows($0[0], at: after), weight: $0[2])
        let sums = zip($0[0].elements, zip(past.elements, future.elements)).map { $0 + $1.0 + $1.1 }
        return Reference.Matrix(sums, rows: $0[0].rows, columns: channels)
      }
    }
    let reversed = (0..<n).map { $0 % 5 == 4 ? -1 : n - 1 - $0 }
    return pictures + [mixedPictures] + convolutions + samples + products + [joined] + inTime + [
      OperationCase(name: "rows in another order", inputs: [x], terms: 1) {
        $0[0].rows(at: reversed.map(Int32.init))
      } reference: {
        Reference.rows($0[0], at: reversed)
      },
      OperationCase(
        name: "matrix products row by row", inputs: [random([n, 10], 45), random([n, 15], 46)], terms: 5
      ) {
        $0[0].rowwiseProduct($0[1], inner: 5)
      } reference: {
        Reference.rowwiseProduct($0[0], $0[1], inner: 5)
      },
      OperationCase(name: "rows at indices", inputs: [x], terms: 1) {
        $0[0].rows(at: indices.map(Int32.init))
      } reference: {
        Reference.rows($0[0], at: indices)
      },
      OperationCase(name: "sums of rows", inputs: [x], terms: n) {
        $0[0].rowSums(into: targets.map(Int32.init), count: 7)
      } reference: {
        Reference.rowSums($0[0], into: targets, count: 7)
      },
      OperationCase(name: "rows one below the other", inputs: [x, y], terms: 1) {
        Variable.concatenatingRows([$0[0], $0[1], $0[0]])
      } reference: {
        Reference.Matrix(
          $0[0].elements + $0[1].elements + $0[0].elements, rows: 2 * $0[0].rows + $0[1].rows, columns: d)
      },
    ]
  }

  // MARK: Losses

  static func losses(_ size: CaseSize) -> [OperationCase] {
    let (n, d) = (size.rows, size.width)
    let x = random([n, d], 50), target = random([n, d], 51)
    let trueTarget = Reference.Matrix(target)
    let weights = (0..<n).map { $0 % 3 == 0 ? 0 : Float($0 % 5) / 4 }
    let perElement = Tensor((0..<n * d).map { weights[$0 / d] }, [n, d])
    let labels = (0..<n).map { $0 % 4 == 2 ? -1 : ($0 * 5) % d }
    @Sendable func scalar(_ value: Double) -> Reference.Matrix {
      Reference.Matrix([value], rows: 1, columns: 1)
    }
    return [
      OperationCase(name: "squared error, a weight per row", inputs: [x], terms: 1) {
        $0[0].weightedSquaredError(to: target, weights: Tensor(weights))
      } reference: {
        scalar(Reference.weightedSquaredError($0[0], target: trueTarget, weights: weights.map(Double.init)))
      },
      OperationCase(name: "squared error, a weight per element", inputs: [x], terms: 1) {
        $0[0].weightedSquaredError(to: target, weights: perElement)
      } reference: {
        scalar(Reference.weightedSquaredError($0[0], target: trueTarget, weights: weights.map(Double.init)))
      },
      OperationCase(name: "cross-entropy", inputs: [x], terms: 1) {
        $0[0].softmaxCrossEntropy(labels: labels.map(Int32.init))
      } reference: {
        scalar(Reference.softmaxCrossEntropy($0[0], labels: labels))
      },
      OperationCase(name: "cross-entropy, weighted", inputs: [x], terms: 1) {
        3 * $0[0].softmaxCrossEntropy(labels: labels.map(Int32.init), weights: weights)
      } reference: {
        scalar(3 * Reference.softmaxCrossEntropy($0[0], labels: labels, weights: weights.map(Double.init)))
      },
    ]
  }

  // MARK: Block

  /// A transformer block as the denoiser uses it, over two clips.
  static func block(_ size: CaseSize) -> OperationCase {
    let block = Block(rows: size.rows, width: size.width, heads: size.heads)
    return OperationCase(
      name: "transformer block", inputs: block.inputs, terms: 8 * size.width,
      operation: { block.forward($0) },
      reference: { block.reference($0) })
  }
}
