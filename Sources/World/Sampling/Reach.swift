// The arithmetic of fitting: intervals and least distances along one axis.

import Foundation
import ZoetropeShot

/// A closed interval of places, perhaps impossible (upper below lower).
struct Interval: Sendable {
  var lower: Double
  var upper: Double

  var isPossible: Bool { lower <= upper }
  /// Its middle, also of an impossible one.
  var clampedMiddle: Double { (lower + upper) / 2 }
  /// The place at a share of the way from lower to upper.
  func value(at share: Double) -> Double { lower + (upper - lower) * share }
}

/// Where an actor's centre may be so that its whole path is seen.
struct Reach: Sendable {
  /// Possible centres across and down.
  let x: Interval
  let y: Interval
  /// The highest centre that keeps its whole path in frame, whatever its footing.
  let top: Double
  /// Its shifts on the common grid of times, camera included.
  let dx: [Double]
  let dy: [Double]
  /// Its largest box.
  let width: Double
  let height: Double

  /// Shares of a box that may be outside the frame at the sides, in close-ups and else.
  private static func overflow(_ size: ShotSize) -> Double { size == .closeUp ? 0.12 : 0.05 }

  init(_ player: Player, camera: Camera, slots: ShotSlots, travelShare: Double, grid: Int) {
    let path = player.path
    let samples = path.samples(count: grid)
    let span = path.span
    let track = CameraTrack(camera)
    let share = camera.move == .track ? travelShare : 1
    let views = samples.indices.map { index in
      var view = track.view(at: span * Double(index) / Double(grid - 1))
      view.x = player.isAnchored ? view.x * share : 0
      view.y *= share
      return CameraProjection(view)
    }
    let follow = views.map { $0.follow(CameraProjection.actorParallax) }
    dx = zip(samples, follow).map { $0.dx - $1.x }
    dy = zip(samples, follow).map { $0.dy - $1.y }
    let largest = samples.map(\.scale).max() ?? 1
    width = path.width * largest
    height = path.height * largest

    let free = 0.5 - Reach.overflow(slots.shotSize)
    var across = Interval(lower: -9, upper: 9), down = Interval(lower: -9, upper: 9)
    for index in samples.indices {
      let half = 0.5 / views[index].magnification
      let boxWidth = path.width * samples[index].scale, boxHeight = path.height * samples[index].scale
      across.lower = max(across.lower, 0.5 - half - dx[index] + boxWidth * free)
      across.upper = min(across.upper, 0.5 + half - dx[index] - boxWidth * free)
      down.lower = max(down.lower, 0.5 - half - dy[index] + boxHeight * free)
      down.upper = min(down.upper, 0.5 + half - dy[index] - boxHeight * free)
    }
    x = across
    top = down.lower
    y = Reach.settle(player, in: slots, frame: down)
  }

  /// The part of the frame that suits the actor's footing.
  private static func settle(_ player: Player, in slots: ShotSlots, frame: Interval) -> Interval {
    let height = player.path.height
    if let line = player.line(in: slots) {
      // Nearer actors stand lower. A narrow band around that leaves some freedom.
      let feet = line.upperBound - (line.upperBound - line.lowerBound) * player.depth
      let slack = 0.15 * (line.upperBound - line.lowerBound)
      let wished = Interval(lower: feet - slack - height / 2, upper: feet + slack - height / 2)
      if wished.lower > frame.upper, frame.upper + height / 2 > slots.scene.horizon {
        return Interval(lower: max(frame.lower, frame.upper - slack), upper: frame.upper)
      }
      return Interval(lower: max(frame.lower, wished.lower), upper: min(frame.upper, wished.upper))
    }
    if player.footing == .flying, slots.scene != .sky {
      let lowest = max(
        slots.scene.horizon + 0.12 - height / 2, frame.lower + 0.12 * (frame.upper - frame.lower))
      return Interval(lower: frame.lower, upper: min(frame.upper, lowest))
    }
    return frame
  }
}

extension Player {
  /// Where its lower edge may be, far … near, in frame heights; `nil` if it is free of ground and water.
  func line(in slots: ShotSlots) -> ClosedRange<Double>? {
    guard footing == .standing || footing == .afloat else { return nil }
    let scene = slots.scene
    let line = (footing == .afloat ? scene.waterLine : scene.groundLine) ?? scene.groundLine ?? 0.8...0.94
    // A close-up frames the upper part: feet come down to the lower edge.
    return slots.shotSize == .closeUp && line.upperBound > 0.9
      ? line.lowerBound + 0.04...line.upperBound + 0.04 : line
  }
}

/// The distance between two neighbours on an axis.
struct Link: Sendable {
  let least: Double
  let most: Double

  /// Places in an order that keep all distances and ranges, near to the wishes; `nil` if there are none.
  ///
  /// Distances form a chain, so bounds narrowed from both ends are exact: each place drawn within them leaves
  /// the rest possible.
  static func solve(order: [Int], links: [Link], ranges: [Interval], wishes: [Double]) -> [Double]? {
    var bounds = order.map { ranges[$0] }
    guard !bounds.isEmpty else { return [] }
    for index in bounds.indices.dropLast().reversed() {
      bounds[index].lower = max(bounds[index].lower, bounds[index + 1].lower - links[index].most)
      bounds[index].upper = min(bounds[index].upper, bounds[index + 1].upper - links[index].least)
    }
    var places = Array(repeating: 0.0, count: ranges.count)
    var last = 0.0
    for index in bounds.indices {
      if index > 0 {
        bounds[index].lower = max(bounds[index].lower, last + links[index - 1].least)
        bounds[index].upper = min(bounds[index].upper, last + links[index - 1].most)
      }
      guard bounds[index].isPossible else { return nil }
      last = bounds[index].value(at: wishes[order[index]])
      places[order[index]] = last
    }
    return places
  }
}
