// Names and keywords of emoji from the files annotations/*.xml and annotationsDerived/*.xml of Unicode's CLDR
// (UTS 35, part 2, section 14). Each annotation is on a line of its own there, so no XML reader is needed.

import Foundation

/// The annotations of one language.
struct CLDRAnnotations {
  /// The short name of each sequence, without variation selectors.
  private(set) var names: [String: String] = [:]
  /// Its keywords.
  private(set) var keywords: [String: [String]] = [:]

  /// - Parameter folder: `common` of CLDR, such as /usr/share/unicode/cldr/common.
  /// - Throws: `CastError.sourceUnreadable`.
  init(language: String, folder: URL) throws(CastError) {
    for part in ["annotations", "annotationsDerived"] {
      let url = folder.appending(path: "\(part)/\(language).xml")
      guard let text = try? String(contentsOf: url, encoding: .utf8) else {
        throw CastError.sourceUnreadable(path: url.path, package: "unicode-cldr-core")
      }
      for line in text.split(separator: "\n") { read(line) }
    }
    guard names.count > 1000 else {
      throw CastError.sourceUnreadable(path: folder.path, package: "unicode-cldr-core")
    }
  }

  private mutating func read(_ line: Substring) {
    guard let start = line.range(of: "<annotation cp=\""), let end = line.range(of: "</annotation>") else {
      return
    }
    let rest = line[start.upperBound..<end.lowerBound]
    guard let quote = rest.firstIndex(of: "\""), let close = rest[quote...].firstIndex(of: ">") else {
      return
    }
    let sequence = String(
      String.UnicodeScalarView(rest[..<quote].unicodeScalars.filter { $0.value != 0xFE0F }))
    let value = rest[rest.index(after: close)...].replacingOccurrences(of: "&amp;", with: "&")
    // The arrows stand for "as in the language this one comes from".
    guard !value.contains("↑") else { return }
    if rest[quote..<close].contains("tts") {
      names[sequence] = value
    } else {
      keywords[sequence] = value.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }
}
