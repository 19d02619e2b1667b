/// Tells text from other files.
enum TextCheck {
  /// Checks that bytes are text in UTF-8.
  ///
  /// - Throws: ``ScreenplayError/notUTF8(line:column:byte:)``, ``ScreenplayError/notText(reason:)``.
  /// - Complexity: O(n).
  static func check(_ bytes: [UInt8]) throws(ScreenplayError) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw .notText(reason: "it is UTF-16 text; save it as UTF-8")
    }
    for (start, name) in knownFiles where bytes.starts(with: start) {
      throw .notText(reason: "it is \(name)")
    }
    if let zero = bytes.firstIndex(of: 0) {
      throw .notText(reason: "byte \(zero) is zero, as in a binary file")
    }
    guard let bad = firstInvalid(bytes) else { return }
    var line = 1, lineStart = 0
    for index in 0..<bad where bytes[index] == 0x0A || (bytes[index] == 0x0D && bytes[index + 1] != 0x0A) {
      line += 1
      lineStart = index + 1
    }
    throw .notUTF8(line: line, column: bad - lineStart + 1, byte: bytes[bad])
  }

  // MARK: - Internals

  private static let knownFiles: [([UInt8], String)] = [
    (Array("%PDF".utf8), "a PDF file; export it as Fountain or Final Draft"),
    (Array("PK\u{3}\u{4}".utf8), "a ZIP archive, as word processors write; export it as Fountain"),
    ([0x89, 0x50, 0x4E, 0x47], "a picture"),
    (Array("{\\rtf".utf8), "rich text (RTF); save it as plain text"),
  ]

  private static func firstInvalid(_ bytes: [UInt8]) -> Int? {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        index += 1
        continue
      }
      let length: Int
      var range: ClosedRange<UInt8> = 0x80...0xBF
      switch byte {
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, range) = (3, 0xA0...0xBF)
      case 0xE1...0xEC, 0xEE...0xEF: length = 3
      case 0xED: (length, range) = (3, 0x80...0x9F)
      case 0xF0: (length, range) = (4, 0x90...0xBF)
      case 0xF1...0xF3: length = 4
      case 0xF4: (length, range) = (4, 0x80...0x8F)
      default: return index
      }
      guard index + length <= bytes.count, range.contains(bytes[index + 1]),
        bytes[(index + 2)..<(index + length)].allSatisfy({ (0x80...0xBF).contains($0) })
      else { return index }
      index += length
    }
    return nil
  }
}
