import CKernels

extension Variable {
  /// The 3×3 neighbourhood of every pixel, side by side: with a linear layer behind it, a convolution.
  ///
  /// Pixels beyond the border repeat the border's. The numbers of a neighbourhood are in order of row, column, channel.
  ///
  /// - Parameters:
  ///   - frames: number of pictures, F.
  ///   - height: rows, H.
  ///   - width: columns, W.
  /// - Returns: `[F·H·W, 9·C]` for `self` of `[F·H·W, C]`.
  public func neighborhoods(frames: Int, height: Int, width: Int) -> Variable {
    let channels = shape.columns
    require(
      shape.rows == frames * height * width && height > 0 && width > 0,
      "neighborhoods: \(shape) for \(frames) pictures of \(height)×\(width)")
    let result = Tensor(uninitialized: [shape.rows, 9 * channels])
    let (source, target) = (value.pointer, result.freshPointer)
    Parallel.run(frames * height) { line in
      Neighborhood.forEach(line, height, width) { pixel, slot, count, neighbor in
        (target + (pixel * 9 + slot) * channels).update(
          from: source + neighbor * channels, count: count * channels)
      }
    }
    withExtendedLifetime(value) {}
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [self]) { dy, gradients in
      let slope = dy.pointer
      gradients.accumulate(into: self) { dx in
        // Lines share neighbours, frames do not: a frame is one thread's.
        Parallel.run(frames) { frame in
          for line in frame * height..<(frame + 1) * height {
            Neighborhood.forEach(line, height, width) { pixel, slot, count, neighbor in
              zk_axpy(1, slope + (pixel * 9 + slot) * channels, dx + neighbor * channels, count * channels)
            }
          }
        }
      }
      withExtendedLifetime(dy) {}
    }
  }
}

private enum Neighborhood {
  /// Calls `body(pixel, slot, count, neighbor)` for the runs of a line: slots `slot..<slot + count` of `pixel` hold the
  /// pixels from `neighbor` on. `line` counts the lines of all frames.
  static func forEach(_ line: Int, _ height: Int, _ width: Int, _ body: (Int, Int, Int, Int) -> Void) {
    let top = line / height * height
    let y = line % height
    for x in 0..<width {
      let pixel = line * width + x
      for dy in 0..<3 {
        let row = (top + min(max(y + dy - 1, 0), height - 1)) * width
        if x > 0 && x < width - 1 {
          body(pixel, 3 * dy, 3, row + x - 1)
        } else {
          for dx in 0..<3 { body(pixel, 3 * dy + dx, 1, row + min(max(x + dx - 1, 0), width - 1)) }
        }
      }
    }
  }
}
