import Foundation
import ZoetropeShot

extension Backdrop {
  mutating func addMeadow() {
    addSky()
    addRidge(
      parallax: 0.25, .round, level: 0, amplitude: 0.16, length: 0.5,
      upper: light.hazed(light.ink(0x6FA86B, .far), 0.35),
      lower: light.hazed(light.ink(0x6FA86B, .far), 0.35), depth: 1)
    addRidge(
      parallax: 0.45, .round, level: 0.03, amplitude: 0.11, length: 0.7,
      upper: light.ink(0x7CC24A, .ground), lower: light.ink(0x5FA83C, .ground), depth: 0.2)
    let noise = makeNoise(), trunk = light.ink(0x6B4A2B, .plant), crown = light.ink(0x2F7D35, .plant)
    add(0.5) { painter in
      for cell in painter.cells(0.55, margin: 0.2) where noise(cell, 0) < 0.55 {
        let x = (Double(cell) + noise(cell, 1)) * 0.55, size = noise(cell, 2, 0.08...0.13)
        painter.rect(x - 0.008, -0.02 - size * 0.4, 0.016, size * 0.6, trunk)
        painter.ellipse(x, -0.02 - size * 0.8, size * 0.55, size * 0.55, crown)
      }
    }
    addGround(light.ink(0x6CBB3C, .ground), light.ink(0x3F8F2A, .ground))
    addSpots(
      [0xFFFFFF, 0xFFD43B, 0xF06595].map { light.ink($0, .plant) }, size: 0.011, spacing: 0.16, flatness: 1)
  }

  mutating func addMountains() {
    addSky()
    addPeaks(parallax: 0.15, amplitude: 0.46, length: 0.34, rock: 0x6F7FA3, haze: 0.25)
    addPeaks(parallax: 0.28, amplitude: 0.30, length: 0.26, rock: 0x55617F, haze: 0.08)
    addConifers(parallax: 0.5, level: 0.01, size: 0.10...0.15, spacing: 0.09, density: 0.8, 0x2C5A41)
    addGround(light.ink(0x6E9A58, .ground), light.ink(0x496F3C, .ground))
    addSpots(
      [light.ink(0x8E949B, .rock), light.ink(0x7A8087, .rock)], size: 0.028, spacing: 0.34, flatness: 0.6)
  }

  /// Sharp mountains with snow on their tops.
  private mutating func addPeaks(
    parallax: Double, amplitude: Double, length: Double, rock: UInt32, haze: Float
  ) {
    let ridge = Ridge(shape: .sharp, amplitude: amplitude, length: length, noise: makeNoise())
    let snow = light.hazed(light.ink(0xF6F9FF, .snow), haze * 0.5)
    let stone = light.hazed(light.ink(rock, .far), haze),
      foot = light.hazed(light.ink(rock, .far), haze + 0.25)
    var body = ridge
    body.amplitude = amplitude * 0.78
    add(parallax) { painter in
      painter.below(ridge, level: 0, upper: snow, lower: snow, depth: 1)
      painter.below(body, level: 0.03, upper: stone, lower: foot, depth: 0.1)
    }
  }

  mutating func addSnow() {
    addSky()
    addRidge(
      parallax: 0.2, .round, level: 0, amplitude: 0.24, length: 0.55,
      upper: light.hazed(light.ink(0xBFD4EC, .snow), 0.2),
      lower: light.hazed(light.ink(0xBFD4EC, .snow), 0.3), depth: 1)
    addRidge(
      parallax: 0.4, .round, level: 0.02, amplitude: 0.12, length: 0.8,
      upper: light.ink(0xE4EFFB, .snow), lower: light.ink(0xCFE0F2, .snow), depth: 0.2)
    addGround(light.ink(0xF2F7FF, .snow), light.ink(0xC9DCF3, .snow))
    addConifers(
      parallax: parallax(onGround: 0.025), level: 0.025, size: 0.20...0.32, spacing: 0.26, density: 0.75,
      0x2F5F57, snowy: true)
    addSpots([light.ink(0xBCD2EE, .snow)], size: 0.05, spacing: 0.4, flatness: 0.22)
  }

  mutating func addDesert() {
    addSky()
    addMesas()
    let hill = light.hazed(light.ink(0xDDA05C, .sand), 0.15)
    addRidge(
      parallax: 0.3, .round, level: 0, amplitude: 0.12, length: 0.7, upper: hill, lower: hill, depth: 1)
    addDunes(parallax: 0.5, level: 0.06, amplitude: 0.15, length: 0.8)
    addGround(light.ink(0xF6D083, .sand), light.ink(0xDCA04E, .sand))
    let ripple = Ridge(shape: .round, amplitude: 0.05, length: 0.6, noise: makeNoise())
    let dark = light.ink(0xC98B3F, .sand), depth = groundDepth
    for row in 0..<3 {
      let y = depth * (0.34 + 0.25 * Double(row))
      add(parallax(onGround: y)) {
        $0.band(ripple, level: y, thickness: 0.012 + 0.006 * Double(row), dark, 0.7)
      }
    }
  }

  /// Table mountains: steep blocks of red rock.
  private mutating func addMesas() {
    let noise = makeNoise(), rock = light.hazed(light.ink(0xB8603C, .far), 0.22)
    let shade = light.hazed(light.ink(0x8F4630, .far), 0.22)
    add(0.16) { painter in
      for cell in painter.cells(0.55, margin: 0.3) where noise(cell, 0) < 0.7 {
        let x = (Double(cell) + noise(cell, 1)) * 0.55, half = noise(cell, 2, 0.07...0.15)
        let top = -noise(cell, 3, 0.16...0.30), foot = half * 1.35
        painter.polygon([(x - half, top), (x + half, top), (x + foot, 0.02), (x - foot, 0.02)], rock)
        painter.polygon(
          [(x + half * 0.35, top), (x + half, top), (x + foot, 0.02), (x + half * 0.5, 0.02)], shade)
      }
    }
  }

  /// Dunes with a bright crest and a shaded foot.
  private mutating func addDunes(parallax: Double, level: Double, amplitude: Double, length: Double) {
    let ridge = Ridge(shape: .round, amplitude: amplitude, length: length, noise: makeNoise())
    let crest = light.ink(0xF8CF80, .sand), foot = light.ink(0xC98440, .sand)
    add(parallax) { $0.below(ridge, level: level, upper: crest, lower: crest, depth: 1) }
    var inner = ridge
    inner.amplitude = amplitude * 0.86
    add(parallax) { $0.below(inner, level: level + 0.004, upper: foot, lower: crest, depth: 0.14) }
  }

  mutating func addForest() {
    addSky()
    let thicket = light.hazed(light.ink(0x4A7F58, .far), 0.25)
    addRidge(
      parallax: 0.2, .round, level: 0, amplitude: 0.08, length: 0.2, upper: thicket, lower: thicket, depth: 1)
    addConifers(parallax: 0.2, level: 0.02, size: 0.34...0.50, spacing: 0.11, density: 1, 0x5E8F6B, haze: 0.4)
    addConifers(
      parallax: 0.35, level: 0.03, size: 0.30...0.46, spacing: 0.15, density: 1, 0x3B7A4B, haze: 0.12)
    addGround(light.ink(0x4B7F37, .ground), light.ink(0x2C5526, .ground))
    addConifers(
      parallax: parallax(onGround: 0.06), level: 0.06, size: 0.46...0.62, spacing: 0.36, density: 0.75,
      0x1F5632)
    addSpots(
      [light.ink(0x3A6A2C, .plant), light.ink(0x5D9440, .plant)], size: 0.022, spacing: 0.16, flatness: 0.45)
  }

  /// A row of firs: three stacked triangles on a trunk.
  mutating func addConifers(
    parallax: Double, level: Double, size: ClosedRange<Double>, spacing: Double, density: Double,
    _ green: UInt32,
    haze: Float = 0, snowy: Bool = false
  ) {
    let noise = makeNoise()
    let crown = light.hazed(light.ink(green, .plant), haze)
    let dark = Ink(SIMD3(crown.x, crown.y, crown.z) * 0.82, crown.w)
    let trunk = light.hazed(light.ink(0x5B4030, .plant), haze), snow = light.ink(0xF4F8FF, .snow)
    add(parallax) { painter in
      for cell in painter.cells(spacing, margin: size.upperBound * 0.4) where noise(cell, 0) < density {
        let x = (Double(cell) + noise(cell, 1)) * spacing, height = noise(cell, 2, size)
        let foot = level + noise(cell, 3) * 0.015, half = height * 0.24
        painter.rect(x - height * 0.03, foot - height * 0.16, height * 0.06, height * 0.16, trunk)
        for tier in 0..<3 {
          let lift = Double(tier) * 0.25
          let bottom = foot - height * (0.12 + lift), top = foot - height * min(1, 0.55 + lift)
          let width = half * (1 - 0.27 * Double(tier))
          painter.polygon([(x, top), (x + width, bottom), (x - width, bottom)], tier == 1 ? dark : crown)
          if snowy {
            let cap = bottom + (top - bottom) * 0.5
            painter.polygon([(x, top), (x + width * 0.5, cap), (x - width * 0.5, cap)], snow)
          }
        }
      }
    }
  }

  /// Small things scattered over the ground: flowers, stones, tufts.
  mutating func addSpots(_ inks: [Ink], size: Double, spacing: Double, flatness: Double) {
    let noise = makeNoise(), depth = groundDepth
    for row in 0..<3 {
      let y = depth * (0.22 + 0.27 * Double(row)), near = 0.6 + 0.3 * Double(row)
      add(parallax(onGround: y)) { painter in
        for cell in painter.cells(spacing * near, margin: size) {
          let key = cell * 3 + row
          let x = (Double(cell) + noise(key, 1)) * spacing * near, dy = noise(key, 2, -0.05...0.08)
          let ink = inks[Int(noise(key, 3) * Double(inks.count))]
          painter.ellipse(x, y + dy, size * near, size * near * flatness, ink)
        }
      }
    }
  }
}
