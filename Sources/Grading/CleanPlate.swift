import ZoetropeShot

/// A rectangle of pixels.
struct PixelArea: Equatable, Sendable {
  var rows: Range<Int>
  var columns: Range<Int>

  /// The pixels of a `height × width` frame that a box touches, turned and all, with a margin on every side.
  init(_ box: Keyframe, margin: Double, height: Int, width: Int) {
    let angle = box.angle * .pi / 180
    let boxWidth = box.width * Double(width), boxHeight = box.height * Double(height)
    let (c, s) = (abs(cosine(angle)), abs(sine(angle)))
    let halfWidth = (boxWidth * c + boxHeight * s) / 2 + margin
    let halfHeight = (boxWidth * s + boxHeight * c) / 2 + margin
    func range(_ centre: Double, _ half: Double, _ count: Int) -> Range<Int> {
      let low = min(max(0, Int((centre - half).rounded(.down))), count)
      return low..<max(low, min(count, Int((centre + half).rounded(.up))))
    }
    rows = range(box.y * Double(height), halfHeight, height)
    columns = range(box.x * Double(width), halfWidth, width)
  }

  var isEmpty: Bool { rows.isEmpty || columns.isEmpty }
}

/// The picture without its actors, guessed from what is beside them: the scenery of a generated clip is known to nobody.
enum CleanPlate {
  /// Pixels on either side of a gap that its ends are averaged over.
  private static let reach = 3

  /// Fills areas of a frame from the pixels left and right of them, row by row, since scenery lies in layers.
  ///
  /// Rows without a free pixel are filled from the rows above and below.
  ///
  /// - Returns: `[H, W, 3]`.
  static func fill(_ frame: Frame, _ areas: [PixelArea]) -> [Float] {
    let (height, width) = (frame.height, frame.width)
    var blocked = [Bool](repeating: false, count: height * width)
    for area in areas {
      for row in area.rows {
        for column in area.columns { blocked[row * width + column] = true }
      }
    }
    var plate = frame.pixels
    var isWhole = [Bool](repeating: true, count: height)
    for row in 0..<height {
      let line = row * width
      var column = 0
      while column < width {
        guard blocked[line + column] else {
          column += 1
          continue
        }
        var end = column
        while end < width && blocked[line + end] { end += 1 }
        let left = mean(of: frame, blocked, line, from: column - 1, by: -1)
        let right = mean(of: frame, blocked, line, from: end, by: 1)
        if let start = left ?? right, let finish = right ?? left {
          for x in column..<end {
            let share = Float(x - column + 1) / Float(end - column + 1)
            let value = start + (finish - start) * share
            for channel in 0..<3 { plate[(line + x) * 3 + channel] = value[channel] }
          }
        } else {
          isWhole[row] = false
        }
        column = end
      }
    }
    fillRows(&plate, isWhole, width)
    return plate
  }

  // MARK: - Internals

  /// The mean of up to three free pixels in a row.
  private static func mean(
    of frame: Frame, _ blocked: [Bool], _ line: Int, from start: Int, by step: Int
  ) -> SIMD3<Float>? {
    var sum = SIMD3<Float>.zero, count: Float = 0, column = start
    while column >= 0, column < frame.width, !blocked[line + column], count < Float(reach) {
      let at = (line + column) * 3
      sum += SIMD3(frame.pixels[at], frame.pixels[at + 1], frame.pixels[at + 2])
      count += 1
      column += step
    }
    return count > 0 ? sum / count : nil
  }

  private static func fillRows(_ plate: inout [Float], _ isWhole: [Bool], _ width: Int) {
    guard let any = isWhole.firstIndex(of: true), let last = isWhole.lastIndex(of: true) else { return }
    let stride = width * 3
    for row in isWhole.indices where !isWhole[row] {
      let above = isWhole[..<row].lastIndex(of: true) ?? any
      let below = isWhole[row...].firstIndex(of: true) ?? last
      let share = below > above ? Float(row - above) / Float(below - above) : 0
      for index in 0..<stride {
        let a = plate[above * stride + index], b = plate[below * stride + index]
        plate[row * stride + index] = a + (b - a) * share
      }
    }
  }
}
