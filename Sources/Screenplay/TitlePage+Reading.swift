// The title page: names and values before the first blank line.

extension TitlePage {
  /// The title page at the start of a text, and how many lines it takes; `nil` where the text begins otherwise.
  ///
  /// A first line with a colon may also be action ("As she runs: a truck") or `FADE IN:`. It begins a title page if its name is
  /// a usual one, or short and followed by a value, and it is no scene heading.
  static func read(_ lines: [SourceLine]) -> (entries: [Entry], lineCount: Int)? {
    guard let first = lines.first, isFirstLine(first, next: lines.dropFirst().first) else { return nil }
    var entries: [Entry] = []
    var count = 0
    for line in lines {
      if line.isBlank { break }
      count += 1
      if !isIndented(line.raw), let (key, value) = pair(line.raw) {
        entries.append(Entry(key: key, lines: value.isEmpty ? [] : [value]))
      } else {
        entries[entries.count - 1].lines.append(line.raw.trimmedBlanks)
      }
    }
    return (entries, count)
  }

  /// Whether a title page begins with a line.
  static func isFirstLine(_ line: SourceLine, next: SourceLine?) -> Bool {
    guard !isIndented(line.raw), !marks.contains(line.raw.firstByte ?? 0), let (key, value) = pair(line.raw),
      !LineKind.beginsAsHeading(line.visible)
    else { return false }
    if usualKeys.contains(key.lowercased()) { return true }
    let hasLines = next.map { !$0.isBlank && isIndented($0.raw) } ?? false
    let words = key.split(separator: " ").count
    return words <= 3 && (!value.isEmpty || hasLines)
  }

  // MARK: - Internals

  private static let usualKeys: Set<String> = [
    "title", "credit", "author", "authors", "source", "notes", "draft date", "date", "contact", "copyright",
    "revision", "font", "format", "language",
  ]

  private static let marks = Set("!.@#=~>[(/*_".utf8)

  private static func isIndented(_ raw: String) -> Bool { raw.firstByte == 0x20 || raw.firstByte == 0x09 }

  private static func pair(_ raw: String) -> (key: String, value: String)? {
    guard let colon = raw.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let key = String(Substring(raw.utf8[..<colon])).trimmedBlanks
    guard !key.isEmpty else { return nil }
    return (key, String(Substring(raw.utf8[raw.utf8.index(after: colon)...])).trimmedBlanks)
  }
}
