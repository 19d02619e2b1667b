import Foundation
import ZoetropeShot
import ZoetropePictures

/// The pictures of the whole cast.
///
/// File format, little endian: the eight bytes `ZOEATLAS`, version (UInt32, 1), number of pictures (UInt32); then
/// for each picture the length of its kind's name (UInt8), the name (UTF-8), width (UInt16), height (UInt16) and
/// width × height × 4 bytes of sRGB red, green, blue and straight alpha, row by row. Pictures of unknown kinds are
/// skipped when reading; every known kind must be there.
package struct SpriteAtlas: Sendable {
  private static let magic = Array("ZOEATLAS".utf8)
  private static let version = 1

  private let pictures: [CroppedPicture]
  private let sprites: [Sprite]

  /// The sprite of a kind.
  package subscript(kind: ActorKind) -> Sprite { sprites[SpriteAtlas.indices[kind] ?? 0] }

  /// Takes the pictures from a font.
  ///
  /// - Throws: `CastError.fontUnreadable`, `CastError.pictureMissing`.
  package init(font: EmojiFont) throws {
    try self.init(
      pictures: ActorKind.allCases.map { kind in
        guard let picture = try font.picture(of: kind.emoji),
          let cropped = CroppedPicture(kind.withoutScenery(picture))
        else {
          throw CastError.pictureMissing(kind: kind.rawValue, path: font.path)
        }
        return cropped
      })
  }

  /// Reads a file written by ``write(to:)``.
  ///
  /// - Throws: `CastError.atlasUnreadable`.
  package init(contentsOf url: URL) throws {
    let path = url.path
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CastError.atlasUnreadable(path: path, reason: "the file cannot be read")
    }
    var reader = ByteReader(bytes: Array(data))
    guard reader.take(8).map(Array.init) == SpriteAtlas.magic else {
      throw CastError.atlasUnreadable(path: path, reason: "it does not begin with ZOEATLAS")
    }
    guard let version = reader.number(4), version == SpriteAtlas.version, let count = reader.number(4) else {
      throw CastError.atlasUnreadable(path: path, reason: "its version is not \(SpriteAtlas.version)")
    }
    var found: [String: CroppedPicture] = [:]
    for _ in 0..<count {
      guard let length = reader.number(1), let name = reader.take(length), let width = reader.number(2),
        let height = reader.number(2), width > 0, height > 0, let rgba = reader.take(width * height * 4)
      else {
        throw CastError.atlasUnreadable(
          path: path, reason: "it ends after \(found.count) of \(count) pictures")
      }
      found[String(decoding: name, as: UTF8.self)] = CroppedPicture(
        width: width, height: height, rgba: Array(rgba))
    }
    let missing = ActorKind.allCases.filter { found[$0.rawValue] == nil }.map(\.rawValue)
    guard missing.isEmpty else {
      throw CastError.atlasUnreadable(path: path, reason: "it lacks \(missing.joined(separator: ", "))")
    }
    self.init(pictures: ActorKind.allCases.compactMap { found[$0.rawValue] })
  }

  /// Writes all pictures into one file.
  ///
  /// - Throws: what `Data.write(to:)` throws.
  package func write(to url: URL) throws {
    var data = Data(SpriteAtlas.magic)
    let append = { (value: Int, bytes: Int) in
      for byte in 0..<bytes { data.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
    }
    append(SpriteAtlas.version, 4)
    append(pictures.count, 4)
    for (kind, picture) in zip(ActorKind.allCases, pictures) {
      let name = Array(kind.rawValue.utf8)
      append(name.count, 1)
      data.append(contentsOf: name)
      append(picture.width, 2)
      append(picture.height, 2)
      data.append(contentsOf: picture.rgba)
    }
    try data.write(to: url, options: .atomic)
  }

  // MARK: - Internals

  private static let indices = Dictionary(
    uniqueKeysWithValues: ActorKind.allCases.enumerated().map { ($0.element, $0.offset) })

  /// - Parameter pictures: one for each kind, in the order of `ActorKind.allCases`.
  private init(pictures: [CroppedPicture]) {
    self.pictures = pictures
    sprites = pictures.map(Sprite.init)
  }

  private struct ByteReader {
    let bytes: [UInt8]
    var position = 0

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
      guard count >= 0, count <= bytes.count - position else { return nil }
      position += count
      return bytes[position - count..<position]
    }

    mutating func number(_ byteCount: Int) -> Int? {
      take(byteCount)?.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
  }
}
