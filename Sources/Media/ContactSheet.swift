// Many frames on one picture, to be looked at in one go.

import ZoetropeShot

/// A grid of labelled frames.
///
/// ```swift
/// try PNG.write(ContactSheet(columns: 4, scale: 2).render(clip), to: url)
/// ```
public struct ContactSheet: Sendable {
  /// Frames per row; `nil` chooses about as many as there are rows.
  public var columns: Int?
  /// Pixels on the sheet per pixel of a frame.
  public var scale: Int
  /// Pixels on the sheet per pixel of the font.
  public var textScale: Int
  /// A line above the grid; none if empty.
  public var title: String
  /// Grey of the sheet, −1 black … 1 white.
  public var background: Float
  /// Grey of the letters.
  public var ink: Float
  /// Pixels between frames and around them.
  public var spacing: Int
  /// Lines that a label may take before it is cut off.
  public var labelLines: Int

  /// A frame and the words under it.
  public struct Tile: Sendable {
    /// The picture.
    public let frame: Frame
    /// Printable ASCII, broken between words at the width of the cell.
    public let label: String

    /// Makes a tile.
    public init(_ frame: Frame, _ label: String = "") {
      self.frame = frame
      self.label = label
    }
  }

  /// Makes a style of sheet.
  public init(
    columns: Int? = nil, scale: Int = 1, textScale: Int = 1, title: String = "", background: Float = -0.8,
    ink: Float = 0.7, spacing: Int = 6, labelLines: Int = 1
  ) {
    self.columns = columns
    self.scale = max(1, scale)
    self.textScale = max(1, textScale)
    self.title = title
    self.background = background
    self.ink = ink
    self.spacing = max(0, spacing)
    self.labelLines = max(1, labelLines)
  }

  /// Lays out the frames of a clip, labelled with their number and time.
  public func render(_ clip: Clip) -> Frame {
    render(Array(clip.frames.enumerated()), frameRate: clip.frameRate)
  }

  /// Lays out some frames of a clip, labelled with their number and time.
  ///
  /// - Parameters:
  ///   - frames: each with its number in the clip, 0-based.
  ///   - frameRate: frames per second.
  public func render(_ frames: [(offset: Int, element: Frame)], frameRate: Double) -> Frame {
    render(
      frames.map { index, frame in
        let hundredths = Int((Double(index) / frameRate * 100).rounded())
        let fraction = String(hundredths % 100)
        let time = "\(hundredths / 100).\(String(repeating: "0", count: 2 - fraction.count))\(fraction)"
        return Tile(frame, "\(index)  \(time)s")
      })
  }

  /// Lays out frames row by row. They may differ in size: every cell is as large as the largest needs, and a label
  /// is right under its frame.
  ///
  /// A title wider than the grid widens the sheet.
  public func render(_ tiles: [Tile]) -> Frame {
    let columns = min(
      max(1, columns ?? Int(Double(tiles.count).squareRoot().rounded(.up))), max(1, tiles.count))
    let rows = (tiles.count + columns - 1) / columns
    let cellWidth = (tiles.map(\.frame.width).max() ?? 0) * scale
    let cellHeight = (tiles.map(\.frame.height).max() ?? 0) * scale
    let line = (BitmapFont.height + 3) * textScale
    let fitting = (cellWidth / textScale + BitmapFont.advance - BitmapFont.width) / BitmapFont.advance
    let labels = tiles.map { ContactSheet.lines(of: $0.label, width: fitting, atMost: labelLines) }
    let labelHeight = (labels.map(\.count).max() ?? 0) * line
    let top = spacing + (title.isEmpty ? 0 : line)
    let gridWidth = spacing + columns * (cellWidth + spacing)
    let titleWidth = title.isEmpty ? 0 : 2 * spacing + width(of: title)
    var sheet = Frame(
      height: max(1, top + rows * (cellHeight + labelHeight + spacing)), width: max(1, gridWidth, titleWidth),
      filledWith: background)
    sheet.draw(title, x: spacing, y: spacing, scale: textScale, value: ink)
    for (index, tile) in tiles.enumerated() {
      let x = spacing + index % columns * (cellWidth + spacing)
      let y = top + index / columns * (cellHeight + labelHeight + spacing)
      sheet.draw(tile.frame, x: x, y: y, scale: scale)
      for (row, text) in labels[index].enumerated() {
        let below = y + tile.frame.height * scale + 2 * textScale + row * line
        sheet.draw(text, x: x, y: below, scale: textScale, value: ink)
      }
    }
    return sheet
  }

  // MARK: - Internals

  /// A label broken between words; the last line, and a word longer than a line, are cut off.
  private static func lines(of label: String, width: Int, atMost count: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = [], rest = label[...]
    while !rest.isEmpty && lines.count < count {
      var line = rest.prefix(width)
      let isBroken = line.endIndex < rest.endIndex && rest[line.endIndex] != " "
      if isBroken, lines.count + 1 < count, let blank = line.lastIndex(of: " "), blank > line.startIndex {
        line = line[..<blank]
      }
      lines.append(String(line))
      rest = rest[line.endIndex...].drop { $0 == " " }
    }
    return lines
  }

  private func width(of text: String) -> Int { text.count * BitmapFont.advance * textScale }
}
