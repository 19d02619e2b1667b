import ZoetropeShot

/// Numbers that say what a picture looks like without saying where anything is: the scenery of a shot is random, its
/// layers, colours and textures are not.
struct PictureFeatures {
  /// Horizontal bands, since scenery lies in layers.
  private static let bandCount = 8
  private static let levelCount = 8

  /// Features of a clip, averaged over its frames.
  ///
  /// Band by band: mean red, green, blue, deviation of brightness, mean steps sideways and down, saturation. Of the whole:
  /// a histogram of brightness, strong steps, curvature, steps between even and odd rows and columns, the frame's rim.
  ///
  /// - Parameter isFree: pixels that count, `[F, H, W]`.
  static func of(_ clip: Clip, isFree: [Bool]) -> [Float] {
    let (height, width) = (clip.height, clip.width)
    let pixelCount = clip.frameCount * height * width
    var luma = [Float](repeating: 0, count: pixelCount)
    for pixel in 0..<pixelCount {
      luma[pixel] =
        0.299 * clip.pixels[pixel * 3] + 0.587 * clip.pixels[pixel * 3 + 1] + 0.114
        * clip.pixels[pixel * 3 + 2]
    }
    var bands = [Band](repeating: Band(), count: bandCount)
    var histogram = [Float](repeating: 0, count: levelCount)
    var parity = SIMD4<Float>.zero, strong = SIMD2<Float>.zero, curvature: Float = 0
    var rim = SIMD3<Float>.zero, rimCount: Float = 0, count: Float = 0
    clip.pixels.withUnsafeBufferPointer { pixels in
      luma.withUnsafeBufferPointer { luma in
        isFree.withUnsafeBufferPointer { isFree in
          for frame in 0..<clip.frameCount {
            for row in 1..<height - 1 {
              let band = row * bandCount / height
              for column in 1..<width - 1 {
                let at = (frame * height + row) * width + column
                guard isFree[at] else { continue }
                let rgb = SIMD3(pixels[at * 3], pixels[at * 3 + 1], pixels[at * 3 + 2])
                let value = luma[at]
                let across = abs(luma[at + 1] - value), down = abs(luma[at + width] - value)
                bands[band].add(rgb, value, across, down)
                let level = min(max((value + 1) / 2, 0), 0.999) * Float(levelCount)
                histogram[Int(level)] += 1
                parity[column & 1] += across
                parity[2 + (row & 1)] += down
                strong += SIMD2(across > 0.25 ? 1 : 0, down > 0.25 ? 1 : 0)
                curvature += abs(
                  4 * value - luma[at - 1] - luma[at + 1] - luma[at - width] - luma[at + width])
                count += 1
                if row == 1 || row == height - 2 || column == 1 || column == width - 2 {
                  rim += rgb
                  rimCount += 1
                }
              }
            }
          }
        }
      }
    }
    let scale = 1 / max(1, count)
    var features = bands.flatMap(\.features)
    features += histogram.map { ($0 * scale).squareRoot() }
    rim /= max(1, rimCount)
    features += [strong.x * scale, strong.y * scale, curvature * scale, rim.x, rim.y, rim.z]
    features += [(parity.x - parity.y) * scale, (parity.z - parity.w) * scale]
    return features
  }

  private struct Band {
    var rgb = SIMD3<Float>.zero
    var sums = SIMD4<Float>.zero
    var squares: Float = 0
    var count: Float = 0

    mutating func add(_ rgb: SIMD3<Float>, _ luma: Float, _ across: Float, _ down: Float) {
      self.rgb += rgb
      sums += SIMD4(luma, across, down, rgb.max() - rgb.min())
      squares += luma * luma
      count += 1
    }

    var features: [Float] {
      guard count > 0 else { return [Float](repeating: 0, count: 7) }
      let mean = sums / count, rgb = rgb / count
      return [
        rgb.x, rgb.y, rgb.z, max(0, squares / count - mean.x * mean.x).squareRoot(), mean.y, mean.z, mean.w,
      ]
    }
  }
}
