// The looks: operators on the painted canvas. What a look must know about things rather than colours (heat, solidity) is in
// the canvas's mask. All lengths are in proportion to the frame's patch side, so a look is the same at every size.

import CRaster
import Foundation
import ZoetropeScenery
import ZoetropeShot
import ZoetropeRandom

/// Turns the painted canvas into the picture of a look, one frame at a time.
struct LookPass {
  private let look: Look
  let time: TimeOfDay
  private let weather: Weather
  /// Pixels of an eighth of a patch: 1 at 64×64, 2 at 128×128.
  let unit: Double
  private let grain: Grain?
  let ramp: [Float]
  let scratch: [Canvas]
  /// Where strokes turn, see ``raster_flow``.
  let vortices: [Float]

  init(_ look: Look, plan: ShotPlan, height: Int, width: Int, seed: UInt64) {
    self.look = look
    time = plan.time
    weather = plan.weather
    unit = Double(height) / Double(plan.size.units.height * 8)
    let isGrainy = [.noir, .vhs, .watercolor, .oilPainting, .vanGogh, .ukiyoe].contains(look)
    grain = isGrainy ? Grain(height: height, width: width, unit: unit, seed: seed) : nil
    ramp = LookPass.ramp(of: look)
    let scratchCount =
      switch look {
      case .oilPainting, .vanGogh: 4
      case .watercolor, .ukiyoe, .animated: 3
      case .neon, .blueprint, .cyberpunk: 2
      default: 0
      }
    scratch = (0..<scratchCount).map { _ in Canvas(width: width, height: height) }
    vortices = look == .vanGogh ? LookPass.vortices(height: height, width: width, unit: unit, seed: seed) : []
  }

  /// Writes `[H, W, 3]` floats in `-1...1`.
  mutating func apply(_ canvas: Canvas, frame: Int, into output: UnsafeMutablePointer<Float>) {
    let raw = canvas.raw
    switch look {
    case .natural: raster_emit(raw, output)
    case .sepia: raster_ramp(raw, exposure(night: 1.6), ramp, 0.12, raster_grain(), output)
    case .infrared: raster_ramp(raw, [0.02, 0.04, 0.01, 0.93], ramp, 0, raster_grain(), output)
    case .noir:
      withGrain(0.05, frame) { raster_ramp(raw, exposure(night: 2.2), ramp, 0.22, $0, output) }
    case .silhouette: raster_silhouette(raw, silhouetteGlow, time == .night ? 0.55 : 0.35, output)
    case .pixel: raster_blocks(raw, pixels(3), 5, output)
    case .blackAndWhite: raster_ramp(raw, exposure(night: 1.5), ramp, 0, raster_grain(), output)
    case .oilPainting: paintOil(canvas, output)
    case .vanGogh: paintVanGogh(canvas, output)
    case .ukiyoe: printWoodblock(canvas, output)
    case .animated: drawCels(canvas, output)
    case .cyberpunk: lightCyberpunk(canvas, output)
    case .surreal: dream(canvas, output)
    case .vhs:
      let band = 1.1 - Double(frame % 24) / 20
      withGrain(0.05, frame) {
        raster_tape(
          raw, pixels(4), pixels(2), Float(4 * unit), Float(band), $0, output)
      }
    case .neon:
      let edges = scratch[0].pixels, blurred = scratch[0].pixels + canvas.width * canvas.height
      raster_edges(raw, pixels(1), edges)
      blurred.update(from: edges, count: canvas.width * canvas.height)
      raster_blur(blurred, scratch[1].pixels, Int32(canvas.height), Int32(canvas.width), 1, pixels(2))
      raster_neon(raw, edges, blurred, output)
    case .blueprint:
      raster_edges(raw, pixels(1), scratch[0].pixels)
      raster_drawing(
        raw, scratch[0].pixels, [0.92, 0.96, 1.0], [0.06, 0.24, 0.60], Float(8 * unit), Float(unit), output)
    case .watercolor:
      let smooth = smoothed(canvas, radius: 1, keep: 0.3), smoother = scratch[0], spare = scratch[1]
      smoother.copy(from: smooth)
      raster_blur(smoother.pixels, spare.pixels, raw.height, raw.width, 4, pixels(2))
      // The paper lies still under the moving paint.
      withGrain(0.06, 0) { raster_wash(smooth.raw, smoother.raw, $0, Float(4 * unit), output) }
    }
  }

  // MARK: - Internals

  func pixels(_ units: Double) -> Int32 { Int32(max(1, (units * unit).rounded())) }

  func withGrain(_ strength: Float, _ frame: Int, _ body: (raster_grain) -> Void) {
    guard let grain else { return body(raster_grain()) }
    grain.withValues(frame: frame) { body(raster_grain(values: $0, strength: strength)) }
  }

  /// Weights of red, green and blue in a grey. Film is exposed for the hour and the weather: nights are lifted, or
  /// nothing would be left of them.
  private func exposure(night: Float) -> [Float] {
    var gain: Float = time == .night ? night : time == .sunset ? 1.2 : 1
    if weather == .rain { gain *= 1.25 }
    return [0.34 * gain, 0.54 * gain, 0.12 * gain, 0]
  }

  private var silhouetteGlow: [Float] {
    switch time {
    case .dawn: [1.00, 0.82, 0.76]
    case .day: [1.00, 0.96, 0.80]
    case .sunset: [1.00, 0.62, 0.20]
    case .night: [0.38, 0.52, 0.92]
    }
  }

  private static func ramp(of look: Look) -> [Float] {
    let stops: [(at: Float, rgb: SIMD3<Float>)]
    switch look {
    case .sepia:
      stops = [
        (0, [0.10, 0.06, 0.03]), (0.35, [0.44, 0.30, 0.17]), (0.75, [0.86, 0.70, 0.48]),
        (1, [1.00, 0.93, 0.78]),
      ]
    case .noir:
      stops = [
        (0, .zero), (0.18, .init(repeating: 0.02)), (0.45, .init(repeating: 0.32)),
        (0.62, .init(repeating: 0.72)),
        (0.85, .init(repeating: 0.97)), (1, .one),
      ]
    case .blackAndWhite: stops = [(0, .init(repeating: 0.02)), (1, .init(repeating: 0.99))]
    case .cyberpunk:
      stops = [
        (0, [0.03, 0.01, 0.10]), (0.25, [0.13, 0.04, 0.34]), (0.5, [0.48, 0.08, 0.58]),
        (0.75, [0.35, 0.48, 0.90]), (1, [0.45, 0.98, 1.00]),
      ]
    case .infrared:
      stops = [
        (0, [0.02, 0.01, 0.14]), (0.16, [0.18, 0.03, 0.42]), (0.34, [0.50, 0.05, 0.52]),
        (0.50, [0.82, 0.16, 0.36]),
        (0.66, [0.98, 0.45, 0.10]), (0.84, [1.00, 0.82, 0.15]), (1, [1.00, 1.00, 0.86]),
      ]
    default: return []
    }
    let count = Int(RASTER_RAMP_SIZE)
    return (0..<count).flatMap { index -> [Float] in
      let value = Float(index) / Float(count - 1)
      let upper = stops.firstIndex { $0.at >= value } ?? stops.count - 1
      guard upper > 0 else { return [stops[0].rgb.x, stops[0].rgb.y, stops[0].rgb.z] }
      let (a, b) = (stops[upper - 1], stops[upper])
      let rgb = a.rgb + (b.rgb - a.rgb) * ((value - a.at) / (b.at - a.at))
      return [rgb.x, rgb.y, rgb.z]
    }
  }
}

/// Noise in cells of one unit (an eighth of a patch), so that halving a picture's size keeps its grain.
private struct Grain {
  /// Rows of cells by which the next frame's noise is displaced, so that the grain dances.
  private static let rowsPerFrame = 8
  private static let frameCount = 4
  private let values: [Float]
  private let frameStride: Int

  init(height: Int, width: Int, unit: Double, seed: UInt64) {
    let extra = Grain.rowsPerFrame * (Grain.frameCount - 1)
    let columns = Int((Double(width) / unit).rounded(.up)),
      rows = Int((Double(height) / unit).rounded(.up)) + extra
    var generator = Generator(seed: seed, stream: 0x6741)
    let cells = (0..<rows * columns).map { _ in Float(generator.uniform()) - 0.5 }
    let cellOfColumn = (0..<width).map { Int((Double($0) + 0.5) / unit) }
    let jump = Int((Double(Grain.rowsPerFrame) * unit).rounded())
    let lineCount = height + jump * (Grain.frameCount - 1)
    frameStride = jump * width
    values = [Float](unsafeUninitializedCapacity: lineCount * width) { output, count in
      for y in 0..<lineCount {
        let row = min(rows - 1, Int((Double(y) + 0.5) / unit)) * columns
        for x in 0..<width { output[y * width + x] = cells[row + cellOfColumn[x]] }
      }
      count = lineCount * width
    }
  }

  /// The noise of a frame, `[H, W]`.
  func withValues(frame: Int, _ body: (UnsafePointer<Float>) -> Void) {
    values.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      body(base + frame % Grain.frameCount * frameStride)
    }
  }
}
