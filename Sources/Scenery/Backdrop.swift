// The background of a shot as a list of layers, far to near, each painted through the camera with its own parallax.
// Random things (hill lines, trees, stars) are addressed by cell and seed, in scene units: the same at every size.

import Foundation
import ZoetropeShot

/// One layer of the background.
struct BackdropLayer {
  /// How much it follows sideways camera moves: `0` at infinity … `1` at the actors.
  var parallax: Double
  /// Whether networks are told of it; they paint sky, light and open water themselves.
  var isTold = true
  /// Whether it is ground that the actors stand on, which is near where it is low on the frame.
  var isGround = false
  /// Whether it moves by itself.
  var isAnimated = false
  var paint: (Painter) -> Void
}

/// Collects the layers of a plan's background.
struct Backdrop {
  let plan: ShotPlan
  let light: Light
  let seed: UInt64
  private(set) var layers: [BackdropLayer] = []
  private var noiseCount: UInt64 = 0

  init(plan: ShotPlan, light: Light, seed: UInt64) {
    self.plan = plan
    self.light = light
    self.seed = seed
    switch plan.scene {
    case .sea: addSea()
    case .beach: addBeach()
    case .snow: addSnow()
    case .desert: addDesert()
    case .forest: addForest()
    case .meadow: addMeadow()
    case .mountains: addMountains()
    case .city: addCity()
    case .space: addSpace()
    case .moon: addMoon()
    case .underwater: addUnderwater()
    case .stage: addStage()
    case .sky: addOpenSky()
    case .river: addRiver()
    case .room: addRoom()
    case .cave: addCave()
    }
  }

  // MARK: - Building blocks

  /// The next table of random numbers; the order of calls is part of what a seed means.
  mutating func makeNoise() -> CellNoise {
    noiseCount += 1
    return CellNoise(seed: seed, layer: 0xBACD_0000 + noiseCount)
  }

  /// A table of its own for each part of the sky, so that another hour or weather leaves the land as it is.
  func skyNoise(_ part: UInt64) -> CellNoise { CellNoise(seed: seed, layer: 0x5CA1_0000 + part) }

  mutating func add(
    _ parallax: Double, animated: Bool = false, isTold: Bool = true, isGround: Bool = false,
    _ paint: @escaping (Painter) -> Void
  ) {
    layers.append(
      BackdropLayer(
        parallax: parallax, isTold: isTold, isGround: isGround, isAnimated: animated, paint: paint))
  }

  /// Distance from the horizon up to the top of the neutral frame, in scene units.
  var skyHeight: Double {
    plan.scene.horizon * max(1, 1 / plan.size.aspectRatio) / plan.shotSize.sceneryScale
  }
  /// Distance from the horizon down to the bottom of the neutral frame, in scene units.
  var groundDepth: Double { plan.groundDepth }
  /// Half of the neutral frame's width in scene units.
  var halfWidth: Double { 0.5 * max(1, plan.size.aspectRatio) / plan.shotSize.sceneryScale }

  /// Sky, then what shines in it, then clouds.
  mutating func addSky() {
    let light = light, height = skyHeight
    add(0, isTold: false) { $0.rows { light.sky(1 + $0 / height) } }
    if light.isNight { addStars() }
    addSunOrMoon()
    addClouds()
  }

  mutating func addStars() {
    let particles = Particles(plan, seed: seed), ink = light.bright(0xFFFFFF, .star)
    // Networks are told of stars as particles.
    add(0.03, animated: true, isTold: false) { painter in
      for particle in particles.behind(
        at: painter.time, height: painter.canvas.height, width: painter.canvas.width)
      { particle.paint(on: painter.canvas.raw, ink: ink) }
    }
  }

  mutating func addSunOrMoon() {
    let noise = skyNoise(2), light = light
    let visibility =
      switch plan.weather {
      case .clear: 1.0
      case .clouds: 0.9
      case .rain: 0.0
      case .snow: 0.25
      case .fog: 0.35
      }
    guard visibility > 0 else { return }
    // Dawn and sunset on fixed sides, so that the hour can be told from the place of the sun too.
    let (side, height): (Double, Double) =
      switch plan.time {
      case .dawn: (-0.26, 0.16)
      case .day: (0.28, 0.80)
      case .sunset: (0.26, 0.13)
      case .night: (-0.27, 0.76)
      }
    let x = side * 2 * halfWidth + noise(0, 0, -0.05...0.05), y = -height * skyHeight
    // Infinitely far: it goes along with the camera, however far that travels.
    if light.isNight {
      let moon = light.bright(0xF4F1DC, .star), crater = light.bright(0xD5D2BE, .star)
      add(0) { painter in
        painter.glow(x, y, 0.26, 0.26, light.bright(0x6F86B8, .sky) * Ink(1, 1, 1, 0), 0.6 * visibility)
        painter.ellipse(x, y, 0.075, 0.075, moon, visibility)
        painter.ellipse(x - 0.02, y - 0.015, 0.016, 0.016, crater, visibility)
        painter.ellipse(x + 0.025, y + 0.02, 0.02, 0.02, crater, visibility)
      }
      return
    }
    let isLow = plan.time != .day
    let disc = light.bright(plan.time == .sunset ? 0xFFE27A : plan.time == .dawn ? 0xFFF0C4 : 0xFFF9D8, .sun)
    let halo = light.bright(plan.time == .sunset ? 0xFF8A30 : plan.time == .dawn ? 0xFFB48A : 0xFFF3B0, .sky)
    add(0) { painter in
      painter.glow(
        x, y, isLow ? 0.55 : 0.34, isLow ? 0.42 : 0.34, halo * Ink(1, 1, 1, 0.6), 0.45 * visibility)
      painter.ellipse(x, y, isLow ? 0.10 : 0.075, isLow ? 0.10 : 0.075, disc, visibility, soft: 0.01)
    }
  }

  /// Drifting clouds; none in clear weather, so that the word means something, and none to be seen in fog.
  mutating func addClouds() {
    let density =
      switch plan.weather {
      case .clear: 0.0
      case .clouds: 0.95
      case .rain: 1.0
      case .snow: 0.6
      case .fog: 0.0
      }
    guard density > 0 else { return }
    let noise = skyNoise(3), height = skyHeight, light = light
    let isHeavy = plan.weather == .rain
    var ink = light.bright(isHeavy ? 0x7C8591 : 0xFFFFFF, .cloud)
    let lit: SIMD3<Float> = light.isNight ? [0.24, 0.28, 0.42] : [0.35, 0.35, 0.35] + light.ambient * 0.65
    ink *= Ink(lit, 1)
    let rows = isHeavy ? 2 : 1
    add(0.12, animated: true) { painter in
      for row in 0..<rows {
        for cell in painter.cells(0.42, margin: 0.45) {
          let key = cell * 2 + row
          guard noise(key, 0) < density else { continue }
          let drift = painter.time * 0.012
          let x = (Double(cell) + noise(key, 1)) * 0.42 + drift
          let y = -height * noise(key, 2, isHeavy ? 0.55...1.0 : 0.42...0.92)
          let size = noise(key, 3, 0.10...0.17) * (isHeavy ? 1.25 : 1)
          for puff in 0..<4 {
            let dx = (Double(puff) - 1.5) * size * 0.62
            let lift = (puff == 1 || puff == 2 ? 0.28 : 0.0) + noise(key, 4 + puff) * 0.18
            let radius = size * (puff == 1 || puff == 2 ? 0.52 : 0.38)
            painter.ellipse(
              x + dx, y - lift * size, radius, radius * 0.78, ink, 0.92, soft: size * 0.25
            )
          }
        }
      }
    }
  }

  /// Hills, peaks or dunes down to the bottom of the frame.
  mutating func addRidge(
    parallax: Double, _ shape: Ridge.Shape, level: Double, amplitude: Double, length: Double, upper: Ink,
    lower: Ink,
    depth: Double
  ) {
    let ridge = Ridge(shape: shape, amplitude: amplitude, length: length, noise: makeNoise())
    add(parallax) { $0.below(ridge, level: level, upper: upper, lower: lower, depth: depth) }
  }

  /// Flat ground from the horizon down.
  mutating func addGround(parallax: Double = 0.8, _ upper: Ink, _ lower: Ink) {
    let depth = groundDepth, flat = Ridge(shape: .flat, amplitude: 0, length: 1, noise: makeNoise())
    add(parallax, isGround: true) { $0.below(flat, level: 0, upper: upper, lower: lower, depth: depth) }
  }

  /// Parallax of something that stands on the ground `y` units below the horizon.
  func parallax(onGround y: Double) -> Double {
    plan.parallax(onGround: y)
  }

  /// Lines of a floor that run away from the viewer. They lean towards the place that the camera has come to, keep to actors in the
  /// middle of the ground, and go on for ever.
  mutating func addFloorLines(spacing: Double, width: Double, _ ink: Ink, _ opacity: Double) {
    let depth = groundDepth, far = plan.scene.horizonParallax
    add(1) { painter in
      let floor = FloorPerspective(painter, far: far, depth: depth)
      for line in painter.cells(spacing, margin: floor.margin) {
        let x = Double(line) * spacing
        painter.line(
          floor.x(x, at: 0), 0, floor.x(x, at: depth * 1.4), depth * 1.4, width: width, ink, opacity)
      }
    }
  }
}

extension ShotPlan {
  /// Distance from the horizon down to the bottom of the neutral frame, in scene units.
  var groundDepth: Double { (1 - scene.horizon) * max(1, 1 / size.aspectRatio) / shotSize.sceneryScale }

  /// Parallax of what stands on the ground `y` scene units below the horizon.
  func parallax(onGround y: Double) -> Double {
    scene.parallax(atFoot: scene.horizon + (1 - scene.horizon) * y / groundDepth)
  }
}

/// A floor in perspective, for what is painted on the layer of the actors: rows shrink towards the horizon about the camera's place.
struct FloorPerspective {
  private let centre: Double
  private let far: Double
  private let depth: Double
  /// How far beyond the visible range lines may start that are visible farther up, in scene units.
  let margin: Double

  /// - Parameters:
  ///   - far: parallax of the floor at the horizon.
  ///   - depth: from the horizon to the bottom of the neutral frame.
  init(_ painter: Painter, far: Double, depth: Double) {
    let range = painter.visibleX
    centre = (range.lowerBound + range.upperBound) / 2
    margin = (range.upperBound - range.lowerBound) / 2 * (1 / far - 1) + 0.1
    (self.far, self.depth) = (far, depth)
  }

  /// Where a line that passes the actors at `x` is, `y` units below the horizon.
  func x(_ x: Double, at y: Double) -> Double {
    centre + (x - centre) * (far + (1 - far) * y / (depth * 0.55))
  }
}
