import CKernels

extension Variable {
  /// 3×3 convolution of pictures with packed weights: a linear layer of ``neighborhoods(_:)`` that are never written down. Lines with
  /// a border are kept in cache, and rows of the product, three pixels long, overlap.
  ///
  /// - Parameters:
  ///   - stacks: the pictures that the rows are, one after another.
  ///   - packed: weights `[outputs, 9·C]`, by row, column and channel.
  ///   - bias: `[outputs]` or none.
  ///   - activation: applied to the sum.
  /// - Returns: `[ΣF·H·W, outputs]` for `self` of `[ΣF·H·W, C]`; nil where a gradient is wanted or there are no kernels.
  public func convolved(
    _ stacks: [PictureStack], packed: PackedFactor, bias: Variable? = nil, activation: Activation = .none
  ) -> Variable? {
    let precision = Precision.current
    let (channels, outputs) = (shape.columns, packed.value.shape[0])
    // Numbers are paired for bfloat16, and a pair must not reach into the next pixel.
    guard !isTracked, !(bias?.isTracked ?? false), precision == .float32 || channels % 2 == 0,
      let factor = packed.tensor(precision)
    else { return nil }
    require(
      packed.value.shape == [outputs, 9 * channels] && (bias.map { $0.shape == [outputs] } ?? true)
        && shape.rows == stacks.reduce(0) { $0 + $1.pixelCount }
        && stacks.allSatisfy { $0.height > 0 && $0.width > 0 },
      "convolved: \(shape) for pictures \(stacks.map { [$0.count, $0.height, $0.width] }), weight \(packed.value.shape)"
    )
    OperationCount.current?.addProduct(shape.rows, outputs, 9 * channels)
    let result = Tensor(uninitialized: [shape.rows, outputs])
    let (source, target) = (value.pointer, result.freshPointer)
    let finish = Finish(bias: bias?.value, activation: activation, outputs: outputs)
    // Lines enough that the two beside them, which are fetched too, weigh little; few enough that they stay in cache.
    let pieces = Picture.all(stacks).flatMap { $0.pieces(lines: 16) }
    Parallel.run(pieces.count) { piece in
      let (picture, lines) = pieces[piece]
      let start = target + picture.row(ofLine: lines.lowerBound) * outputs
      let workspace = Tensor(uninitialized: [zk_convolution_workspace(lines.count, picture.width, channels)])
      zk_convolution(
        precision.kernelKind, source + picture.first * channels, picture.height, picture.width, channels,
        lines.lowerBound, lines.count, factor.pointer, outputs, start, workspace.freshPointer)
      finish(start, stride: outputs, rows: lines.count * picture.width, columns: 0..<outputs)
      withExtendedLifetime(workspace) {}
    }
    withExtendedLifetime((value, factor, finish)) {}
    return Variable(result)
  }
}

extension Variable {
  /// Each picture plus products of the picture before and of the picture after it in its stack; at the ends of a stack a picture is
  /// its own neighbour. A convolution in time whose middle is the identity.
  ///
  /// - Parameters:
  ///   - before: weight of the picture before, `[C, C]`.
  ///   - after: weight of the picture after, `[C, C]`.
  ///   - packed: both weights prepared for many products.
  /// - Returns: `[ΣF·H·W, C]`, the shape of `self`.
  public func addingNeighbors(
    _ stacks: [PictureStack], before: Variable, after: Variable,
    packed: (before: PackedFactor?, after: PackedFactor?) = (nil, nil)
  ) -> Variable {
    let channels = shape.columns
    let precision = Precision.current
    require(
      before.shape == [channels, channels] && after.shape == before.shape
        && shape.rows == stacks.reduce(0) { $0 + $1.pixelCount },
      "addingNeighbors: \(shape), weights \(before.shape) and \(after.shape)")
    let neighbors = FrameNeighbors(stacks)
    guard !isTracked, !before.isTracked, !after.isTracked, let past = packed.before?.tensor(precision),
      let future = packed.after?.tensor(precision)
    else {
      return self + linear(before).rows(at: neighbors.rows(\.before))
        + linear(after).rows(at: neighbors.rows(\.after))
    }
    OperationCount.current?.addProduct(shape.rows, channels, channels, times: 2)
    let result = Tensor(uninitialized: shape)
    let (source, target) = (value.pointer, result.freshPointer)
    Parallel.run(neighbors.frames.count) { index in
      let frame = neighbors.frames[index]
      let workspace = Tensor(uninitialized: [zk_packed_workspace()])
      // Some thousand numbers at a time: all three passes over them find them in cache.
      let block = max(48, 8192 / channels / 48 * 48)
      for first in stride(from: 0, to: frame.count, by: block) {
        let count = min(block, frame.count - first)
        let start = target + (frame.start + first) * channels
        start.update(from: source + (frame.start + first) * channels, count: count * channels)
        for (neighbor, factor) in [(frame.before, past), (frame.after, future)] {
          zk_multiply_packed(
            precision.kernelKind, count, channels, channels, source + (neighbor + first) * channels, channels,
            factor.pointer, 1, start, channels, workspace.freshPointer)
        }
      }
      withExtendedLifetime(workspace) {}
    }
    withExtendedLifetime((value, past, future)) {}
    return Variable(result)
  }
}

/// Frames by the rows that their pixels are, and those of the frames beside them.
private struct FrameNeighbors {
  struct Frame {
    var start: Int
    var count: Int
    var before: Int
    var after: Int
  }
  var frames: [Frame] = []

  init(_ stacks: [PictureStack]) {
    var start = 0
    for stack in stacks {
      let size = stack.height * stack.width
      for index in 0..<stack.count {
        frames.append(
          Frame(
            start: start, count: size, before: index > 0 ? start - size : start,
            after: index < stack.count - 1 ? start + size : start))
        start += size
      }
    }
  }

  /// For each pixel, the row of the same pixel in a neighbour.
  func rows(_ neighbor: KeyPath<Frame, Int>) -> [Int32] {
    frames.flatMap { frame in
      let first = frame[keyPath: neighbor]
      return (first..<first + frame.count).map(Int32.init)
    }
  }
}
