import ZoetropeShot
import ZoetropeMedia

/// A clip as coloured half blocks: two pixels per character, one above the other.
enum Preview {
  /// The widest a frame is drawn, in characters.
  static let widest = 32

  /// As many frames side by side as fit, from the first to the last, as lines with ANSI colours.
  static func lines(_ clip: Clip, columns: Int) -> [String] {
    let width = max(4, min(widest, clip.width, columns - 1))
    let height = max(2, clip.height * width / clip.width / 2 * 2)
    let count = max(1, min(4, clip.frameCount, columns / (width + 1)))
    let frames = (0..<count).map { index in
      clip[frame: count == 1 ? clip.frameCount / 2 : index * (clip.frameCount - 1) / (count - 1)].fitted(
        height: height, width: width)
    }
    return stride(from: 0, to: height, by: 2).map { y in
      frames.map { row($0, y) }.joined(separator: " ")
    }
  }

  // MARK: - Internals

  private static func row(_ frame: Frame, _ y: Int) -> String {
    var text = ""
    for x in 0..<frame.width {
      let (top, bottom) = (color(frame, x, y), color(frame, x, y + 1))
      text += "\u{1B}[38;2;\(top);48;2;\(bottom)m▀"
    }
    return text + "\u{1B}[0m"
  }

  private static func color(_ frame: Frame, _ x: Int, _ y: Int) -> String {
    let start = (y * frame.width + x) * Clip.channelCount
    return (0..<3).map { String(PixelCode.byte(frame.pixels[start + $0])) }.joined(separator: ";")
  }
}
