// Cameras store pictures as the sensor reads them, and a number that says how they were held. Viewers turn them.

/// How stored rows and columns lie in the picture that is seen; raw values are those of the Exif tag Orientation
/// (Exif 2.32, 4.6.4 A, tag 274).
enum PictureOrientation: Int {
  case asStored = 1
  case mirrored, halfTurned, flipped, transposed, turnedRight, transversed, turnedLeft

  /// Reads Exif data, from its byte order on; nil where they name none.
  init?(exif: UnsafeRawBufferPointer) {
    // Some writers leave the header of JPEG's segment before it.
    let prefix = Array("Exif".utf8) + [0, 0]
    let data = Array(exif.starts(with: prefix) ? exif.dropFirst(prefix.count) : exif[...])
    guard data.count >= 8 else { return nil }
    let isLittle = data[0] == UInt8(ascii: "I")
    guard data[0] == data[1], isLittle || data[0] == UInt8(ascii: "M") else { return nil }
    func number(_ at: Int, _ count: Int) -> Int? {
      guard at >= 0, at + count <= data.count else { return nil }
      let bytes = data[at..<at + count]
      return (isLittle ? Array(bytes.reversed()) : Array(bytes)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard number(2, 2) == 42, let directory = number(4, 4), let count = number(directory, 2) else {
      return nil
    }
    for index in 0..<count {
      let entry = directory + 2 + 12 * index
      guard let tag = number(entry, 2) else { return nil }
      // A short number (type 3), one of them, which lies in the entry itself.
      guard tag == 274 else { continue }
      guard number(entry + 2, 2) == 3, number(entry + 4, 4) == 1, let value = number(entry + 8, 2) else {
        return nil
      }
      self.init(rawValue: value)
      return
    }
    return nil
  }

  /// Whether rows become columns.
  var swapsSides: Bool { rawValue >= 5 }

  /// Turns rows of pixels, of some bytes each.
  ///
  /// - Parameters:
  ///   - bytes: `[height, width, pixelBytes]` as stored.
  /// - Returns: `[height, width, pixelBytes]` as seen, the sides swapped where ``swapsSides``.
  func turned(_ bytes: [UInt8], height: Int, width: Int, pixelBytes: Int) -> [UInt8] {
    if self == .asStored { return bytes }
    let (newHeight, newWidth) = swapsSides ? (width, height) : (height, width)
    var result = [UInt8](repeating: 0, count: bytes.count)
    for y in 0..<newHeight {
      for x in 0..<newWidth {
        let (row, column) =
          switch self {
          case .asStored: (y, x)
          case .mirrored: (y, width - 1 - x)
          case .halfTurned: (height - 1 - y, width - 1 - x)
          case .flipped: (height - 1 - y, x)
          case .transposed: (x, y)
          case .turnedRight: (height - 1 - x, y)
          case .transversed: (height - 1 - x, width - 1 - y)
          case .turnedLeft: (x, width - 1 - y)
          }
        let from = (row * width + column) * pixelBytes, to = (y * newWidth + x) * pixelBytes
        for byte in 0..<pixelBytes { result[to + byte] = bytes[from + byte] }
      }
    }
    return result
  }
}
