import CRaster
import Foundation
import ZoetropeShot

/// A picture in many sizes, so that it stays clean where it is small.
///
/// Sizes are half octaves apart, each the exact area average of the largest. Texels are premultiplied and
/// averaged as sRGB-encoded values, like all blending of pictures: the models learn encoded pixels.
package struct Sprite: Sendable {
  /// One size of the picture.
  package struct Level: Sendable {
    package let width: Int
    package let height: Int
    /// Premultiplied red, green, blue, alpha in `0...1`, `[H + 2, W + 2, 4]`: a transparent rim of one texel around.
    package var texels: [Float]
  }

  /// Sizes, largest first.
  package var levels: [Level]
  /// What recolouring needs to know about the picture.
  package let body: BodyColour

  /// Texels of the full picture, cropped to what is visible.
  package var width: Int { levels[0].width }
  package var height: Int { levels[0].height }

  /// Makes a sprite from a cropped picture with straight alpha.
  package init(_ picture: CroppedPicture) {
    let stride = picture.width + 2
    var texels = [Float](repeating: 0, count: stride * (picture.height + 2) * 4)
    for y in 0..<picture.height {
      for x in 0..<picture.width {
        let from = (y * picture.width + x) * 4, to = ((y + 1) * stride + x + 1) * 4
        let alpha = Float(picture.rgba[from + 3]) / 255
        for channel in 0..<3 { texels[to + channel] = Float(picture.rgba[from + channel]) / 255 * alpha }
        texels[to + 3] = alpha
      }
    }
    let full = Level(width: picture.width, height: picture.height, texels: texels)
    levels = [full]
    body = BodyColour(of: full)
    var scale = 2.0.squareRoot()
    while Double(min(full.width, full.height)) / scale >= 2 {
      let width = Int((Double(full.width) / scale).rounded()),
        height = Int((Double(full.height) / scale).rounded())
      levels.append(Sprite.shrink(full, width: width, height: height))
      scale *= 2.0.squareRoot()
    }
  }

  /// The sizes to mix for a picture drawn with `texelsPerPixel` texels of the full picture per canvas pixel.
  package func mixedLevels(texelsPerPixel: Double) -> (fine: Int, coarse: Int, mix: Float) {
    // A little finer than one texel per pixel: bilinear sampling adds its own blur.
    let octave = max(0, 2 * log2(texelsPerPixel * 0.8))
    let fine = min(Int(octave), levels.count - 1)
    let coarse = min(fine + 1, levels.count - 1)
    // Close to one of the sizes that one alone is sampled, which is twice as fast.
    let mix = min(1, max(0, (octave - Double(fine) - 0.2) / 0.6))
    return mix == 1 ? (coarse, coarse, 0) : (fine, coarse, Float(mix))
  }

  // MARK: - Internals

  private static func shrink(_ level: Level, width: Int, height: Int) -> Level {
    let texelCount = (width + 2) * (height + 2) * 4
    let texels = [Float](unsafeUninitializedCapacity: texelCount) { output, count in
      level.texels.withUnsafeBufferPointer { source in
        raster_shrink(
          raster_picture(texels: source.baseAddress, width: Int32(level.width), height: Int32(level.height)),
          output.baseAddress, Int32(width), Int32(height))
      }
      count = texelCount
    }
    return Level(width: width, height: height, texels: texels)
  }
}
