import Foundation
import ZoetropeMedia
import ZoetropePictures
import ZoetropeShot

/// The pictures of the whole cast in one file, for machines whose font has another format or none.
///
/// File format, little endian: the eight bytes `ZOEATLAS`, version (UInt32, 2), number of pictures (UInt32); then for each
/// picture the length of its member's name (UInt8), the name (UTF-8), and twice a length (UInt32) and a PNG file: its colours,
/// and its opacity as grey. Pictures of unknown members are skipped when reading.
enum PictureAtlas {
  private static let magic = Array("ZOEATLAS".utf8)
  private static let version = 2

  /// Reads a file.
  ///
  /// - Throws: `CastError.atlasUnreadable`.
  static func read(_ url: URL) throws -> [String: CroppedPicture] {
    let path = url.path
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CastError.atlasUnreadable(path: path, reason: "the file cannot be read")
    }
    var reader = ByteReader(bytes: Array(data))
    guard reader.take(8).map(Array.init) == magic else {
      throw CastError.atlasUnreadable(path: path, reason: "it does not begin with ZOEATLAS")
    }
    guard let version = reader.number(4), version == PictureAtlas.version, let count = reader.number(4)
    else { throw CastError.atlasUnreadable(path: path, reason: "its version is not \(version)") }
    var found: [String: CroppedPicture] = [:]
    for _ in 0..<count {
      guard let length = reader.number(1), let name = reader.take(length), let colours = reader.picture(path),
        let opacity = reader.picture(path), colours.rgba.count == opacity.rgba.count
      else {
        throw CastError.atlasUnreadable(
          path: path, reason: "it ends after \(found.count) of \(count) pictures")
      }
      var rgba = colours.rgba
      for pixel in 0..<rgba.count / 4 { rgba[pixel * 4 + 3] = opacity.rgba[pixel * 4] }
      found[String(decoding: name, as: UTF8.self)] = CroppedPicture(
        width: colours.width, height: colours.height, rgba: rgba)
    }
    return found
  }

  /// The bytes of a file of pictures by name.
  ///
  /// - Throws: `MediaError.unwritable`.
  static func bytes(_ pictures: [(name: String, picture: CroppedPicture)]) throws -> [UInt8] {
    var bytes = magic
    let append = { (value: Int, count: Int) in
      for byte in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
    }
    append(version, 4)
    append(pictures.count, 4)
    for (name, picture) in pictures {
      append(name.utf8.count, 1)
      bytes += name.utf8
      for channels in [[0, 1, 2], [3, 3, 3]] {
        let pixels = (0..<picture.width * picture.height).flatMap { pixel in
          channels.map { Float(picture.rgba[pixel * 4 + $0]) / 127.5 - 1 }
        }
        let png = try PNG.encode(Frame(height: picture.height, width: picture.width, pixels: pixels))
        append(png.count, 4)
        bytes += png
      }
    }
    return bytes
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

    mutating func picture(_ path: String) -> RGBAPicture? {
      number(4).flatMap { take($0) }.flatMap { png in
        png.withUnsafeBytes { try? RGBAPicture(png: $0, path: path) }
      }
    }
  }
}
