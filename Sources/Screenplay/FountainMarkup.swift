// What stands inside a line: emphasis, notes, boneyard.

/// Reads and writes Fountain's inline markup.
public enum FountainMarkup {
  /// A stretch of text in one style.
  public struct Run: Sendable, Equatable {
    /// The text, escapes resolved.
    public var text: String
    /// How it is set.
    public var style: Style

    /// Makes a run.
    public init(_ text: String, _ style: Style = []) {
      self.text = text
      self.style = style
    }
  }

  /// How text is set.
  public struct Style: OptionSet, Sendable, Hashable {
    /// One bit per style.
    public let rawValue: UInt8
    /// Makes a set of styles.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// `*italic*`.
    public static let italic = Style(rawValue: 1)
    /// `**bold**`.
    public static let bold = Style(rawValue: 2)
    /// `_underlined_`.
    public static let underline = Style(rawValue: 4)
  }

  /// The text as it is read, without notes, boneyard, marks of emphasis and the backslashes of escapes.
  public static func plain(_ text: String) -> String { runs(of: text).map(\.text).joined() }

  /// The texts of the notes, without brackets.
  public static func notes(in text: String) -> [String] {
    pieces(of: text).compactMap { piece in
      guard case .note(let raw) = piece else { return nil }
      return String(Substring(raw.utf8.dropFirst(2).dropLast(2))).trimmedBlanks
    }
  }

  /// The text cut by style; emphasis does not cross line ends, and a mark without its partner is text.
  ///
  /// - Complexity: O(n).
  public static func runs(of text: String) -> [Run] {
    var shown = ""
    for case .shown(let piece) in pieces(of: text) { shown += piece }
    var runs: [Run] = []
    let lines = shown.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if index > 0 { append("\n", [], to: &runs) }
      EmphasisLine(Array(line)).append(to: &runs)
    }
    return runs
  }

  /// A plain text with a backslash before each mark that would be emphasis.
  public static func escaped(_ plain: String) -> String {
    var result = ""
    for scalar in plain.unicodeScalars {
      if scalar == "*" || scalar == "_" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  // MARK: - Internals

  enum Piece: Equatable {
    case shown(String)
    case note(String)
    case boneyard(String)
  }

  /// The text cut into what is shown and what is not.
  static func pieces(of text: String) -> [Piece] {
    guard text.utf8.contains(UInt8(ascii: "[")) || text.utf8.contains(UInt8(ascii: "/")) else {
      return text.isEmpty ? [] : [.shown(text)]
    }
    return SourceLines.pieces(of: Array(text.utf8))
  }

  fileprivate static func append(_ text: String, _ style: Style, to runs: inout [Run]) {
    guard !text.isEmpty else { return }
    if runs.last?.style == style {
      runs[runs.count - 1].text += text
    } else {
      runs.append(Run(text, style))
    }
  }
}

/// The emphasis of one line.
private struct EmphasisLine {
  /// A run of marks: `*`, `**`, `***` or `_`.
  private struct Mark {
    var range: Range<Int>
    /// What it opens or closes; marks left over are text.
    var toggled: FountainMarkup.Style = []
  }

  private let bytes: [UInt8]
  private var marks: [Mark] = []
  /// Backslashes that stand before a mark.
  private var escapes: Set<Int> = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var open: [FountainMarkup.Style.RawValue: Int] = [:]
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\"), index + 1 < bytes.count, EmphasisLine.isMark(bytes[index + 1]) {
        escapes.insert(index)
        index += 2
        continue
      }
      guard EmphasisLine.isMark(byte) else {
        index += 1
        continue
      }
      var end = index + 1
      while byte == UInt8(ascii: "*"), end < bytes.count, bytes[end] == byte { end += 1 }
      marks.append(Mark(range: index..<end))
      let styles = EmphasisLine.styles(byte, count: end - index)
      let mayClose = index > 0 && !EmphasisLine.isBlank(bytes[index - 1])
      let mayOpen = end < bytes.count && !EmphasisLine.isBlank(bytes[end])
      let place = marks.count - 1
      if mayClose, !styles.isEmpty, styles.allSatisfy({ open[$0.rawValue] != nil }) {
        for style in styles {
          guard let partner = open.removeValue(forKey: style.rawValue) else { continue }
          marks[partner].toggled.formUnion(style)
          marks[place].toggled.formUnion(style)
        }
      } else if mayOpen {
        for style in styles { open[style.rawValue] = place }
      }
      index = end
    }
  }

  func append(to runs: inout [FountainMarkup.Run]) {
    var style: FountainMarkup.Style = []
    var start = 0
    func flush(_ end: Int) {
      let kept = (start..<end).filter { !escapes.contains($0) }.map { bytes[$0] }
      FountainMarkup.append(String(decoding: kept, as: UTF8.self), style, to: &runs)
    }
    for mark in marks where !mark.toggled.isEmpty {
      flush(mark.range.lowerBound)
      let used =
        (mark.toggled.contains(.italic) ? 1 : 0) + (mark.toggled.contains(.bold) ? 2 : 0)
        + (mark.toggled.contains(.underline) ? 1 : 0)
      // What has no partner stays outside the emphasis: "***a**" is "*" and a bold "a".
      let isOpening = !style.isSuperset(of: mark.toggled)
      let spare = mark.range.count - used
      start = isOpening ? mark.range.lowerBound : mark.range.upperBound - spare
      if isOpening { flush(mark.range.lowerBound + spare) }
      style.formSymmetricDifference(mark.toggled)
      start = isOpening ? mark.range.upperBound : mark.range.upperBound - spare
    }
    flush(bytes.count)
  }

  private static func isMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_") }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func styles(_ byte: UInt8, count: Int) -> [FountainMarkup.Style] {
    if byte == UInt8(ascii: "_") { return [.underline] }
    switch count {
    case 1: return [.italic]
    case 2: return [.bold]
    case 3: return [.italic, .bold]
    default: return []
    }
  }
}
