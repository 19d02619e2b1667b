// From text to elements. Nothing is an error: what is no other element is action.

extension Screenplay {
  /// Reads a screenplay in Fountain 1.1.
  ///
  /// Beyond the specification it takes a scene heading in upper case without a blank line after it, since people forget that line.
  ///
  /// - Throws: ``ScreenplayError`` where the bytes are not UTF-8 text, with line and column.
  /// - Complexity: O(n).
  public init(fountain bytes: [UInt8]) throws(ScreenplayError) {
    try TextCheck.check(bytes)
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var reader = FountainReader(bytes: hasMark ? Array(bytes.dropFirst(3)) : bytes)
    self = reader.read()
    hasByteOrderMark = hasMark
  }

  /// Reads a screenplay in Fountain 1.1; see ``init(fountain:)-([UInt8])``.
  public init(fountain text: String) {
    var reader = FountainReader(bytes: Array(text.utf8))
    self = reader.read()
  }
}

/// What reads the lines of a screenplay.
private struct FountainReader {
  private let bytes: [UInt8]
  private let lines: [SourceLine]
  private var index = 0
  private var lineNumber = 1
  private var play = Screenplay()

  init(bytes: [UInt8]) {
    self.bytes = bytes
    lines = SourceLines.lines(of: bytes)
  }

  mutating func read() -> Screenplay {
    play.lineEnding = FountainReader.lineEnding(bytes)
    if let page = TitlePage.read(lines) {
      index = page.lineCount
      play.titlePage = TitlePage(entries: page.entries, source: source(0..<index))
      lineNumber += lines[..<index].reduce(0) { $0 + $1.lineCount }
    }
    while true {
      let start = index
      while index < lines.count, lines[index].isBlank { index += 1 }
      guard index < lines.count else {
        play.trailingSource = start < index ? source(start..<index) : nil
        return play
      }
      let blankCount = index - start
      let content = readContent(isAfterBlank: blankCount > 0 || start == 0)
      play.elements.append(
        ScreenplayElement(
          content, leadingBlankLines: blankCount, source: source(start..<index), line: lineNumber + blankCount
        ))
      lineNumber += lines[start..<index].reduce(0) { $0 + $1.lineCount }
    }
  }

  // MARK: - Internals

  private func source(_ range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    return String(
      decoding: bytes[lines[first].range.lowerBound..<lines[last].range.upperBound], as: UTF8.self)
  }

  /// Whether no line that shows something follows directly.
  private var isAlone: Bool {
    var next = index + 1
    while next < lines.count, lines[next].isHidden { next += 1 }
    return next >= lines.count || lines[next].isBlank || lines[next].isPageBreak
  }

  private mutating func readContent(isAfterBlank: Bool) -> ScreenplayElement.Content {
    let line = lines[index]
    let kind = LineKind(of: line, isAlone: isAlone, isAfterBlank: isAfterBlank)
    let text = line.raw.trimmedBlanks
    switch kind {
    case .action: return .action(readAction())
    case .speech(let isForced):
      guard let cue = Cue(isForced ? String(text.dropFirstByte) : text, isForced: isForced) else {
        return .action(readAction())
      }
      return .speech(readSpeech(cue))
    default: index += 1
    }
    switch kind {
    case .pageBreak: return .pageBreak
    case .section:
      let rest = text.utf8.drop { $0 == UInt8(ascii: "#") }
      return .section(depth: text.utf8.count - rest.count, text: String(Substring(rest)).trimmedBlanks)
    case .synopsis: return .synopsis(String(text.dropFirstByte).trimmedBlanks)
    case .centered: return .centered(String(Substring(text.utf8.dropFirst().dropLast())).trimmedBlanks)
    case .lyric: return .lyric(String(text.dropFirstByte).trimmedBlanks)
    case .note: return .note(text)
    case .boneyard: return .boneyard(text)
    case .transition(let isForced):
      return .transition(isForced ? String(text.dropFirstByte).trimmedBlanks : text)
    case .sceneHeading(let isForced):
      return .sceneHeading(SceneHeading(line: isForced ? String(text.dropFirstByte) : text))
    case .action, .speech: return .action(text)  // read above
    }
  }

  private mutating func readAction() -> String {
    var texts: [String] = []
    repeat {
      let raw = lines[index].raw
      texts.append(raw.firstByte == UInt8(ascii: "!") ? String(raw.dropFirstByte) : raw)
      index += 1
    } while index < lines.count && !lines[index].isBlank && LineKind(anywhere: lines[index]) == nil
    return texts.joined(separator: "\n")
  }

  private mutating func readSpeech(_ cue: Cue) -> Speech {
    index += 1
    var parts: [Speech.Part] = []
    var dialogue: [String] = []
    func close() {
      if !dialogue.isEmpty { parts.append(.dialogue(dialogue.joined(separator: "\n"))) }
      dialogue = []
    }
    while index < lines.count {
      let line = lines[index]
      if line.isPageBreak { break }
      if line.isBlank {
        var next = index
        while next < lines.count, lines[next].continuesSpeech { next += 1 }
        let hasBegun = !parts.isEmpty || !dialogue.isEmpty
        guard hasBegun, next > index, next < lines.count, !lines[next].isBlank, !lines[next].isPageBreak
        else { break }
        dialogue += Array(repeating: "", count: next - index)
        index = next
        continue
      }
      let text = line.raw.trimmedBlanks
      index += 1
      if line.isHidden {
        close()
        parts.append(.note(text))
      } else if text.firstByte == UInt8(ascii: "("), text.utf8.last == UInt8(ascii: ")"), text.utf8.count > 1
      {
        close()
        parts.append(.parenthetical(String(Substring(text.utf8.dropFirst().dropLast()))))
      } else if text.firstByte == UInt8(ascii: "~") {
        close()
        parts.append(.lyric(String(text.dropFirstByte).trimmedBlanks))
      } else {
        dialogue.append(text)
      }
    }
    close()
    return Speech(
      character: cue.character, extensions: cue.extensions, isDual: cue.isDual, annotations: cue.annotations,
      parts: parts)
  }

  private static func lineEnding(_ bytes: [UInt8]) -> Screenplay.LineEnding {
    guard let first = bytes.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }), bytes[first] == 0x0D else {
      return .lineFeed
    }
    return first + 1 < bytes.count && bytes[first + 1] == 0x0A ? .carriageReturnLineFeed : .carriageReturn
  }
}

extension SceneHeading {
  /// Reads a heading's line: a number between `#` at its end, which notes may follow, is taken out.
  init(line: String) {
    var pieces = FountainMarkup.pieces(of: line)
    var notes: [String] = []
    while case .note(let raw)? = pieces.last { notes.insert(raw, at: 0); pieces.removeLast() }
    self.init(line)
    guard case .shown(let last)? = pieces.last else { return }
    let bytes = Array(last.trimmedBlanks.utf8)
    guard bytes.last == UInt8(ascii: "#"),
      let open = bytes.dropLast().lastIndex(of: UInt8(ascii: "#")), open + 1 < bytes.count - 1,
      bytes[(open + 1)..<(bytes.count - 1)].allSatisfy(SceneHeading.isOfNumber)
    else { return }
    let before = pieces.dropLast().map { piece in
      switch piece {
      case .shown(let text), .note(let text), .boneyard(let text): text
      }
    }
    let leading = last.utf8.prefix { $0 == 0x20 || $0 == 0x09 }.count
    let kept = String(decoding: Array(last.utf8.prefix(leading)) + bytes[..<open], as: UTF8.self)
    let text =
      ((before.joined() + kept).trimmedBlanks + (notes.isEmpty ? "" : " " + notes.joined(separator: " ")))
    // A heading of nothing but a number is text.
    guard !FountainMarkup.plain(text).trimmedBlanks.isEmpty else { return }
    self.init(text, number: String(decoding: bytes[(open + 1)..<(bytes.count - 1)], as: UTF8.self))
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
  }
}
