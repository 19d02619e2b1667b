import CKernels

extension Variable {
  /// Each picture plus a GEMM of the picture before and one of the picture after it in its stack; at the ends of a stack a picture is
  /// its own neighbour. A convolution in time whose middle is the identity.
  ///
  /// - Parameters:
  ///   - before: weight of the picture before, `[C, C]`.
  ///   - after: weight of the picture after, `[C, C]`.
  ///   - packed: both weights packed once for many GEMMs.
  /// - Returns: `[ΣF·H·W, C]`, the shape of `self`.
  public func addingNeighbors(
    _ stacks: [PictureStack], before: Variable, after: Variable,
    packed: (before: PackedFactor?, after: PackedFactor?) = (nil, nil)
  ) -> Variable {
    let channels = shape.columns
    let precision = ComputeContext.current.precision
    require(
      before.shape == [channels, channels] && after.shape == before.shape
        && shape.rows == stacks.reduce(0) { $0 + $1.pixelCount },
      "addingNeighbors: \(shape), weights \(before.shape) and \(after.shape)")
    let neighbors = FrameNeighbors(stacks)
    guard precision.isPacked else {
      return self + linear(before).rows(at: neighbors.rows(\.before))
        + linear(after).rows(at: neighbors.rows(\.after))
    }
    let isTracked = isTracked || before.isTracked || after.isTracked
    let past = FrameNeighbors.factor(packed.before, before.value.matrix.transposed, channels, precision)
    let future = FrameNeighbors.factor(packed.after, after.value.matrix.transposed, channels, precision)
    ComputeContext.current.count(shape.rows, channels, channels, times: 2)
    let result = neighbors.adding(to: value, precision) { [($0.before, past), ($0.after, future)] }
    withExtendedLifetime((before.value, after.value)) {}
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [self, before, after]) { dy, gradients in
      gradients.accumulate(into: before) {
        neighbors.addWeightGradient(value, dy, \.before, precision, to: $0)
      }
      gradients.accumulate(into: after) { neighbors.addWeightGradient(value, dy, \.after, precision, to: $0) }
      guard self.isTracked else { return }
      // A picture flows to those whose neighbour it is.
      let past = FrameNeighbors.factor(nil, before.value.matrix, channels, precision)
      let future = FrameNeighbors.factor(nil, after.value.matrix, channels, precision)
      let dx = neighbors.adding(to: dy, precision) { frame in
        (frame.after == frame.start ? [(frame.start, future)] : [(frame.after, past)])
          + (frame.before == frame.start ? [(frame.start, past)] : [(frame.before, future)])
      }
      gradients.add(dx, to: self)
      withExtendedLifetime((before.value, after.value)) {}
    }
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

  /// A weight `[C, C]` packed: what was packed before, or anew.
  static func factor(_ known: PackedFactor?, _ weight: Matrix, _ channels: Int, _ precision: Precision)
    -> Tensor
  {
    known?.tensor(precision) ?? GEMM.packed(weight, n: channels, k: channels, precision)
  }

  /// Each frame of `x` plus GEMMs of frames, named by their first rows, with packed weights.
  func adding(
    to x: Tensor, _ precision: Precision, _ terms: (Frame) -> [(row: Int, factor: Tensor)]
  ) -> Tensor {
    let channels = x.shape.columns
    let result = Tensor(uninitialized: x.shape)
    let (source, target) = (x.pointer, result.freshPointer)
    let lists = frames.map(terms)
    Parallel.run(frames.count) { index in
      let frame = frames[index]
      // Some thousand numbers at a time: all three passes over them find them in cache.
      let block = max(48, 8192 / channels / 48 * 48)
      for first in stride(from: 0, to: frame.count, by: block) {
        let count = min(block, frame.count - first)
        let start = target + (frame.start + first) * channels
        start.update(from: source + (frame.start + first) * channels, count: count * channels)
        for (row, factor) in lists[index] {
          GEMM.multiplyTile(
            Matrix(pointer: source + (row + first) * channels, stride: channels), packed: factor.pointer,
            precision, into: start, stride: channels, m: count, n: channels, k: channels, adds: true)
        }
      }
    }
    withExtendedLifetime((x, lists)) {}
    return result
  }

  /// Adds the gradient of a neighbour's weight: GEMMs of the frames' gradients, transposed, with their neighbours, added in order.
  func addWeightGradient(
    _ x: Tensor, _ dy: Tensor, _ neighbor: KeyPath<Frame, Int>, _ precision: Precision,
    to gradient: UnsafeMutablePointer<Float>
  ) {
    let channels = x.shape.columns
    let size = channels * channels
    let parts = Tensor(zeros: [frames.count, size])
    let (source, outputGradient, sums) = (x.pointer, dy.pointer, parts.freshPointer)
    let context = ComputeContext.current
    context.count(dy.shape.rows, channels, channels)
    Parallel.run(frames.count, in: context) { index in
      let frame = frames[index]
      let first = frame[keyPath: neighbor]
      let block = 1024
      for row in stride(from: 0, to: frame.count, by: block) {
        let count = min(block, frame.count - row)
        let factor = GEMM.packed(
          Matrix(pointer: source + (first + row) * channels, stride: channels), n: channels, k: count,
          precision)
        GEMM.multiplyTile(
          Matrix(
            pointer: outputGradient + (frame.start + row) * channels, stride: channels, isTransposed: true),
          packed: factor.pointer, precision, into: sums + index * size, stride: channels, m: channels,
          n: channels, k: count, adds: true)
        withExtendedLifetime(factor) {}
      }
    }
    for index in frames.indices { zk_axpy(1, sums + index * size, gradient, size) }
    withExtendedLifetime((x, dy, parts)) {}
  }
}
