// Animated PNG: the animation that every browser plays without a player, lossless, in one file.
// PNG specification (third edition), 11.3.7: acTL, fcTL and fdAT.

import Foundation
import ZoetropeFiles
import ZoetropeShot

/// Writes animated PNG files.
public enum APNG {
  /// Writes a clip, which appears whole by atomic rename. Every frame is a full picture; the first also shows in
  /// programs that do not know animation.
  ///
  /// - Parameters:
  ///   - scale: pixels in the file per pixel of the clip.
  ///   - plays: how often it plays; 0 is for ever.
  ///   - texts: words to store with it.
  ///   - compression: 0 none … 9 smallest.
  /// - Throws: `FileError`, ``MediaError/unwritable(reason:)`` or ``MediaError/badText(keyword:reason:)``.
  public static func write(
    _ clip: Clip, to url: URL, scale: Int = 1, plays: Int = 0, texts: [PNGText] = [],
    compression: Int = PNG.standardCompression
  ) throws {
    try AtomicFile.write(to: url) { file in
      try emit(clip, scale, plays, texts, compression) { try file.append($0) }
    }
  }

  /// Writes frames that are encoded already, with their compressed data as it is; see
  /// ``write(_:to:scale:plays:texts:compression:)``.
  ///
  /// - Parameter encoded: the PNG file of a frame by its number, all of one size and form; asked for in order, so that they
  ///   need not all be in memory.
  public static func write(
    frameCount: Int, frameRate: Double, to url: URL, plays: Int = 0, texts: [PNGText] = [],
    encoded: (_ index: Int) throws -> [UInt8]
  ) throws {
    try AtomicFile.write(to: url) { file in
      try emit(frameCount, frameRate, plays, texts, encoded: encoded) { try file.append($0) }
    }
  }

  /// The bytes of the file that ``write(_:to:scale:plays:texts:compression:)`` writes.
  ///
  /// - Throws: ``MediaError/unwritable(reason:)`` or ``MediaError/badText(keyword:reason:)``.
  public static func encode(
    _ clip: Clip, scale: Int = 1, plays: Int = 0, texts: [PNGText] = [],
    compression: Int = PNG.standardCompression
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try emit(clip, scale, plays, texts, compression) { bytes += $0 }
    return bytes
  }

  // MARK: - Internals

  private static func emit(
    _ clip: Clip, _ scale: Int, _ plays: Int, _ texts: [PNGText], _ compression: Int,
    _ append: ([UInt8]) throws -> Void
  ) throws {
    try emit(clip.frameCount, clip.frameRate, plays, texts) { index in
      try PNG.encode(clip[frame: index].enlarged(by: max(1, scale)), compression: compression)
    } append: {
      try append($0)
    }
  }

  private static func emit(
    _ frameCount: Int, _ frameRate: Double, _ plays: Int, _ texts: [PNGText],
    encoded: (_ index: Int) throws -> [UInt8], append: ([UInt8]) throws -> Void
  ) throws {
    guard frameCount > 0 else { throw MediaError.unwritable(reason: "the clip has no frames") }
    guard frameRate > 0, frameRate.isFinite else {
      throw MediaError.unwritable(reason: "\(frameRate) frames per second; the rate must be above 0")
    }
    let rate = FrameTiming.fraction(frameRate)
    var sequenceNumber: UInt32 = 0
    func next() -> [UInt8] {
      defer { sequenceNumber += 1 }
      return PNGChunks.bigEndian(sequenceNumber)
    }
    var size: [UInt8] = []
    try append(PNGChunks.signature)
    for index in 0..<frameCount {
      let chunks = PNGChunks.split(try encoded(index))
      if index == 0 {
        for chunk in chunks where ["IHDR", "sRGB"].contains(chunk.type) {
          try append(PNGChunks.chunk(chunk.type, chunk.data))
          guard chunk.type == "IHDR" else { continue }
          size = Array(chunk.data.prefix(8))
          let counts = PNGChunks.bigEndian(UInt32(frameCount)) + PNGChunks.bigEndian(UInt32(max(0, plays)))
          try append(PNGChunks.chunk("acTL", counts))
        }
        // The words of the animation, as a picture of one pixel has them.
        let words = PNGChunks.split(try PNG.encode(Frame(height: 1, width: 1), texts: texts))
        for chunk in words where chunk.type.hasSuffix("EXt") || chunk.type.hasSuffix("TXt") {
          try append(PNGChunks.chunk(chunk.type, chunk.data))
        }
      }
      // Number, size, offset, delay as a fraction of a second, and twice 0: keep the frame, overwrite the last.
      try append(
        PNGChunks.chunk(
          "fcTL",
          next() + size + [0, 0, 0, 0, 0, 0, 0, 0] + PNGChunks.bigEndian(rate.denominator)
            + PNGChunks.bigEndian(rate.numerator) + [0, 0]))
      for chunk in chunks where chunk.type == "IDAT" {
        try append(
          index == 0 ? PNGChunks.chunk("IDAT", chunk.data) : PNGChunks.chunk("fdAT", next() + chunk.data))
      }
    }
    try append(PNGChunks.chunk("IEND", []))
  }
}
