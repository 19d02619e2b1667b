import ZoetropeShot

extension Frame {
  /// The picture cropped in the middle to a frame's proportions and brought to its size by averaging areas.
  ///
  /// A picture of that size already is returned as it is.
  ///
  /// - Precondition: all sides are at least 1.
  /// - Complexity: O(H·W) of both pictures.
  public func fitted(height newHeight: Int, width newWidth: Int) -> Frame {
    if newHeight == height && newWidth == width { return self }
    let scale = min(Double(width) / Double(newWidth), Double(height) / Double(newHeight))
    let left = (Double(width) - scale * Double(newWidth)) / 2
    let top = (Double(height) - scale * Double(newHeight)) / 2
    let columns = (0..<newWidth).map { Frame.shares(left + Double($0) * scale, scale, width) }
    let rows = (0..<newHeight).map { Frame.shares(top + Double($0) * scale, scale, height) }
    var result = Frame(height: newHeight, width: newWidth)
    for y in 0..<newHeight {
      for x in 0..<newWidth {
        for channel in 0..<Clip.channelCount {
          var sum = 0.0
          for (row, rowShare) in rows[y] {
            for (column, share) in columns[x] {
              sum += rowShare * share * Double(pixels[(row * width + column) * Clip.channelCount + channel])
            }
          }
          result.pixels[(y * newWidth + x) * Clip.channelCount + channel] = Float(sum)
        }
      }
    }
    return result
  }

  /// The samples that an interval touches and their shares of it, which add up to 1.
  private static func shares(_ start: Double, _ length: Double, _ count: Int) -> [(Int, Double)] {
    let end = start + length
    let first = min(max(Int(start), 0), count - 1)
    let last = min(max(Int(end.rounded(.up)) - 1, first), count - 1)
    let shares = (first...last).map { index in
      (index, max(0, min(end, Double(index + 1)) - max(start, Double(index))))
    }
    let sum = shares.reduce(0) { $0 + $1.1 }
    return shares.map { ($0.0, $0.1 / sum) }
  }
}
