// What is done to any text before it becomes tokens. Nothing here can fail: every UTF-8 text has a normal form.

/// Cuts text into the words and marks that tokens are made of.
public enum TextNormalizer {
  /// Longer words are cut; keeps encoding linear in the length of a text.
  static let longestPiece = 32

  /// Lower case, one space between words, no control characters, plain apostrophes and dashes.
  public static func normalize(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isBlank = true
    for scalar in text.lowercased().unicodeScalars {
      if scalar.properties.isWhitespace || scalar.value < 32 || scalar.value == 127 {
        if !isBlank { result.append(" ") }
        isBlank = true
        continue
      }
      isBlank = false
      switch scalar {
      case "\u{2018}", "\u{2019}", "\u{02BC}": result.append("'")
      case "\u{2010}"..."\u{2015}": result.append("-")
      default: result.append(scalar)
      }
    }
    if result.last == " " { result.removeLast() }
    return String(result)
  }

  /// The pieces of a normalised text as bytes: words and single marks, each with the space before it.
  ///
  /// The first piece has a space, too, so that a word has one form wherever it stands.
  static func pieces(_ normalized: String) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var current: [UInt8] = [32]
    var isWord = false
    func isLetter(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "'"
    }
    func flush() {
      if !current.isEmpty && current != [32] { pieces.append(current) }
      current = []
      isWord = false
    }
    for scalar in normalized.unicodeScalars {
      if scalar == " " {
        flush()
        current = [32]
        continue
      }
      let bytes = Array(String(scalar).utf8)
      let letter = isLetter(scalar)
      if (current != [32] && !current.isEmpty && !(letter && isWord)) || current.count >= longestPiece {
        flush()
      }
      current += bytes
      isWord = letter
    }
    flush()
    return pieces
  }

  /// The words of a text, without marks, in order.
  public static func words(_ text: String) -> [String] {
    pieces(normalize(text)).map { String(decoding: $0, as: UTF8.self).trimmingPrefix(" ") }.map(String.init)
      .filter { $0.contains { $0.isLetter || $0.isNumber } }
  }

  /// A text as people write it: capitals after stops and at the start, marks close to the word before.
  public static func sentences(_ text: String) -> String {
    var result = ""
    var starts = true
    for character in text {
      result.append(starts && character.isLetter ? Character(character.uppercased()) : character)
      if character.isLetter || character.isNumber { starts = false }
      if ".!?".contains(character) { starts = true }
    }
    return result
  }
}
