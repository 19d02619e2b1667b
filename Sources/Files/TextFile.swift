// Text from outside. Editors put byte-order marks before it or write another encoding, and neither can be seen on a screen.

import Foundation

/// Reads text files: UTF-8, with or without a byte-order mark.
public enum TextFile {
  /// The text of a file, without a byte-order mark.
  ///
  /// - Throws: ``FileError``; ``FileError/notUTF8(path:reason:)`` for text in another encoding.
  public static func read(_ url: URL) throws -> String {
    let file = try MappedFile(url)
    return try file.withUnsafeBytes { try text(of: $0, path: file.path) }
  }

  /// The lines of a file, without their ends, which may be LF, CR LF or CR.
  ///
  /// Files that were put together may have byte-order marks at the start of any line; they are left out too.
  ///
  /// - Throws: as ``read(_:)``.
  public static func lines(_ url: URL) throws -> [String] {
    // Not Character.isNewline: U+2028 may stand inside a JSON string as it is.
    let lines = try read(url).split(omittingEmptySubsequences: false) { ["\n", "\r\n", "\r"].contains($0) }
    return lines.map { line in
      String(line.unicodeScalars.first == mark ? Substring(line.unicodeScalars.dropFirst()) : line)
    }
  }

  /// The text that bytes hold, without a byte-order mark.
  ///
  /// - Parameter path: where they come from, for messages.
  /// - Throws: ``FileError/notUTF8(path:reason:)``.
  public static func text(of bytes: UnsafeRawBufferPointer, path: String) throws(FileError) -> String {
    if let name = otherEncoding(of: bytes) { throw .notUTF8(path: path, reason: "it is \(name)") }
    let start = markLength(of: bytes)
    guard let text = String(validating: bytes[start...], as: UTF8.self) else {
      throw .notUTF8(path: path, reason: "line \(lineOfFirstFlaw(bytes)) holds other bytes")
    }
    return text
  }

  // MARK: - Internals

  private static let mark = Unicode.Scalar(0xFEFF)

  /// Bytes of the byte-order mark that UTF-8 text begins with: 3 or 0.
  static func markLength(of bytes: UnsafeRawBufferPointer) -> Int {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The name of the encoding where it is one of two or four bytes per character, by its mark, or, as in RFC 4627,
  /// by the zeros among the first bytes, since text begins with an ASCII character nearly always.
  static func otherEncoding(of bytes: UnsafeRawBufferPointer) -> String? {
    let start = Array(bytes.prefix(4))
    if start.starts(with: [0xFF, 0xFE, 0, 0]) || start == [0, 0, 0xFE, 0xFF] { return "UTF-32" }
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    switch start.map({ $0 == 0 }) {
    case [false, true, true, true], [true, true, true, false]: return "UTF-32"
    case [false, true, false, true], [true, false, true, false], [false, true, false, false],
      [true, false, false, false]:
      return "UTF-16"
    default: return nil
    }
  }

  /// The line, from 1, of the first byte that is no UTF-8.
  private static func lineOfFirstFlaw(_ bytes: UnsafeRawBufferPointer) -> Int {
    var line = 1
    for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { return line }
      line += 1
    }
    return line
  }
}
