// Legs: where each foot is in the cycle, and how the body rides on them.

import CRaster
import Foundation

/// The legs of a picture, measured once, and the poses that they take.
///
/// Lengths are in heights of the picture. A foot on the ground goes backwards evenly, as fast as the ground does, so that it stays where it
/// is; in the air it comes forward, lifted. Feet never cross: legs that would meet are spread a little. No leg gets longer or
/// shorter by more than ``slack``; where a foot cannot reach, the body gives way.
struct GaitStance: Sendable {
  /// How much the length of a leg may change, as a share of it.
  static let slack = 0.08

  /// How a style sets its feet.
  private struct Manner: Sendable {
    /// Share of the cycle that a foot is on the ground.
    var duty: Double
    /// Half the way of a foot, and its height in the air, in lengths of the leg.
    var swing: Double, lift: Double
    /// How high the body rises, in lengths of the leg, `bobs` times per cycle.
    var bob: Double
    /// Lean forwards, and rocking to the sides, in radians.
    var lean: Double, rocking: Double
    /// Height of a leap of the whole body, in heights of the picture.
    var leap = 0.0
  }

  private struct Leg: Sendable {
    var hip: Double, foot: Double, halfWidth: Double
    /// Place in the cycle.
    var offset: Double
    /// Half the way of the foot, and where its middle is beside the foot of the picture.
    var swing: Double, spread: Double
  }

  /// Way over the ground per cycle.
  let strideLength: Double

  private let style: Gait.Style
  private let manner: Manner
  private let hip: Double
  private let legLength: Double
  private let aspect: Double
  private let legs: [Leg]
  private let head: Gait.Region?

  /// Measures the legs of a gait; `nil` for a style without legs.
  init?(_ gait: Gait, aspect: Double) {
    switch gait.style {
    case .walk:
      manner = Manner(
        duty: 0.56, swing: 0.34, lift: 0.17, bob: 0.07, lean: 0.03, rocking: gait.legs.count == 2 ? 0.03 : 0)
    case .run:
      manner = Manner(
        duty: 0.4, swing: 0.4, lift: 0.24, bob: 0.06, lean: 0.06, rocking: gait.legs.count == 2 ? 0.02 : 0.05,
        leap: 0.03)
    case .hop:
      manner = Manner(duty: 0.35, swing: 0.3, lift: 0.1, bob: 0, lean: 0.02, rocking: 0.10, leap: 0.09)
    case .waddle: manner = Manner(duty: 0.55, swing: 0.3, lift: 0.2, bob: 0.04, lean: 0, rocking: 0.09)
    case .crawl: manner = Manner(duty: 0.55, swing: 0.28, lift: 0.15, bob: 0.03, lean: 0, rocking: 0.012)
    default: return nil
    }
    style = gait.style
    self.aspect = aspect
    head = gait.head
    let hip = min(max(gait.hips ?? 0.78, 0.2), 0.94)
    self.hip = hip
    legLength = 1 - hip
    var places = gait.legs.sorted()
    // Feet that nobody has drawn a line for: a crawler has some along its belly.
    if places.isEmpty, gait.style == .crawl { places = [0.2, 0.4, 0.6, 0.8] }
    let order = gait.legs.indices.sorted { gait.legs[$0] < gait.legs[$1] }
    let feet =
      gait.feet.count == places.count ? order.map { gait.feet[$0] } : places
    let widths = gait.legWidths.count == places.count ? order.map { gait.legWidths[$0] } : []
    legs = GaitStance.legs(
      style: gait.style, manner: manner, hips: places, feet: feet, widths: widths, length: 1 - hip,
      aspect: aspect)
    let swing = legs.isEmpty ? 0.25 * legLength : legs.map(\.swing).reduce(0, +) / Double(legs.count)
    // A foot on the ground goes back by twice its swing in its share of the cycle. Where
    // legs are so short that they would whirr, they take somewhat longer steps than they reach. A leap carries farther than feet do.
    let ground = 2 * swing / manner.duty, length = max(1, aspect)
    strideLength = style == .hop ? 0.6 * length : max(ground, min(0.4 * length, 1.6 * ground), 0.1)
  }

  /// Writes a pose.
  func pose(
    _ raw: inout raster_gait, phase: Double, strength: Double, direction: Double, time: Double
  ) {
    let steps = legs.map { step(phase + $0.offset) }
    let body = place(&raw, phase: phase, strength: strength, direction: direction, steps: steps)
    if strength < 1 {
      // Who stands breathes.
      let breath = 0.004 * (1 - strength) * (1 - cos(2 * .pi * 0.3 * time))
      let foot = min(hip, 0.9)
      raw.setRows { v in SIMD2(0, breath * GaitMover.ramp(foot - v, 0, 0.4 * foot)) }
    }
    if let head {
      var nod = raw.has_rows != 0 ? raw.waveShift(at: head) : .zero
      if style != .hop { nod.y += 0.012 * strength * sin(4 * .pi * phase - 1) }
      raw.setHead(head, shift: nod)
    }
    raw.hip = Float(hip)
    raw.leg_fade = 0.3
    for (leg, step) in zip(legs, steps) {
      // Where the foot should be seen, and what that is beside the foot of the picture for the body as it is.
      let swing = SIMD2(
        strength * (direction * leg.swing * step.along + leg.spread) / aspect,
        -strength * (manner.lift * legLength * step.height + body.leap))
      let target = raw.inBody(SIMD2(leg.foot, 1) + swing)
      let shift = limited(
        SIMD2((target.x - leg.foot) * aspect, target.y - 1), slant: (leg.foot - leg.hip) * aspect)
      raw.add(
        raster_leg(
          hip_u: Float(leg.hip), foot_u: Float(leg.foot), shift_u: Float(shift.x / aspect),
          shift_v: Float(shift.y),
          half_width: Float(leg.halfWidth), inverse_length: Float(1 / (legLength + shift.y))))
    }
  }

  // MARK: - Internals

  /// Where a foot is.
  private struct Step {
    /// 1 foremost … −1 hindmost.
    var along: Double
    /// 0 on the ground … 1 highest.
    var height: Double
    /// How much weight is on it, 0…1.
    var load: Double
  }

  private func step(_ phase: Double) -> Step {
    let place = phase - phase.rounded(.down), duty = manner.duty
    if place < duty {
      let share = place / duty
      return Step(along: 1 - 2 * share, height: 0, load: min(1, 6 * min(share, 1 - share)))
    }
    let share = (place - duty) / (1 - duty)
    return Step(along: -cos(.pi * share), height: sin(.pi * share), load: 0)
  }

  /// Sets the body's map, and says how high it leaps.
  private func place(
    _ raw: inout raster_gait, phase: Double, strength: Double, direction: Double, steps: [Step]
  ) -> (leap: Double, rise: Double) {
    let turn = 2 * Double.pi * phase
    var angle = manner.lean * direction, leap = 0.0, rise = 0.0, pivot = SIMD2(0.5, 1.0)
    switch style {
    case .hop:
      // Off the ground after the feet have pushed.
      let share = (phase - phase.rounded(.down) - manner.duty) / (1 - manner.duty)
      if share > 0 {
        leap = manner.leap * 4 * share * (1 - share)
        angle -= manner.rocking * direction * cos(.pi * share) * sin(.pi * share)
      }
      pivot = [0.5, hip]
    case .run where legs.count > 2:
      angle += manner.rocking * direction * sin(turn)
      leap = manner.leap * (0.5 - 0.5 * cos(2 * turn - 1))
      pivot = [0.5, hip]
    case .run:
      leap = manner.leap * (0.5 - 0.5 * cos(2 * (turn - .pi * manner.duty)))
      angle += manner.rocking * sin(turn)
    default:
      angle += manner.rocking * cos(turn - .pi * manner.duty)
    }
    // The body is highest over a foot on the ground.
    rise = manner.bob * legLength * (0.5 + 0.5 * cos(2 * (turn - .pi * manner.duty)))
    for (leg, step) in zip(legs, steps) where step.load > 0 {
      // Legs too short for their feet lift it, legs too long let it down.
      let slant = (leg.foot - leg.hip) * aspect
      let across = slant + strength * (direction * leg.swing * step.along + leg.spread)
      let length = (slant * slant + legLength * legLength).squareRoot()
      let least = (1 - GaitStance.slack) * length
      let needed = max(0, least * least - across * across).squareRoot() - legLength
      if needed > rise { rise += (needed - rise) * step.load }
    }
    raw.setBody(
      angle: angle * strength, about: pivot, v: -strength * (rise + leap))
    return (leap, rise)
  }

  /// A foot's shift cut to what the leg's length allows; lengths in heights.
  private func limited(_ shift: SIMD2<Double>, slant: Double) -> SIMD2<Double> {
    let length = (slant * slant + legLength * legLength).squareRoot()
    var foot = SIMD2(slant, legLength) + shift
    let now = (foot * foot).sum().squareRoot()
    let allowed = min(max(now, (1 - GaitStance.slack) * length), (1 + GaitStance.slack) * length)
    guard now > 0, allowed != now else { return shift }
    // The height gives way first, as a knee does; only what is still too far comes nearer.
    let height = allowed * allowed - foot.x * foot.x
    let least = 0.5 * legLength
    if height > least * least {
      foot.y = height.squareRoot()
    } else {
      foot *= allowed / now
    }
    return foot - SIMD2(slant, legLength)
  }

  private static func legs(
    style: Gait.Style, manner: Manner, hips: [Double], feet: [Double], widths: [Double], length: Double,
    aspect: Double
  ) -> [Leg] {
    let count = hips.count
    guard count > 0 else { return [] }
    var legs = (0..<count).map { index in
      Leg(
        hip: hips[index], foot: feet[index], halfWidth: 0.07, offset: offset(style, index, of: count),
        swing: manner.swing * length, spread: 0)
    }
    // Feet in the order of hips, and no leg so wide that nothing is left between it and the next.
    for index in 1..<max(1, count) {
      legs[index].hip = max(legs[index].hip, legs[index - 1].hip + 0.02)
      legs[index].foot = max(legs[index].foot, legs[index - 1].foot + 0.03)
    }
    for index in legs.indices {
      let neighbours = [index - 1, index + 1].filter(legs.indices.contains)
      let nearest =
        neighbours.map {
          min(abs(legs[$0].hip - legs[index].hip), abs(legs[$0].foot - legs[index].foot))
        }.min() ?? 0.3
      let wanted = widths.isEmpty ? 0.32 * nearest : widths[index]
      legs[index].halfWidth = min(wanted, 0.4 * nearest, 0.2)
    }
    keepApart(&legs, length: length, aspect: aspect)
    return legs
  }

  /// Spreads legs that would meet, brings slanted ones towards the upright, and shortens the steps of those that still would.
  private static func keepApart(_ legs: inout [Leg], length: Double, aspect: Double) {
    func gap(_ index: Int) -> Double {
      (legs[index + 1].foot - legs[index].foot - legs[index].halfWidth - legs[index + 1].halfWidth) * aspect
    }
    func closing(_ index: Int) -> Double {
      // The most that two feet come nearer in the cycle.
      let apart = abs(legs[index + 1].offset - legs[index].offset)
      let share = min(1, 4 * min(apart, 1 - apart))
      return share * (legs[index].swing + legs[index + 1].swing)
    }
    for index in legs.indices.dropLast() {
      let missing = closing(index) - 0.8 * gap(index)
      guard missing > 0 else { continue }
      let each = min(missing / 2, 0.2 * length)
      legs[index].spread -= each
      legs[index + 1].spread += each
    }
    for index in legs.indices {
      let slant = (legs[index].foot - legs[index].hip) * aspect
      let room = max(0, 0.42 * length + abs(slant) * 0.5 - legs[index].swing)
      let middle = slant + legs[index].spread
      legs[index].spread = min(max(middle, -room), room) - slant
    }
    for _ in 0..<3 {
      for index in legs.indices.dropLast() {
        let room = 0.85 * (gap(index) + legs[index + 1].spread - legs[index].spread)
        let needed = closing(index)
        guard needed > room, needed > 0 else { continue }
        let share = max(0, room) / needed
        legs[index].swing *= share
        legs[index + 1].swing *= share
      }
    }
  }

  /// The place of a leg in the cycle.
  private static func offset(_ style: Gait.Style, _ index: Int, of count: Int) -> Double {
    switch (style, count) {
    case (.hop, _): 0
    case (.run, 3...): index < (count + 1) / 2 ? 0.07 * Double(index) : 0.5 + 0.07 * Double(index)
    // Diagonal pairs: neighbours are in opposite phase. A little off, as animals are.
    case (_, 3...): (index.isMultiple(of: 2) ? 0 : 0.5) + (index < count / 2 ? 0 : 0.06)
    default: index.isMultiple(of: 2) ? 0 : 0.5
    }
  }
}
