// The outer structure of PNG: a signature, then chunks of length, type, data and checksum.
// PNG specification (third edition), 5.2-5.3 and annex D.

/// Splits PNG files into chunks and builds chunks.
enum PNGChunks {
  /// The first eight bytes of every PNG.
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The chunks of a complete file, as (type, data).
  static func split(_ file: [UInt8]) -> [(type: String, data: ArraySlice<UInt8>)] {
    var chunks: [(String, ArraySlice<UInt8>)] = []
    var position = signature.count
    while position + 12 <= file.count {
      let length = file[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      guard position + 12 + length <= file.count else { break }
      let type = String(decoding: file[position + 4..<position + 8], as: UTF8.self)
      chunks.append((type, file[position + 8..<position + 8 + length]))
      position += 12 + length
    }
    return chunks
  }

  /// A whole chunk.
  static func chunk(_ type: String, _ data: some Collection<UInt8>) -> [UInt8] {
    let body = Array(type.utf8) + data
    return bigEndian(UInt32(data.count)) + body + bigEndian(checksum(body))
  }

  /// The bytes of an integer, most significant first.
  static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian, Array.init)
  }

  // MARK: - Internals

  /// CRC-32 with the reflected polynomial 0xEDB88320.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ crc >> 8 }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ crc >> 1 : crc >> 1 }
  }
}
