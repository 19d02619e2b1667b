// One pose of a picture that moves: which place of the picture is seen at each place of its box.

import CRaster
import Foundation

/// How a picture's own coordinates are warped at one moment.
///
/// The warp is the C function `raster_gait_source`, which painter and networks' features share. It is an inverse warp: from what is
/// seen to where it is read. Its stages are described in `craster_gait.h`.
public struct GaitPose: Sendable {
  /// How far beyond the actor's box parts of the picture may move, as a fraction of the box's sides.
  public static let reach = 0.15

  /// The picture as it is.
  public static let rest = GaitPose()

  /// Whether the picture is shown as it is, so that nothing needs to be warped.
  public let isRest: Bool
  /// The numbers that the C function reads.
  package private(set) var raw: raster_gait

  /// The place in the picture that is seen at a place of the actor's box.
  ///
  /// - Parameter place: (u, v), fractions of the unflipped box, `0...1` inside, u to the right, v down; may lie up to
  ///   ``reach`` outside.
  /// - Returns: (u, v) of the picture; outside `0...1` there is nothing to see.
  public func source(of place: SIMD2<Float>) -> SIMD2<Float> {
    var u: Float = 0, v: Float = 0
    withUnsafePointer(to: raw) { raster_gait_source($0, place.x, place.y, &u, &v) }
    return SIMD2(u, v)
  }

  // MARK: - Internals

  private init() {
    isRest = true
    raw = raster_gait.rest
    raw.bounds = (0, 0, 1, 1)
  }

  /// A pose of numbers whose `bounds` are yet to be found.
  package init(_ raw: raster_gait) {
    isRest = false
    self.raw = raw
    findBounds()
  }

  /// A pose for asking alone.
  init(unbounded raw: raster_gait) {
    isRest = false
    self.raw = raw
  }

  /// Finds the rectangle outside which nothing is seen by trying the places of a grid.
  private mutating func findBounds() {
    let low = Float(-GaitPose.reach), cells = 26, step = (1 + 2 * Float(GaitPose.reach)) / Float(cells)
    var box = (left: cells, top: cells, right: 0, bottom: 0)
    for row in 0...cells {
      for column in 0...cells {
        let seen = source(of: SIMD2(low + Float(column) * step, low + Float(row) * step))
        guard (-0.03...1.03).contains(seen.x), (-0.03...1.03).contains(seen.y) else { continue }
        (box.left, box.right) = (min(box.left, column), max(box.right, column))
        (box.top, box.bottom) = (min(box.top, row), max(box.bottom, row))
      }
    }
    // Something may be seen up to one cell beyond the outermost place that was tried.
    raw.bounds = (
      low + Float(max(0, box.left - 1)) * step, low + Float(max(0, box.top - 1)) * step,
      low + Float(min(cells, box.right + 1)) * step, low + Float(min(cells, box.bottom + 1)) * step
    )
  }
}

extension raster_gait {
  /// The identity, without any part that moves.
  static var rest: raster_gait {
    var gait = raster_gait()
    gait.body = (1, 0, 0, 0, 1, 0)
    gait.aspect = 1
    gait.bounds = (
      Float(-GaitPose.reach), Float(-GaitPose.reach), Float(1 + GaitPose.reach), Float(1 + GaitPose.reach)
    )
    return gait
  }

  /// Fills the shifts that depend on u, for u at each knot.
  mutating func setColumns(_ shift: (Double) -> SIMD2<Double>) {
    has_columns = 1
    raster_gait.fill(&columns, shift)
  }

  /// Fills the shifts that depend on v, for v at each knot.
  mutating func setRows(_ shift: (Double) -> SIMD2<Double>) {
    has_rows = 1
    raster_gait.fill(&rows, shift)
  }

  private static func fill<Knots>(_ knots: inout Knots, _ shift: (Double) -> SIMD2<Double>) {
    withUnsafeMutableBytes(of: &knots) { bytes in
      let values = bytes.bindMemory(to: Float.self)
      for knot in 0..<Int(RASTER_GAIT_KNOTS) {
        let value = shift(-0.3 + 0.05 * Double(knot))
        values[2 * knot] = Float(value.x)
        values[2 * knot + 1] = Float(value.y)
      }
    }
  }

  /// Adds a leg; those beyond the eighth are left out.
  mutating func add(_ leg: raster_leg) {
    let index = Int(leg_count)
    guard index < Int(RASTER_GAIT_LEGS) else { return }
    withUnsafeMutableBytes(of: &legs) { $0.bindMemory(to: raster_leg.self)[index] = leg }
    leg_count += 1
  }

  /// Adds a wing; those beyond the fourth are left out.
  mutating func add(_ wing: raster_wing) {
    let index = Int(wing_count)
    guard index < Int(RASTER_GAIT_WINGS) else { return }
    withUnsafeMutableBytes(of: &wings) { $0.bindMemory(to: raster_wing.self)[index] = wing }
    wing_count += 1
  }

  /// Adds a wheel; those beyond the eighth are left out.
  mutating func add(_ wheel: raster_wheel) {
    let index = Int(wheel_count)
    guard index < Int(RASTER_GAIT_WHEELS) else { return }
    withUnsafeMutableBytes(of: &wheels) { $0.bindMemory(to: raster_wheel.self)[index] = wheel }
    wheel_count += 1
  }

  /// Turns the whole by `angle` (radians, clockwise on screen) about a place of the picture, makes it `scale` as large, and moves it by
  /// (`u`, `v`), in fractions of the picture.
  mutating func setBody(
    angle: Double = 0, about pivot: SIMD2<Double> = [0.5, 0.5], scale: SIMD2<Double> = [1, 1],
    u: Double = 0, v: Double = 0
  ) {
    // Seen = pivot + shift + R · S · (source − pivot) in heights; the inverse of it.
    let a = Double(aspect), c = cos(angle), s = sin(angle)
    let from = pivot + SIMD2(u, v)
    let m = (c / scale.x, s / scale.x / a, -s * a / scale.y, c / scale.y)
    body = (
      Float(m.0), Float(m.1), Float(pivot.x - m.0 * from.x - m.1 * from.y),
      Float(m.2), Float(m.3), Float(pivot.y - m.2 * from.x - m.3 * from.y)
    )
  }

  /// Where the body's map finds what is seen at a place.
  func inBody(_ place: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(
      Double(body.0) * place.x + Double(body.1) * place.y + Double(body.2),
      Double(body.3) * place.x + Double(body.4) * place.y + Double(body.5))
  }
}
