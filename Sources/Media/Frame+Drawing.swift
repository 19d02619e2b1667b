// The little drawing that contact sheets need.

import ZoetropeShot

extension Frame {
  /// The frame with every pixel repeated `factor` times in both directions.
  ///
  /// - Precondition: `factor` is at least 1.
  public func enlarged(by factor: Int) -> Frame {
    precondition(factor >= 1, "Frame: cannot enlarge by \(factor)")
    if factor == 1 { return self }
    var result = Frame(height: height * factor, width: width * factor)
    result.draw(self, x: 0, y: 0, scale: factor)
    return result
  }

  /// Copies another frame into this one, its top left corner at (x, y); what lies outside is cut off.
  public mutating func draw(_ other: Frame, x: Int, y: Int, scale: Int = 1) {
    let rows = max(0, y)..<max(0, y, min(height, y + other.height * scale))
    let columns = max(0, x)..<max(0, x, min(width, x + other.width * scale))
    for row in rows {
      for column in columns {
        let from = ((row - y) / scale * other.width + (column - x) / scale) * Clip.channelCount
        let to = (row * width + column) * Clip.channelCount
        for channel in 0..<Clip.channelCount { pixels[to + channel] = other.pixels[from + channel] }
      }
    }
  }

  /// Writes a line of text in one grey, the top left corner of its first letter at (x, y).
  ///
  /// The font has printable ASCII; other letters show as boxes. What lies outside the frame is cut off.
  ///
  /// - Parameter scale: pixels per font pixel; a letter takes 6 × 9 font pixels.
  public mutating func draw(_ text: String, x: Int, y: Int, scale: Int = 1, value: Float = 1) {
    for (index, character) in text.enumerated() {
      let left = x + index * BitmapFont.advance * scale
      if left >= width { return }
      for (row, bits) in BitmapFont.rows(character).enumerated() {
        for column in 0..<BitmapFont.width where bits >> (BitmapFont.width - 1 - column) & 1 == 1 {
          fill(x: left + column * scale, y: y + row * scale, side: scale, value: value)
        }
      }
    }
  }

  // MARK: - Internals

  private mutating func fill(x: Int, y: Int, side: Int, value: Float) {
    for row in max(0, y)..<max(0, y, min(height, y + side)) {
      for column in max(0, x)..<max(0, x, min(width, x + side)) {
        let index = (row * width + column) * Clip.channelCount
        for channel in 0..<Clip.channelCount { pixels[index + channel] = value }
      }
    }
  }
}
