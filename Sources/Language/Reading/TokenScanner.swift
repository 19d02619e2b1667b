// Cuts a text into words, marks and emoji, and finds what was written for other programs.

import Foundation

/// Cuts texts into tokens.
struct TokenScanner {
  /// A piece of a text.
  struct Token: Sendable, Equatable {
    enum Kind: Sendable { case word, number, emoji, mark, syntax }

    var kind: Kind
    var range: Range<String.Index>
    /// Small letters, no accents.
    var normalized: String
    /// The normalized form and the base forms that it may have in the language, likeliest first.
    var forms: [String]
    var isCapitalized = false
    /// Whether it is one letter of a script that does not part words.
    var isIdeographic = false
  }

  /// The tokens of a text, marks included; the ranges are in order and do not overlap.
  static func tokens(of text: String) -> [Token] {
    var scanner = TokenScanner(text: text)
    scanner.scan()
    return scanner.tokens
  }

  /// The normalized words of a phrase, without marks.
  static func words(of phrase: String) -> [String] {
    tokens(of: phrase).filter { $0.kind != .mark }.map(\.normalized)
  }

  /// Small letters, no accents on letters of Latin script.
  static func normalized(_ text: some StringProtocol) -> String {
    if text.utf8.allSatisfy({ $0 < 128 }) { return text.lowercased() }
    if text.unicodeScalars.contains(where: isIdeographic) {
      return text.folding(options: [.caseInsensitive, .widthInsensitive], locale: nil)
    }
    return text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
      .replacing("’", with: "'").replacing("ß", with: "ss").replacing("ı", with: "i").replacing(
        "ł", with: "l"
      )
      .replacing("ø", with: "o").replacing("æ", with: "ae").replacing("œ", with: "oe")
  }

  // MARK: - Internals

  private let text: String
  private var tokens: [Token] = []
  private var index: String.Index

  private init(text: String) {
    self.text = text
    index = text.startIndex
  }

  /// What stands before an apostrophe as a word of its own.
  private static let elisions: Set<String> = [
    "l", "d", "qu", "c", "j", "m", "n", "s", "t", "dell", "all", "nell", "sull", "dall", "un", "quell",
    "sant", "dov",
    "com", "jusqu", "lorsqu", "puisqu",
  ]
  private static let frameShapes: Set<String> = [
    "16:9", "9:16", "4:3", "3:4", "1:1", "21:9", "3:2", "2:3", "4:5",
  ]

  private static func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3040...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF66...0xFF9F,
      0x3005:
      true
    default: false
    }
  }

  private static func isIdeographic(_ character: Character) -> Bool {
    character.unicodeScalars.first.map(isIdeographic) ?? false
  }

  static func isEmoji(_ character: Character) -> Bool {
    guard let first = character.unicodeScalars.first, first.value > 0xFF else { return false }
    return first.properties.isEmojiPresentation
      || (first.properties.isEmoji && (character.unicodeScalars.count > 1 || !first.properties.isAlphabetic))
  }

  private static func isWordLetter(_ character: Character) -> Bool {
    (character.isLetter || character.isNumber
      || character.unicodeScalars.first!.properties.generalCategory == .nonspacingMark)
      && !isIdeographic(character) && !isEmoji(character)
  }

  private mutating func scan() {
    while index < text.endIndex {
      let character = text[index]
      if character.isWhitespace || isInnerHyphen {
        index = text.index(after: index)
      } else if takeSyntax() {
        continue
      } else if TokenScanner.isEmoji(character) {
        append(.emoji, upTo: text.index(after: index))
      } else if TokenScanner.isIdeographic(character) {
        append(.word, upTo: text.index(after: index), isIdeographic: true)
      } else if TokenScanner.isWordLetter(character) {
        takeWord()
      } else if character == "&" {
        append(.word, upTo: text.index(after: index))
      } else {
        append(.mark, upTo: text.index(after: index))
      }
    }
  }

  /// Whether a hyphen here joins two words: it then parts them as a blank does.
  private var isInnerHyphen: Bool {
    guard "-‐‑_".contains(text[index]), index > text.startIndex else { return false }
    let next = text.index(after: index)
    return next < text.endIndex && TokenScanner.isWordLetter(text[next])
      && TokenScanner.isWordLetter(text[text.index(before: index)])
  }

  private mutating func append(_ kind: Token.Kind, upTo end: String.Index, isIdeographic: Bool = false) {
    let piece = text[index..<end]
    let normalized = kind == .emoji ? TokenScanner.plain(emoji: piece) : TokenScanner.normalized(piece)
    tokens.append(
      Token(
        kind: kind, range: index..<end, normalized: normalized, forms: [normalized],
        isCapitalized: piece.first?.isUppercase ?? false, isIdeographic: isIdeographic))
    index = end
  }

  /// An emoji without colours of skin and without the sign that asks for a picture.
  static func plain(emoji: some StringProtocol) -> String {
    String(
      String.UnicodeScalarView(
        emoji.unicodeScalars.filter { $0.value != 0xFE0F && !(0x1F3FB...0x1F3FF).contains($0.value) }))
  }

  private func end(from start: String.Index, while condition: (Character) -> Bool) -> String.Index {
    text[start...].firstIndex { !condition($0) } ?? text.endIndex
  }

  private mutating func takeWord() {
    let isDigit = text[index].isASCII && text[index].isNumber
    if isDigit, takeNumber() { return }
    var stop = end(from: index, while: TokenScanner.isWordLetter)
    while stop < text.endIndex, text[stop] == "'" || text[stop] == "’" {
      let next = text.index(after: stop)
      guard next < text.endIndex, text[next].isLetter else { break }
      if TokenScanner.elisions.contains(TokenScanner.normalized(text[index..<stop])) {
        append(.word, upTo: next)
        tokens[tokens.count - 1].normalized.removeLast()
        tokens[tokens.count - 1].forms = [tokens[tokens.count - 1].normalized]
        stop = end(from: index, while: TokenScanner.isWordLetter)
        continue
      }
      let after = end(from: next, while: TokenScanner.isWordLetter)
      if text[next..<after].lowercased() == "s" {
        append(.word, upTo: stop)
        append(.word, upTo: after)
        tokens[tokens.count - 1].normalized = "s"
        tokens[tokens.count - 1].forms = ["s"]
        return
      }
      stop = after
    }
    if index < stop { append(.word, upTo: stop) }
  }

  /// Digits, with a decimal fraction or a ratio of sides; not such words as "8k".
  private mutating func takeNumber() -> Bool {
    var stop = end(from: index) { $0.isASCII && $0.isNumber }
    if stop < text.endIndex, text[stop] == ":" {
      let after = end(from: text.index(after: stop)) { $0.isASCII && $0.isNumber }
      if TokenScanner.frameShapes.contains(String(text[index..<after])) {
        append(.syntax, upTo: after)
        return true
      }
    }
    if stop < text.endIndex, text[stop] == "." || text[stop] == "," {
      let next = text.index(after: stop)
      if next < text.endIndex, text[next].isASCII, text[next].isNumber {
        stop = end(from: next) { $0.isASCII && $0.isNumber }
      }
    }
    if stop < text.endIndex, TokenScanner.isWordLetter(text[stop]) { return false }
    append(.number, upTo: stop)
    return true
  }

  /// Weights, flags, tags and addresses: the syntax of other programs.
  private mutating func takeSyntax() -> Bool {
    let rest = text[index...]
    if rest.hasPrefix("http://") || rest.hasPrefix("https://") || rest.hasPrefix("www.") {
      append(.syntax, upTo: end(from: index) { !$0.isWhitespace })
      return true
    }
    if rest.first == "<", let close = rest.firstIndex(of: ">"), !rest[..<close].contains(" ") {
      append(.syntax, upTo: text.index(after: close))
      return true
    }
    if rest.hasPrefix("--") {
      let name = text.index(index, offsetBy: 2)
      guard name < text.endIndex, text[name].isLetter else { return false }
      let stop = end(from: name) { $0.isLetter || $0 == "-" }
      if text[name..<stop] == "no" {
        append(.word, upTo: stop)
        tokens[tokens.count - 1].normalized = "without"
        tokens[tokens.count - 1].forms = ["without"]
        return true
      }
      append(.syntax, upTo: stop)
      let value = end(from: index) { $0 == " " }
      if value > index, value < text.endIndex, text[value] != "-" {
        index = value
        append(.syntax, upTo: end(from: index) { !$0.isWhitespace && $0 != "," })
      }
      return true
    }
    if rest.first == ":" {
      var stop = end(from: index) { $0 == ":" }
      let colons = text.distance(from: index, to: stop)
      let isNumber = stop < text.endIndex && (text[stop].isNumber || text[stop] == "-" || text[stop] == ".")
      let before = index > text.startIndex ? text[text.index(before: index)] : " "
      guard colons == 2 || (isNumber && !before.isWhitespace && !before.isNumber) else { return false }
      if isNumber { stop = end(from: stop) { $0.isNumber || $0 == "." || $0 == "-" } }
      if text[text.index(before: stop)] == ".", stop == text.endIndex { stop = text.index(before: stop) }
      append(.syntax, upTo: stop)
      return true
    }
    if "([{".contains(text[index]) || ")]}".contains(text[index]) {
      let isOpening = "([{".contains(text[index])
      let stop = end(from: index) { $0 == text[index] }
      let isDouble = text.distance(from: index, to: stop) > 1
      let previous = tokens.last
      let closesWeight = !isOpening && previous?.kind == .syntax && previous?.range.upperBound == index
      let weighted = isOpening && weightFollows(stop)
      append(isDouble || closesWeight || weighted ? .syntax : .mark, upTo: stop)
      return true
    }
    return false
  }

  /// Whether the bracket that ends here is closed after a weight, as in "(cat:1.3)".
  private func weightFollows(_ start: String.Index) -> Bool {
    guard let close = text[start...].firstIndex(where: { ")]}([{".contains($0) }),
      ")]}".contains(text[close]),
      let colon = text[start..<close].lastIndex(of: ":")
    else { return false }
    let weight = text[text.index(after: colon)..<close]
    return !weight.isEmpty && Double(weight) != nil
  }
}
