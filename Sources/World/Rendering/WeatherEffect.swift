import Foundation
import ZoetropePictures
import ZoetropeScenery
import ZoetropeShot

/// What falls or hangs in the air between the camera and the scene.
struct WeatherEffect {
  private let behind: ((Painter) -> Void)?
  private let inFront: ((Painter) -> Void)?

  /// The effect of a plan's weather; none in space, on the moon, under water and on stage, which have no weather.
  init(plan: ShotPlan, light: Light, seed: UInt64) {
    let noise = CellNoise(seed: seed, layer: 0x3EA7)
    guard plan.scene.isUnderOpenAir else {
      (behind, inFront) = (nil, nil)
      return
    }
    let particles = Particles(plan, seed: seed)
    let falls = { (ink: Ink) in
      { (painter: Painter) in
        for particle in particles.inFront(
          at: painter.time, height: painter.canvas.height, width: painter.canvas.width)
        { particle.paint(on: painter.canvas.raw, ink: ink) }
      }
    }
    switch plan.weather {
    case .clear, .clouds: (behind, inFront) = (nil, nil)
    case .rain:
      behind = nil
      inFront = falls(Ink([0.80, 0.88, 0.97] * (light.isNight ? 0.62 : 1), light.mask(.cloud)))
    case .snow:
      behind = nil
      inFront = falls(Ink([1, 1, 1] * (light.isNight ? 0.80 : 1), light.mask(.snow)))
    case .fog:
      let mist = Ink(
        [0.84, 0.86, 0.88]
          * (light.isNight ? SIMD3(0.30, 0.34, 0.46) : [0.3, 0.3, 0.3] + light.ambient * 0.7),
        light.mask(.cloud))
      let bank = { (painter: Painter, row: Int, opacity: Double) in
        for cell in painter.cells(0.6, margin: 0.5) {
          let key = cell * 2 + row
          let x = (Double(cell) + noise(key, 0)) * 0.6 + painter.time * (row == 0 ? 0.05 : -0.04)
          painter.ellipse(x, noise(key, 1, -0.08...0.22), 0.42, 0.07, mist, opacity, soft: 0.14)
        }
      }
      // Most of it lies behind the actors, or nothing would be seen of them.
      behind = { painter in
        painter.veil(mist) { y in 0.50 * exp(-abs(y) / 0.30) + 0.14 }
        bank(painter, 0, 0.42)
      }
      inFront = { painter in
        painter.veil(mist) { _ in 0.08 }
        bank(painter, 1, 0.16)
      }
    }
  }

  /// Paints what lies between the scene and the actors.
  func paintBehindActors(_ painter: Painter) { behind?(painter) }

  /// Paints what is in front of everything.
  func paintInFront(_ painter: Painter) { inFront?(painter) }
}
