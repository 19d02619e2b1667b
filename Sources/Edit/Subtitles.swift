// Subtitles beside the film: SubRip and WebVTT.

/// One subtitle.
public struct Subtitle: Sendable, Equatable {
  /// When it is seen, in frames of the film.
  public var range: FrameRange
  /// What it says; lines separated by `\n`, without markup.
  public var text: String
  /// Who says it, where that is known.
  public var speaker: String?

  /// Makes a subtitle.
  public init(range: FrameRange, text: String, speaker: String? = nil) {
    self.range = range
    self.text = text
    self.speaker = speaker
  }
}

/// Writes subtitles.
public enum Subtitles {
  /// SubRip (`.srt`): numbered, times to the millisecond. Names of speakers are left out.
  ///
  /// - Throws: ``EditError/timeline(_:)`` for a subtitle of no frames or before the film.
  public static func subRip(_ subtitles: [Subtitle], rate: FrameRate) throws(EditError) -> String {
    try validate(subtitles)
    let blocks = subtitles.enumerated().map { index, subtitle in
      "\(index + 1)\n\(time(subtitle.range.start, rate, ",")) --> \(time(subtitle.range.end, rate, ","))\n"
        + lines(subtitle.text).joined(separator: "\n") + "\n"
    }
    return blocks.joined(separator: "\n")
  }

  /// WebVTT (`.vtt`): speakers as voices, what is markup escaped.
  ///
  /// - Throws: ``EditError/timeline(_:)`` for a subtitle of no frames or before the film.
  public static func webVTT(_ subtitles: [Subtitle], rate: FrameRate) throws(EditError) -> String {
    try validate(subtitles)
    let blocks = subtitles.map { subtitle in
      let text = lines(subtitle.text).map(escaped).joined(separator: "\n")
      let voice = subtitle.speaker.map { "<v \(escaped(lines($0).joined(separator: " ")))>" } ?? ""
      return
        "\(time(subtitle.range.start, rate, ".")) --> \(time(subtitle.range.end, rate, "."))\n\(voice)\(text)\n"
    }
    return (["WEBVTT\n"] + blocks).joined(separator: "\n")
  }

  // MARK: - Internals

  private static func validate(_ subtitles: [Subtitle]) throws(EditError) {
    let issues = subtitles.enumerated().compactMap { index, subtitle -> EditError.Issue? in
      let range = subtitle.range
      guard
        range.start < 0 || range.count <= 0 || range.start > Timeline.maximumFrameCount
          || range.count > Timeline.maximumFrameCount
      else { return nil }
      return EditError.Issue(
        "subtitles[\(index)].range", "\(range.count) frames from \(range.start); expected 1 or more, from 0")
    }
    if !issues.isEmpty { throw .timeline(issues) }
  }

  /// `00:01:02,345`.
  private static func time(_ frame: Int, _ rate: FrameRate, _ separator: String) -> String {
    let milliseconds = rate.milliseconds(frame)
    func digits(_ number: Int, _ count: Int) -> String {
      String(repeating: "0", count: max(0, count - String(number).count)) + String(number)
    }
    let seconds = milliseconds / 1000
    return
      "\(digits(seconds / 3600, 2)):\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2))\(separator)\(digits(milliseconds % 1000, 3))"
  }

  /// The lines that say something: an empty line would end the subtitle, and an arrow would be a time.
  private static func lines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map { line in
      var result = ""
      for character in line {
        if character == ">", result.hasSuffix("--") {
          result.removeLast(2); result += "→"
        } else {
          result.append(character)
        }
      }
      return result
    }.filter { !$0.allSatisfy(\.isWhitespace) }
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.append(character)
      }
    }
  }
}
