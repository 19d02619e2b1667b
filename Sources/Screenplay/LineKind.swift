// What a line is by Fountain 1.1. Reader and writer share these rules, so that the writer forces exactly what
// the reader would take for something else.

/// What begins with a line at the start of a paragraph.
enum LineKind: Equatable {
  case pageBreak, section, synopsis, centered, lyric, note, boneyard, action
  case sceneHeading(isForced: Bool)
  case transition(isForced: Bool)
  case speech(isForced: Bool)

  /// What a line begins.
  ///
  /// - Parameters:
  ///   - line: the line; a paragraph begins with it.
  ///   - isAlone: asked once at most, since it may look far ahead: whether nothing follows but a blank line, a page break or the end; notes and boneyard are looked past.
  ///   - isAfterBlank: whether it is the first line or a blank line is before it.
  init(of line: SourceLine, isAlone: @autoclosure () -> Bool, isAfterBlank: Bool) {
    if line.isHidden {
      self = line.visibleHiddenIsNote ? .note : .boneyard
    } else if let kind = LineKind(anywhere: line) {
      self = kind
    } else {
      let text = line.raw.trimmedBlanks
      switch line.raw.firstByte == UInt8(ascii: "!") ? nil : text.firstByte {
      case UInt8(ascii: ".")? where LineKind.isForcedHeading(text): self = .sceneHeading(isForced: true)
      case UInt8(ascii: "@")? where Cue(String(text.dropFirstByte), isForced: true) != nil:
        self = .speech(isForced: true)
      case nil: self = .action
      default:
        if LineKind.beginsAsHeading(line.visible), line.visible.isUppercase || isAlone() {
          self = .sceneHeading(isForced: false)
        } else if isAfterBlank, LineKind.isTransition(line), isAlone() {
          self = .transition(isForced: false)
        } else if Cue(text, isForced: false) != nil, !isAlone() {
          self = .speech(isForced: false)
        } else {
          self = .action
        }
      }
    }
  }

  /// What a line is wherever it stands outside a speech; `nil` for what needs a paragraph of its own.
  init?(anywhere line: SourceLine) {
    if line.isPageBreak {
      self = .pageBreak
      return
    }
    let text = line.raw.trimmedBlanks
    switch text.firstByte {
    case UInt8(ascii: "#"): self = .section
    case UInt8(ascii: "="): self = .synopsis
    case UInt8(ascii: "~"): self = .lyric
    case UInt8(ascii: ">"):
      let isCentered = text.utf8.count > 1 && text.utf8.last == UInt8(ascii: "<")
      self = isCentered ? .centered : .transition(isForced: true)
    default: return nil
    }
  }

  // MARK: - Internals

  /// `INT`, `EXT`, `EST`, `INT/EXT`, `INT./EXT`, `I/E` before a stop or a space, upper and lower case alike.
  static func beginsAsHeading(_ text: String) -> Bool {
    let start = text.utf8.prefix(9).map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 32 : $0 }
    return headings.contains { heading in
      start.count > heading.count && start.starts(with: heading)
        && (start[heading.count] == UInt8(ascii: ".") || start[heading.count] == 0x20)
    }
  }

  private static let headings = ["INT./EXT", "INT/EXT", "EXT./INT", "EXT/INT", "INT", "EXT", "EST", "I/E"].map
  {
    Array($0.utf8)
  }

  private static func isForcedHeading(_ text: String) -> Bool {
    let scalars = text.unicodeScalars.dropFirst()
    guard let second = scalars.first else { return false }
    return second.properties.isAlphabetic || second.properties.numericType != nil
  }

  /// Upper case that ends with `TO:`; a space after the colon makes it action.
  private static func isTransition(_ line: SourceLine) -> Bool {
    line.visible.utf8.suffix(3).elementsEqual("TO:".utf8) && line.visible.isUppercase
      && line.raw.utf8.last != 0x20 && line.raw.utf8.last != 0x09
  }
}

extension SourceLine {
  /// Whether a note is among what is hidden on the line.
  fileprivate var visibleHiddenIsNote: Bool { !FountainMarkup.notes(in: raw).isEmpty }
}

extension String {
  /// Whether there is an upper-case letter and no lower-case one.
  var isUppercase: Bool {
    var hasUpper = false
    for scalar in unicodeScalars {
      if scalar.isASCII {
        if scalar.value >= 0x61 && scalar.value <= 0x7A { return false }
        if scalar.value >= 0x41 && scalar.value <= 0x5A { hasUpper = true }
      } else {
        if scalar.properties.isLowercase { return false }
        if scalar.properties.isUppercase { hasUpper = true }
      }
    }
    return hasUpper
  }

  /// The text without its first byte, which must be ASCII.
  var dropFirstByte: Substring { Substring(utf8.dropFirst()) }
}

/// The line that names who speaks.
struct Cue {
  var character: String
  var extensions: [String] = []
  var isDual = false
  var annotations = ""

  /// Reads a line without its `@`; `nil` if it names nobody.
  init?(_ text: String, isForced: Bool) {
    var hidden: [String] = []
    var visible = ""
    for piece in FountainMarkup.pieces(of: text) {
      switch piece {
      case .shown(let shown): visible += shown
      case .note(let raw), .boneyard(let raw): hidden.append(raw)
      }
    }
    var name = Array(visible.trimmedBlanks.utf8)
    func trim() { while name.last == 0x20 || name.last == 0x09 { name.removeLast() } }
    if name.last == UInt8(ascii: "^") {
      isDual = true
      name.removeLast()
      trim()
    }
    while name.last == UInt8(ascii: ")"), let open = Cue.opening(name), open > 0 {
      extensions.insert(
        String(decoding: name[(open + 1)..<(name.count - 1)], as: UTF8.self).trimmedBlanks, at: 0)
      name.removeSubrange(open...)
      trim()
    }
    character = String(decoding: name, as: UTF8.self)
    annotations = hidden.joined(separator: " ")
    guard !name.isEmpty, isForced || character.isUppercase else { return nil }
  }

  /// The parenthesis that the last one closes.
  private static func opening(_ bytes: [UInt8]) -> Int? {
    var depth = 0
    for index in bytes.indices.reversed() {
      if bytes[index] == UInt8(ascii: ")") { depth += 1 }
      if bytes[index] == UInt8(ascii: "(") { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }
}
