import Foundation
import Testing
import ZoetropeShot
import ZoetropeMedia
import ZoetropeRandom

/// Damaged files give an error or a picture; never a crash.
///
/// `ZOETROPE_FUZZ_COUNT` and `ZOETROPE_FUZZ_SEED` as in the test of weights files; `Scripts/fuzz` sets them.
@Suite struct PNGFuzzTests {
  @Test func damagedPicturesNeverCrash() throws {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["ZOETROPE_FUZZ_COUNT"].flatMap(Int.init) ?? 1000
    let seed = environment["ZOETROPE_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    let names = [
      "grey-1bit", "grey-alpha-16bit", "grey-linear", "interlaced", "palette-2bit", "palette-transparent",
      "rgb-16bit-texts",
    ]
    var originals = try names.map { try Array(Data(contentsOf: golden($0))) }
    originals.append(
      try PNG.encode(noiseFrame(height: 20, width: 20), texts: [PNGText("a", "b"), PNGText("c", "é")]))
    originals.append(try APNG.encode(Clip(frames: [Frame(height: 3, width: 3), Frame(height: 3, width: 3)])))
    var accepted = 0
    for index in 0..<count {
      var generator = Generator(seed: seed, stream: UInt64(index))
      let bytes = Self.damage(originals[index % originals.count], &generator)
      guard let image = try? PNG.decode(bytes) else { continue }
      accepted += 1
      let (height, width) = (image.frame.height, image.frame.width)
      #expect(height > 0 && width > 0 && height <= PNG.maximumSide && width <= PNG.maximumSide)
      #expect(image.frame.pixels.count == height * width * 3)
      #expect(image.frame.pixels.allSatisfy { $0 >= -1 && $0 <= 1 })
      #expect(image.alpha?.count ?? height * width == height * width)
    }
    print("fuzz: \(count) damaged PNG files, \(accepted) accepted, \(count - accepted) refused")
    #expect(count < 1000 || (accepted > count / 100 && accepted < count * 9 / 10))
  }

  @Test func hostileSizesAreRefusedBeforeMemoryIsTaken() throws {
    var bytes = try PNG.encode(Frame(height: 2, width: 2))
    for (width, height) in [
      (16384, 4096), (16385, 1), (0x7FFF_FFFF, 0x7FFF_FFFF), (0, 1), (1, 0), (16384, 16384),
    ] {
      bytes.replaceSubrange(16..<24, with: Self.bigEndian(UInt32(width)) + Self.bigEndian(UInt32(height)))
      bytes.replaceSubrange(29..<33, with: Self.bigEndian(Self.checksum(bytes[12..<29])))
      #expect(throws: MediaError.self) { try PNG.decode(bytes) }
    }
  }

  @Test func everyTruncationIsRefused() throws {
    let bytes = try PNG.encode(noiseFrame(height: 6, width: 6), texts: [PNGText("a", "b")])
    for length in 0..<bytes.count {
      #expect(throws: MediaError.self) { try PNG.decode(Array(bytes.prefix(length))) }
    }
  }

  // MARK: - Damage

  /// Applies 1 to 4 random edits, and mostly mends the checksums so that the damage gets past the first gate.
  private static func damage(_ original: [UInt8], _ generator: inout Generator) -> [UInt8] {
    var chunks = split(original)
    for _ in 0...generator.index(below: 4) {
      let at = generator.index(below: chunks.count)
      let size = chunks[at].count - 4
      let place = 4 + (size > 0 ? generator.index(below: size) : 0)
      switch generator.index(below: 8) {
      case 0 where size > 0: chunks[at][place] = UInt8(truncatingIfNeeded: generator.next32())
      case 1 where size > 0: chunks[at][place] ^= 1 << UInt8(generator.index(below: 8))
      case 2 where size > 0: chunks[at].removeSubrange(place...)
      case 3:
        chunks[at] += (0..<generator.index(below: 20)).map { _ in
          UInt8(truncatingIfNeeded: generator.next32())
        }
      case 4: chunks.insert(chunks[generator.index(below: chunks.count)], at: at)
      case 5 where chunks.count > 2: chunks.remove(at: at)
      case 6:
        let types = [
          "IHDR", "PLTE", "tRNS", "IDAT", "IEND", "gAMA", "cHRM", "sRGB", "iCCP", "iTXt", "zTXt", "tEXt",
          "sBIT", "bKGD", "hIST", "pHYs", "sPLT", "tIME", "eXIf", "acTL", "fdAT", "abCd",
        ]
        chunks[at].replaceSubrange(0..<4, with: Array(generator.pick(types).utf8))
      default:  // header fields: depth, colour type, compression, filter, interlacing
        if chunks[0].count == 17 {
          chunks[0][12 + generator.index(below: 5)] = UInt8(generator.index(below: 17))
        }
      }
    }
    let mends = generator.chance(0.9)
    var file = Array(original[0..<8])
    for chunk in chunks {
      let sum = mends ? checksum(chunk[...]) : generator.next32()
      file += bigEndian(UInt32(max(0, chunk.count - 4))) + chunk + bigEndian(sum)
    }
    if generator.chance(0.1) {
      file[generator.index(below: file.count)] = UInt8(truncatingIfNeeded: generator.next32())
    }
    return generator.chance(0.05) ? Array(file.prefix(generator.index(below: file.count + 1))) : file
  }

  /// Type and data of every chunk.
  private static func split(_ file: [UInt8]) -> [[UInt8]] {
    var chunks: [[UInt8]] = []
    var position = 8
    while position < file.count {
      let length = file[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      chunks.append(Array(file[position + 4..<position + 8 + length]))
      position += 12 + length
    }
    return chunks
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian, Array.init)
  }

  /// CRC-32 bit by bit, as the specification states it.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var crc: UInt32 = ~0
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
