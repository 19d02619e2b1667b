import Foundation
import Testing
import ZoetropeFiles
import ZoetropeShot

@testable import ZoetropeMedia

@Suite struct PixelCodeTests {
  @Test func everyLevelSurvives() {
    #expect((UInt8.min ... .max).allSatisfy { PixelCode.byte(PixelCode.value($0)) == $0 })
    #expect((UInt16.min ... .max).allSatisfy { PixelCode.word(PixelCode.value($0)) == $0 })
    #expect(PixelCode.value(UInt8(0)) == -1 && PixelCode.value(UInt8(255)) == 1)
    #expect(PixelCode.value(UInt16(0)) == -1 && PixelCode.value(UInt16(65535)) == 1)
  }

  /// The level whose value is nearest, found by trying all of them in Double.
  @Test func roundsToTheNearestLevel() {
    for step in -1100...1100 {
      let value = Float(step) / 1000
      let distances = (0...255).map { abs(Double($0) / 127.5 - 1 - Double(min(max(value, -1), 1))) }
      let best = distances.min() ?? 0
      #expect(distances[Int(PixelCode.byte(value))] <= best + 1e-15)
    }
  }

  @Test func clampsAndHasNoSurprises() {
    let cases: [(Float, UInt8)] = [
      (.nan, 0), (-.infinity, 0), (.infinity, 255), (-1e30, 0), (1e30, 255), (-1.0001, 0), (1.0001, 255),
      (0, 128),
      (-0.0, 128), (Float(0).nextDown, 128), (1 / 127.5, 129),
    ]
    for (value, byte) in cases { #expect(PixelCode.byte(value) == byte, "\(value)") }
    #expect(PixelCode.word(.nan) == 0 && PixelCode.word(2) == 65535)
  }
}

@Suite struct PNGTests {
  @Test(arguments: [(1, 1), (3, 7), (64, 64), (1, 300), (257, 2)])
  func roundTrips(height: Int, width: Int) throws {
    try withFolder { folder in
      let url = folder.appendingPathComponent("a.png")
      let frame = noiseFrame(height: height, width: width)
      for compression in [0, 6, 9] {
        try PNG.write(frame, to: url, compression: compression)
        #expect(try PNG.read(url) == PNGImage(frame: frame, alpha: nil, bitDepth: 8, texts: []))
        #expect(try Tool.pngcheck(url))
        #expect(try Tool.decodedBytes(["-i", url.path]) == PixelCode.bytes(frame))
      }
      let fine = Frame(
        height: height, width: width,
        pixels: (0..<height * width * 3).map { PixelCode.value(UInt16(truncatingIfNeeded: $0 &* 40503)) })
      try PNG.write(fine, to: url, depth: .sixteen)
      #expect(try PNG.read(url) == PNGImage(frame: fine, alpha: nil, bitDepth: 16, texts: []))
      #expect(try Tool.pngcheck(url))
      #expect(try fileNames(folder) == ["a.png"])
    }
  }

  @Test func equalFramesGiveEqualBytesAndSayThatTheyAreSRGB() throws {
    let bytes = try PNG.encode(noiseFrame(height: 9, width: 9))
    #expect(try PNG.encode(noiseFrame(height: 9, width: 9)) == bytes)
    // Length 1, type, perceptual intent, at its place right behind IHDR.
    #expect(Array(bytes[33..<42]) == [0, 0, 0, 1] + Array("sRGB".utf8) + [0])
  }

  @Test func keepsTexts() throws {
    try withFolder { folder in
      let url = folder.appendingPathComponent("a.png")
      let texts = [
        PNGText("prompt", "a red car\nat night"), PNGText("Author", "Łukasz 😀"), PNGText("empty", ""),
        PNGText("plan", String(repeating: "{\"t\": 0.5} ", count: 20_000)),
      ]
      try PNG.write(noiseFrame(height: 4, width: 4), to: url, texts: texts)
      #expect(try PNG.read(url).texts == texts)
      #expect(try Tool.pngcheck(url))
      let shown = try Tool.run("pngcheck", ["-t", url.path])
      #expect(String(decoding: shown.output, as: UTF8.self).contains("a red car"))
    }
  }

  @Test func refusesWhatCannotBeWritten() {
    let frame = Frame(height: 2, width: 2)
    let keywords = ["", " a", "a ", "a  b", "é", "a\n", String(repeating: "k", count: 80)]
    for keyword in keywords {
      #expect(throws: MediaError.self) { try PNG.encode(frame, texts: [PNGText(keyword, "x")]) }
    }
    #expect(throws: MediaError.self) { try PNG.encode(frame, texts: [PNGText("a", "x\0y")]) }
    #expect(throws: MediaError.self) { try PNG.encode(Frame(height: 0, width: 2)) }
    #expect(throws: MediaError.self) { try PNG.encode(Frame(height: 1, width: 16385)) }
    #expect(throws: FileError.self) { try PNG.write(frame, to: URL(fileURLWithPath: "/nowhere/a.png")) }
    #expect(throws: FileError.self) { try PNG.read(URL(fileURLWithPath: "/nowhere/a.png")) }
  }

  @Test func blendsOverABackground() throws {
    let image = try PNG.read(golden("palette-transparent"))
    #expect(image.alpha?.prefix(3).map { ($0 * 255).rounded() } == [0, 128, 255])
    let over = image.frame(over: 1)
    #expect(Array(over.pixels[0..<3]) == [1, 1, 1])
    let half = Float(128) / 255
    #expect(abs(over.pixels[3] - (half * PixelCode.value(UInt8(40)) + 1 - half)) < 1e-6)
    #expect(over.pixels[6...] == image.frame.pixels[6...])
  }
}

/// The files in `Golden` hold one pattern in many forms; they were made by other programs (Pillow, ImageMagick, and
/// bytes laid out by hand with Python's zlib).
@Suite struct PNGFormTests {
  private let width = 7, height = 5

  private func expect<Level>(
    _ name: String, bitDepth: Int, _ pattern: (Int, Int) -> [Level], value: (Level) -> Float,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let image = try PNG.read(golden(name))
    let expected = (0..<height).flatMap { y in (0..<width).flatMap { x in pattern(x, y).map(value) } }
    #expect(
      image.frame == Frame(height: height, width: width, pixels: expected), sourceLocation: sourceLocation)
    #expect(image.bitDepth == bitDepth, sourceLocation: sourceLocation)
  }

  @Test func eightBitForms() throws {
    for name in ["interlaced", "palette-transparent"] {
      try expect(name, bitDepth: 8, { x, y in [x * 40, y * 60, (x ^ y) * 36] }) { PixelCode.value(UInt8($0)) }
    }
    let palette = [[0, 0, 0], [255, 0, 0], [0, 255, 0], [0, 0, 255]]
    try expect("palette-2bit", bitDepth: 8, { x, y in palette[(x + y) % 4] }) { PixelCode.value(UInt8($0)) }
    try expect("grey-1bit", bitDepth: 8, { x, y in Array(repeating: (x + y) % 2 * 255, count: 3) }) {
      PixelCode.value(UInt8($0))
    }
  }

  @Test func sixteenBitForms() throws {
    try expect("rgb-16bit-texts", bitDepth: 16, { x, y in [x * 9000, y * 13000, (x ^ y) * 8000] }) {
      PixelCode.value(UInt16($0))
    }
    try expect("grey-alpha-16bit", bitDepth: 16, { x, y in Array(repeating: (x * 5 + y) * 1800, count: 3) }) {
      PixelCode.value(UInt16($0))
    }
    let alpha = try PNG.read(golden("grey-alpha-16bit")).alpha
    #expect(alpha?.prefix(7).map { ($0 * 65535).rounded() } == (0..<7).map { Float(65535 - $0 * 5000) })
  }

  /// A palette with opacities, and 16 bits of which the nearest of 255 remain.
  @Test func picturesOfBytesWithAlpha() throws {
    func picture(_ name: String) throws -> RGBAPicture {
      let url = try golden(name)
      return try Data(contentsOf: url).withUnsafeBytes { try RGBAPicture(png: $0, path: url.path) }
    }
    let palette = try picture("palette-transparent")
    #expect(palette.width == width && palette.height == height)
    #expect(Array(palette.rgba[0..<12]) == [0, 0, 0, 0, 40, 0, 36, 128, 80, 0, 72, 255])
    let fine = try picture("grey-alpha-16bit")
    let expected = (0..<width).flatMap { x -> [UInt8] in
      let grey = UInt8((Double(x * 5 * 1800) / 257).rounded())
      return [grey, grey, grey, UInt8((Double(65535 - x * 5000) / 257).rounded())]
    }
    #expect(Array(fine.rgba[..<(width * 4)]) == expected)
    // Without alpha it is opaque.
    #expect(try Array(picture("grey-1bit").rgba[..<8]) == [0, 0, 0, 255, 255, 255, 255, 255])
  }

  @Test func everyKindOfText() throws {
    #expect(
      try PNG.read(golden("rgb-16bit-texts")).texts == [
        PNGText("Title", "café"), PNGText("Long", String(repeating: "abc ", count: 100)),
        PNGText("Prompt", "ein roter Würfel 😀"), PNGText("Packed", "żółw"),
      ])
  }

  /// Linear light becomes the usual encoding; libpng takes 2.2 as its exponent and rounds to 8 bits.
  @Test func filesOfAnotherGammaAreConverted() throws {
    let image = try PNG.read(golden("grey-linear"))
    for y in 0..<height {
      for x in 0..<width {
        let linear = Double((x * 5 + y) * 7) / 255
        let expected = 2 * pow(linear, 1 / 2.2) - 1
        #expect(abs(Double(image.frame.pixels[(y * width + x) * 3]) - expected) < 1.01 / 127.5)
      }
    }
  }
}

/// Pictures turned by Exif, and files that are no PNG.
@Suite struct ForeignPictureTests {
  /// A PNG of ours with an eXIf chunk behind its header or at its end.
  private func oriented(_ frame: Frame, _ exif: [UInt8], atEnd: Bool = false, depth: PNG.Depth = .eight)
    throws
    -> [UInt8]
  {
    var bytes = try PNG.encode(frame, depth: depth)
    bytes.insert(contentsOf: PNGChunks.chunk("eXIf", exif), at: atEnd ? bytes.count - 12 : 33)
    return bytes
  }

  private func exif(_ orientation: UInt8, isLittle: Bool = false) -> [UInt8] {
    isLittle
      ? Array("II*\0".utf8) + [8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]
      : Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
  }

  /// Where the first row of a 3×2 picture of letters, `abc` over `def`, and the second and third go: the table of the
  /// Exif specification.
  @Test(
    arguments: [
      (1, ["abc", "def"]), (2, ["cba", "fed"]), (3, ["fed", "cba"]), (4, ["def", "abc"]),
      (5, ["ad", "be", "cf"]),
      (6, ["da", "eb", "fc"]), (7, ["fc", "eb", "da"]), (8, ["cf", "be", "ad"]),
    ] as [(UInt8, [String])])
  func isTurnedAsViewersTurnIt(orientation: UInt8, rows: [String]) throws {
    let stored = Frame(
      height: 2, width: 3, pixels: "abcdef".utf8.flatMap { [Float](repeating: PixelCode.value($0), count: 3) }
    )
    for (isLittle, atEnd, depth) in [(false, false, PNG.Depth.eight), (true, true, .sixteen)] {
      let bytes = try oriented(stored, exif(orientation, isLittle: isLittle), atEnd: atEnd, depth: depth)
      let frame = try PNG.decode(bytes).frame
      let letters = stride(from: 0, to: frame.pixels.count, by: 3).map { PixelCode.byte(frame.pixels[$0]) }
      #expect(frame.width == rows[0].count && frame.height == rows.count)
      #expect(String(decoding: letters, as: UTF8.self) == rows.joined())
      let cut = try bytes.withUnsafeBytes { try RGBAPicture(png: $0, path: "") }
      #expect(
        cut.width == frame.width && stride(from: 0, to: cut.rgba.count, by: 4).map { cut.rgba[$0] } == letters
      )
    }
  }

  /// What cannot be understood turns nothing.
  @Test func brokenExifIsLeftAlone() throws {
    let frame = noiseFrame(height: 3, width: 5)
    let good = exif(6)
    // The number ends at byte 20.
    for length in 0..<20 {
      #expect(try PNG.decode(oriented(frame, Array(good.prefix(length)))).frame == frame)
    }
    for orientation in [0, 9, 255] as [UInt8] {
      #expect(try PNG.decode(oriented(frame, exif(orientation))).frame == frame)
    }
    var looping = good
    looping[7] = 255
    #expect(try PNG.decode(oriented(frame, looping)).frame == frame)
  }

  /// Files that ffmpeg writes, and starts from the formats' specifications.
  @Test(arguments: ["jpg", "gif", "bmp", "tiff", "webp", "jp2", "ppm", "mkv"])
  func whatOtherProgramsWriteIsNamed(suffix: String) throws {
    let formats: [String: FileFormat] = [
      "jpg": .jpeg, "gif": .gif, "bmp": .bmp, "tiff": .tiff, "webp": .webp, "jp2": .jpeg2000,
      "ppm": .portable,
      "mkv": .film,
    ]
    try withFolder { folder in
      let made = folder.appendingPathComponent("a.\(suffix)"), named = folder.appendingPathComponent("a.png")
      let run = try Tool.run(
        "ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=32x32", "-frames:v", "1", made.path])
      try #require(run.status == 0)
      try FileManager.default.moveItem(at: made, to: named)
      let format = try #require(formats[suffix])
      #expect(throws: MediaError.otherFormat(path: named.path, format: format)) { try PNG.read(named) }
    }
  }

  @Test func formatsAreToldByTheirFirstBytes() {
    let starts: [([UInt8], FileFormat?)] = [
      ([0, 0, 0, 24] + Array("ftypheic".utf8), .heic), ([0, 0, 0, 32] + Array("ftypavif".utf8), .avif),
      ([0, 0, 0, 32] + Array("ftypisom".utf8), .film), ([0, 0, 0, 12] + Array("JXL \r\n".utf8), .jpegXL),
      ([0x76, 0x2F, 0x31, 0x01, 2], .openEXR), (Array("8BPS\0\u{1}".utf8), .photoshop),
      (Array("%PDF-1.7".utf8), .pdf), (Array("<?xml version='1.0'?>\n<svg xmlns=''>".utf8), .svg),
      (Array("\n<!DOCTYPE html>".utf8), .webPage), ([0, 0, 1, 0, 1, 0], .icon), ([], nil),
      ([0x89, 0x50], nil),
      (Array("BMW and other words".utf8), nil), (Array("P1ain words".utf8), nil),
      (Array("{\"a\": 1}".utf8), nil),
    ]
    for (bytes, format) in starts { #expect(FileFormat(bytes) == format, "\(bytes)") }
  }
}
