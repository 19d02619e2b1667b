// PNG through libpng: pictures in and out, with words attached.

import CMedia
import Foundation
import ZoetropeFiles
import ZoetropeShot

/// A keyword and a text inside a PNG, such as `prompt` and what was asked for.
public struct PNGText: Sendable, Hashable {
  /// 1 to 79 printable ASCII characters, without spaces at the ends or two in a row.
  public let keyword: String
  /// Any text without NUL.
  public let value: String

  /// Makes a text; the encoder checks it.
  public init(_ keyword: String, _ value: String) {
    self.keyword = keyword
    self.value = value
  }
}

/// A picture read from a PNG.
public struct PNGImage: Sendable, Equatable {
  /// The colours, whether or not they are opaque.
  public let frame: Frame
  /// Opacity, `[H, W]` in 0…1; `nil` where everything is opaque.
  public let alpha: [Float]?
  /// Bits per sample of the pixels: 8 (also for fewer in the file) or 16.
  public let bitDepth: Int
  /// The texts, in file order.
  public let texts: [PNGText]

  /// Makes a picture.
  public init(frame: Frame, alpha: [Float]? = nil, bitDepth: Int = 8, texts: [PNGText] = []) {
    self.frame = frame
    self.alpha = alpha
    self.bitDepth = bitDepth
    self.texts = texts
  }

  /// The picture laid over a background of one grey, blended in sRGB as browsers do.
  public func frame(over background: Float = -1) -> Frame {
    guard let alpha else { return frame }
    var result = frame
    for index in result.pixels.indices {
      let opacity = alpha[index / Clip.channelCount]
      result.pixels[index] = opacity * frame.pixels[index] + (1 - opacity) * background
    }
    return result
  }
}

/// Reads and writes PNG files.
public enum PNG {
  /// Bits per sample of a written file.
  public enum Depth: Int, Sendable {
    /// For looking at.
    case eight = 8
    /// For working on: 65536 levels.
    case sixteen = 16
  }

  /// The longest side that is read or written, in pixels.
  public static let maximumSide = 16384
  /// The most pixels that are read: 64 million, 1.5 GB as floats while decoding.
  public static let maximumPixelCount = 1 << 26

  /// Reads a file of any colour type and depth, interlaced or not, turned as its Exif orientation says.
  ///
  /// - Throws: `FileError`, ``MediaError/unreadable(path:reason:)``, ``MediaError/otherFormat(path:format:)``.
  public static func read(_ url: URL) throws -> PNGImage {
    let file = try MappedFile(url)
    return try file.withUnsafeBytes { try decode($0, path: file.path) }
  }

  /// Decodes the bytes of a file; see ``read(_:)``.
  ///
  /// - Throws: ``MediaError/unreadable(path:reason:)``, ``MediaError/otherFormat(path:format:)``.
  public static func decode(_ bytes: [UInt8]) throws(MediaError) -> PNGImage {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(MediaError) in try decode(buffer, path: "<memory>") }
    }
    return try result.get()
  }

  /// Writes a file, which appears whole by atomic rename. It says that it is sRGB.
  ///
  /// - Parameters:
  ///   - texts: words to store with it; ASCII as tEXt, all else as iTXt.
  ///   - compression: 0 none … 9 smallest; on clips of ours 6 takes 2.6 times as long as 4, for files smaller by 2 %.
  /// - Throws: `FileError`, ``MediaError/unwritable(reason:)`` or ``MediaError/badText(keyword:reason:)``.
  public static func write(
    _ frame: Frame, to url: URL, depth: Depth = .eight, texts: [PNGText] = [],
    compression: Int = standardCompression
  ) throws {
    try AtomicFile.write(encode(frame, depth: depth, texts: texts, compression: compression), to: url)
  }

  /// The bytes of the file that ``write(_:to:depth:texts:compression:)`` writes.
  ///
  /// - Throws: ``MediaError/unwritable(reason:)`` or ``MediaError/badText(keyword:reason:)``.
  public static func encode(
    _ frame: Frame, depth: Depth = .eight, texts: [PNGText] = [], compression: Int = standardCompression
  ) throws(MediaError) -> [UInt8] {
    let samples = depth == .eight ? PixelCode.bytes(frame) : PixelCode.bigEndianWords(frame)
    return try encode(
      samples, height: frame.height, width: frame.width, channelCount: Clip.channelCount, depth: depth,
      texts: texts, compression: compression)
  }

  /// How hard files are compressed where nobody says.
  public static let standardCompression = 4

  // MARK: - Internals

  fileprivate static func encode(
    _ samples: [UInt8], height: Int, width: Int, channelCount: Int, depth: Depth, texts: [PNGText],
    compression: Int
  ) throws(MediaError) -> [UInt8] {
    guard (1...maximumSide).contains(width), (1...maximumSide).contains(height) else {
      throw .unwritable(reason: "\(width)×\(height) pixels; each side may have 1...\(maximumSide)")
    }
    for text in texts { try check(text) }
    var chunks = texts.map { text in
      cmedia_text(
        keyword: strdup(text.keyword), text: strdup(text.value), length: text.value.utf8.count,
        is_utf8: text.value.utf8.allSatisfy { $0 < 0x80 } ? 0 : 1)
    }
    defer {
      for chunk in chunks {
        free(chunk.keyword)
        free(chunk.text)
      }
    }
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    var message = [CChar](repeating: 0, count: 200)
    let isDone = cmedia_png_encode(
      samples, UInt32(width), UInt32(height), Int32(channelCount), Int32(depth.rawValue),
      Int32(min(max(compression, 0), 9)), &chunks, Int32(chunks.count), &bytes, &count, &message)
    defer { free(bytes) }
    guard isDone == 1, let bytes else { throw .unwritable(reason: string(message)) }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }

  private static func check(_ text: PNGText) throws(MediaError) {
    let keyword = text.keyword
    guard (1...79).contains(keyword.utf8.count), keyword.utf8.allSatisfy({ (0x20...0x7E).contains($0) }),
      !keyword.hasPrefix(" "), !keyword.hasSuffix(" "), !keyword.contains("  ")
    else {
      throw .badText(
        keyword: keyword,
        reason: "a keyword has 1...79 printable ASCII characters, and single spaces inside only")
    }
    if text.value.utf8.contains(0) { throw .badText(keyword: keyword, reason: "the text contains a NUL") }
  }

  private static func decode(_ bytes: UnsafeRawBufferPointer, path: String) throws(MediaError) -> PNGImage {
    PNGImage(try PNGSamples(bytes, path: path))
  }

  static func string(_ message: some Collection<CChar>) -> String {
    String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

extension RGBAPicture {
  /// The bytes of a PNG file of the picture, 8 bits a sample.
  ///
  /// - Throws: ``MediaError/unwritable(reason:)`` or ``MediaError/badText(keyword:reason:)``.
  package func png(texts: [PNGText] = []) throws(MediaError) -> [UInt8] {
    try PNG.encode(
      rgba, height: height, width: width, channelCount: 4, depth: .eight, texts: texts,
      compression: PNG.standardCompression)
  }
}
