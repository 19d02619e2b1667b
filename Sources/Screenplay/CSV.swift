/// Tables as comma-separated values (RFC 4180).
package enum CSV {
  /// Rows as text; cells with commas, quotes or line ends are quoted.
  static func text(_ rows: [[String]]) -> String {
    rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  /// The rows of a text; an empty last line is none.
  ///
  /// - Throws: ``ScreenplayError/file(name:issues:)`` where a quote does not end or something follows it.
  package static func rows(of text: String) throws(ScreenplayError) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    let bytes = Array(text.utf8)
    var index = 0
    var hasBegun = false
    func fail(_ message: String) -> ScreenplayError {
      .file(
        name: "table", issues: [.init(path: "row \(rows.count + 1), cell \(row.count + 1)", message: message)]
      )
    }
    func endCell() {
      row.append(String(decoding: cell, as: UTF8.self))
      cell = []
    }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\"") where cell.isEmpty:
        hasBegun = true
        var isClosed = false
        while index < bytes.count, !isClosed {
          if bytes[index] == UInt8(ascii: "\"") {
            if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") {
              cell.append(bytes[index])
              index += 2
            } else {
              isClosed = true
              index += 1
            }
          } else {
            cell.append(bytes[index])
            index += 1
          }
        }
        if !isClosed { throw fail("the quote that begins it does not end") }
        if index < bytes.count, ![UInt8(ascii: ","), 0x0A, 0x0D].contains(bytes[index]) {
          throw fail("expected a comma or the end of the line after the closing quote")
        }
      case UInt8(ascii: ","):
        hasBegun = true
        endCell()
      case 0x0A, 0x0D:
        if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
        endCell()
        rows.append(row)
        row = []
        hasBegun = false
      default:
        hasBegun = true
        cell.append(byte)
      }
    }
    if hasBegun {
      endCell()
      rows.append(row)
    }
    return rows
  }

  private static func cell(_ text: String) -> String {
    text.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D }
      ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
