import ZoetropeShot

/// Finds where a block of one picture is in another, by their pixels alone: normalized cross-correlation over all shifts of
/// whole pixels, and a parabola through the best one and its neighbours for the rest.
struct BlockTracker {
  /// Half the side of a block: 2 · radius + 1 pixels.
  var radius = 14
  /// The largest shift that is looked for.
  var reach: (x: Int, y: Int)

  /// A block found again.
  struct Match {
    /// Pixels to the right and down.
    let shift: SIMD2<Double>
    /// The correlation at the best shift, at most 1.
    let correlation: Double
    /// How far it falls within three pixels, in the direction where it falls least: near 0 along a straight edge.
    let fall: Double
    /// The best correlation elsewhere: near the best of all where the picture repeats itself.
    let rival: Double
  }

  /// Where the block around a pixel of a frame is in another; `nil` for plain blocks and those near the edge of what is searched.
  func match(x: Int, y: Int, from first: Frame, to second: Frame) -> Match? {
    guard contains(first, x, y) else { return nil }
    var block = lines(first, x, y).flatMap { first.pixels[$0] }
    let mean = block.reduce(0, +) / Float(block.count)
    for index in block.indices { block[index] -= mean }
    let norm = block.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard norm > 0.5 else { return nil }

    let (columns, rows) = (2 * reach.x + 1, 2 * reach.y + 1)
    var scores = [Double](repeating: -1, count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns where contains(second, x + column - reach.x, y + row - reach.y) {
        let at = lines(second, x + column - reach.x, y + row - reach.y)
        scores[row * columns + column] = Double(correlation(block, norm, second, at))
      }
    }
    let best = scores.indices.max { scores[$0] < scores[$1] }!
    let (row, column) = (best / columns, best % columns)
    guard (3..<rows - 3).contains(row), (3..<columns - 3).contains(column) else { return nil }
    func score(_ dx: Int, _ dy: Int) -> Double { scores[(row + dy) * columns + column + dx] }
    func vertex(_ before: Double, _ after: Double) -> Double {
      (before - after) / (2 * (before - 2 * scores[best] + after))
    }
    let ring = [(-3, -3), (-3, 0), (-3, 3), (0, -3), (0, 3), (3, -3), (3, 0), (3, 3)].map { score($0, $1) }
    let elsewhere = scores.indices.lazy.filter {
      max(abs($0 / columns - row), abs($0 % columns - column)) > radius / 2
    }
    return Match(
      shift: SIMD2(
        Double(column - reach.x) + vertex(score(-1, 0), score(1, 0)),
        Double(row - reach.y) + vertex(score(0, -1), score(0, 1))),
      correlation: scores[best], fall: scores[best] - ring.max()!,
      rival: elsewhere.map { scores[$0] }.max() ?? -1)
  }

  // MARK: - Internals

  private func contains(_ frame: Frame, _ x: Int, _ y: Int) -> Bool {
    x >= radius && y >= radius && x + radius < frame.width && y + radius < frame.height
  }

  /// Where the lines of a block lie among a frame's values.
  private func lines(_ frame: Frame, _ x: Int, _ y: Int) -> [Range<Int>] {
    (y - radius...y + radius).map { row in
      let start = (row * frame.width + x - radius) * Clip.channelCount
      return start..<start + (2 * radius + 1) * Clip.channelCount
    }
  }

  /// The normalized correlation of a block without its mean with as large a block of a frame.
  private func correlation(_ block: [Float], _ norm: Float, _ frame: Frame, _ lines: [Range<Int>]) -> Float {
    var (product, sum, squares): (Float, Float, Float) = (0, 0, 0)
    block.withUnsafeBufferPointer { block in
      frame.pixels.withUnsafeBufferPointer { pixels in
        var index = 0
        for line in lines {
          for place in line {
            let value = pixels[place]
            product += block[index] * value
            sum += value
            squares += value * value
            index += 1
          }
        }
      }
    }
    // Where the other block is plain, its variance is lost in roundings, and it is no match.
    let variance = max(squares - sum * sum / Float(block.count), 0.1 * norm * norm)
    return product / (norm * variance.squareRoot())
  }
}
