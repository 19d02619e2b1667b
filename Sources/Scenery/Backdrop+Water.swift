import Foundation
import ZoetropeShot

extension Backdrop {
  mutating func addSea() {
    addSky()
    addWater(from: 0, to: groundDepth, far: 0x4FA3D9, near: 0x0B4F93)
    addWaves(from: 0.03, to: groundDepth, crest: 0x8FD0F2, count: 6)
  }

  mutating func addBeach() {
    addSky()
    let shore = groundDepth * 0.36
    addWater(from: 0, to: shore, far: 0x3FB4CF, near: 0x27A0BE)
    addWaves(from: 0.02, to: shore * 0.85, crest: 0xBDEBF2, count: 2)
    let foam = Ridge(shape: .wave(speed: 0.22), amplitude: 0.014, length: 0.75, noise: makeNoise())
    let white = light.ink(0xFFFFFF, .water), wet = light.ink(0xD8B87C, .sand)
    let upper = light.ink(0xF7E0A6, .sand), lower = light.ink(0xE9C583, .sand), depth = groundDepth
    add(1, animated: true) { painter in
      painter.below(foam, level: shore, upper: white, lower: white, depth: 1)
      painter.below(foam, level: shore + 0.022, upper: wet, lower: wet, depth: 1)
      painter.below(foam, level: shore + 0.06, upper: upper, lower: lower, depth: depth - shore)
    }
    let noise = makeNoise(), trunk = light.ink(0x8A5A33, .plant), leaf = light.ink(0x2E8B3D, .plant)
    let half = halfWidth
    add(1) { painter in
      // One or two palms at the sides of each stretch of two frame widths.
      for cell in painter.cells(half * 4, margin: half * 2) {
        for side in 0..<2 where side == 0 || noise(cell, 9) < 0.4 {
          let sign = (noise(cell, 1) < 0.5) == (side == 0) ? -1.0 : 1.0
          let foot = Double(cell) * half * 4 + sign * half * noise(cell * 2 + side, 2, 0.72...0.9)
          let top = foot - sign * 0.09, height = noise(cell * 2 + side, 3, 0.44...0.56)
          let y = shore + 0.12
          painter.line(foot, y, foot - sign * 0.02, y - height * 0.5, width: 0.035, trunk)
          painter.line(foot - sign * 0.02, y - height * 0.5, top, y - height, width: 0.028, trunk)
          for frond in 0..<6 {
            let angle = Double(frond) / 6 * 2 * .pi + 0.3
            let reach = 0.15, dx = cos(angle) * reach, dy = sin(angle) * reach * 0.55
            painter.line(top, y - height, top + dx * 0.6, y - height + dy - 0.03, width: 0.034, leaf)
            painter.line(
              top + dx * 0.6, y - height + dy - 0.03, top + dx, y - height + dy + 0.03, width: 0.022, leaf)
          }
        }
      }
    }
  }

  mutating func addRiver() {
    addSky()
    addRidge(
      parallax: 0.2, .round, level: 0, amplitude: 0.15, length: 0.6,
      upper: light.hazed(light.ink(0x6D9E7A, .far), 0.3), lower: light.hazed(light.ink(0x6D9E7A, .far), 0.3),
      depth: 1)
    addGround(parallax: 0.45, light.ink(0x74B84A, .ground), light.ink(0x5FA53E, .ground))
    let noise = makeNoise(), crown = light.ink(0x2F7A3B, .plant), crownLight = light.ink(0x46944A, .plant)
    add(0.45) { painter in
      for cell in painter.cells(0.14, margin: 0.12) where noise(cell, 0) < 0.8 {
        let x = (Double(cell) + noise(cell, 1)) * 0.14, size = noise(cell, 2, 0.05...0.10)
        painter.ellipse(x, 0.04 - size * 0.7, size * 0.8, size, noise(cell, 3) < 0.5 ? crown : crownLight)
      }
    }
    let near = groundDepth * 0.64, far = groundDepth * 0.13
    addWater(from: far, to: near, far: 0x6FBBE0, near: 0x2F7FC0)
    addWaves(from: far + 0.03, to: near, crest: 0xC4E6F7, count: 4)
    let bank = Ridge(shape: .round, amplitude: 0.05, length: 0.5, noise: makeNoise())
    let edge = light.ink(0x3C7A2C, .ground), upper = light.ink(0x6FB545, .ground),
      lower = light.ink(0x418A2C, .ground)
    let reed = light.ink(0x3B7328, .plant), tip = light.ink(0x7A4E2A, .plant), reeds = makeNoise()
    add(1) { painter in
      painter.below(bank, level: near + 0.02, upper: edge, lower: edge, depth: 1)
      painter.below(bank, level: near + 0.045, upper: upper, lower: lower, depth: 0.2)
      for cell in painter.cells(0.11, margin: 0.02) where reeds(cell, 0) < 0.4 {
        let x = (Double(cell) + reeds(cell, 1)) * 0.11, height = reeds(cell, 2, 0.08...0.14)
        painter.line(x, near + 0.06, x + 0.01, near + 0.03 - height, width: 0.010, reed)
        painter.ellipse(x + 0.01, near + 0.03 - height, 0.009, 0.024, tip)
      }
    }
  }

  mutating func addUnderwater() {
    let light = light, height = skyHeight
    let (surface, deep): (UInt32, UInt32) =
      switch plan.time {
      case .dawn: (0x7FC7CF, 0x2B5C96)
      case .day: (0x4FD3E6, 0x0D5FA6)
      case .sunset: (0xD99A6B, 0x27467F)
      case .night: (0x17467A, 0x051B3D)
      }
    let top = light.bright(surface, .water), bottom = light.bright(deep, .water)
    add(0, isTold: false) { painter in
      painter.rows { y in
        let h = Float(min(1, max(0, 1 + y / height)))
        return top + (bottom - top) * h
      }
    }
    // Shafts of light from the surface.
    if plan.time != .night {
      let noise = makeNoise(), shaft = light.bright(plan.time == .sunset ? 0xFFD9A0 : 0xE8FFFF, .water)
      add(0.1, animated: true) { painter in
        for cell in painter.cells(0.3, margin: 0.5) {
          let sway = 0.04 * sin(painter.time * 0.8 + noise(cell, 3) * 7)
          let x = (Double(cell) + noise(cell, 0)) * 0.3 + sway, width = noise(cell, 1, 0.03...0.08)
          let end = -height * noise(cell, 2, 0.1...0.4)
          painter.polygon(
            [(x, -height - 0.6), (x + width, -height - 0.6), (x + width * 2.2 - 0.3, end), (x - 0.34, end)],
            shaft, 0.16)
        }
      }
    }
    let lit: SIMD3<Float> = plan.time == .night ? [0.28, 0.40, 0.62] : [0.72, 0.92, 0.98]
    let ink = { (hex: UInt32, material: Material) in
      Ink(Light.rgb(hex) * lit * (SIMD3(repeating: 0.35) + light.ambient * 0.65), light.mask(material))
    }
    addRidge(
      parallax: 0.35, .round, level: 0, amplitude: 0.16, length: 0.45, upper: ink(0x3E7C9B, .far),
      lower: ink(0x3E7C9B, .far),
      depth: 1)
    let weeds = makeNoise(), weed = ink(0x2F9E56, .plant),
      corals = [ink(0xF0617A, .plant), ink(0xF29B4B, .plant), ink(0x9B5DE0, .plant)]
    add(0.8, animated: true) { painter in
      for cell in painter.cells(0.16, margin: 0.1) {
        let x = (Double(cell) + weeds(cell, 0)) * 0.16
        if weeds(cell, 1) < 0.55 {
          let height = weeds(cell, 2, 0.12...0.26)
          var fromX = x, fromY = 0.06
          for part in 1...4 {
            let toX = x + sin(painter.time * 2 + Double(part) * 1.3 + weeds(cell, 3) * 6) * 0.02
            let toY = 0.06 - height * Double(part) / 4
            painter.line(fromX, fromY, toX, toY, width: 0.030 - 0.004 * Double(part), weed)
            (fromX, fromY) = (toX, toY)
          }
        } else if weeds(cell, 1) < 0.8 {
          let coral = corals[Int(weeds(cell, 4) * 3)], size = weeds(cell, 5, 0.04...0.07)
          for branch in -1...1 {
            let dx = Double(branch) * size * 0.8
            painter.line(x, 0.07, x + dx, 0.05 - size, width: size * 0.5, coral)
          }
        }
      }
    }
    addRidge(
      parallax: 1, .round, level: 0.05, amplitude: 0.04, length: 0.5, upper: ink(0xE5CF94, .sand),
      lower: ink(0xB59A66, .sand),
      depth: 0.16)
    let bubbles = makeNoise(), bubble = light.bright(0xE6FBFF, .water)
    add(0.8, animated: true) { painter in
      for cell in painter.cells(0.22, margin: 0.05) {
        let rise = (painter.time * bubbles(cell, 0, 0.18...0.34) + bubbles(cell, 1)).truncatingRemainder(
          dividingBy: 1)
        let x =
          (Double(cell) + bubbles(cell, 2)) * 0.22 + 0.012 * sin(painter.time * 4 + bubbles(cell, 3) * 6)
        painter.ellipse(x, 0.05 - rise * (height + 0.1), 0.012, 0.012, bubble, 0.75)
      }
    }
  }

  /// A water surface between two heights below the horizon.
  mutating func addWater(from top: Double, to bottom: Double, far: UInt32, near: UInt32) {
    let flat = Ridge(shape: .flat, amplitude: 0, length: 1, noise: makeNoise())
    // Water mirrors the sky: at dusk and dawn its far part takes the colour of the horizon.
    let share: Float = plan.time == .day ? 0.10 : plan.time == .night ? 0.25 : 0.45
    let upper = light.hazed(light.ink(far, .water), share),
      lower = light.hazed(light.ink(near, .water), share * 0.35)
    add(0.5, isGround: true) { $0.below(flat, level: top, upper: upper, lower: lower, depth: bottom - top) }
    guard plan.time != .day, plan.weather == .clear || plan.weather == .clouds else { return }
    // The path of light under a low sun or the moon.
    let x = (plan.time == .dawn ? -0.26 : plan.time == .sunset ? 0.26 : -0.27) * 2 * halfWidth
    let glint = light.bright(
      plan.time == .night ? 0x8C9CC8 : plan.time == .dawn ? 0xFFDFB8 : 0xFFC25C, .water)
    add(0, isTold: false) { painter in
      painter.ellipse(x, (top + bottom) / 2, 0.09, (bottom - top) / 2, glint, 0.42, soft: 0.07)
    }
  }

  /// Moving wave crests, wider and farther apart towards the viewer.
  mutating func addWaves(from top: Double, to bottom: Double, crest: UInt32, count: Int) {
    let ink = light.hazed(light.ink(crest, .water), plan.time == .day ? 0 : 0.2)
    for row in 0..<count {
      let near = (Double(row) + 0.5) / Double(count)
      let y = top + (bottom - top) * near * (0.5 + 0.5 * near)
      let direction = row % 2 == 0 ? 1.0 : -0.7
      let ridge = Ridge(
        shape: .wave(speed: direction * 0.35), amplitude: 0.006 + 0.012 * near, length: 0.16 + 0.24 * near,
        noise: makeNoise())
      add(parallax(onGround: y), animated: true) { painter in
        painter.band(ridge, level: y, thickness: 0.007 + 0.012 * near, ink, 0.55)
      }
    }
  }
}
