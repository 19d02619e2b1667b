// A picture in a pose of its gait on a plain ground, for sheets that people look at.

import CRaster
import ZoetropePictures
import ZoetropeShot

extension Sprite {
  /// The picture in the middle of a square, in a pose, painted as shots paint it. A line shows the ground.
  ///
  /// - Parameters:
  ///   - side: of the square in pixels; the picture takes three quarters of it, so that what reaches beyond its box is seen.
  ///   - ground: colour behind it, sRGB-encoded `0...1`.
  package func portrait(side: Int, pose: GaitPose, ground: SIMD3<Float> = [0.59, 0.75, 0.47]) -> Frame {
    let scale = 0.74 * Double(side) / Double(max(width, height))
    let boxWidth = Double(width) * scale, boxHeight = Double(height) * scale, middle = Double(side) / 2
    var pixels = [Float](repeating: 1, count: side * side * 4),
      output = [Float](repeating: 0, count: side * side * 3)
    for index in 0..<side * side {
      for channel in 0..<3 { pixels[4 * index + channel] = ground[channel] }
    }
    let levels = mixedLevels(texelsPerPixel: 1 / scale)
    let fine = self.levels[levels.fine], coarse = self.levels[levels.coarse]
    let inverse: [Float] = [
      Float(1 / boxWidth), 0, Float(0.5 - middle / boxWidth), 0, Float(1 / boxHeight),
      Float(0.5 - middle / boxHeight),
    ]
    let tone = raster_tone(
      gain: (1, 1, 1), bias: (0, 0, 0), mask_base: 1, mask_slope: 0, opacity: 1)
    let shade: [Float] = [ground.x * 0.75, ground.y * 0.75, ground.z * 0.75, 1]
    pixels.withUnsafeMutableBufferPointer { buffer in
      let canvas = raster_canvas(pixels: buffer.baseAddress, width: Int32(side), height: Int32(side))
      let foot = Float(middle + boxHeight / 2)
      raster_rect(canvas, 0, foot, Float(side), foot + 1, shade, 1)
      fine.texels.withUnsafeBufferPointer { fineTexels in
        coarse.texels.withUnsafeBufferPointer { coarseTexels in
          withUnsafePointer(to: tone) { tone in
            withUnsafePointer(to: pose.raw) { gait in
              raster_sprite(
                canvas,
                raster_picture(
                  texels: fineTexels.baseAddress, width: Int32(fine.width), height: Int32(fine.height)),
                raster_picture(
                  texels: coarseTexels.baseAddress, width: Int32(coarse.width), height: Int32(coarse.height)),
                levels.mix, inverse, tone, pose.isRest ? nil : gait)
            }
          }
        }
      }
      raster_emit(canvas, &output)
    }
    return Frame(height: side, width: side, pixels: output)
  }
}
