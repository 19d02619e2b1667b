import Foundation
import Testing
import ZoetropeRandom
import ZoetropeWeights

/// Damaged files give an error or a file whose every tensor can be read; never a crash.
///
/// `ZOETROPE_FUZZ_COUNT` sets the number of files (1 million takes about 12 seconds in release), and
/// `ZOETROPE_FUZZ_SEED` which ones; `Scripts/fuzz` runs both. A crash prints nothing, so rerun with fewer.
@Suite struct HeaderFuzzTests {
  @Test func damagedHeadersNeverCrash() throws {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["ZOETROPE_FUZZ_COUNT"].flatMap(Int.init) ?? 2000
    let seed = environment["ZOETROPE_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    let originals = try [
      SafetensorsWriter.encode(
        tensors: SafetensorsTests.goldenTensors, metadata: ["format": "pt", "a": "b"]),
      SafetensorsWriter.encode(tensors: [StoredTensor("w", [2, 2], [1, 2, 3, 4])]),
      HeaderTests.file("{}", data: 0),
    ]
    var accepted = 0
    for index in 0..<count {
      var generator = Generator(seed: seed, stream: UInt64(index))
      let bytes = Self.damage(originals[index % originals.count], &generator)
      guard let file = try? SafetensorsFile(bytes: bytes) else { continue }
      accepted += 1
      // What is accepted must hold together: the sizes agree, and every tensor can be read.
      var covered = 0
      for entry in file.entries {
        #expect(entry.shape.reduce(1, *) * entry.dtype.byteCount == entry.byteRange.count)
        #expect(entry.byteRange.upperBound <= bytes.count)
        covered += entry.byteRange.count
        #expect(try file.withBytes(entry.name) { $0.reduce(0) { $0 &+ Int($1) } } >= 0)
        do { #expect(try file.floats(entry.name).count == entry.elementCount) } catch is WeightsError {}
      }
      let length = bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
      #expect(covered + 8 + Int(length) == bytes.count)
    }
    print("fuzz: \(count) damaged safetensors files, \(accepted) accepted, \(count - accepted) refused")
    // Some damage is harmless (a letter of a name) and most is not; all or none would mean the test tests nothing.
    #expect(count < 1000 || (accepted > count / 100 && accepted < count * 9 / 10))
  }

  private static let words = [
    "\"dtype\"", "\"F32\"", "\"F16\"", "[0,4]", "[]", "{}", "{", "}", "[", "]", ",", ":", "\"", "\\u0000",
    "\\ud800",
    "-1", "1e400", "9223372036854775807", "18446744073709551616", "0", "null", "__metadata__", "\u{FEFF}",
    "\0",
  ].map { Array($0.utf8) }

  /// Applies 1 to 4 random edits to header bytes, and half of the time makes the length field fit again.
  private static func damage(_ original: [UInt8], _ generator: inout Generator) -> [UInt8] {
    let headerCount = Int(original[0]) | Int(original[1]) << 8
    var header = Array(original[8..<8 + headerCount])
    var data = Array(original[(8 + headerCount)...])
    for _ in 0...generator.index(below: 4) {
      let at = generator.index(below: max(1, header.count))
      switch generator.index(below: 8) {
      case 0 where !header.isEmpty: header[at] = UInt8(truncatingIfNeeded: generator.next32())
      case 1 where !header.isEmpty: header[at] ^= 1 << UInt8(generator.index(below: 8))
      case 2: header.insert(contentsOf: generator.pick(words), at: min(at, header.count))
      case 3 where !header.isEmpty:
        header.removeSubrange(at..<min(header.count, at + 1 + generator.index(below: 9)))
      case 4 where !header.isEmpty:  // copy a piece elsewhere: repeated members, nested tensors
        let piece = Array(header[at..<min(header.count, at + 1 + generator.index(below: 80))])
        header.insert(contentsOf: piece, at: generator.index(below: header.count))
      case 5:  // change a digit: sizes and offsets
        let digits = header.indices.filter { (0x30...0x39).contains(header[$0]) }
        if !digits.isEmpty { header[generator.pick(digits)] = 0x30 + UInt8(generator.index(below: 10)) }
      case 6: data.removeLast(min(data.count, generator.index(below: 9)))
      default: data += Array(repeating: 0, count: generator.index(below: 9))
      }
    }
    var length = UInt64(headerCount)
    if generator.chance(0.5) { length = UInt64(header.count) }
    if generator.chance(0.05) { length = generator.next() >> UInt64(generator.index(below: 64)) }
    let file = withUnsafeBytes(of: length.littleEndian, Array.init) + header + data
    return generator.chance(0.05) ? Array(file.prefix(generator.index(below: file.count + 1))) : file
  }
}
