// From elements to text. What was read and not changed is written as it was; the rest in the plainest way that reads
// back as the same element, forced only where it would be taken for another.

extension Screenplay {
  /// The screenplay in Fountain 1.1; reading it gives an equal screenplay.
  ///
  /// Three things cannot be written in Fountain: dialogue that is all in parentheses or begins with `~`, line ends in a name or
  /// heading outside notes, and `/*` in one element with `*/` in a later one. They are written as they are.
  ///
  /// - Complexity: O(n).
  public var fountain: String {
    var writer = FountainWriter(play: self)
    return writer.write()
  }
}

private struct FountainWriter {
  let play: Screenplay
  private var text = ""

  init(play: Screenplay) { self.play = play }

  mutating func write() -> String {
    if play.hasByteOrderMark { text += "\u{FEFF}" }
    if let page = play.titlePage {
      if let source = page.source { text += source } else { write(page) }
    }
    for index in play.elements.indices {
      let element = play.elements[index]
      let blankCount = blankLines(before: index)
      if let source = element.source, blankCount == element.leadingBlankLines {
        endLine()
        text += source
      } else {
        endLine()
        append(String(repeating: "\n", count: blankCount))
        write(element.content, at: index)
      }
    }
    if let source = play.trailingSource {
      endLine()
      text += source
    }
    return text
  }

  // MARK: - Internals

  private mutating func append(_ new: String) {
    if play.lineEnding == .lineFeed || !new.utf8.contains(0x0A) {
      text += new
    } else {
      for piece in new.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
        if piece.offset > 0 { text += play.lineEnding.rawValue }
        text += String(Substring(piece.element))
      }
    }
  }

  /// A file's last line may lack its ending; what follows it needs one.
  private mutating func endLine() {
    guard let last = text.utf8.last, last != 0x0A, last != 0x0D,
      text.unicodeScalars.count != 1 || last != 0xBF
    else { return }
    append("\n")
  }

  private mutating func write(_ page: TitlePage) {
    for entry in page.entries {
      if entry.lines.count == 1, !entry.lines[0].isEmpty {
        append("\(entry.key): \(entry.lines[0])\n")
      } else {
        append("\(entry.key):\n")
        for line in entry.lines { append("    \(line)\n") }
      }
    }
  }

  private func blankLines(before index: Int) -> Int {
    let element = play.elements[index]
    let given = max(0, element.leadingBlankLines)
    guard index > 0 else { return max(given, play.titlePage == nil ? 0 : 1) }
    let needsOne: Bool
    switch play.elements[index - 1].content {
    case .action:
      switch element.content {
      case .section, .synopsis, .pageBreak, .centered, .transition, .lyric: needsOne = false
      default: needsOne = true
      }
    case .speech: needsOne = element.content != .pageBreak
    default: needsOne = false
    }
    return max(given, needsOne ? 1 : 0)
  }

  private mutating func write(_ content: ScreenplayElement.Content, at index: Int) {
    switch content {
    case .pageBreak: append("===\n")
    case .section(let depth, let text):
      append(String(repeating: "#", count: max(1, depth)) + (text.isEmpty ? "\n" : " \(text)\n"))
    case .synopsis(let text): append(text.isEmpty ? "=\n" : "= \(text)\n")
    case .centered(let text): append(text.isEmpty ? "><\n" : "> \(text) <\n")
    case .lyric(let text): append("~\(text)\n")
    case .note(let text), .boneyard(let text): append(text + "\n")
    case .transition(let text):
      let isPlain = kind(of: text, at: index, isAlone: isLast(index)) == .transition(isForced: false)
      append(isPlain ? text + "\n" : (text.isEmpty ? ">\n" : "> \(text)\n"))
    case .sceneHeading(let heading):
      let line = heading.text + (heading.number.map { " #\($0)#" } ?? "")
      let isPlain = kind(of: line, at: index, isAlone: isLast(index)) == .sceneHeading(isForced: false)
      append((isPlain ? "" : ".") + line + "\n")
    case .action(let text): write(action: text, at: index)
    case .speech(let speech): write(speech, at: index)
    }
  }

  /// What the reader would take a line for; `next` is the line after it where that may be indented.
  private func kind(of line: String, at index: Int, isAlone: Bool, next: SourceLine? = nil) -> LineKind? {
    guard let line = SourceLines.lines(of: line).first else { return nil }
    let blankCount = blankLines(before: index)
    if index == 0, blankCount == 0, play.titlePage == nil, TitlePage.isFirstLine(line, next: next) {
      return nil
    }
    return LineKind(of: line, isAlone: isAlone, isAfterBlank: index == 0 || blankCount > 0)
  }

  /// Whether a blank line or the end follows an element.
  private func isLast(_ index: Int) -> Bool {
    let next = index + 1
    return next == play.elements.count || blankLines(before: next) > 0
      || play.elements[next].content == .pageBreak
  }

  private mutating func write(action text: String, at index: Int) {
    let lines = SourceLines.lines(of: text)
    for (place, line) in lines.enumerated() {
      let isForced: Bool
      if line.isBlank || line.raw.firstByte == UInt8(ascii: "!") {
        isForced = true
      } else if place == 0 {
        let isAlone = lines.dropFirst().allSatisfy(\.isHidden) && isLast(index)
        isForced = kind(of: line.raw, at: index, isAlone: isAlone, next: lines.dropFirst().first) != .action
      } else {
        isForced = LineKind(anywhere: line) != nil
      }
      append((isForced ? "!" : "") + line.raw + "\n")
    }
  }

  private mutating func write(_ speech: Speech, at index: Int) {
    var cue = ([speech.character] + speech.extensions.map { "(\($0))" }).joined(separator: " ")
    if !speech.annotations.isEmpty { cue += " " + speech.annotations }
    if speech.isDual { cue += " ^" }
    let saysNothing = speech.parts.allSatisfy { if case .note = $0 { true } else { false } }
    let isPlain = kind(of: cue, at: index, isAlone: saysNothing) == .speech(isForced: false)
    append((isPlain ? "" : "@") + cue + "\n")
    for part in speech.parts {
      switch part {
      case .parenthetical(let text): append("(\(text))\n")
      case .lyric(let text): append("~\(text)\n")
      case .note(let text): append(text + "\n")
      case .dialogue(let text):
        for line in SourceLines.lines(of: text) { append((line.isBlank ? "  " : line.raw) + "\n") }
      }
    }
  }
}
