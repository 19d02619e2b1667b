// Reads colour pictures out of an OpenType font with bitmap strikes (tables CBLC and CBDT), as Noto Color Emoji is.
// Follows the OpenType specification 1.9: cmap format 12, CBLC index format 1, CBDT image format 17 (a PNG with small
// metrics), and GSUB type 4 for sequences such as "standing person + joiner + male sign". Vector fonts are not read.

import Foundation
import ZoetropeMedia

/// A colour bitmap font.
package struct EmojiFont {
  /// Where the file came from, for messages.
  package let path: String
  private let bytes: [UInt8]
  private let tables: [String: Int]

  /// Where the Debian package `fonts-noto-color-emoji` and other distributions put the font.
  package static let usualPaths = [
    "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf",
    "/usr/share/fonts/noto/NotoColorEmoji.ttf",
    "/usr/share/fonts/google-noto-emoji/NotoColorEmoji.ttf",
    "/usr/share/fonts/noto-emoji/NotoColorEmoji.ttf",
  ]

  /// Opens a font.
  ///
  /// - Parameter path: the font file, or `nil` to look in ``usualPaths``.
  /// - Throws: `CastError.fontMissing`, `CastError.fontUnreadable`.
  package init(path: String?) throws {
    let searched = path.map { [$0] } ?? EmojiFont.usualPaths
    guard let found = searched.first(where: FileManager.default.fileExists(atPath:)),
      let data = FileManager.default.contents(atPath: found)
    else { throw CastError.fontMissing(searched: searched) }
    self.path = found
    bytes = Array(data)
    var offsets: [String: Int] = [:]
    if bytes.count > 12 {
      for index in 0..<Int(bytes[4]) << 8 + Int(bytes[5]) where bytes.count >= 28 + index * 16 {
        let record = 12 + index * 16
        let tag = String(decoding: bytes[record..<record + 4], as: UTF8.self)
        offsets[tag] = bytes[record + 8..<record + 12].reduce(0) { $0 << 8 | Int($1) }
      }
    }
    tables = offsets
    for tag in ["cmap", "CBLC", "CBDT", "GSUB"] where offsets[tag] == nil {
      throw CastError.fontUnreadable(path: found, reason: "it has no \(tag) table")
    }
  }

  /// The picture of a character or of a sequence of characters, `nil` if the font has none.
  ///
  /// - Throws: `CastError.fontUnreadable` when the font is damaged.
  package func picture(of text: String) throws -> RGBAPicture? {
    let glyphs = text.unicodeScalars.map { glyph(of: $0.value) }
    guard let first = glyphs.first, first != 0 else { return nil }
    let found = glyphs.count == 1 ? first : ligature(of: glyphs)
    guard let found, let range = imageRange(of: found) else { return nil }
    do {
      return try bytes[range].withUnsafeBytes { try RGBAPicture(png: $0, path: path) }
    } catch let MediaError.unreadable(_, reason) {
      throw CastError.fontUnreadable(path: path, reason: "the picture of '\(text)' is damaged: \(reason)")
    }
  }

  // MARK: - Internals

  private func u16(_ at: Int) -> Int {
    at >= 0 && at + 2 <= bytes.count ? Int(bytes[at]) << 8 | Int(bytes[at + 1]) : 0
  }
  private func u32(_ at: Int) -> Int { u16(at) << 16 | u16(at + 2) }

  /// Glyph of a code point through a format 12 subtable of `cmap`; 0 if there is none.
  private func glyph(of scalar: UInt32) -> Int {
    let cmap = tables["cmap"] ?? 0
    for index in 0..<u16(cmap + 2) {
      let subtable = cmap + u32(cmap + 4 + index * 8 + 4)
      guard u16(subtable) == 12 else { continue }
      for group in 0..<u32(subtable + 12) {
        let record = subtable + 16 + group * 12
        let start = u32(record)
        if Int(scalar) >= start && Int(scalar) <= u32(record + 4) {
          return u32(record + 8) + Int(scalar) - start
        }
      }
    }
    return 0
  }

  /// Glyph of a sequence through the ligature substitutions (lookup type 4) of `GSUB`.
  private func ligature(of glyphs: [Int]) -> Int? {
    let gsub = tables["GSUB"] ?? 0
    let list = gsub + u16(gsub + 8)
    for lookupIndex in 0..<u16(list) {
      let lookup = list + u16(list + 2 + lookupIndex * 2)
      guard u16(lookup) == 4 else { continue }
      for subtableIndex in 0..<u16(lookup + 4) {
        let subtable = lookup + u16(lookup + 6 + subtableIndex * 2)
        guard let covered = coverageIndex(of: glyphs[0], in: subtable + u16(subtable + 2)) else { continue }
        let set = subtable + u16(subtable + 6 + covered * 2)
        for index in 0..<u16(set) {
          let ligature = set + u16(set + 2 + index * 2)
          let count = u16(ligature + 2)
          let components = (0..<max(0, count - 1)).map { u16(ligature + 4 + $0 * 2) }
          if components == Array(glyphs.dropFirst()) { return u16(ligature) }
        }
      }
    }
    return nil
  }

  private func coverageIndex(of glyph: Int, in coverage: Int) -> Int? {
    if u16(coverage) == 1 { return (0..<u16(coverage + 2)).first { u16(coverage + 4 + $0 * 2) == glyph } }
    for index in 0..<u16(coverage + 2) {
      let range = coverage + 4 + index * 6
      if glyph >= u16(range) && glyph <= u16(range + 2) { return u16(range + 4) + glyph - u16(range) }
    }
    return nil
  }

  /// Bytes of the PNG of a glyph in the first strike.
  private func imageRange(of glyph: Int) -> Range<Int>? {
    guard let cblc = tables["CBLC"], let cbdt = tables["CBDT"], u32(cblc + 4) > 0 else { return nil }
    let array = cblc + u32(cblc + 8)
    for index in 0..<u32(cblc + 16) {
      let record = array + index * 8
      guard glyph >= u16(record) && glyph <= u16(record + 2) else { continue }
      let subtable = array + u32(record + 4)
      guard u16(subtable) == 1, u16(subtable + 2) == 17 else { return nil }
      let entry = subtable + 8 + (glyph - u16(record)) * 4
      // Format 17: five bytes of metrics and the length precede the PNG.
      let image = cbdt + u32(subtable + 4) + u32(entry)
      let length = u32(image + 5)
      guard length > 0, image + 9 + length <= bytes.count else { return nil }
      return image + 9..<image + 9 + length
    }
    return nil
  }
}
