import CRaster
import Foundation
import ZoetropeFilm

/// Turns the painted canvas into the picture of a look, one frame at a time.
struct LookPass {
  private let look: Look

  init(_ look: Look, plan: ShotPlan, height: Int, width: Int, seed: UInt64) {
    self.look = look
  }

  /// Writes `[H, W, 3]` floats in `-1...1`.
  mutating func apply(_ canvas: Canvas, frame: Int, time: Double, into output: UnsafeMutablePointer<Float>) {
    raster_emit(canvas.raw, output)
  }
}
