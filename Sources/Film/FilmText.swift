// Titles, credits, subtitles and the marks of a draft as one script for libass, which has letters for all writing systems.

import ZoetropeEdit

/// Text over the picture, in the format of Advanced SubStation Alpha.
///
/// libass shapes and places the letters; fonts are those of the system, whichever has them.
public struct FilmText: Sendable, Equatable {
  /// A text and when it is seen.
  public struct Line: Sendable, Equatable {
    /// How it looks.
    public var style: Style
    /// When, in frames of the film.
    public var range: FrameRange
    /// What it says; lines separated by `\n`.
    public var text: String
  }

  /// How a text looks.
  public enum Style: String, Sendable, CaseIterable {
    /// In the middle, large, fading in and out.
    case title = "Title"
    /// In the middle, smaller, fading in and out.
    case credits = "Credits"
    /// At the foot.
    case subtitle = "Subtitle"
    /// In a corner, for drafts.
    case mark = "Mark"
  }

  /// The texts.
  public var lines: [Line] = []

  /// Makes an empty script.
  public init() {}

  /// Adds a text.
  public mutating func add(_ style: Style, _ text: String, _ range: FrameRange) {
    let words = text.split(whereSeparator: \.isNewline).joined(separator: "\n")
    if !words.isEmpty, range.count > 0 { lines.append(Line(style: style, range: range, text: words)) }
  }

  /// The script.
  ///
  /// - Parameter size: of the picture that it is laid over.
  public func script(rate: FrameRate, size: Timeline.Size) -> String {
    let unit = Double(size.height) / 720
    func style(_ style: Style, _ points: Double, _ alignment: Int, outline: Double, margin: Double) -> String
    {
      let (points, outline, margin) = (points * unit, outline * unit, Int(margin * unit))
      return "Style: \(style.rawValue),Sans,\(points),&H00F4F4F4,&H00FFFFFF,&H00101010,&H80000000,"
        + "0,0,0,0,100,100,0,0,1,\(outline),0,\(alignment),\(margin),\(margin),\(margin),1"
    }
    let events = lines.map { line in
      let fade = line.style == .title || line.style == .credits ? "{\\fad(400,400)}" : ""
      return
        "Dialogue: 0,\(time(line.range.start, rate)),\(time(line.range.end, rate)),\(line.style.rawValue),"
        + ",0,0,0,,\(fade)\(FilmText.escaped(line.text))"
    }
    return """
      [Script Info]
      ScriptType: v4.00+
      PlayResX: \(size.width)
      PlayResY: \(size.height)
      WrapStyle: 0
      ScaledBorderAndShadow: yes

      [V4+ Styles]
      Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
      Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, \
      MarginV, Encoding
      \(style(.title, 64, 5, outline: 0, margin: 80))
      \(style(.credits, 36, 5, outline: 0, margin: 80))
      \(style(.subtitle, 38, 2, outline: 2, margin: 36))
      \(style(.mark, 22, 7, outline: 1.5, margin: 16))

      [Events]
      Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
      \(events.joined(separator: "\n"))

      """
  }

  // MARK: - Internals

  /// `0:00:01.02`. The format knows hundredths only: half a frame early, so that rounding never moves a text by a frame.
  private func time(_ frame: Int, _ rate: FrameRate) -> String {
    let hundredths = max(0, Int(((rate.seconds(frame) - rate.seconds(1) / 2) * 100).rounded()))
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return
      "\(hundredths / 360_000):\(two(hundredths / 6000 % 60)):\(two(hundredths / 100 % 60)).\(two(hundredths % 100))"
  }

  /// Braces would begin commands and a backslash is one: each has a look-alike that is none.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "{": result += "\u{FF5B}"
      case "}": result += "\u{FF5D}"
      case "\\": result += "\u{FF3C}"
      case "\n": result += "\\N"
      default: result.append(character)
      }
    }
  }
}
