import Foundation
import ZoetropeShot

/// Colours and patterns of a room's walls and floor.
private struct RoomStyle {
  /// What the wall shows besides its colour.
  enum Wall { case plain, stripes, panels, stones }
  /// What lies on the floor.
  enum Floor { case boards, tiles, carpet }

  var wall: UInt32
  var pattern: Wall
  var trim: UInt32
  var ground: UInt32
  var floor: Floor

  /// The style of an age; in the present the seed chooses.
  init(_ period: Period?, choice: (Int) -> Double) {
    switch period {
    case nil:
      let walls: [UInt32] = [0xEBDFC6, 0xBFD6C2, 0xC6D8E8, 0xE8CBB8, 0xD6D0EA, 0xF1E3A6, 0xD9DBDD]
      wall = walls[Int(choice(0) * Double(walls.count))]
      pattern = choice(1) < 0.65 ? .plain : .stripes
      trim = 0xFAF7F0
      switch choice(2) {
      case ..<0.5: (floor, ground) = (.boards, choice(3) < 0.5 ? 0xB9834E : 0x8E6240)
      case ..<0.8: (floor, ground) = (.tiles, choice(3) < 0.5 ? 0xCFC7BA : 0xB9C6CC)
      default: (floor, ground) = (.carpet, choice(3) < 0.5 ? 0x8B8F9C : 0xA5705C)
      }
    case .medieval: (wall, pattern, trim, ground, floor) = (0x9C9184, .stones, 0x6E5A44, 0x8A7E70, .tiles)
    case .twenties: (wall, pattern, trim, ground, floor) = (0x4E6B57, .stripes, 0xC9A655, 0x6E4A30, .boards)
    case .eighties: (wall, pattern, trim, ground, floor) = (0xD88BC0, .plain, 0x48C8C8, 0x7A6AA8, .tiles)
    case .future: (wall, pattern, trim, ground, floor) = (0xDDE6EC, .panels, 0x3FC8E8, 0xA9B8C2, .carpet)
    }
  }
}

extension Backdrop {
  mutating func addRoom() {
    let choice = makeNoise()
    let style = RoomStyle(plan.period) { choice($0) }
    let ink = roomInk
    addWall(style, ink)
    addWallOpenings(style, ink)
    addFloor(style, ink)
  }

  /// Paint in the light of a room: daylight through windows, lamps in the evening.
  private var roomInk: (UInt32, Material) -> Ink {
    let light = light
    let lit: SIMD3<Float> =
      switch plan.time {
      case .dawn: [0.94, 0.88, 0.90]
      case .day: [1, 1, 1]
      case .sunset: [0.98, 0.82, 0.68]
      case .night: [0.62, 0.54, 0.47]
      }
    return { hex, material in Ink(Light.rgb(hex) * lit, light.mask(material)) }
  }

  private mutating func addWall(_ style: RoomStyle, _ ink: (UInt32, Material) -> Ink) {
    let height = skyHeight, parallax = plan.scene.horizonParallax
    let wall = ink(style.wall, .building), dark = shade(wall, 0.86), trim = ink(style.trim, .building)
    let ceiling = shade(ink(0xF4F1EA, .building), 0.95), pattern = style.pattern
    let glow = light.bright(style.trim, .lamp), joints = makeNoise()
    add(parallax) { painter in
      painter.rows { y in dark + (wall - dark) * Float(min(1, max(0, 1 + y / height))) }
      let range = painter.visibleX, left = range.lowerBound, width = range.upperBound - left
      switch pattern {
      case .plain: break
      case .stripes:
        for cell in painter.cells(0.12, margin: 0.1) {
          painter.rect(Double(cell) * 0.12, -height - 2, 0.05, height + 2, dark, 0.8)
        }
      case .panels:
        for cell in painter.cells(0.42, margin: 0.1) {
          painter.rect(Double(cell) * 0.42, -height - 2, 0.012, height + 2, dark)
        }
        for line in [0.30, 0.56] { painter.rect(left, -height * line / 0.66, width, 0.018, glow, 0.9) }
      case .stones:
        for row in 0..<14 {
          let y = -0.09 * Double(row + 1)
          painter.rect(left, y, width, 0.010, dark)
          for cell in painter.cells(0.20, margin: 0.2) {
            let shift = (row % 2 == 0 ? 0 : 0.5) + joints(cell * 16 + row, 0, -0.12...0.12)
            let x = (Double(cell) + shift) * 0.20
            painter.rect(x, y, 0.010, 0.09, dark)
          }
        }
      }
      painter.rect(left, -height - 3, width, 3 + height * 0.07, ceiling)
      painter.rect(left, -height * 0.93, width, 0.020, shade(trim, 0.9))
      painter.rect(left, -0.034, width, 0.034, shade(trim, 0.92))
    }
  }

  /// A window or a door in every stretch of the wall.
  private mutating func addWallOpenings(_ style: RoomStyle, _ ink: (UInt32, Material) -> Ink) {
    let noise = makeNoise(), light = light, height = skyHeight, parallax = plan.scene.horizonParallax
    let frame = ink(style.trim, .building), wood = ink(0x8A5A36, .building), knob = ink(0xD9B24A, .building)
    let panel = shade(wood, 0.85),
      curtains = [0xC0504A, 0x4F7FB5, 0x6FA060, 0xE0B050].map { ink($0, .plant) }
    let isArched = plan.period == .medieval
    let top = -min(0.54, height * 0.86), bottom = top + 0.30
    add(parallax) { painter in
      for cell in painter.cells(0.95, margin: 0.5) {
        let x = (Double(cell) + 0.5 + noise(cell, 1, -0.22...0.22)) * 0.95
        switch noise(cell, 0) {
        case ..<0.64:
          let half = isArched ? 0.08 : 0.15
          if isArched { painter.ellipse(x, top, half + 0.02, half + 0.02, frame) }
          painter.rect(
            x - half - 0.02, top - (isArched ? 0 : 0.02), 2 * half + 0.04, bottom - top + 0.04, frame)
          if isArched { painter.ellipse(x, top, half, half, light.sky(0.35)) }
          // The sky behind the panes, from high up down to the horizon.
          for strip in 0..<6 {
            let share = Double(strip) / 6
            painter.rect(
              x - half, top + (bottom - top) * share, 2 * half, (bottom - top) / 6 + 0.001,
              light.sky(0.35 + 0.65 * share))
          }
          painter.rect(x - 0.006, top, 0.012, bottom - top, frame)
          painter.rect(x - half, (top + bottom) / 2 - 0.006, 2 * half, 0.012, frame)
          painter.rect(x - half - 0.04, bottom, 2 * half + 0.08, 0.022, frame)
          guard !isArched else { continue }
          let cloth = curtains[Int(noise(cell, 2) * Double(curtains.count))]
          for side in [-1.0, 1.0] {
            painter.rect(x + side * (half + 0.025) - 0.04, top - 0.05, 0.08, bottom - top + 0.13, cloth)
            painter.rect(
              x + side * (half + 0.025) - 0.008, top - 0.05, 0.016, bottom - top + 0.13, shade(cloth, 0.8))
          }
          painter.rect(x - half - 0.08, top - 0.065, 2 * half + 0.16, 0.018, wood)
        default:
          painter.rect(x - 0.125, -0.49, 0.25, 0.49, frame)
          painter.rect(x - 0.105, -0.47, 0.21, 0.47, wood)
          painter.rect(x - 0.075, -0.43, 0.15, 0.16, panel)
          painter.rect(x - 0.075, -0.21, 0.15, 0.16, panel)
          painter.ellipse(x + 0.082, -0.235, 0.014, 0.014, knob)
        }
      }
    }
  }

  private mutating func addFloor(_ style: RoomStyle, _ ink: (UInt32, Material) -> Ink) {
    let depth = groundDepth, far = plan.scene.horizonParallax
    let near = ink(style.ground, .ground), back = shade(near, 0.84), seam = shade(near, 0.72)
    addGround(parallax: far, back, near)
    switch style.floor {
    case .boards: addFloorLines(spacing: 0.16, width: 0.007, seam, 0.8)
    case .tiles:
      let dark = shade(near, 0.86)
      add(1) { painter in
        let floor = FloorPerspective(painter, far: far, depth: depth), spacing = 0.24
        // Rows grow towards the viewer, on below the frame for a camera that looks down.
        let rows = (0...8).map { (row: Int) -> Double in
          let near = Double(row)
          return depth * (0.16 + 0.022 * near) * near
        }
        for row in 0..<8 {
          let (top, bottom) = (rows[row], rows[row + 1])
          for cell in painter.cells(spacing, margin: floor.margin + spacing) where (cell + row) & 1 == 0 {
            let left = Double(cell) * spacing, right = left + spacing
            painter.polygon(
              [
                (floor.x(left, at: top), top), (floor.x(right, at: top), top),
                (floor.x(right, at: bottom), bottom), (floor.x(left, at: bottom), bottom),
              ], dark, 0.8)
          }
        }
      }
    case .carpet: break
    }
  }

  mutating func addCave() {
    let height = skyHeight, depth = groundDepth, light = light
    let lit: SIMD3<Float> =
      switch plan.time {
      case .dawn: [0.92, 0.78, 0.82]
      case .day: [1, 0.98, 0.94]
      case .sunset: [1.0, 0.74, 0.52]
      case .night: [0.42, 0.46, 0.66]
      }
    let ink = { (hex: UInt32) in Ink(Light.rgb(hex) * lit, light.mask(.rock)) }
    let deep = ink(0x1C1716), rock = ink(0x4A3C34), front = ink(0x2E2522), stone = ink(0x6B584A)
    add(0.15) { painter in
      painter.rows { y in
        let share = Float(min(1, max(0, 1 + y / height)))
        return deep + (rock - deep) * (share * 0.7)
      }
    }
    addCaveMouth(deep)
    let noise = makeNoise(), back = ink(0x3A2F2A), edge = ink(0x57473C)
    // Far columns and the rough ceiling between the eye and the mouth.
    add(0.4) { painter in
      for cell in painter.cells(0.17, margin: 0.2) {
        let x = (Double(cell) + noise(cell, 0)) * 0.17, half = noise(cell, 1, 0.03...0.06)
        let tip = -height * noise(cell, 2, 0.42...0.82)
        painter.polygon([(x - half * 1.6, -height - 0.05), (x + half * 1.6, -height - 0.05), (x, tip)], back)
        let rise = noise(cell, 3, 0.05...0.16)
        painter.polygon([(x, -rise), (x + half, 0.03), (x - half, 0.03)], noise(cell, 4) < 0.5 ? back : edge)
      }
      let range = painter.visibleX
      painter.rect(range.lowerBound, -height - 3, range.upperBound - range.lowerBound, 3, back)
    }
    addGround(parallax: plan.scene.horizonParallax, ink(0x6A5748), ink(0x453830))
    addSpots([ink(0x84705E), ink(0x584839)], size: 0.03, spacing: 0.26, flatness: 0.42)
    addCrystals()
    let near = makeNoise()
    add(0.75) { painter in
      for cell in painter.cells(0.52, margin: 0.3) where near(cell, 0) < 0.8 {
        let x = (Double(cell) + near(cell, 1)) * 0.52, half = near(cell, 2, 0.06...0.11)
        let tip = -height * near(cell, 3, 0.50...0.78)
        painter.polygon([(x - half, -height - 0.05), (x + half, -height - 0.05), (x, tip)], front)
        painter.polygon([(x - half, -height - 0.05), (x - half * 0.4, -height - 0.05), (x, tip)], stone, 0.6)
      }
    }
    add(parallax(onGround: depth * 0.16)) { painter in
      for cell in painter.cells(0.62, margin: 0.2) where near(cell, 5) < 0.6 {
        let x = (Double(cell) + near(cell, 6)) * 0.62, half = near(cell, 7, 0.05...0.08)
        let tip = -near(cell, 8, 0.08...0.20), foot = depth * 0.16
        painter.polygon([(x, tip), (x + half, foot), (x - half, foot)], stone)
        painter.polygon([(x, tip), (x + half, foot), (x + half * 0.25, foot)], front, 0.7)
      }
    }
  }

  /// The way out: the hour's sky, and its light on the rock around; another one after every few frame widths.
  private mutating func addCaveMouth(_ dark: Ink) {
    let noise = makeNoise(), light = light, half = halfWidth
    let glow = light.sky(0.9) * Ink(1, 1, 1, 0.4)
    add(0.2) { painter in
      for cell in painter.cells(half * 4, margin: half * 3) {
        let x = Double(cell) * half * 4 + half * noise(cell, 0, -0.5...0.5),
          width = noise(cell, 1, 0.20...0.27)
        painter.glow(x, -0.12, width * 2.6, 0.55, glow, light.isNight ? 0.35 : 0.5)
        for ring in 0..<4 {
          let share = 1 - 0.1 * Double(ring)
          painter.ellipse(
            x, -0.10, width * share, 0.24 * share, light.sky(0.55 + 0.15 * Double(ring)), soft: 0.02)
        }
        painter.ellipse(x - width * 0.4, 0.06, width * 0.9, 0.10, dark)
        painter.ellipse(x + width * 0.5, 0.08, width * 0.9, 0.11, dark)
      }
    }
  }

  private mutating func addCrystals() {
    let noise = makeNoise(), light = light, depth = groundDepth
    let colours: [UInt32] = [0x6FE0F0, 0xC77BFF, 0x7BF0A0, 0xFF8FC8]
    let colour = light.bright(colours[Int(noise(0, 9) * 4)], .lamp), y = depth * 0.06
    add(parallax(onGround: y)) { painter in
      for cell in painter.cells(0.7, margin: 0.2) where noise(cell, 0) < 0.55 {
        let x = (Double(cell) + noise(cell, 1)) * 0.7
        painter.glow(x, y - 0.05, 0.16, 0.14, colour * Ink(1, 1, 1, 0.2), 0.45)
        for shard in -1...1 {
          let lean = Double(shard) * 0.035, height = noise(cell, 3 + shard, 0.05...0.11)
          painter.polygon(
            [(x + lean * 1.7, y - height), (x + lean + 0.016, y), (x + lean - 0.016, y)],
            shard == 0 ? colour : shade(colour, 0.75))
        }
      }
    }
  }
}

/// An ink with less light.
private func shade(_ ink: Ink, _ share: Float) -> Ink {
  Ink(ink.x * share, ink.y * share, ink.z * share, ink.w)
}
