// Decompression of zlib streams (RFC 1950, RFC 1951), enough to read the pictures inside a font.
// Not built for speed or for streaming: pictures are a few kilobytes. Checksums are left to the caller.

/// Decompresses deflate data.
enum Inflate {
  /// Something in the stream that the format does not allow.
  enum Failure: Error { case truncated, badBlock, badCode, badDistance }

  /// Decompresses a zlib stream.
  ///
  /// - Throws: `Inflate.Failure` when the stream is damaged.
  static func zlib(_ bytes: ArraySlice<UInt8>) throws -> [UInt8] {
    guard bytes.count > 6 else { throw Failure.truncated }
    var bits = BitReader(bytes: bytes.dropFirst(2))
    var output: [UInt8] = []
    var isLast = false
    while !isLast {
      isLast = try bits.read(1) == 1
      switch try bits.read(2) {
      case 0: try stored(&bits, &output)
      case 1: try compressed(&bits, &output, literals: fixedLiterals, distances: fixedDistances)
      case 2:
        let (literals, distances) = try dynamicTables(&bits)
        try compressed(&bits, &output, literals: literals, distances: distances)
      default: throw Failure.badBlock
      }
    }
    return output
  }

  // MARK: - Internals

  /// Bits in the order of RFC 1951: least significant first.
  private struct BitReader {
    let bytes: ArraySlice<UInt8>
    var position: Int
    var held: UInt32 = 0
    var heldCount = 0

    init(bytes: ArraySlice<UInt8>) {
      self.bytes = bytes
      position = bytes.startIndex
    }

    mutating func read(_ count: Int) throws -> Int {
      while heldCount < count {
        guard position < bytes.endIndex else { throw Failure.truncated }
        held |= UInt32(bytes[position]) << UInt32(heldCount)
        position += 1
        heldCount += 8
      }
      let value = held & ((1 << UInt32(count)) - 1)
      held >>= UInt32(count)
      heldCount -= count
      return Int(value)
    }

    mutating func alignToByte() {
      held = 0
      heldCount = 0
    }
  }

  /// A canonical Huffman code: how many codes have each length, and the symbols in code order.
  private struct Code {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    init(lengths: some Collection<Int>) {
      for length in lengths where length > 0 { counts[length] += 1 }
      for length in 1...15 {
        for (symbol, own) in lengths.enumerated() where own == length { symbols.append(symbol) }
      }
    }

    func decode(_ bits: inout BitReader) throws -> Int {
      var code = 0, first = 0, index = 0
      for length in 1...15 {
        code |= try bits.read(1)
        let count = counts[length]
        if code - first < count { return symbols[index + code - first] }
        index += count
        first = (first + count) << 1
        code <<= 1
      }
      throw Failure.badCode
    }
  }

  private static let fixedLiterals = Code(
    lengths: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  private static let fixedDistances = Code(lengths: [Int](repeating: 5, count: 30))
  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
    227, 258,
  ]
  private static let lengthExtras = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
    4097, 6145,
    8193, 12289, 16385, 24577,
  ]
  private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  private static func stored(_ bits: inout BitReader, _ output: inout [UInt8]) throws {
    bits.alignToByte()
    let count = try bits.read(16)
    _ = try bits.read(16)
    for _ in 0..<count { output.append(UInt8(try bits.read(8))) }
  }

  private static func dynamicTables(_ bits: inout BitReader) throws -> (Code, Code) {
    let literalCount = try bits.read(5) + 257
    let distanceCount = try bits.read(5) + 1
    let lengthCount = try bits.read(4) + 4
    var lengthLengths = [Int](repeating: 0, count: 19)
    for index in 0..<lengthCount { lengthLengths[lengthOrder[index]] = try bits.read(3) }
    let lengthCode = Code(lengths: lengthLengths)
    var lengths: [Int] = []
    while lengths.count < literalCount + distanceCount {
      let symbol = try lengthCode.decode(&bits)
      switch symbol {
      case 16:
        guard let last = lengths.last else { throw Failure.badCode }
        lengths += [Int](repeating: last, count: 3 + (try bits.read(2)))
      case 17: lengths += [Int](repeating: 0, count: 3 + (try bits.read(3)))
      case 18: lengths += [Int](repeating: 0, count: 11 + (try bits.read(7)))
      default: lengths.append(symbol)
      }
    }
    guard lengths.count == literalCount + distanceCount else { throw Failure.badCode }
    return (Code(lengths: lengths[..<literalCount]), Code(lengths: lengths[literalCount...]))
  }

  private static func compressed(
    _ bits: inout BitReader, _ output: inout [UInt8], literals: Code, distances: Code
  ) throws {
    while true {
      let symbol = try literals.decode(&bits)
      if symbol < 256 {
        output.append(UInt8(symbol))
        continue
      }
      if symbol == 256 { return }
      guard symbol < 286 else { throw Failure.badCode }
      let length = lengthBases[symbol - 257] + (try bits.read(lengthExtras[symbol - 257]))
      let code = try distances.decode(&bits)
      guard code < 30 else { throw Failure.badDistance }
      let distance = distanceBases[code] + (try bits.read(code < 2 ? 0 : code / 2 - 1))
      guard distance <= output.count else { throw Failure.badDistance }
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }
}
