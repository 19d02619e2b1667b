// Looks that are painted or drawn by hand. Strokes, grain and folds are fixed to the frame: between two frames only what moves
// in the picture changes.

import CRaster
import Foundation
import ZoetropeRandom
import ZoetropeScenery
import ZoetropeShot

extension LookPass {
  /// Short strokes along the forms, thick paint, full colours.
  func paintOil(_ canvas: Canvas, _ output: UnsafeMutablePointer<Float>) {
    var palette = raster_palette(
      dark: (0.10, 0.06, 0.05), middle: (0.52, 0.42, 0.30), light: (1.00, 0.95, 0.80), saturation: 1.25,
      share: 0.22)
    let strokes = stroked(
      smoothed(canvas, radius: 1, keep: 0.35), edgeRadius: 1, swirl: 0.10, length: 3, care: 10)
    raster_impasto(strokes.raw, pixels(1), &palette, 0.55, output)
  }

  /// Long strokes that turn about the sky, blue shadows, yellow light.
  func paintVanGogh(_ canvas: Canvas, _ output: UnsafeMutablePointer<Float>) {
    var palette = raster_palette(
      dark: (0.04, 0.09, 0.30), middle: (0.18, 0.44, 0.66), light: (1.00, 0.90, 0.45), saturation: 1.5,
      share: 0.45)
    let strokes = stroked(canvas, edgeRadius: 1, swirl: 0.5, length: 6, care: 14)
    raster_impasto(strokes.raw, pixels(1), &palette, 1.5, output)
  }

  /// A colour woodcut: few flat tones between Prussian blue and the paper, outlines, a band of blue that fades at the top.
  func printWoodblock(_ canvas: Canvas, _ output: UnsafeMutablePointer<Float>) {
    var palette = raster_palette(
      dark: (0.09, 0.15, 0.29), middle: (0.10, 0.26, 0.47), light: (0.96, 0.89, 0.73), saturation: 0.72,
      share: 0.85)
    let smooth = smoothed(canvas, radius: 1, keep: 0.6), edges = scratch[0].pixels
    raster_edges(smooth.raw, pixels(1), edges)
    // The grain of the block lies still under everything.
    withGrain(0.07, 0) {
      raster_flat(smooth.raw, edges, &palette, 4, 1.6, 0.32, Float(2 * unit), $0, output)
    }
    stampSeal(canvas, output)
  }

  /// Cel animation: flat tones, strong colours, dark outlines.
  func drawCels(_ canvas: Canvas, _ output: UnsafeMutablePointer<Float>) {
    var palette = raster_palette(
      dark: (0.04, 0.03, 0.07), middle: (0, 0, 0), light: (1, 1, 1), saturation: 1.35, share: 0)
    let edges = scratch[0].pixels
    raster_edges(canvas.raw, pixels(1), edges)
    raster_flat(canvas.raw, edges, &palette, 3, 1.7, 0, 0, raster_grain(), output)
  }

  /// A night of neon signs, whatever the hour: dark violet, magenta and cyan, light that blooms.
  func lightCyberpunk(_ canvas: Canvas, _ output: UnsafeMutablePointer<Float>) {
    let raw = canvas.raw, count = canvas.width * canvas.height
    let edges = scratch[0].pixels, bloom = scratch[0].pixels + count
    raster_lights(raw, time == .night ? 0.35 : 0.6, bloom)
    raster_blur(bloom, scratch[1].pixels, raw.height, raw.width, 1, pixels(3))
    raster_edges(raw, pixels(1), edges)
    raster_cyberpunk(raw, edges, bloom, ramp, time == .night ? 1.15 : 0.72, output)
  }

  /// A dream: hues exchanged, lines that wave and melt.
  func dream(_ canvas: Canvas, _ output: UnsafeMutablePointer<Float>) {
    let height = Double(canvas.height), width = Double(canvas.width)
    let across = (0..<canvas.height).map { row in
      let y = (Double(row) + 0.5) / height
      return Float(unit * (1.2 * sin(y * 15) + 0.5 * sin(y * 31 + 1)))
    }
    // Columns hang down by different lengths, as wax does.
    let down = (0..<canvas.width).map { column in
      let x = (Double(column) + 0.5) / width * width / height
      return Float(unit * -(1.1 + 1.1 * sin(x * 15) + 0.5 * sin(x * 29 + 2)))
    }
    raster_dream(canvas.raw, across, down, time == .night ? 0.08 : 0, output)
  }

  /// Six places in the upper part of the frame that strokes turn about: x, y, radius in pixels.
  static func vortices(height: Int, width: Int, unit: Double, seed: UInt64) -> [Float] {
    var generator = Generator(seed: seed, stream: 0x5717)
    return (0..<6).flatMap { index -> [Float] in
      let x = (Double(index) + generator.uniform(0.15...0.85)) / 6 * Double(width)
      let y = generator.uniform(0.05...0.55) * Double(height)
      return [Float(x), Float(y), Float(generator.uniform(5...11) * unit)]
    }
  }

  /// The title in its red frame that prints carry, in the upper right corner.
  private func stampSeal(_ canvas: Canvas, _ output: UnsafeMutablePointer<Float>) {
    let right = Double(canvas.width) - 4 * unit, top = 4 * unit
    let fill = { (x: Double, y: Double, width: Double, height: Double, rgb: SIMD3<Float>) in
      for row in Int((top + y * unit).rounded())..<Int((top + (y + height) * unit).rounded()) {
        for column in Int((right - (x + width) * unit).rounded())..<Int((right - x * unit).rounded()) {
          for channel in 0..<3 { output[(row * canvas.width + column) * 3 + channel] = rgb[channel] * 2 - 1 }
        }
      }
    }
    fill(0, 0, 5, 12, [0.75, 0.20, 0.14])
    fill(1, 1, 3, 10, [0.94, 0.84, 0.62])
    for mark in 0..<3 { fill(2, 2 + 3 * Double(mark), 1, 2, [0.12, 0.13, 0.20]) }
  }

  /// Surfaces evened, edges kept; the result is in the third scratch canvas.
  ///
  /// - Parameter keep: share of the picture as it was, for small things.
  func smoothed(_ canvas: Canvas, radius: Double, keep: Float) -> Canvas {
    let raw = canvas.raw, means = scratch[0], spare = scratch[1], result = scratch[2]
    raster_squares(raw, means.pixels)
    raster_blur(means.pixels, spare.pixels, raw.height, raw.width, 4, pixels(radius))
    raster_kuwahara(means.raw, pixels(radius), result.pixels)
    for value in 0..<canvas.width * canvas.height * 4 {
      result.pixels[value] += (canvas.pixels[value] - result.pixels[value]) * keep
    }
    return result
  }

  // MARK: - Internals

  /// The picture in strokes, their bristles in the mask; the result is in the fourth scratch canvas.
  ///
  /// - Parameters:
  ///   - edgeRadius: how far around an edge strokes follow it, in units.
  ///   - swirl: weight of the vortices against edges.
  ///   - length: of a stroke to each side, in units.
  ///   - care: how much strokes keep to their colour.
  private func stroked(
    _ canvas: Canvas, edgeRadius: Double, swirl: Float, length: Double, care: Float
  ) -> Canvas {
    let raw = canvas.raw
    let tensor = scratch[0], flow = scratch[1], result = scratch[3]
    raster_tensor(raw, pixels(1), tensor.pixels)
    raster_blur(tensor.pixels, flow.pixels, raw.height, raw.width, 4, pixels(edgeRadius))
    raster_flow(tensor.raw, vortices, Int32(vortices.count / 3), swirl, flow.pixels)
    let step = max(1, unit / 2), count = max(1, (length * unit / step).rounded())
    withGrain(0, 0) {
      raster_strokes(raw, flow.pixels, $0, Float(step), Int32(count), care, result.pixels)
    }
    return result
  }
}
