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
    guard !isTracked, !before.isTracked, !after.isTracked, let past = packed.before?.tensor(precision),
      let future = packed.after?.tensor(precision)
    else {
      return self + linear(before).rows(at: neighbors.rows(\.before))
        + linear(after).rows(at: neighbors.rows(\.after))
    }
    ComputeContext.current.count(shape.rows, channels, channels, times: 2)
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
