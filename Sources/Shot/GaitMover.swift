// The movements themselves: a pose from the place in the cycle.

import CRaster
import Foundation

/// How the cycle of a gait goes on.
struct GaitRhythm: Sendable {
  /// Cycles per body length of way over the ground; a body's length is the longer side of its box.
  var cyclesPerLength = 1.0
  /// Cycles per second besides.
  var cyclesPerSecond = 0.0
  /// The speed from which the movement is seen in full, in body lengths per second.
  var fullSpeed = 0.25
  /// Whether it goes on the ground: then who comes nearer walks.
  var isOnGround = true
  /// Whether the cycle is a turning over the ground, exact at every speed.
  var isTurning = false
}

/// Makes the poses of one gait.
struct GaitMover: Sendable {
  let rhythm: GaitRhythm
  private let gait: Gait
  private let facing: Facing
  /// Width of the picture divided by its height.
  private let aspect: Double
  private let stance: GaitStance?

  init(_ gait: Gait, facing: Facing, aspect: Double) {
    self.gait = gait
    self.facing = facing
    let aspect = aspect > 0 && aspect < 1e3 ? aspect : 1
    self.aspect = aspect
    stance = GaitStance(gait, aspect: aspect)
    rhythm = GaitMover.rhythm(of: gait, aspect: aspect, stance: stance)
  }

  /// - Parameters:
  ///   - phase: cycles.
  ///   - strength: `0` standing … `1` going.
  ///   - direction: the side of the unflipped picture that it goes to, −1 left, 1 right.
  ///   - time: seconds, for what moves in place.
  func pose(phase: Double, strength: Double, direction: Double, time: Double) -> GaitPose {
    var raw = raster_gait.rest
    raw.aspect = Float(aspect)
    let turn = 2 * Double.pi * phase
    switch gait.style {
    case .none: return .rest
    case .walk, .run, .hop, .waddle, .crawl:
      guard let stance else { return .rest }
      stance.pose(&raw, phase: phase, strength: strength, direction: direction, time: time)
    case .roll:
      raw.setBody(angle: turn, scale: fit(turned: turn))
    case .drive: drive(&raw, turn: turn, strength: strength)
    case .flap: flap(&raw, turn: turn)
    case .flutter: flutter(&raw, turn: turn, time: time)
    case .swim: swim(&raw, turn: turn, strength: strength, direction: direction)
    case .undulate: undulate(&raw, turn: turn, strength: strength, direction: direction)
    case .slide:
      raw.setBody(
        angle: direction * 0.05 * strength * (0.7 + 0.3 * sin(turn)), about: [0.5, 1],
        v: -0.012 * strength * (1 - cos(turn)))
    case .row:
      raw.setBody(
        angle: 0.035 * sin(turn), about: [0.5, 0.8], u: 0.02 * strength * direction * cos(turn),
        v: 0.015 * cos(turn))
    case .rock:
      raw.setBody(angle: 0.07 * sin(turn), about: [0.5, 0.85], v: 0.02 * cos(turn))
    case .hover:
      raw.setBody(
        angle: 0.02 * sin(0.5 * turn) + 0.03 * strength * direction, v: 0.035 * sin(turn))
    case .sway: sway(&raw, turn: turn)
    case .breathe: breathe(&raw, turn: turn)
    case .bob:
      raw.setBody(
        angle: 0.07 * strength * sin(turn), about: [0.5, 1],
        v: -0.08 * strength * abs(sin(turn)) - 0.006 * (1 - strength) * (1 - cos(2 * .pi * 0.35 * time)))
    case .flicker: flicker(&raw, turn: turn)
    }
    return GaitPose(raw)
  }

  // MARK: - Internals

  private static func rhythm(of gait: Gait, aspect: Double, stance: GaitStance?) -> GaitRhythm {
    // A picture's longer side in heights: what a body's length is.
    let length = max(1, aspect)
    switch gait.style {
    case .walk, .run, .hop, .waddle, .crawl:
      return GaitRhythm(cyclesPerLength: length / (stance?.strideLength ?? length))
    case .roll:
      // Once around is the circumference of a circle as high as the picture.
      return GaitRhythm(cyclesPerLength: length / .pi, fullSpeed: 0.1, isTurning: true)
    case .drive:
      let radius = gait.wheels.map(\.radius).max() ?? 0.15
      return GaitRhythm(
        cyclesPerLength: length / (2 * .pi * max(0.02, radius * aspect)), fullSpeed: 0.1, isTurning: true)
    case .slide: return GaitRhythm(cyclesPerLength: 0.5)
    case .bob: return GaitRhythm(cyclesPerLength: 0.5)
    case .row: return GaitRhythm(cyclesPerLength: 0.4, cyclesPerSecond: 0.3, isOnGround: false)
    case .rock: return GaitRhythm(cyclesPerLength: 0.1, cyclesPerSecond: 0.4, isOnGround: false)
    case .flap: return GaitRhythm(cyclesPerLength: 0.35, cyclesPerSecond: 1.3, isOnGround: false)
    case .flutter:
      return GaitRhythm(
        cyclesPerLength: 0.2, cyclesPerSecond: gait.wings.isEmpty ? 0.6 : 2.4, isOnGround: false)
    case .swim: return GaitRhythm(cyclesPerLength: 0.9, cyclesPerSecond: 0.5, isOnGround: false)
    case .undulate: return GaitRhythm(cyclesPerLength: 1, cyclesPerSecond: 0.4, isOnGround: false)
    case .sway: return GaitRhythm(cyclesPerLength: 0, cyclesPerSecond: 0.3, isOnGround: false)
    case .hover: return GaitRhythm(cyclesPerLength: 0, cyclesPerSecond: 0.4, isOnGround: false)
    case .breathe: return GaitRhythm(cyclesPerLength: 0, cyclesPerSecond: 0.35, isOnGround: false)
    case .flicker: return GaitRhythm(cyclesPerLength: 0, cyclesPerSecond: 1.6, isOnGround: false)
    case .none: return GaitRhythm(cyclesPerLength: 0)
    }
  }

  /// How much smaller something longer than high is shown while it stands on end, so that it keeps within reach.
  private func fit(turned turn: Double) -> SIMD2<Double> {
    let c = cos(turn) * cos(turn), s = 1 - c, square = aspect * aspect
    let width = (c + s / square).squareRoot(), height = (c + s * square).squareRoot()
    let scale = min(1, (1 + 2 * GaitPose.reach) / max(width, height))
    return SIMD2(scale, scale)
  }

  private func drive(_ raw: inout raster_gait, turn: Double, strength: Double) {
    let largest = gait.wheels.map(\.radius).max() ?? 0
    for wheel in gait.wheels where wheel.radius > 0 {
      // Small wheels turn faster than large ones, as the ground goes by at one speed.
      let angle = turn * largest / wheel.radius
      let radius = wheel.radius * aspect
      raw.add(
        raster_wheel(
          u: Float(wheel.x), v: Float(wheel.y), square: Float(radius * radius), cosine: Float(cos(angle)),
          sine: Float(sin(angle))))
    }
    raw.setBody(v: -0.004 * strength * (1 + sin(1.7 * turn)))
  }

  private func flap(_ raw: inout raster_gait, turn: Double) {
    let beat = 0.5 - 0.5 * cos(turn)
    raw.setBody(v: 0.025 * sin(turn))
    let lateral = gait.wings.filter { $0.isLateral }
    if !lateral.isEmpty {
      raw.setColumns { u in
        var shift = SIMD2<Double>(0, 0)
        for wing in lateral {
          let hinge = wing.hinge(middle: middle)
          let out = max(0, (u - hinge) * wing.outwards(from: middle) / max(0.1, wing.right - wing.left))
          shift.y += 0.13 * min(out, 1.3) * sin(turn)
          shift.x += (u - hinge) * 0.16 * beat * min(1, out)
        }
        return shift
      }
    }
    for wing in gait.wings where !wing.isLateral { addWing(wing, beat: beat, to: &raw) }
    setHead(&raw)
  }

  private func flutter(_ raw: inout raster_gait, turn: Double, time: Double) {
    let beat = 0.5 - 0.5 * cos(turn)
    guard !gait.wings.isEmpty else {
      // A leaf: it tumbles.
      raw.setBody(
        angle: 0.22 * sin(turn), scale: [1 - 0.25 * beat, 1], u: 0.04 * sin(turn), v: 0.03 * cos(2 * turn))
      return
    }
    raw.setBody(angle: 0.03 * sin(turn / 3), v: 0.03 * sin(turn / 2) - 0.01 * sin(turn))
    let lateral = gait.wings.filter { $0.isLateral }
    if !lateral.isEmpty {
      raw.setColumns { u in
        var shift = SIMD2<Double>(0, 0)
        for wing in lateral {
          let hinge = wing.hinge(middle: middle)
          guard (u - hinge) * wing.outwards(from: middle) > 0 else { continue }
          // Wings seen from above fold: their widths shrink.
          shift.x += (u - hinge) * (1 / (1 - 0.45 * beat) - 1)
        }
        return shift
      }
    }
    for wing in gait.wings where !wing.isLateral { addWing(wing, beat: beat, to: &raw) }
    setHead(&raw)
  }

  /// The column about which wings are on both sides.
  private var middle: Double {
    if gait.wings.count > 1 {
      let left = gait.wings.map(\.left).min() ?? 0, right = gait.wings.map(\.right).max() ?? 1
      return (left + right) / 2
    }
    return gait.head.map { ($0.left + $0.right) / 2 } ?? 0.5
  }

  private func addWing(_ wing: Gait.Region, beat: Double, to raw: inout raster_gait) {
    let outwards = wing.outwards(from: middle), hinge = wing.hinge(middle: middle)
    let tip = outwards < 0 ? wing.left : wing.right
    let isInside = outwards < 0 ? wing.left > 0.08 : wing.right < 0.92
    let span = max(0.05, abs(tip - hinge)) * outwards * 0.8
    raw.add(
      raster_wing(
        line: Float(wing.bottom), hinge: Float(hinge), inverse_span: Float(1 / span),
        fade: isInside ? Float(0.3 / abs(span)) : 0, stretch: Float(1 / (1 - 0.5 * beat) - 1)))
  }

  private func swim(_ raw: inout raster_gait, turn: Double, strength: Double, direction: Double) {
    let size = (0.05 + 0.03 * strength) * min(1.4, max(0.6, aspect))
    raw.setBody(v: 0.012 * sin(turn - 1.2))
    raw.setColumns { u in
      let back = direction < 0 ? u : 1 - u
      let tail = GaitMover.ramp(back, 0.25, 1.05)
      let squash = 0.10 * GaitMover.ramp(back, 0.5, 1.2) * (0.5 + 0.5 * cos(turn - 2.2 * back))
      return SIMD2((back < 0 ? 0 : back - 0.5) * squash * -direction, size * tail * sin(turn - 2.6 * back))
    }
    setHead(&raw)
  }

  private func undulate(_ raw: inout raster_gait, turn: Double, strength: Double, direction: Double) {
    let size = 0.03 + 0.03 * strength
    if aspect < 0.8 || facing == .front {
      raw.setRows { v in
        SIMD2(size / max(0.6, aspect) * (1 - GaitMover.ramp(v, 0.7, 1.1) * 0.8) * sin(turn - 5 * v), 0)
      }
    } else {
      raw.setColumns { u in
        let back = direction < 0 ? u : 1 - u
        return SIMD2(0, size * (0.4 + 0.6 * GaitMover.ramp(back, 0, 0.6)) * sin(turn - 7 * back))
      }
    }
    setHead(&raw)
  }

  private func sway(_ raw: inout raster_gait, turn: Double) {
    let size = 0.045 / max(0.7, aspect)
    let wind = 0.6 * sin(turn) + 0.25 * sin(2.3 * turn + 1) + 0.35
    raw.setRows { v in
      let up = max(0, 1 - v), rustle = 0.12 * sin(3.1 * turn + 6 * v)
      return SIMD2(-size * up.squareRoot() * up * (wind + rustle), 0)
    }
  }

  private func breathe(_ raw: inout raster_gait, turn: Double) {
    let breath = 0.5 - 0.5 * cos(turn)
    if gait.head != nil || aspect < 0.9 {
      raw.setRows { v in SIMD2(0, 0.018 * breath * GaitMover.ramp(1 - v, 0.08, 0.55)) }
    } else {
      let scale = 1 + 0.03 * breath
      raw.setBody(scale: SIMD2(scale, scale))
    }
  }

  private func flicker(_ raw: inout raster_gait, turn: Double) {
    let height = 0.05 * sin(turn) + 0.035 * sin(1.7 * turn + 1)
    raw.setRows { v in
      let up = min(1.3, max(0, 1 - v))
      let lick = 0.03 * sin(1.3 * turn + 7 * v) + 0.02 * sin(2.1 * turn + 11 * v)
      return SIMD2(lick * up, up * height)
    }
  }

  private func setHead(_ raw: inout raster_gait) {
    guard let head = gait.head else { return }
    raw.setHead(head, shift: raw.waveShift(at: head))
  }

  /// 0 below `from`, 1 above `to`, smooth between.
  static func ramp(_ x: Double, _ from: Double, _ to: Double) -> Double {
    let share = min(max((x - from) / (to - from), 0), 1)
    return share * share * (3 - 2 * share)
  }
}

extension raster_gait {
  /// Exempts a head from what moves its surroundings.
  ///
  /// - Parameter shift: what to add to (u, v) within it.
  mutating func setHead(_ region: Gait.Region, shift: SIMD2<Double>, margin: Double = 0.1) {
    // What the picture's edge cuts needs no margin.
    func edge(_ place: Double) -> Float { place <= 0.02 ? -1 : place >= 0.98 ? 2 : Float(place) }
    has_head = 1
    head = (edge(region.left), edge(region.top), edge(region.right), edge(region.bottom))
    head_shift = (Float(shift.x), Float(shift.y))
    inverse_head_margin = Float(1 / margin)
  }

  /// The shift of waves where a head ends: its own, so that the neck does not tear.
  func waveShift(at region: Gait.Region) -> SIMD2<Double> {
    var without = self
    without.has_head = 0
    without.leg_count = 0
    without.wing_count = 0
    without.wheel_count = 0
    without.body = (1, 0, 0, 0, 1, 0)
    // The side of the head that is farthest from the picture's edge is the neck's.
    let sides = [
      (region.left, SIMD2(region.left, (region.top + region.bottom) / 2)),
      (1 - region.right, SIMD2(region.right, (region.top + region.bottom) / 2)),
      (1 - region.bottom, SIMD2((region.left + region.right) / 2, region.bottom)),
    ]
    guard let neck = sides.max(by: { $0.0 < $1.0 })?.1 else { return .zero }
    let seen = GaitPose(unbounded: without).source(of: SIMD2(Float(neck.x), Float(neck.y)))
    return SIMD2(Double(seen.x), Double(seen.y)) - neck
  }
}

extension Gait.Region {
  /// Whether a wing is spread to the side rather than raised.
  fileprivate var isLateral: Bool {
    bottom - top >= 0.55 || (top >= 0.1 && bottom < 0.75 && bottom - top > 0.35)
  }

  /// The side that its tip is on.
  fileprivate func outwards(from middle: Double) -> Double { (left + right) / 2 < middle ? -1 : 1 }

  /// Where it meets the body.
  fileprivate func hinge(middle: Double) -> Double { outwards(from: middle) < 0 ? right : left }
}
