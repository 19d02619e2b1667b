import Foundation
import ZoetropeShot

extension Backdrop {
  mutating func addSpace() {
    let light = light
    // The hour in space is the light of a nearby star: its colour and side follow the times of day.
    let (low, high, glow): (UInt32, UInt32, UInt32) =
      switch plan.time {
      case .dawn: (0x2A1440, 0x0A0A24, 0xFF9FA8)
      case .day: (0x10245C, 0x050A22, 0x9FD0FF)
      case .sunset: (0x3D1224, 0x0E0618, 0xFF8A3C)
      case .night: (0x06060F, 0x020207, 0x3A3F80)
      }
    let top = light.bright(high, .sky), bottom = light.bright(low, .sky), halo = light.bright(glow, .sky)
    let height = skyHeight
    add(0, isTold: false) { painter in
      painter.rows { y in
        let h = Float(min(1, max(0, (y + height) / (2 * height))))
        return top + (bottom - top) * h
      }
    }
    let noise = makeNoise(),
      nebula = [light.bright(0x6A2FA0, .sky), light.bright(0x1F5FA8, .sky), light.bright(0xA02F6A, .sky)]
    add(0.05) { painter in
      for cell in painter.cells(0.5, margin: 0.5) {
        let x = (Double(cell) + noise(cell, 0)) * 0.5, y = noise(cell, 1, -0.4...0.4)
        let ink = nebula[Int(noise(cell, 2) * 3)] * Ink(1, 1, 1, 0.3)
        painter.glow(x, y, noise(cell, 3, 0.2...0.45), noise(cell, 4, 0.12...0.25), ink, 0.5)
      }
    }
    let stars = makeNoise(), star = light.bright(0xFFFFFF, .star)
    add(0.08, animated: true) { painter in
      for cell in painter.cells(0.07, margin: 0.02) {
        for index in 0..<3 {
          let x = (Double(cell) + stars(cell, index * 4)) * 0.07, y = stars(cell, index * 4 + 1, -1.2...1.2)
          let size = 0.005 + 0.008 * pow(stars(cell, index * 4 + 2), 4)
          let twinkle = 0.75 + 0.25 * sin(painter.time * 5 + stars(cell, index * 4 + 3) * 40)
          painter.ellipse(x, y, size, size, star, twinkle)
        }
      }
    }
    let side = plan.time == .dawn ? -1.0 : 1.0, half = halfWidth, up = -skyHeight * 0.75
    if plan.time != .night {
      let sun = light.bright(0xFFFFF0, .sun)
      add(0) { painter in
        painter.glow(side * half * 0.75, up, 0.5, 0.5, halo * Ink(1, 1, 1, 0.5), 0.7)
        painter.ellipse(side * half * 0.75, up, 0.05, 0.05, sun, soft: 0.02)
      }
    }
    // A planet's limb at the lower edge.
    let planets: [(UInt32, UInt32)] = [(0x2F7FD0, 0x7FC8FF), (0xC46A3A, 0xF0B080), (0x5FA080, 0xB0E8C8)]
    let (body, rim) = planets[Int(noise(0, 7) * 3)]
    let dim: Float = plan.time == .night ? 0.5 : 1
    let bodyInk = light.bright(body, .far) * Ink(dim, dim, dim, 1),
      rimInk = light.bright(rim, .far) * Ink(dim, dim, dim, 1)
    let centre = -side * half * noise(0, 8, 0.3...0.9), lower = groundDepth + 0.42
    add(0.02) { painter in
      painter.ellipse(centre, lower, 0.63, 0.63, rimInk, 0.5, soft: 0.05)
      painter.ellipse(centre, lower, 0.60, 0.60, bodyInk, soft: 0.015)
      painter.ellipse(centre + side * 0.10, lower + 0.08, 0.52, 0.52, rimInk, 0.35, soft: 0.12)
    }
  }

  mutating func addMoon() {
    let light = light, height = skyHeight
    let top = light.bright(0x03040A, .sky),
      bottom = light.bright(plan.time == .day ? 0x10152B : 0x080B1A, .sky)
    add(0, isTold: false) { painter in
      painter.rows { y in
        let h = Float(min(1, max(0, 1 + y / height)))
        return top + (bottom - top) * h
      }
    }
    addStars()
    let earthX = -0.22 * 2 * halfWidth, earthY = -skyHeight * 0.68
    let ocean = light.bright(0x3F8FE8, .far), land = light.bright(0x4FAF5A, .far),
      white = light.bright(0xF2F8FF, .cloud)
    let shade = light.bright(0x05070F, .sky), isNight = plan.time == .night
    add(0) { painter in
      painter.ellipse(earthX, earthY, 0.105, 0.105, ocean)
      painter.ellipse(earthX - 0.03, earthY - 0.02, 0.04, 0.05, land)
      painter.ellipse(earthX + 0.04, earthY + 0.035, 0.035, 0.025, land)
      painter.ellipse(earthX + 0.01, earthY - 0.06, 0.05, 0.014, white)
      painter.ellipse(earthX - 0.02, earthY + 0.065, 0.045, 0.012, white)
      if isNight { painter.ellipse(earthX + 0.055, earthY, 0.11, 0.12, shade, 0.88) }
    }
    let tint: SIMD3<Float> =
      switch plan.time {
      case .dawn: [1.0, 0.88, 0.86]
      case .day: [1, 1, 1]
      case .sunset: [1.0, 0.78, 0.58]
      case .night: [0.36, 0.40, 0.56]
      }
    let ink = { (hex: UInt32) in Ink(Light.rgb(hex) * tint, light.mask(.rock)) }
    addRidge(
      parallax: 0.25, .round, level: 0, amplitude: 0.13, length: 0.5, upper: ink(0x8F9199),
      lower: ink(0x8F9199), depth: 1)
    addGround(ink(0xC4C5CB), ink(0x96979F))
    let noise = makeNoise(), depth = groundDepth
    let rim = ink(0xE2E3E8), hole = ink(0x77787F)
    for row in 0..<3 {
      let near = 0.55 + 0.35 * Double(row), y = depth * (0.2 + 0.3 * Double(row))
      add(parallax(onGround: y)) { painter in
        for cell in painter.cells(0.42 * near, margin: 0.1) where noise(cell * 3 + row, 0) < 0.65 {
          let x = (Double(cell) + noise(cell * 3 + row, 1)) * 0.42 * near
          let size = noise(cell * 3 + row, 2, 0.05...0.09) * near
          painter.ellipse(x, y, size, size * 0.36, rim)
          painter.ellipse(x, y + size * 0.06, size * 0.82, size * 0.26, hole)
        }
      }
    }
  }

  mutating func addOpenSky() {
    let light = light, height = skyHeight
    // No ground: the gradient goes on to the lower edge.
    add(0, isTold: false) { painter in painter.rows { light.sky((1 + $0 / height) * 0.55) } }
    if light.isNight { addStars() }
    addSunOrMoon()
    let noise = makeNoise(), heavy = plan.weather == .rain
    var white = light.bright(heavy ? 0x8A939F : 0xFFFFFF, .cloud)
    white *= Ink(light.isNight ? [0.26, 0.31, 0.47] : [0.35, 0.35, 0.35] + light.ambient * 0.65, 1)
    // Three decks of clouds, the nearest a floor of cloud tops.
    for (deck, y) in [-0.22, 0.12, 0.40].enumerated() {
      let size = 0.13 + 0.06 * Double(deck), density = deck == 2 ? 1.0 : plan.weather == .clear ? 0.35 : 0.75
      let level = y * max(1, 1 / plan.size.aspectRatio)
      add(0.12 + 0.2 * Double(deck), animated: true) { painter in
        for cell in painter.cells(size * 2, margin: size * 2) {
          let key = cell * 3 + deck
          guard noise(key, 0) < density else { continue }
          let x = (Double(cell) + noise(key, 1)) * size * 2 + painter.time * 0.015 * Double(deck + 1)
          let dy = noise(key, 2, -0.05...0.05)
          for puff in 0..<4 {
            let dx = (Double(puff) - 1.5) * size * 0.62, high = puff == 1 || puff == 2
            let radius = size * (high ? 0.56 : 0.42)
            painter.ellipse(
              x + dx, level + dy - (high ? 0.25 : 0) * size, radius, radius * 0.8, white,
              0.95, soft: size * 0.2)
          }
          if deck == 2 {
            painter.ellipse(x, level + dy + size * 1.0, size * 1.5, size * 1.1, white, 0.95, soft: size * 0.3)
          }
        }
      }
    }
  }
}
