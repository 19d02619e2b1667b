import CKernels

extension Variable {
  /// The 3×3 neighbourhood of every pixel, side by side: with a linear layer behind it, a convolution.
  ///
  /// Pixels beyond the border repeat the border's. The numbers of a neighbourhood are in order of row, column, channel.
  ///
  /// - Parameter stacks: the pictures that the rows are, one after another.
  /// - Returns: `[ΣF·H·W, 9·C]` for `self` of `[ΣF·H·W, C]`.
  public func neighborhoods(_ stacks: [PictureStack]) -> Variable {
    let channels = shape.columns
    require(
      shape.rows == stacks.reduce(0) { $0 + $1.pixelCount }
        && stacks.allSatisfy { $0.height > 0 && $0.width > 0 },
      "neighborhoods: \(shape) for pictures \(stacks.map { [$0.count, $0.height, $0.width] })")
    let result = Tensor(uninitialized: [shape.rows, 9 * channels])
    let (source, target) = (value.pointer, result.freshPointer)
    let pictures = Picture.all(stacks)
    let lines = pictures.flatMap { picture in (0..<picture.height).map { (picture, $0) } }
    Parallel.run(lines.count) { line in
      lines[line].0.forEachNeighbor(ofLine: lines[line].1) { pixel, slot, count, neighbor in
        (target + (pixel * 9 + slot) * channels).update(
          from: source + neighbor * channels, count: count * channels)
      }
    }
    withExtendedLifetime(value) {}
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [self]) { dy, gradients in
      let outputGradient = dy.pointer
      gradients.accumulate(into: self) { dx in
        // Lines share neighbours, pictures do not: a picture is one thread's.
        Parallel.run(pictures.count) { picture in
          for y in 0..<pictures[picture].height {
            pictures[picture].forEachNeighbor(ofLine: y) { pixel, slot, count, neighbor in
              zk_axpy(
                1, outputGradient + (pixel * 9 + slot) * channels, dx + neighbor * channels, count * channels)
            }
          }
        }
      }
      withExtendedLifetime(dy) {}
    }
  }
}

/// Pictures of one size whose pixels follow one another, row by row.
public struct PictureStack: Sendable, Equatable {
  /// How many.
  public var count: Int
  /// Rows of each, H.
  public var height: Int
  /// Columns of each, W.
  public var width: Int

  /// Makes a stack.
  public init(count: Int, height: Int, width: Int) {
    self.count = count
    self.height = height
    self.width = width
  }

  /// Pixels of all of them.
  public var pixelCount: Int { count * height * width }
}

/// One picture among the rows of a tensor.
struct Picture {
  var first: Int
  var height: Int
  var width: Int

  static func all(_ stacks: [PictureStack]) -> [Picture] {
    var result: [Picture] = []
    var first = 0
    for stack in stacks {
      for _ in 0..<stack.count {
        result.append(Picture(first: first, height: stack.height, width: stack.width))
        first += stack.height * stack.width
      }
    }
    return result
  }

  /// The row of the tensor that a line begins at.
  func row(ofLine y: Int) -> Int { first + y * width }

  /// The picture in strips of at most `count` lines, for threads to share.
  func pieces(lines count: Int) -> [(picture: Picture, lines: Range<Int>)] {
    stride(from: 0, to: height, by: count).map { (self, $0..<min($0 + count, height)) }
  }

  /// Calls `body(pixel, slot, count, neighbor)` for the runs of a line: slots `slot..<slot + count` of `pixel` hold the
  /// pixels from `neighbor` on.
  func forEachNeighbor(ofLine y: Int, _ body: (Int, Int, Int, Int) -> Void) {
    for x in 0..<width {
      let pixel = first + y * width + x
      for dy in 0..<3 {
        let row = first + min(max(y + dy - 1, 0), height - 1) * width
        if x > 0 && x < width - 1 {
          body(pixel, 3 * dy, 3, row + x - 1)
        } else {
          for dx in 0..<3 { body(pixel, 3 * dy + dx, 1, row + min(max(x + dx - 1, 0), width - 1)) }
        }
      }
    }
  }
}
