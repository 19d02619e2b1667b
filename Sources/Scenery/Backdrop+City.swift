import Foundation
import ZoetropeShot

/// How houses of an age look.
private struct BuildingStyle {
  var walls: [UInt32]
  var farWall: UInt32
  var window: UInt32
  var litWindow: UInt32
  var street: UInt32
  var marking: UInt32
  var width: ClosedRange<Double>
  var height: ClosedRange<Double>
  var farHeight: ClosedRange<Double>

  init(_ period: Period?) {
    switch period {
    case nil:
      self.init(
        walls: [0x7A869A, 0xB5785A, 0x56708F, 0xB9A67E], farWall: 0x8FA3BD, window: 0xBFE0F2,
        litWindow: 0xFFE08A, street: 0x5A5D66,
        marking: 0xF4F1E4, width: 0.13...0.20, height: 0.20...0.42, farHeight: 0.25...0.50)
    case .medieval:
      self.init(
        walls: [0xE6D3B3, 0xD9BE94, 0xC9AE8A], farWall: 0x9A958C, window: 0x5A4632, litWindow: 0xFFB84A,
        street: 0xA08A68,
        marking: 0x8A7454, width: 0.15...0.21, height: 0.14...0.21, farHeight: 0.24...0.34)
    case .twenties:
      self.init(
        walls: [0x8E4A3B, 0xA3634A, 0x74443A], farWall: 0xA58F7C, window: 0xE5D6B0, litWindow: 0xFFD27A,
        street: 0x6B6057,
        marking: 0x514840, width: 0.14...0.20, height: 0.20...0.36, farHeight: 0.28...0.50)
    case .eighties:
      self.init(
        walls: [0x3A2A66, 0x2B2F70, 0x54286B], farWall: 0x5A3F8F, window: 0xFF5FD2, litWindow: 0x5FF2FF,
        street: 0x241A40,
        marking: 0xFF4FC8, width: 0.13...0.20, height: 0.20...0.42, farHeight: 0.25...0.50)
    case .future:
      self.init(
        walls: [0x9DB4C8, 0x7F9DB8, 0xB8C4D0], farWall: 0x9FC4DC, window: 0x4FD8F0, litWindow: 0x7FFFF0,
        street: 0x8FA6B8,
        marking: 0x4FE8FF, width: 0.10...0.17, height: 0.28...0.50, farHeight: 0.35...0.58)
    }
  }

  private init(
    walls: [UInt32], farWall: UInt32, window: UInt32, litWindow: UInt32, street: UInt32, marking: UInt32,
    width: ClosedRange<Double>, height: ClosedRange<Double>, farHeight: ClosedRange<Double>
  ) {
    (self.walls, self.farWall, self.window, self.litWindow) = (walls, farWall, window, litWindow)
    (self.street, self.marking, self.width, self.height, self.farHeight) = (
      street, marking, width, height, farHeight
    )
  }
}

extension Backdrop {
  mutating func addCity() {
    let style = BuildingStyle(plan.period)
    addSky()
    addFarTown(style)
    addHouses(style)
    addStreet(style)
  }

  /// The skyline in the distance; in the Middle Ages a castle on a hill.
  private mutating func addFarTown(_ style: BuildingStyle) {
    let noise = makeNoise(), wall = light.hazed(light.ink(style.farWall, .far), 0.35), period = plan.period,
      light = light
    let lit = light.bright(style.litWindow, .window), hasLights = light.isNight || period == .eighties
    let roof = light.hazed(light.ink(0x7A4A44, .far), 0.3)
    if period == .eighties {
      // The striped sun of the decade's posters.
      let sun = light.bright(0xFF7A5C, .sun), height = skyHeight
      add(0) { painter in
        painter.ellipse(0, -height * 0.62, 0.24, 0.24, sun, light.isNight ? 0.9 : 0.75)
        for stripe in 0..<4 {
          painter.rect(
            -0.25, -height * 0.62 + 0.03 + 0.05 * Double(stripe), 0.5, 0.012 + 0.004 * Double(stripe),
            light.sky(0.6))
        }
      }
    }
    add(0.2) { painter in
      if period == .medieval {
        for cell in painter.cells(1.3, margin: 0.7) {
          let x = (Double(cell) + noise(cell, 0, -0.16...0.16)) * 1.3
          painter.ellipse(x, 0.06, 0.55, 0.20, light.hazed(light.ink(0x7FA060, .far), 0.3))
          painter.rect(x - 0.24, -0.28, 0.48, 0.2, wall)
          for notch in 0..<8 { painter.rect(x - 0.24 + Double(notch) * 0.062, -0.31, 0.035, 0.04, wall) }
          for (tower, height) in [(-0.26, 0.42), (0.0, 0.50), (0.22, 0.38)] {
            painter.rect(x + tower, -height, 0.09, height - 0.08, wall)
            painter.polygon(
              [
                (x + tower + 0.045, -height - 0.11), (x + tower + 0.105, -height),
                (x + tower - 0.015, -height),
              ], roof)
            if hasLights { painter.rect(x + tower + 0.033, -height + 0.06, 0.024, 0.045, lit) }
          }
        }
        return
      }
      for cell in painter.cells(0.15, margin: 0.1) {
        let x = Double(cell) * 0.15, height = noise(cell, 0, style.farHeight),
          width = noise(cell, 1, 0.09...0.15)
        if period == .future {
          painter.ellipse(x + width / 2, -height, width * 0.36, height * 0.22, wall)
          painter.rect(x + width * 0.14, -height, width * 0.72, height + 0.1, wall)
        } else {
          painter.rect(x, -height, width, height + 0.1, wall)
          if period == .twenties {
            painter.rect(x + width * 0.2, -height - 0.05, width * 0.6, 0.06, wall)
            painter.rect(x + width * 0.45, -height - 0.13, width * 0.1, 0.1, wall)
          }
        }
        guard hasLights else { continue }
        for row in 0..<6 where noise(cell, 4 + row) < 0.6 {
          painter.rect(
            x + width * noise(cell, 10 + row, 0.15...0.65), -height + 0.04 + 0.055 * Double(row), 0.018,
            0.022, lit, 0.9)
        }
      }
    }
  }

  private mutating func addHouses(_ style: BuildingStyle) {
    let noise = makeNoise(), light = light, period = plan.period
    let walls = style.walls.map { light.ink($0, .building) }
    let isLit = light.isNight || period == .eighties
    let dark = light.isNight ? light.ink(0x3A4560, .building) : light.ink(style.window, .building)
    let lit = light.bright(style.litWindow, .window)
    let timber = light.ink(0x5A3A22, .building),
      roofs = [light.ink(0xB0503A, .building), light.ink(0x8F4233, .building)]
    let glass = light.isNight ? lit : light.ink(style.window, .window)
    let neon = [light.bright(0xFF3FB8, .lamp), light.bright(0x3FF0FF, .lamp), light.bright(0xFFE03F, .lamp)]
    let cellWidth = style.width.upperBound
    add(0.5) { painter in
      for cell in painter.cells(cellWidth, margin: 0.12) {
        let width = noise(cell, 1, style.width), height = noise(cell, 0, style.height)
        let x = Double(cell) * cellWidth, wall = walls[Int(noise(cell, 2) * Double(walls.count))]
        switch period {
        case .future:
          painter.ellipse(x + width / 2, -height, width * 0.4, width * 0.55, glass)
          painter.rect(x + width * 0.1, -height, width * 0.8, height + 0.04, wall)
          painter.rect(x + width * 0.44, -height - width * 0.85, width * 0.12, width * 0.4, wall)
          for band in 0..<4 {
            painter.rect(x + width * 0.1, -height * (0.86 - 0.2 * Double(band)), width * 0.8, 0.024, glass)
          }
          continue
        case .medieval:
          painter.rect(x, -height, width, height + 0.04, wall)
          painter.polygon(
            [(x + width / 2, -height - width * 0.55), (x + width + 0.015, -height), (x - 0.015, -height)],
            roofs[cell & 1])
          for beam in 0..<3 {
            painter.rect(x + (width - 0.012) * Double(beam) / 2, -height, 0.012, height + 0.04, timber)
          }
          painter.rect(x, -height * 0.5, width, 0.012, timber)
        default: painter.rect(x, -height, width, height + 0.04, wall)
        }
        if period == .twenties {
          painter.rect(x - 0.008, -height - 0.018, width + 0.016, 0.03, light.ink(0xD8BE8C, .building))
        }
        let columns = period == .medieval ? 2 : 3, step = width / Double(columns)
        var y = -height + (period == .medieval ? 0.03 : 0.035)
        var row = 0
        while y < -0.06 {
          for column in 0..<columns {
            let shines = isLit && noise(cell, 5 + row * 3 + column) < 0.65
            painter.rect(
              x + step * (Double(column) + 0.28), y, step * 0.44, 0.036, shines ? lit : dark,
              shines ? 1 : 0.85)
          }
          row += 1
          y += period == .medieval ? 0.085 : 0.068
        }
        if period == .eighties, noise(cell, 40) < 0.7 {
          let ink = neon[Int(noise(cell, 41) * 3)]
          painter.glow(x + width / 2, -height * 0.45, 0.12, 0.12, ink * Ink(1, 1, 1, 0.3), 0.5)
          painter.rect(x + width * 0.12, -height * 0.45 - 0.022, width * 0.76, 0.044, ink)
        }
      }
    }
  }

  private mutating func addStreet(_ style: BuildingStyle) {
    let depth = groundDepth, light = light, period = plan.period
    let street = light.ink(style.street, .ground)
    addGround(parallax: 0.8, light.ink(period == nil ? 0xA4A6AB : style.street, .ground), street)
    let kerb = light.ink(0xC9C7C0, .ground),
      marking =
        period == .eighties || period == .future
        ? light.bright(style.marking, .lamp) : light.ink(style.marking, .ground)
    let flat = Ridge(shape: .flat, amplitude: 0, length: 1, noise: makeNoise())
    if period == .eighties {
      // The glowing grid: lines towards the vanishing point and across.
      add(1) { painter in
        let range = painter.visibleX
        for row in 0..<5 {
          let y = depth * pow(Double(row) / 4.5, 1.6)
          painter.rect(
            range.lowerBound, y, range.upperBound - range.lowerBound, 0.010 + 0.002 * Double(row), marking,
            0.9)
        }
      }
      addFloorLines(spacing: 0.24, width: 0.010, marking, 0.75)
      return
    }
    if period == .medieval {
      addSpots(
        [light.ink(0x8A7454, .ground), light.ink(0xB59E7A, .ground)], size: 0.026, spacing: 0.12,
        flatness: 0.5)
      return
    }
    add(1) { painter in
      painter.below(flat, level: depth * 0.22, upper: kerb, lower: kerb, depth: 1)
      painter.below(flat, level: depth * 0.22 + 0.014, upper: street, lower: street, depth: 1)
      guard period != .twenties else { return }
      for cell in painter.cells(0.3, margin: 0.1) {
        painter.rect(Double(cell) * 0.3, depth * 0.58, 0.17, 0.020, marking, 0.9)
      }
    }
  }
}
