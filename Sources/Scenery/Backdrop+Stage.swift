import Foundation
import ZoetropeShot

extension Backdrop {
  mutating func addStage() {
    let light = light, period = plan.period, depth = groundDepth, height = skyHeight, half = halfWidth
    let (wall, beamHex): (UInt32, UInt32) =
      switch plan.time {
      case .dawn: (0x6A4466, 0xFFC2D0)
      case .day: (0x5A6E8C, 0xFFFFFF)
      case .sunset: (0x6B3420, 0xFFB347)
      case .night: (0x10132A, 0x8FB0FF)
      }
    let dim: SIMD3<Float> =
      plan.time == .night ? [0.52, 0.52, 0.68] : [0.45, 0.45, 0.45] + light.ambient * 0.55
    let ink = { (hex: UInt32, material: Material) in Ink(Light.rgb(hex) * dim, light.mask(material)) }
    let back = light.bright(wall, .building), backTop = Ink(SIMD3(back.x, back.y, back.z) * 0.7, back.w)
    add(0.4) { painter in
      painter.rows { y in backTop + (back - backTop) * Float(min(1, max(0, 1 + y / height))) }
    }
    // A stage is one frame wide; a camera that travels on comes to the next one, behind its own curtain.
    let bay = half * 4
    // What hangs at the back tells the age.
    let lamp = light.bright(0xFFD98A, .lamp), phase = makeNoise()(0) * 6
    let backParallax = plan.scene.horizonParallax
    add(backParallax) { painter in
      for cell in painter.cells(bay, margin: bay) {
        let middle = Double(cell) * bay
        switch period {
        case .medieval:
          for arch in -1...1 {
            let x = middle + Double(arch) * half * 0.62
            painter.rect(x - 0.1, -height * 0.45, 0.2, height * 0.45, ink(0x9A8C78, .building))
            painter.ellipse(x, -height * 0.45, 0.1, 0.12, ink(0x9A8C78, .building))
            painter.rect(x - 0.035, -height * 0.42, 0.07, 0.18, ink(0xC0392B, .building))
          }
        case .twenties:
          for ray in -5...5 {
            let a = Double(ray) * 0.26
            painter.polygon(
              [
                (middle, 0), (middle + sin(a - 0.05) * 1.2, -cos(a - 0.05) * 1.2),
                (middle + sin(a + 0.05) * 1.2, -cos(a + 0.05) * 1.2),
              ], ink(0xE0B84F, .building), 0.8)
          }
        case .eighties:
          for column in -5...5 {
            painter.rect(
              middle + Double(column) * half * 0.2 - 0.006, -height, 0.012, height,
              light.bright(0xFF3FB8, .lamp), 0.8)
          }
          for row in 0..<4 {
            painter.rect(
              middle - half - 1, -height * (0.15 + 0.22 * Double(row)), half * 2 + 2, 0.012,
              light.bright(0x3FF0FF, .lamp), 0.8)
          }
        case .future:
          for ring in 0..<3 {
            painter.ellipse(
              middle, -height * 0.45, 0.34 - 0.1 * Double(ring), 0.34 - 0.1 * Double(ring),
              ring == 1 ? back : light.bright(0x4FE8F0, .lamp), 0.9)
          }
        case nil:
          for lamps in -4...4 {
            painter.ellipse(
              middle + Double(lamps) * half * 0.22, -height * (0.86 - 0.05 * Double(lamps * lamps % 3)),
              0.018, 0.018, lamp)
          }
        }
      }
    }
    addGround(parallax: 0.8, ink(0xB9834A, .ground), ink(0x8A5A2E, .ground))
    let seam = ink(0x7A4E28, .ground)
    addFloorLines(spacing: 0.17, width: 0.008, seam, 0.7)
    // Spotlights that sweep slowly, and their pools on the floor.
    let beam = light.bright(beamHex, .building) * Ink(1, 1, 1, 0.15), isDay = plan.time == .day
    add(1, animated: true) { painter in
      for cell in painter.cells(bay, margin: bay) {
        let middle = Double(cell) * bay
        for side in [-1.0, 1.0] {
          let swing = 0.06 * sin(painter.time * 1.4 + side + phase)
          let x = middle + side * half * 0.4 + swing, source = middle + side * half * 0.7
          painter.polygon(
            [
              (source - 0.02, -height - 0.1), (source + 0.02, -height - 0.1), (x + 0.17, depth * 0.5),
              (x - 0.17, depth * 0.5),
            ],
            Ink(SIMD3(beam.x, beam.y, beam.z), back.w), isDay ? 0.22 : 0.30)
          painter.ellipse(
            x, depth * 0.5, 0.19, depth * 0.22, Ink(SIMD3(beam.x, beam.y, beam.z), light.mask(.ground)), 0.42,
            soft: 0.05)
        }
      }
    }
    let curtain = ink(0xB3202C, .building), fold = ink(0x7D1220, .building)
    add(1) { painter in
      for cell in painter.cells(bay, margin: bay) {
        let middle = Double(cell) * bay
        for side in [-1.0, 1.0] {
          for strip in 0..<4 {
            let outer = middle + side * (half - 0.045 * Double(strip)), inner = outer - side * 0.045
            painter.rect(
              min(outer, inner), -height - 0.6, 0.046, height + 0.6 + depth * 0.25,
              strip % 2 == 0 ? curtain : fold)
          }
          // From this stage's curtain to the next one's.
          painter.rect(
            middle + (side > 0 ? half : -half * 2), -height - 0.6, half, height + 0.6 + depth * 0.25, curtain)
          for pleat in 0..<5 {
            painter.rect(
              middle + (side > 0 ? half : -half * 2) + half * (0.2 * Double(pleat) + 0.05), -height - 0.6,
              half * 0.08, height + 0.6 + depth * 0.25, fold)
          }
        }
        for swag in -4...4 {
          painter.ellipse(
            middle + Double(swag) * half * 0.25, -height, half * 0.15, 0.09, swag % 2 == 0 ? curtain : fold)
        }
      }
    }
  }
}
