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
    _ clip: Clip, to url: URL, scale: Int = 1, plays: Int = 0, texts: [PNGText] = [], compression: Int = 6
  ) throws {
    try AtomicFile.write(to: url) { file in
      try emit(clip, scale, plays, texts, compression) { try file.append($0) }
    }
  }

  /// The bytes of the file that ``write(_:to:scale:plays:texts:compression:)`` writes.
  ///
  /// - Throws: ``MediaError/unwritable(reason:)`` or ``MediaError/badText(keyword:reason:)``.
  public static func encode(
    _ clip: Clip, scale: Int = 1, plays: Int = 0, texts: [PNGText] = [], compression: Int = 6
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
    guard clip.frameCount > 0 else { throw MediaError.unwritable(reason: "the clip has no frames") }
    guard clip.frameRate > 0, clip.frameRate.isFinite else {
      throw MediaError.unwritable(reason: "\(clip.frameRate) frames per second; the rate must be above 0")
    }
    let rate = FrameTiming.fraction(clip.frameRate)
    var sequenceNumber: UInt32 = 0
    func next() -> [UInt8] {
      defer { sequenceNumber += 1 }
      return PNGChunks.bigEndian(sequenceNumber)
    }
    try append(PNGChunks.signature)
    for index in 0..<clip.frameCount {
      let frame = clip[frame: index].enlarged(by: max(1, scale))
      let chunks = PNGChunks.split(
        try PNG.encode(frame, texts: index == 0 ? texts : [], compression: compression))
      if index == 0 {
        for chunk in chunks where chunk.type != "IDAT" && chunk.type != "IEND" {
          try append(PNGChunks.chunk(chunk.type, chunk.data))
          if chunk.type == "IHDR" {
            let counts =
              PNGChunks.bigEndian(UInt32(clip.frameCount)) + PNGChunks.bigEndian(UInt32(max(0, plays)))
            try append(PNGChunks.chunk("acTL", counts))
          }
        }
      }
      // Number, size, offset, delay as a fraction of a second, and twice 0: keep the frame, overwrite the last.
      try append(
        PNGChunks.chunk(
          "fcTL",
          next() + PNGChunks.bigEndian(UInt32(frame.width)) + PNGChunks.bigEndian(UInt32(frame.height))
            + [0, 0, 0, 0, 0, 0, 0, 0] + PNGChunks.bigEndian(rate.denominator)
            + PNGChunks.bigEndian(rate.numerator) + [0, 0]))
      for chunk in chunks where chunk.type == "IDAT" {
        try append(
          index == 0 ? PNGChunks.chunk("IDAT", chunk.data) : PNGChunks.chunk("fdAT", next() + chunk.data))
      }
    }
    try append(PNGChunks.chunk("IEND", []))
  }
}
