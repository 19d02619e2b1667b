// A text cut into lines, where a note or boneyard that spans several of them makes one line of them.

/// A line as the reader sees it.
struct SourceLine {
  /// The bytes of the line, its ending included.
  let range: Range<Int>
  /// The line without its ending; line endings inside a note or boneyard are `\n`.
  let raw: String
  /// `raw` without notes and boneyard, and without blanks around it.
  let visible: String
  /// Whether there are notes or boneyard on it.
  let hasHidden: Bool
  /// How many lines of the file it holds.
  let lineCount: Int

  /// Whether it holds nothing at all.
  var isBlank: Bool { visible.isEmpty && !hasHidden }
  /// Whether it holds notes and boneyard alone.
  var isHidden: Bool { visible.isEmpty && hasHidden }
  /// Whether it is blank but says by two spaces that a speech goes on.
  var continuesSpeech: Bool { isBlank && raw.utf8.count >= 2 }
  /// Whether it breaks the page: three or more `=`.
  var isPageBreak: Bool {
    !hasHidden && visible.utf8.count >= 3 && visible.utf8.allSatisfy { $0 == UInt8(ascii: "=") }
  }
}

/// Cuts a text into lines.
struct SourceLines {
  private let bytes: [UInt8]
  private var position = 0
  // The next closing mark or empty line at or after a place; each is found once, so that cutting is linear.
  private var boneyardEnd = NextPlace(), noteEnd = NextPlace(), emptyLine = NextPlace()

  private struct NextPlace {
    var from = -1
    var place: Int?
  }

  /// The lines of a text in UTF-8.
  ///
  /// - Complexity: O(n).
  static func lines(of bytes: [UInt8]) -> [SourceLine] {
    var cutter = SourceLines(bytes: bytes)
    var result: [SourceLine] = []
    while cutter.position < bytes.count { result.append(cutter.next()) }
    return result
  }

  /// The lines of a text.
  static func lines(of text: String) -> [SourceLine] {
    // A text that ends in a line ending has an empty line after it, and an empty text is one empty line.
    let bytes = Array(text.utf8)
    let last = SourceLine(
      range: bytes.count..<bytes.count, raw: "", visible: "", hasHidden: false, lineCount: 1)
    return lines(of: bytes) + (bytes.isEmpty || isEnd(bytes[bytes.count - 1]) ? [last] : [])
  }

  /// A text cut into what is shown, notes and boneyard.
  static func pieces(of bytes: [UInt8]) -> [FountainMarkup.Piece] {
    var cutter = SourceLines(bytes: bytes)
    var result: [FountainMarkup.Piece] = []
    var shown = 0
    var place = 0
    func show(_ end: Int) {
      if end > shown { result.append(.shown(String(decoding: bytes[shown..<end], as: UTF8.self))) }
    }
    while place < bytes.count {
      guard let end = cutter.hiddenEnd(at: place) else {
        place += 1
        continue
      }
      show(place)
      let raw = String(decoding: bytes[place..<end], as: UTF8.self)
      result.append(bytes[place] == UInt8(ascii: "[") ? .note(raw) : .boneyard(raw))
      place = end
      shown = end
    }
    show(bytes.count)
    return result
  }

  // MARK: - Internals

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private static func isEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private mutating func next() -> SourceLine {
    let start = position
    var visible: [UInt8] = []
    var hasHidden = false
    var shown = position
    var end = position
    var lineCount = 1
    while end < bytes.count, !SourceLines.isEnd(bytes[end]) {
      if let hiddenEnd = hiddenEnd(at: end) {
        hasHidden = true
        visible.append(contentsOf: bytes[shown..<end])
        lineCount += SourceLines.endings(bytes[end..<hiddenEnd])
        end = hiddenEnd
        shown = end
      } else {
        end += 1
      }
    }
    position = end
    if position < bytes.count {
      let isPair = bytes[position] == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A
      position += isPair ? 2 : 1
    }
    let raw = SourceLines.normalized(bytes[start..<end])
    visible.append(contentsOf: bytes[shown..<end])
    return SourceLine(
      range: start..<position, raw: raw, visible: String(decoding: visible, as: UTF8.self).trimmedBlanks,
      hasHidden: hasHidden, lineCount: lineCount)
  }

  /// Where a note or boneyard that begins here ends.
  private mutating func hiddenEnd(at place: Int) -> Int? {
    guard place + 1 < bytes.count else { return nil }
    if bytes[place] == UInt8(ascii: "/"), bytes[place + 1] == UInt8(ascii: "*") {
      return find(&boneyardEnd, from: place + 2) { bytes, place in
        place + 1 < bytes.count && bytes[place] == UInt8(ascii: "*") && bytes[place + 1] == UInt8(ascii: "/")
      }.map { $0 + 2 }
    }
    guard bytes[place] == UInt8(ascii: "["), bytes[place + 1] == UInt8(ascii: "[") else { return nil }
    let close = find(&noteEnd, from: place + 2) { bytes, place in
      place + 1 < bytes.count && bytes[place] == UInt8(ascii: "]") && bytes[place + 1] == UInt8(ascii: "]")
    }
    guard var close else { return nil }
    let empty = find(&emptyLine, from: place + 2, SourceLines.isEmptyLine)
    if let empty, empty < close { return nil }
    // "[[a]]]" ends with the last bracket.
    if close + 2 < bytes.count, bytes[close + 2] == UInt8(ascii: "]") { close += 1 }
    return close + 2
  }

  private func find(
    _ next: inout NextPlace, from start: Int, _ isAt: ([UInt8], Int) -> Bool
  ) -> Int? {
    if next.from >= 0, next.from <= start, next.place.map({ $0 >= start }) ?? true { return next.place }
    var place = start
    while place < bytes.count, !isAt(bytes, place) { place += 1 }
    next = NextPlace(from: start, place: place < bytes.count ? place : nil)
    return next.place
  }

  /// Whether a line that holds nothing, or a single blank, begins at a place.
  private static func isEmptyLine(_ bytes: [UInt8], _ place: Int) -> Bool {
    guard place > 0, isEnd(bytes[place - 1]) else { return false }
    // Between the halves of "\r\n" no line begins.
    if bytes[place - 1] == 0x0D, bytes[place] == 0x0A { return false }
    if isEnd(bytes[place]) { return true }
    let isBlank = bytes[place] == 0x20 || bytes[place] == 0x09
    return isBlank && place + 1 < bytes.count && isEnd(bytes[place + 1])
  }

  private static func endings(_ bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    var isAfterReturn = false
    for byte in bytes {
      if byte == 0x0D || (byte == 0x0A && !isAfterReturn) { count += 1 }
      isAfterReturn = byte == 0x0D
    }
    return count
  }

  private static func normalized(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(0x0D) else { return String(decoding: bytes, as: UTF8.self) }
    var result: [UInt8] = []
    var isAfterReturn = false
    for byte in bytes {
      if byte == 0x0D { result.append(0x0A) } else if byte != 0x0A || !isAfterReturn { result.append(byte) }
      isAfterReturn = byte == 0x0D
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension String {
  /// The text without spaces and tabs around it.
  var trimmedBlanks: String {
    let bytes = utf8
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0B || byte == 0x0C }
    guard let start = bytes.firstIndex(where: { !isBlank($0) }),
      let end = bytes.lastIndex(where: { !isBlank($0) })
    else { return "" }
    let after = bytes.index(after: end)
    return start == bytes.startIndex && after == bytes.endIndex
      ? self : String(Substring(bytes[start..<after]))
  }

  /// The first byte.
  var firstByte: UInt8? { utf8.first }
}
