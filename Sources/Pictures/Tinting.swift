// Recolouring: the colour word replaces hue and saturation, the picture's shading stays. Dark outlines stay dark
// because the new colour is scaled by the old luminance; highlights go to white.

import Foundation
import ZoetropeShot

extension Tint {
  /// The paint, sRGB-encoded `0...1`.
  package var rgb: SIMD3<Float> {
    switch self {
    case .red: [0.88, 0.10, 0.10]
    case .orange: [1.00, 0.52, 0.05]
    case .yellow: [1.00, 0.86, 0.10]
    case .green: [0.13, 0.68, 0.20]
    case .blue: [0.12, 0.34, 0.92]
    case .purple: [0.52, 0.16, 0.78]
    case .pink: [1.00, 0.50, 0.74]
    case .brown: [0.47, 0.28, 0.13]
    case .black: [0.12, 0.12, 0.14]
    case .white: [0.97, 0.97, 0.97]
    }
  }
}

extension PictureTint {
  /// The paint, sRGB-encoded `0...1`.
  package var rgb: SIMD3<Float> {
    switch self {
    case .word(let word): word.rgb
    case .sRGB(let red, let green, let blue): SIMD3(Float(red), Float(green), Float(blue)) / 255
    }
  }
}

/// The colour that a recoloured picture loses: its body's hue and typical luminance.
package struct BodyColour: Sendable {
  /// Luminance that becomes the pure paint.
  package let luminance: Float
  /// Whether one saturated hue makes the body, so that greys and other hues (windows, wheels) are left alone.
  package let hasHue: Bool
  /// That hue as a direction in the colour plane.
  package let hue: SIMD2<Float>

  /// Measures a picture.
  package init(of level: Sprite.Level) {
    var bins = [Float](repeating: 0, count: 24), area: Float = 0, saturated: Float = 0
    var greys = [Float](repeating: 0, count: 64), body = greys
    var hues = [SIMD2<Float>](repeating: .zero, count: 24)
    for pixel in 0..<level.texels.count / 4 {
      guard let (rgb, alpha) = BodyColour.straight(level.texels, pixel) else { continue }
      area += alpha
      let luminance = BodyColour.luminance(rgb)
      if luminance > 0.2 { greys[Int(luminance * 63)] += alpha }
      let chroma = BodyColour.chroma(rgb)
      guard rgb.max() - rgb.min() > 0.25 else { continue }
      saturated += alpha
      let bin = BodyColour.bin(chroma)
      bins[bin] += alpha
      hues[bin] += chroma * alpha
    }
    // The best window of five bins (75 degrees).
    let window = { (centre: Int) in (-2...2).map { (centre + $0 + 24) % 24 } }
    let best = (0..<24).max { a, b in
      window(a).reduce(0) { $0 + bins[$1] } < window(b).reduce(0) { $0 + bins[$1] }
    }!
    let share = window(best).reduce(0) { $0 + bins[$1] }
    let direction = window(best).reduce(SIMD2<Float>.zero) { $0 + hues[$1] }
    let length = (direction * direction).sum().squareRoot()
    hasHue = share > 0.3 * area && length > 0
    hue = length > 0 ? direction / length : [1, 0]
    for pixel in 0..<level.texels.count / 4 {
      guard let (rgb, alpha) = BodyColour.straight(level.texels, pixel) else { continue }
      let luminance = BodyColour.luminance(rgb)
      let isBody = hasHue ? rgb.max() - rgb.min() > 0.25 : luminance > 0.2
      if isBody { body[Int(luminance * 63)] += alpha }
    }
    var rest = body.reduce(0, +) * 0.6, median = 40
    for (bin, count) in body.enumerated() {
      rest -= count
      if rest < 0 {
        median = bin
        break
      }
    }
    luminance = max(0.15, (Float(median) + 0.5) / 64)
  }

  /// Recolours premultiplied texels.
  package func paint(_ level: inout Sprite.Level, _ tint: PictureTint) {
    let paint = tint.rgb
    level.texels.withUnsafeMutableBufferPointer { texels in
      for pixel in 0..<texels.count / 4 {
        let alpha = texels[pixel * 4 + 3]
        guard alpha > 0.004 else { continue }
        let rgb = SIMD3(texels[pixel * 4], texels[pixel * 4 + 1], texels[pixel * 4 + 2]) / alpha
        let painted = shaded(rgb, paint)
        let mixed = (rgb + (painted - rgb) * weight(rgb)) * alpha
        texels[pixel * 4] = mixed.x
        texels[pixel * 4 + 1] = mixed.y
        texels[pixel * 4 + 2] = mixed.z
      }
    }
  }

  // MARK: - Internals

  private func shaded(_ rgb: SIMD3<Float>, _ paint: SIMD3<Float>) -> SIMD3<Float> {
    let ratio = BodyColour.luminance(rgb) / luminance
    if ratio <= 1 { return paint * (0.15 + 0.85 * ratio) }
    let lift = min(1, (ratio - 1) * luminance / max(0.05, 1 - luminance))
    return paint + (SIMD3(repeating: 1) - paint) * lift * 0.45
  }

  /// How much of a texel is body.
  private func weight(_ rgb: SIMD3<Float>) -> Float {
    guard hasHue else { return 1 }
    let spread = rgb.max() - rgb.min()
    let saturation = min(1, max(0, (spread - 0.06) / 0.2))
    let chroma = BodyColour.chroma(rgb)
    let length = (chroma * chroma).sum().squareRoot()
    let cosine = length > 0 ? (chroma * hue).sum() / length : 1
    return saturation * min(1, max(0, (cosine + 0.1) / 0.5))
  }

  private static func straight(_ texels: [Float], _ pixel: Int) -> (SIMD3<Float>, Float)? {
    let alpha = texels[pixel * 4 + 3]
    guard alpha > 0.5 else { return nil }
    let rgb = SIMD3(texels[pixel * 4], texels[pixel * 4 + 1], texels[pixel * 4 + 2]) / alpha
    return (rgb.clamped(lowerBound: .zero, upperBound: .one), alpha)
  }

  private static func luminance(_ rgb: SIMD3<Float>) -> Float {
    0.299 * rgb.x + 0.587 * rgb.y + 0.114 * rgb.z
  }

  /// Colour without brightness, as a point of the plane whose angle is the hue.
  private static func chroma(_ rgb: SIMD3<Float>) -> SIMD2<Float> {
    [rgb.x - 0.5 * (rgb.y + rgb.z), 0.8660254 * (rgb.y - rgb.z)]
  }

  private static func bin(_ chroma: SIMD2<Float>) -> Int {
    let turn = atan2(chroma.y, chroma.x) / (2 * .pi) + 1
    return Int(turn * 24) % 24
  }
}
