// The colour that a picture is given: a word where one says it, or any colour.

/// The colour that a picture is given.
public enum PictureTint: Sendable, Hashable {
  /// A colour that has a word, which every model knows.
  case word(Tint)
  /// Any colour, sRGB, `0...255` each.
  case sRGB(red: UInt8, green: UInt8, blue: UInt8)

  /// The word, where it is one.
  public var word: Tint? {
    if case .word(let word) = self { word } else { nil }
  }

  /// Reads a colour as plan files write it.
  ///
  /// - Returns: nil where the text is neither a word of ``Tint`` nor six hexadecimal digits after `#`.
  public init?(text: String) {
    if let word = Tint(rawValue: text) {
      self = .word(word)
      return
    }
    let digits = Array(text.utf8.dropFirst())
    guard text.utf8.first == UInt8(ascii: "#"), digits.count == 6,
      digits.allSatisfy(PictureTint.isHexadecimal),
      let number = UInt32(text.dropFirst(), radix: 16)
    else { return nil }
    self = .sRGB(
      red: UInt8(number >> 16), green: UInt8(number >> 8 & 255), blue: UInt8(number & 255))
  }

  /// The colour as plan files write it: `red`, `#c04020`.
  public var text: String {
    switch self {
    case .word(let word): return word.rawValue
    case .sRGB(let red, let green, let blue):
      return "#"
        + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }
}
