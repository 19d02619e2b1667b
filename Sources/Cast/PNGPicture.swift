// Reads the PNG pictures that a colour bitmap font holds: non-interlaced, palette or RGBA. Not a general decoder;
// files of other programs go through Media.

/// A small picture with straight (not premultiplied) alpha.
package struct PNGPicture {
  /// Why a picture could not be read.
  enum Failure: Error { case notPNG, unsupported, truncated }

  /// Width in pixels.
  package let width: Int
  /// Height in pixels.
  package let height: Int
  /// sRGB and alpha, `[H, W, 4]`.
  package var rgba: [UInt8]

  /// Decodes a PNG file.
  ///
  /// - Throws: `PNGPicture.Failure` or `Inflate.Failure`.
  package init(_ file: ArraySlice<UInt8>) throws {
    let bytes = Array(file)
    guard bytes.count > 33, Array(bytes[0..<8]) == [137, 80, 78, 71, 13, 10, 26, 10] else {
      throw Failure.notPNG
    }
    var palette: [UInt8] = [], alphas: [UInt8] = [], data: [UInt8] = []
    var width = 0, height = 0, depth = 0, colourType = 0
    var position = 8
    while position + 12 <= bytes.count {
      let length = PNGPicture.word(bytes, position)
      let end = position + 8 + length
      guard length >= 0, end + 4 <= bytes.count else { throw Failure.truncated }
      let body = bytes[position + 8..<end]
      switch String(decoding: bytes[position + 4..<position + 8], as: UTF8.self) {
      case "IHDR":
        guard length == 13, bytes[end - 1] == 0 else { throw Failure.unsupported }
        width = PNGPicture.word(bytes, position + 8)
        height = PNGPicture.word(bytes, position + 12)
        depth = Int(bytes[position + 16])
        colourType = Int(bytes[position + 17])
      case "PLTE": palette = Array(body)
      case "tRNS": alphas = Array(body)
      case "IDAT": data += body
      default: break
      }
      position = end + 4
    }
    let isPalette = colourType == 3 && [1, 2, 4, 8].contains(depth)
    guard isPalette || (colourType == 6 && depth == 8), (1...4096).contains(width),
      (1...4096).contains(height)
    else {
      throw Failure.unsupported
    }
    let bitsPerPixel = isPalette ? depth : 32
    let rows = try PNGPicture.unfilter(
      Inflate.zlib(data[...]), height: height, stride: (width * bitsPerPixel + 7) / 8,
      pixelBytes: max(1, bitsPerPixel / 8))
    self.width = width
    self.height = height
    self.rgba =
      isPalette
      ? try PNGPicture.look(up: rows, palette, alphas, width: width, height: height, depth: depth) : rows
  }

  // MARK: - Internals

  private static func word(_ bytes: [UInt8], _ at: Int) -> Int {
    Int(bytes[at]) << 24 | Int(bytes[at + 1]) << 16 | Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
  }

  /// Undoes the row filters of the PNG specification, section 9.
  private static func unfilter(_ data: [UInt8], height: Int, stride: Int, pixelBytes: Int) throws -> [UInt8] {
    guard data.count >= height * (stride + 1) else { throw Failure.truncated }
    var rows = [UInt8](repeating: 0, count: height * stride)
    for y in 0..<height {
      let filter = data[y * (stride + 1)]
      for x in 0..<stride {
        let left = x >= pixelBytes ? Int(rows[y * stride + x - pixelBytes]) : 0
        let up = y > 0 ? Int(rows[(y - 1) * stride + x]) : 0
        let corner = x >= pixelBytes && y > 0 ? Int(rows[(y - 1) * stride + x - pixelBytes]) : 0
        let predicted: Int
        switch filter {
        case 0: predicted = 0
        case 1: predicted = left
        case 2: predicted = up
        case 3: predicted = (left + up) / 2
        case 4:
          let p = left + up - corner
          let (a, b, c) = (abs(p - left), abs(p - up), abs(p - corner))
          predicted = a <= b && a <= c ? left : b <= c ? up : corner
        default: throw Failure.unsupported
        }
        rows[y * stride + x] = UInt8((Int(data[y * (stride + 1) + 1 + x]) + predicted) & 255)
      }
    }
    return rows
  }

  private static func look(
    up rows: [UInt8], _ palette: [UInt8], _ alphas: [UInt8], width: Int, height: Int, depth: Int
  ) throws -> [UInt8] {
    let stride = (width * depth + 7) / 8
    var rgba = [UInt8](repeating: 0, count: width * height * 4)
    for y in 0..<height {
      for x in 0..<width {
        let byte = rows[y * stride + x * depth / 8]
        let index = Int(byte >> UInt8(8 - depth - x * depth % 8)) & ((1 << depth) - 1)
        guard index * 3 + 2 < palette.count else { throw Failure.truncated }
        let at = (y * width + x) * 4
        for channel in 0..<3 { rgba[at + channel] = palette[index * 3 + channel] }
        rgba[at + 3] = index < alphas.count ? alphas[index] : 255
      }
    }
    return rgba
  }
}
