// Draws a placed picture on canvases of one size. The film set paints with it, and the picture buffer is made with it, so
// that both agree on every pixel.

import CRaster
import Foundation
import ZoetropeShot

/// One placed picture, ready to be drawn at some times on canvases of one size.
package struct PictureDrawing: Sendable {
  /// What is drawn.
  package let placed: PlacedPicture
  private var sprite: Sprite
  private let height: Int
  private let width: Int
  private let isAtRest: Bool

  /// How far a picture may be stretched or squashed to fill its box; beyond, it keeps the box's shorter fit.
  package static let stretchLimits = 0.75...1.34

  /// Makes a picture ready; its colour is changed in the sizes that the times need.
  ///
  /// - Parameters:
  ///   - hidesTint: leaves the picture's own colours.
  ///   - isAtRest: leaves its gait out.
  package init(
    _ placed: PlacedPicture, times: [Double], height: Int, width: Int, hidesTint: Bool = false,
    isAtRest: Bool = false
  ) {
    self.isAtRest = isAtRest
    self.placed = placed
    self.height = height
    self.width = width
    sprite = placed.picture.sprite
    guard !hidesTint, let tint = placed.tint else { return }
    var needed = Set<Int>()
    for time in times {
      let levels = sprite.mixedLevels(texelsPerPixel: texelsPerPixel(box(at: time)))
      needed.insert(levels.fine)
      needed.insert(levels.coarse)
    }
    for level in needed { sprite.body.paint(&sprite.levels[level], tint) }
  }

  /// The box at a time in canvas pixels, with the size that the picture takes in it.
  package func box(at time: Double) -> Keyframe {
    let box = placed.box(at: time)
    var result = box
    result.x *= Double(self.width)
    result.y *= Double(self.height)
    let width = max(0.01, box.width * Double(self.width))
    let height = max(0.01, box.height * Double(self.height))
    let natural = placed.picture.aspectRatio
    let stretch = width / height / natural
    let limits = PictureDrawing.stretchLimits
    result.width = stretch > limits.upperBound ? height * natural * limits.upperBound : width
    result.height = stretch < limits.lowerBound ? width / (natural * limits.lowerBound) : height
    return result
  }

  /// Draws the picture as it is at a time.
  package func draw(at time: Double, on canvas: raster_canvas, tone: raster_tone) {
    let box = box(at: time)
    // A turned box reaches half of its diagonal, and a gait beyond it.
    let reach = (box.width + box.height) / 2 * (1 + 2 * Double(GaitPose.reach))
    guard box.x + reach > 0, box.x - reach < Double(width), box.y + reach > 0, box.y - reach < Double(height)
    else { return }
    let angle = box.angle * .pi / 180, c = cos(angle), s = sin(angle)
    let mirror = box.flipped ? -1.0 : 1.0
    let a = mirror * c / box.width, b = mirror * s / box.width, d = -s / box.height, e = c / box.height
    let inverse: [Float] = [
      Float(a), Float(b), Float(0.5 - a * box.x - b * box.y), Float(d), Float(e),
      Float(0.5 - d * box.x - e * box.y),
    ]
    let levels = sprite.mixedLevels(texelsPerPixel: texelsPerPixel(box))
    draw(
      pose(at: time), on: canvas, fine: levels.fine, coarse: levels.coarse, mix: levels.mix,
      inverse: inverse, tone: tone)
  }

  /// Draws a small soft size of the picture as it is at a time under a map from the canvas to the picture (`raster_sprite`), for
  /// shadows.
  package func drawSoft(at time: Double, on canvas: raster_canvas, inverse: [Float], tone: raster_tone) {
    let level = sprite.levels.firstIndex { max($0.width, $0.height) <= 14 } ?? sprite.levels.count - 1
    draw(
      pose(at: time), on: canvas, fine: level, coarse: level, mix: 0, inverse: inverse, tone: tone)
  }

  // MARK: - Internals

  private func pose(at time: Double) -> GaitPose { isAtRest ? .rest : placed.pose(at: time) }

  private func texelsPerPixel(_ box: Keyframe) -> Double {
    (Double(sprite.width) / box.width * Double(sprite.height) / box.height).squareRoot()
  }

  private func draw(
    _ pose: GaitPose, on canvas: raster_canvas, fine: Int, coarse: Int, mix: Float, inverse: [Float],
    tone: raster_tone
  ) {
    let a = sprite.levels[fine], b = sprite.levels[coarse]
    a.texels.withUnsafeBufferPointer { aTexels in
      b.texels.withUnsafeBufferPointer { bTexels in
        withUnsafePointer(to: tone) { tone in
          withUnsafePointer(to: pose.raw) { gait in
            raster_sprite(
              canvas,
              raster_picture(texels: aTexels.baseAddress, width: Int32(a.width), height: Int32(a.height)),
              raster_picture(texels: bTexels.baseAddress, width: Int32(b.width), height: Int32(b.height)),
              mix, inverse, tone, pose.isRest ? nil : gait)
          }
        }
      }
    }
  }
}
