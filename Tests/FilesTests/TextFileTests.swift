import Foundation
import Testing
import ZoetropeFiles

/// Bytes as other programs write them: `iconv -t UTF-16`, `-t UTF-16LE`, Notepad's "UTF-8 with BOM".
@Suite struct TextFileTests {
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private func text(_ bytes: [UInt8]) throws -> String {
    try bytes.withUnsafeBytes { try TextFile.text(of: $0, path: "a.txt") }
  }

  @Test func theMarkIsNoContent() throws {
    #expect(try text(Self.mark + Array("a fox\r\n".utf8)) == "a fox\r\n")
    #expect(try text(Array("a fox".utf8)) == "a fox")
    #expect(try text(Self.mark) == "" && text([]) == "")
    // Inside a text it is a character like any other.
    #expect(try text(Array("a".utf8) + Self.mark).unicodeScalars.count == 2)
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x61, 0, 0x62, 0], "UTF-16"), ([0xFE, 0xFF, 0, 0x61, 0, 0x62], "UTF-16"),
      ([0x61, 0, 0x62, 0], "UTF-16"), ([0, 0x61, 0, 0x62], "UTF-16"), ([0x61, 0, 0x3D, 0xD8], "UTF-16"),
      ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "UTF-32"), ([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61], "UTF-32"),
      ([0x61, 0, 0, 0, 0x62, 0, 0, 0], "UTF-32"), ([0, 0, 0, 0x61], "UTF-32"),
      // ISO 8859-1 for "café" on the third line.
      (Array("a\nb\ncaf".utf8) + [0xE9], "line 3 holds other bytes"),
    ] as [([UInt8], String)])
  func otherEncodingsAreNamed(bytes: [UInt8], words: String) {
    let error = #expect(throws: FileError.self) { try text(bytes) }
    #expect(error.map { "\($0)" }?.contains(words) == true, "\(String(describing: error))")
    #expect(error.map { "\($0)" }?.contains("save the file as UTF-8") == true)
  }

  @Test func linesEndInEveryWay() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "zoetrope-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    let marked = Self.mark + Array("one\r\n\r\ntwo\rthree\n".utf8)
    // What `cat a.txt b.txt` makes of two marked files.
    try Data(marked + marked).write(to: url)
    let lines = ["one", "", "two", "three"]
    #expect(try TextFile.lines(url) == lines + lines + [""])
  }

  @Test func jsonMayBeginWithAMark() throws {
    #expect(try JSON(parsing: Self.mark + Array("[1]".utf8)) == .array([.number(literal: "1")]))
    let error = #expect(throws: JSONError.self) {
      try JSON(parsing: Array("{\"a\":1}".utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    }
    #expect(error?.description == "line 1, column 1: the text is UTF-16; save it as UTF-8")
    // Only at the beginning.
    #expect(throws: JSONError.self) { try JSON(parsing: Array("[".utf8) + Self.mark + Array("1]".utf8)) }
  }
}
