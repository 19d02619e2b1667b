// What libpng decodes a file to, before it becomes floats in −1…1 (`PNGImage`) or bytes with alpha (`RGBAPicture`).

import CMedia
import Foundation
import ZoetropeShot

/// Samples of a decoded PNG: RGB or RGBA, rows top to bottom.
struct PNGSamples {
  /// Width in pixels.
  let width: Int
  /// Height in pixels.
  let height: Int
  /// 3, or 4 with straight alpha.
  let channelCount: Int
  /// Whether a sample has 16 bits, in two bytes, the high one first; otherwise it is one byte.
  let is16Bit: Bool
  /// `[H, W, channelCount]`, of one or two bytes each.
  let bytes: [UInt8]
  /// The texts, in file order.
  let texts: [PNGText]

  /// Decodes the bytes of a file of any colour type and depth, interlaced or not, and turns the picture as its Exif data
  /// say, as viewers do.
  ///
  /// - Parameter path: where they come from, for messages.
  /// - Throws: ``MediaError/unreadable(path:reason:)``, ``MediaError/otherFormat(path:format:)``.
  init(_ file: UnsafeRawBufferPointer, path: String) throws(MediaError) {
    var image = cmedia_image()
    defer { cmedia_png_free(&image) }
    let base = file.assumingMemoryBound(to: UInt8.self).baseAddress
    let isDone = cmedia_png_decode(
      base, file.count, UInt32(PNG.maximumSide), UInt64(PNG.maximumPixelCount), &image)
    guard isDone == 1, let samples = image.pixels else {
      if let format = FileFormat(file) { throw .otherFormat(path: path, format: format) }
      let reason = withUnsafeBytes(of: image.message) { PNG.string($0.bindMemory(to: CChar.self)) }
      throw .unreadable(path: path, reason: reason)
    }
    let exif = UnsafeRawBufferPointer(start: image.exif, count: image.exif_count)
    let orientation = PictureOrientation(exif: exif) ?? .asStored
    let (storedWidth, storedHeight) = (Int(image.width), Int(image.height))
    (width, height) = orientation.swapsSides ? (storedHeight, storedWidth) : (storedWidth, storedHeight)
    channelCount = Int(image.channels)
    is16Bit = image.bit_depth == 16
    let pixelBytes = channelCount * (is16Bit ? 2 : 1)
    let stored = UnsafeBufferPointer(start: samples, count: storedWidth * storedHeight * pixelBytes)
    bytes = orientation.turned(
      Array(stored), height: storedHeight, width: storedWidth, pixelBytes: pixelBytes)
    texts = UnsafeBufferPointer(start: image.texts, count: Int(image.text_count)).map { text in
      PNGText(
        PNGSamples.latin1(UnsafeRawBufferPointer(start: text.keyword, count: strlen(text.keyword))),
        text.is_utf8 == 1
          ? String(decoding: UnsafeRawBufferPointer(start: text.text, count: text.length), as: UTF8.self)
          : PNGSamples.latin1(UnsafeRawBufferPointer(start: text.text, count: text.length)))
    }
  }

  // MARK: - Internals

  private static func latin1(_ bytes: UnsafeRawBufferPointer) -> String {
    String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }
}

extension PNGImage {
  init(_ samples: PNGSamples) {
    let (width, height, channels) = (samples.width, samples.height, samples.channelCount)
    let bytes = samples.bytes
    var pixels = [Float](repeating: 0, count: width * height * Clip.channelCount)
    var alpha = [Float](repeating: 1, count: channels == 4 ? width * height : 0)
    for pixel in 0..<width * height {
      for channel in 0..<channels {
        let index = pixel * channels + channel
        let value =
          samples.is16Bit
          ? PixelCode.value(UInt16(bytes[2 * index]) << 8 | UInt16(bytes[2 * index + 1]))
          : PixelCode.value(bytes[index])
        if channel < Clip.channelCount {
          pixels[pixel * Clip.channelCount + channel] = value
        } else {
          alpha[pixel] = (value + 1) / 2
        }
      }
    }
    self.init(
      frame: Frame(height: height, width: width, pixels: pixels), alpha: channels == 4 ? alpha : nil,
      bitDepth: samples.is16Bit ? 16 : 8, texts: samples.texts)
  }
}

/// A picture of bytes with straight (not premultiplied) alpha, such as one that is cut out and placed.
package struct RGBAPicture: Sendable, Equatable {
  /// Width in pixels.
  package let width: Int
  /// Height in pixels.
  package let height: Int
  /// sRGB and alpha, `[H, W, 4]`.
  package var rgba: [UInt8]

  /// Decodes the bytes of a PNG file; what has no alpha is opaque, 16 bits are rounded to 8.
  ///
  /// - Parameter path: where they come from, for messages.
  /// - Throws: ``MediaError/unreadable(path:reason:)``, ``MediaError/otherFormat(path:format:)``.
  package init(png file: UnsafeRawBufferPointer, path: String) throws(MediaError) {
    self = try RGBAPicture.reading(png: file, path: path).picture
  }

  /// Decodes the bytes of a PNG file as ``init(png:path:)`` does, with its texts.
  ///
  /// - Throws: ``MediaError/unreadable(path:reason:)``, ``MediaError/otherFormat(path:format:)``.
  package static func reading(png file: UnsafeRawBufferPointer, path: String) throws(MediaError) -> (
    picture: RGBAPicture, texts: [PNGText]
  ) {
    let samples = try PNGSamples(file, path: path)
    return (RGBAPicture(samples), samples.texts)
  }

  /// Takes pixels, `[H, W, 4]`.
  package init(width: Int, height: Int, rgba: [UInt8]) {
    (self.width, self.height, self.rgba) = (width, height, rgba)
  }

  private init(_ samples: PNGSamples) {
    (width, height) = (samples.width, samples.height)
    var rgba = [UInt8](repeating: 255, count: width * height * 4)
    for pixel in 0..<width * height {
      for channel in 0..<samples.channelCount {
        let index = pixel * samples.channelCount + channel
        rgba[pixel * 4 + channel] =
          samples.is16Bit
          ? UInt8((Int(samples.bytes[2 * index]) << 8 + Int(samples.bytes[2 * index + 1]) + 128) / 257)
          : samples.bytes[index]
      }
    }
    self.rgba = rgba
  }
}
