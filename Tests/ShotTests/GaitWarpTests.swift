import CRaster
import Foundation
import Testing
import ZoetropeShot

/// The warp of a picture's own coordinates, against plain arithmetic and what legs and heads are.
@Suite struct GaitWarpTests {
  private static let legged = Mover.fifty.filter { !$0.gait.legs.isEmpty }

  private func poses(_ mover: Mover, strength: Double = 1) -> [GaitPose] {
    GaitCycle.poses(
      of: mover.gait, facing: mover.facing, pictureAspectRatio: mover.aspect, count: 16, strength: strength)
  }

  private func grid(_ count: Int) -> [SIMD2<Float>] {
    (0...count).flatMap { row in
      (0...count).map { SIMD2(Float($0), Float(row)) / Float(count) * 1.3 - 0.15 }
    }
  }

  /// Both compute the same formulas, one in single and one in double precision; an inverse length multiplies what rounding leaves
  /// by up to fifty, hence 2e-5.
  @Test(arguments: Mover.fifty) func theCFunctionIsTheReference(mover: Mover) {
    for pose in poses(mover) {
      for place in grid(24) {
        let expected = GaitReference.source(pose.raw, SIMD2(Double(place.x), Double(place.y)))
        let seen = pose.source(of: place)
        let error = SIMD2(Double(seen.x), Double(seen.y)) - expected
        #expect((error * error).sum().squareRoot() < 2e-5, "\(mover) at \(place)")
      }
    }
  }

  /// Neighbouring places never read from places far apart: a gap between two legs may close to a ninth of its width, nothing
  /// else is stretched as much. A tear of a twentieth of the picture would be fifteen steps. Wheels' rims are exempt.
  @Test(arguments: Mover.fifty) func nothingTears(mover: Mover) {
    guard mover.gait.wheels.isEmpty else { return }
    let step: Float = 1 / 300
    for (index, pose) in poses(mover).enumerated() where index.isMultiple(of: 2) {
      for row in stride(from: Float(-0.15), through: 1.15, by: 1 / 60) {
        var before: (across: SIMD2<Float>, down: SIMD2<Float>)?
        for place in stride(from: Float(-0.15), through: 1.15, by: step) {
          let now = (pose.source(of: [place, row]), pose.source(of: [row, place]))
          if let before {
            for (old, new) in [(before.across, now.0), (before.down, now.1)] {
              guard (-0.02...1.02).contains(new.x), (-0.02...1.02).contains(new.y) else { continue }
              let way = new - old
              #expect((way * way).sum().squareRoot() < 14 * step, "\(mover) at \(place), \(row)")
            }
          }
          before = (now.0, now.1)
        }
      }
    }
  }

  /// Where a place of the picture is seen, found by looking for it.
  private func seen(_ pose: GaitPose, _ target: SIMD2<Float>) -> SIMD2<Float>? {
    var place = target
    for _ in 0..<60 {
      let miss = target - pose.source(of: place)
      if (miss * miss).sum() < 1e-10 { return place }
      place += 0.7 * miss
    }
    return nil
  }

  @Test(arguments: legged) func legsKeepTheirLength(mover: Mover) throws {
    let hip = Float(mover.gait.hips ?? 0.78), aspect = Float(mover.aspect)
    func length(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> Float {
      let way = (a - b) * SIMD2(aspect, 1)
      return (way * way).sum().squareRoot()
    }
    for pose in poses(mover) {
      let raw = pose.raw
      withUnsafeBytes(of: raw.legs) { bytes in
        for leg in bytes.bindMemory(to: raster_leg.self).prefix(Int(raw.leg_count)) {
          let top = SIMD2(leg.hip_u, hip), foot = SIMD2(leg.foot_u, 1)
          // A foot under the head's box goes with the head.
          if pose.head(covers: foot) || pose.head(covers: top) { continue }
          guard let seenTop = seen(pose, top), let seenFoot = seen(pose, foot) else {
            Issue.record("\(mover): a leg is seen nowhere")
            continue
          }
          let ratio = length(seenTop, seenFoot) / length(top, foot)
          #expect(abs(ratio - 1) < 0.10, "\(mover): \(ratio)")
        }
      }
    }
  }

  /// Within a head differences of places are those of the body's map.
  @Test(arguments: Mover.fifty.filter { $0.gait.head != nil }) func headsGoAsWholes(mover: Mover) throws {
    let head = try #require(mover.gait.head)
    for pose in poses(mover) where pose.raw.has_head != 0 {
      let raw = pose.raw
      let low = SIMD2(Float(head.left), Float(head.top)), high = SIMD2(Float(head.right), Float(head.bottom))
      for place in grid(40) {
        let a = pose.source(of: place), b = pose.source(of: place + SIMD2(0.004, 0.003))
        guard a.x > low.x, a.y > low.y, a.x < high.x, a.y < high.y, b.x > low.x, b.y > low.y, b.x < high.x,
          b.y < high.y
        else { continue }
        let expected = SIMD2(raw.body.0 * 0.004 + raw.body.1 * 0.003, raw.body.3 * 0.004 + raw.body.4 * 0.003)
        let error = b - a - expected
        #expect((error * error).sum().squareRoot() < 1e-5, "\(mover) at \(place)")
      }
    }
  }

  /// An actor who stands, half as high as the frame.
  @Test(arguments: legged, [64.0, 256]) func standingFeetStay(mover: Mover, frameHeight: Double) {
    for pose in poses(mover, strength: 0) {
      for u in stride(from: Float(0.02), to: 1, by: 0.04) {
        let moved = pose.source(of: [u, 0.99]) - SIMD2(u, 0.99)
        let height = 0.5 * frameHeight
        #expect(abs(Double(moved.x) * height * mover.aspect) < 0.5 && abs(Double(moved.y) * height) < 0.5)
      }
    }
  }

  @Test(arguments: Mover.fifty) func whatIsSeenIsWithinReach(mover: Mover) {
    let reach = Float(GaitPose.reach) + 1e-5
    for pose in poses(mover) {
      let bounds = pose.raw.bounds
      #expect(bounds.0 >= -reach && bounds.1 >= -reach && bounds.2 <= 1 + reach && bounds.3 <= 1 + reach)
      for place in grid(60) {
        let seen = pose.source(of: place)
        guard (0...1).contains(seen.x), (0...1).contains(seen.y) else { continue }
        #expect(
          place.x >= bounds.0 - 1e-4 && place.y >= bounds.1 - 1e-4 && place.x <= bounds.2 + 1e-4
            && place.y <= bounds.3 + 1e-4, "\(mover) at \(place)")
      }
    }
  }

  @Test func restChangesNothing() {
    #expect(GaitPose.rest.isRest)
    for place in grid(10) { #expect(GaitPose.rest.source(of: place) == place) }
  }
}

extension GaitPose {
  fileprivate func head(covers place: SIMD2<Float>) -> Bool {
    guard raw.has_head != 0 else { return false }
    let margin = 1 / raw.inverse_head_margin
    return place.x > raw.head.0 - margin && place.x < raw.head.2 + margin && place.y > raw.head.1 - margin
      && place.y < raw.head.3 + margin
  }
}

/// The stages of the warp as the header describes them, in double precision and without haste.
enum GaitReference {
  static func source(_ gait: raster_gait, _ place: SIMD2<Double>) -> SIMD2<Double> {
    func d(_ value: Float) -> Double { Double(value) }
    let body = SIMD2(
      d(gait.body.0) * place.x + d(gait.body.1) * place.y + d(gait.body.2),
      d(gait.body.3) * place.x + d(gait.body.4) * place.y + d(gait.body.5))
    var now = body
    if gait.has_columns != 0 { now += wave(gait.columns, now.x) }
    if gait.has_rows != 0 { now += wave(gait.rows, now.y) }
    if gait.leg_count > 0, now.y > d(gait.hip) { now = legs(gait, now) }
    withUnsafeBytes(of: gait.wings) { bytes in
      for wing in bytes.bindMemory(to: raster_wing.self).prefix(Int(gait.wing_count))
      where now.y < d(wing.line) {
        let out = (now.x - d(wing.hinge)) * d(wing.inverse_span)
        var share = min(max(out, 0), 1)
        if wing.fade > 0, out > 1 { share = max(0, 1 - (out - 1) / d(wing.fade)) }
        now.y = d(wing.line) + (now.y - d(wing.line)) * (1 + d(wing.stretch) * share)
      }
    }
    withUnsafeBytes(of: gait.wheels) { bytes in
      for wheel in bytes.bindMemory(to: raster_wheel.self).prefix(Int(gait.wheel_count)) {
        let arm = SIMD2((now.x - d(wheel.u)) * d(gait.aspect), now.y - d(wheel.v))
        guard (arm * arm).sum() <= d(wheel.square) else { continue }
        let angle = -atan2(d(wheel.sine), d(wheel.cosine))
        let turned = SIMD2(arm.x * cos(angle) - arm.y * sin(angle), arm.x * sin(angle) + arm.y * cos(angle))
        now = SIMD2(d(wheel.u) + turned.x / d(gait.aspect), d(wheel.v) + turned.y)
        break
      }
    }
    guard gait.has_head != 0 else { return now }
    let whole = body + SIMD2(d(gait.head_shift.0), d(gait.head_shift.1))
    let away = max(
      d(gait.head.0) - whole.x, whole.x - d(gait.head.2), d(gait.head.1) - whole.y, whole.y - d(gait.head.3))
    let share = min(max(away * d(gait.inverse_head_margin), 0), 1)
    return whole + (now - whole) * (3 * share * share - 2 * share * share * share)
  }

  private static func wave<Knots>(_ knots: Knots, _ at: Double) -> SIMD2<Double> {
    withUnsafeBytes(of: knots) { bytes in
      let values = bytes.bindMemory(to: Float.self), last = values.count / 2 - 1
      let place = min(max((at + 0.3) / 0.05, 0), Double(last) - 0.001), index = Int(place)
      func knot(_ index: Int) -> SIMD2<Double> {
        SIMD2(Double(values[2 * index]), Double(values[2 * index + 1]))
      }
      return knot(index) + (knot(index + 1) - knot(index)) * (place - Double(index))
    }
  }

  /// Pairs of what is seen and what is read along the row, in order, and the place between two of them.
  private static func legs(_ gait: raster_gait, _ place: SIMD2<Double>) -> SIMD2<Double> {
    let hip = Double(gait.hip), below = place.y - hip
    var pairs: [(seen: Double, u: Double, way: Double)] = []
    withUnsafeBytes(of: gait.legs) { bytes in
      for leg in bytes.bindMemory(to: raster_leg.self).prefix(Int(gait.leg_count)) {
        let way = below / (1 - hip + Double(leg.shift_v))
        let middle = Double(leg.hip_u) + (Double(leg.foot_u) - Double(leg.hip_u)) * way
        for edge in [middle - Double(leg.half_width), middle + Double(leg.half_width)] {
          pairs.append((edge + Double(leg.shift_u) * way, edge, way))
        }
      }
    }
    let fade = Double(gait.leg_fade), still = below / (1 - hip)
    pairs.insert((pairs[0].u - fade, pairs[0].u - fade, still), at: 0)
    pairs.append((pairs[pairs.count - 1].u + fade, pairs[pairs.count - 1].u + fade, still))
    for (a, b) in zip(pairs, pairs.dropFirst()) where place.x >= a.seen && place.x < b.seen {
      let share = (place.x - a.seen) / (b.seen - a.seen)
      return SIMD2(a.u + (b.u - a.u) * share, hip + (a.way + (b.way - a.way) * share) * (1 - hip))
    }
    return place
  }
}
