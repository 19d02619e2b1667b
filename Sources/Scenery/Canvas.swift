import CRaster
import ZoetropeShot

/// Red, green, blue (sRGB-encoded, `0...1`) and the mask that the look reads (``Material``).
package typealias Ink = SIMD4<Float>

/// A picture being painted: `[H, W, 4]` floats. Lives for one clip, on one thread.
package final class Canvas {
  /// Columns.
  package let width: Int
  /// Rows.
  package let height: Int
  /// Row by row, four numbers each.
  package let pixels: UnsafeMutablePointer<Float>

  /// A canvas of zeros.
  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
    pixels = .allocate(capacity: width * height * 4)
    pixels.initialize(repeating: 0, count: width * height * 4)
  }

  deinit { pixels.deallocate() }

  /// The canvas as the rasteriser takes it.
  package var raw: raster_canvas { raster_canvas(pixels: pixels, width: Int32(width), height: Int32(height)) }

  /// Sets every number to zero.
  package func clear() { pixels.update(repeating: 0, count: width * height * 4) }

  /// Takes the numbers of a canvas of the same size.
  package func copy(from other: Canvas) { pixels.update(from: other.pixels, count: width * height * 4) }
}

/// Paints in scene units on a canvas seen through the camera.
///
/// Scene units: x from the middle of the neutral frame, y from the horizon (negative is up); one unit is the
/// shorter side of the frame. So a shape keeps its form in every frame shape, and everything scales with size.
package struct Painter {
  /// What is written to a canvas.
  package enum Content: Sendable {
    /// Colour in the light of the shot, and the mask that the look reads.
    case picture
    /// Colour without light: what networks are told. The fourth number stays 0.
    case colour
    /// Heat, distance (1, the farthest), parallax and coverage: what else is known.
    case facts(parallax: Float)
  }

  /// Where it paints.
  package let canvas: Canvas
  /// What it writes.
  package var content = Content.picture
  /// The parallax of ground by its distance below the horizon, where that is known better than for the layer.
  var groundParallax: ((Double) -> Double)?
  /// Canvas pixels per scene unit.
  package let scale: Double
  /// Canvas position of the scene's origin.
  let originX: Double
  let originY: Double
  /// Time in seconds.
  package let time: Double

  func x(_ x: Double) -> Float { Float(originX + x * scale) }
  func y(_ y: Double) -> Float { Float(originY + y * scale) }
  /// The scene x of a canvas column's middle.
  func sceneX(column: Int) -> Double { (Double(column) + 0.5 - originX) / scale }
  /// The scene y of a canvas row's middle.
  func sceneY(row: Int) -> Double { (Double(row) + 0.5 - originY) / scale }
  /// The scene's x and y that the canvas shows.
  var visibleX: ClosedRange<Double> { -originX / scale...(Double(canvas.width) - originX) / scale }
  var visibleY: ClosedRange<Double> { -originY / scale...(Double(canvas.height) - originY) / scale }
  /// Numbers of the cells of a width that touch the visible range widened by `margin` units.
  package func cells(_ width: Double, margin: Double) -> ClosedRange<Int> {
    let range = visibleX
    return Int(
      ((range.lowerBound - margin) / width).rounded(.down))...Int(
        ((range.upperBound + margin) / width).rounded(.down))
  }

  // MARK: - Shapes

  func rect(
    _ left: Double, _ top: Double, _ width: Double, _ height: Double, _ ink: Ink, _ opacity: Double = 1
  ) {
    withInk(ink) {
      raster_rect(canvas.raw, x(left), y(top), x(left + width), y(top + height), $0, Float(opacity))
    }
  }

  /// An ellipse; `soft` is the width of its edge in scene units.
  package func ellipse(
    _ centreX: Double, _ centreY: Double, _ radiusX: Double, _ radiusY: Double, _ ink: Ink,
    _ opacity: Double = 1,
    soft: Double = 0
  ) {
    withInk(ink) {
      raster_ellipse(
        canvas.raw, x(centreX), y(centreY), Float(radiusX * scale), Float(radiusY * scale),
        Float(soft * scale), $0,
        Float(opacity))
    }
  }

  func glow(
    _ centreX: Double, _ centreY: Double, _ radiusX: Double, _ radiusY: Double, _ ink: Ink, _ strength: Double
  ) {
    // Light is what networks paint themselves.
    guard case .picture = content else { return }
    withInk(ink) {
      raster_glow(
        canvas.raw, x(centreX), y(centreY), Float(radiusX * scale), Float(radiusY * scale), $0,
        Float(strength))
    }
  }

  /// A convex polygon of at most eight corners, clockwise on screen.
  func polygon(_ corners: [(Double, Double)], _ ink: Ink, _ opacity: Double = 1) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: corners.count * 2) { points in
      for (index, corner) in corners.enumerated() {
        points[index * 2] = x(corner.0)
        points[index * 2 + 1] = y(corner.1)
      }
      withInk(ink) {
        raster_polygon(canvas.raw, points.baseAddress, Int32(corners.count), $0, Float(opacity))
      }
    }
  }

  func line(
    _ fromX: Double, _ fromY: Double, _ toX: Double, _ toY: Double, width: Double, _ ink: Ink,
    _ opacity: Double = 1
  ) {
    withInk(ink) {
      raster_line(
        canvas.raw, x(fromX), y(fromY), x(toX), y(toY), Float(width * scale / 2), $0, Float(opacity))
    }
  }

  /// Everything below a profile, in inks that go from `upper` to `lower` over `depth` units below `level`.
  func below(_ ridge: Ridge, level: Double, upper: Ink, lower: Ink, depth: Double, opacity: Double = 1) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: canvas.width + canvas.height * 4) { buffer in
      let tops = buffer.baseAddress!, inks = tops + canvas.width
      for column in 0..<canvas.width {
        tops[column] = y(level - ridge.height(at: sceneX(column: column), time: time))
      }
      for row in 0..<canvas.height {
        let blend = Float(min(1, max(0, (sceneY(row: row) - level) / depth)))
        var ink = written(upper + (lower - upper) * blend)
        if case .facts = content, let groundParallax { ink.z = Float(groundParallax(sceneY(row: row))) }
        for channel in 0..<4 { inks[row * 4 + channel] = ink[channel] }
      }
      raster_below(canvas.raw, tops, inks, Float(opacity))
    }
  }

  /// The band between a profile and the same profile `thickness` lower.
  func band(_ ridge: Ridge, level: Double, thickness: Double, _ ink: Ink, _ opacity: Double = 1) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: canvas.width * 2) { buffer in
      let tops = buffer.baseAddress!, bottoms = tops + canvas.width
      for column in 0..<canvas.width {
        tops[column] = y(level - ridge.height(at: sceneX(column: column), time: time))
        bottoms[column] = tops[column] + Float(thickness * scale)
      }
      withInk(ink) { raster_band(canvas.raw, tops, bottoms, $0, Float(opacity)) }
    }
  }

  /// Fills the whole canvas, each row in the ink for its scene y.
  func rows(_ ink: (Double) -> Ink) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: canvas.height * 4) { inks in
      for row in 0..<canvas.height {
        let value = written(ink(sceneY(row: row)))
        for channel in 0..<4 { inks[row * 4 + channel] = value[channel] }
      }
      raster_rows(canvas.raw, inks.baseAddress)
    }
  }

  /// Veils the whole canvas, each row with an ink and opacity for its scene y.
  package func veil(_ ink: Ink, _ opacity: (Double) -> Double) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: canvas.height * 5) { buffer in
      let inks = buffer.baseAddress!, opacities = inks + canvas.height * 4
      for row in 0..<canvas.height {
        for channel in 0..<4 { inks[row * 4 + channel] = ink[channel] }
        opacities[row] = Float(opacity(sceneY(row: row)))
      }
      raster_veil(canvas.raw, inks, opacities)
    }
  }

  // MARK: - Internals

  /// The four numbers that an ink leaves on the canvas.
  @inline(__always)
  private func written(_ ink: Ink) -> Ink {
    switch content {
    case .picture: ink
    case .colour: Ink(ink.x, ink.y, ink.z, 0)
    case .facts(let parallax): Ink(ink.w, 1, parallax, 1)
    }
  }

  @inline(__always)
  private func withInk(_ ink: Ink, _ body: (UnsafePointer<Float>) -> Void) {
    var copy = written(ink)
    withUnsafeMutablePointer(to: &copy) {
      $0.withMemoryRebound(to: Float.self, capacity: 4) { body(UnsafePointer($0)) }
    }
  }
}
