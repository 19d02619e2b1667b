// Rain, snow and stars: seeded, so that film set and networks see the same drops in the same places.

import CRaster
import Foundation
import ZoetropeShot

/// What falls through the air of a shot, or shines in its sky.
///
/// Everything is addressed by cell and seed in units of the frame's shorter side, so a shot has the same particles at every size.
public struct Particles: Sendable {
  /// One of them on a canvas, in pixels.
  package struct Particle: Sendable {
    /// Where it begins.
    package var x, y: Double
    /// Where it ends; the same for what is round.
    package var endX, endY: Double
    /// Half of its width.
    package var radius: Double
    /// How much of what is behind it hides, `0...1`.
    package var opacity: Double
  }

  private enum Kind { case rain, snow }

  private let falling: Kind?
  private let stars: Double
  private let noise: CellNoise
  private let starNoise: CellNoise
  private let camera: CameraTrack
  private let horizon: Double
  private let sceneryScale: Double

  /// No particles.
  public static let none = Particles()

  private init() {
    falling = nil
    stars = 0
    noise = CellNoise(seed: 0, layer: 0x3EA7)
    starNoise = noise
    camera = CameraTrack(Camera())
    horizon = 0
    sceneryScale = 1
  }

  /// The particles of a plan.
  ///
  /// - Parameter seed: nil for the plan's.
  public init(_ plan: ShotPlan, seed: UInt64? = nil) {
    let seed = seed ?? plan.seed
    let hasWeather = plan.scene.isUnderOpenAir
    falling =
      switch plan.weather {
      case .rain where hasWeather: .rain
      case .snow where hasWeather: .snow
      default: nil
      }
    let isDark = plan.time == .night || plan.scene == .space || plan.scene == .moon
    let hasStars = isDark && (hasWeather || plan.scene == .space || plan.scene == .moon)
    stars = !hasStars ? 0 : plan.weather == .clear || !hasWeather ? 1 : 0.25
    noise = CellNoise(seed: seed, layer: 0x3EA7)
    starNoise = CellNoise(seed: seed, layer: 0x5CA1_0001)
    camera = CameraTrack(plan.camera)
    horizon = plan.scene.horizon
    sceneryScale = plan.shotSize.sceneryScale
  }

  /// Whether any are behind the pictures.
  package var areBehind: Bool { stars > 0 }

  /// Stars, farther than everything.
  package func behind(at time: Double, height: Int, width: Int) -> [Particle] {
    guard stars > 0 else { return [] }
    let view = view(at: time, parallax: 0.03, scale: sceneryScale, height: height, width: width)
    let skyHeight =
      horizon * max(1, Double(height) / Double(width)) / sceneryScale + 0.6
    return view.cells(0.09, margin: 0).flatMap { cell in
      (0..<3).map { star in
        let x = (Double(cell) + starNoise(cell, star * 4)) * 0.09
        let y = -starNoise(cell, star * 4 + 1) * skyHeight
        let size = 0.0045 + 0.005 * pow(starNoise(cell, star * 4 + 2), 3)
        let twinkle = 0.75 + 0.25 * sin(time * 5 + starNoise(cell, star * 4 + 3) * 40)
        return view.particle(x, y, x, y, radius: size, opacity: stars * twinkle)
      }
    }
  }

  /// Rain and snow, nearer than everything.
  package func inFront(at time: Double, height: Int, width: Int) -> [Particle] {
    guard let falling else { return [] }
    let view = view(at: time, parallax: 0.8, scale: 1, height: height, width: width)
    let tall = max(1, Double(height) / Double(width)), top = -horizon * tall
    switch falling {
    case .rain:
      return view.cells(0.026, margin: 0.12).map { cell in
        let fall = (noise(cell, 0) + time * noise(cell, 1, 1.5...1.9)).truncatingRemainder(dividingBy: 1)
        let x = (Double(cell) + noise(cell, 2)) * 0.026, y = top + fall * (tall + 0.3) - 0.2
        return view.particle(x, y, x - 0.022, y + 0.12, radius: 0.005, opacity: 0.65)
      }
    case .snow:
      return view.cells(0.022, margin: 0.1).map { cell in
        let fall = (noise(cell, 0) + time * noise(cell, 1, 0.16...0.3)).truncatingRemainder(dividingBy: 1)
        let sway = 0.03 * sin(time * 2 + noise(cell, 3) * 6.28)
        let x = (Double(cell) + noise(cell, 2)) * 0.022 + sway, y = top + fall * (tall + 0.1) - 0.05
        return view.particle(x, y, x, y, radius: noise(cell, 4, 0.008...0.016), opacity: 0.92)
      }
    }
  }

  /// Paints the coverage of what is behind the pictures into all numbers of a canvas.
  package func paintBehind(at time: Double, on canvas: raster_canvas) {
    for particle in behind(at: time, height: Int(canvas.height), width: Int(canvas.width)) {
      particle.paint(on: canvas, ink: [1, 1, 1, 1])
    }
  }

  /// Paints the coverage of what is in front of the pictures into all numbers of a canvas.
  package func paintInFront(at time: Double, on canvas: raster_canvas) {
    for particle in inFront(at: time, height: Int(canvas.height), width: Int(canvas.width)) {
      particle.paint(on: canvas, ink: [1, 1, 1, 1])
    }
  }

  // MARK: - Internals

  /// Scene units on a canvas: x from the middle of the neutral view, y from the horizon.
  private struct View {
    let scale, originX, originY, width: Double

    func cells(_ size: Double, margin: Double) -> ClosedRange<Int> {
      let left = -originX / scale, right = (width - originX) / scale
      return Int(((left - margin) / size).rounded(.down))...Int(((right + margin) / size).rounded(.down))
    }

    func particle(
      _ x: Double, _ y: Double, _ endX: Double, _ endY: Double, radius: Double, opacity: Double
    ) -> Particle {
      Particle(
        x: originX + x * scale, y: originY + y * scale, endX: originX + endX * scale,
        endY: originY + endY * scale, radius: radius * scale, opacity: opacity)
    }
  }

  private func view(at time: Double, parallax: Double, scale: Double, height: Int, width: Int) -> View {
    let size = SIMD2(Double(width), Double(height))
    let projection = CameraProjection(camera.view(at: time), width: size.x, height: size.y)
    let origin = size / 2 + projection.frame(SIMD2(0, (horizon - 0.5) * size.y), parallax: parallax)
    return View(
      scale: min(size.x, size.y) * scale * projection.magnification, originX: origin.x, originY: origin.y,
      width: size.x)
  }
}

extension Particles.Particle {
  /// Paints it with an ink.
  package func paint(on canvas: raster_canvas, ink: SIMD4<Float>) {
    var ink = ink
    withUnsafeMutablePointer(to: &ink) {
      $0.withMemoryRebound(to: Float.self, capacity: 4) { ink in
        if x == endX && y == endY {
          raster_ellipse(
            canvas, Float(x), Float(y), Float(radius), Float(radius), 0, ink, Float(opacity))
        } else {
          raster_line(
            canvas, Float(x), Float(y), Float(endX), Float(endY), Float(radius), ink, Float(opacity))
        }
      }
    }
  }
}
