// Fits the actors of a shot into its frame: intervals of possible places, narrowed by each other.

import Foundation
import ZoetropeShot
import ZoetropeRandom

/// Finds places for the actors of a shot such that their whole paths fit and their relation holds.
///
/// Each actor's path and the camera give an interval of possible centres across and down. A relation adds
/// least (and sometimes largest) distances between two centres. If no places satisfy all, actors shrink, then
/// travel less far, and at the very end each is put as well as it can be on its own.
struct Placement: Sendable {
  var cast: [Player]
  let relation: Relation?
  let slots: ShotSlots
  var camera: Camera
  /// Share of their travel that all actors make.
  private(set) var travelShare = 1.0

  /// The common grid of times that paths are compared on.
  private static let gridCount = ShotTiming.turningKeyframeCount
  /// How small actors may get, as a share of their wish, before they travel less far.
  private static let leastShrink = 0.5
  /// How far aside of one another two may stand of whom one is above, in frame widths.
  private static let mostAside = 0.3
  /// How much of their approach strangers give way to, in frame widths.
  private static let mostGivenWay = 0.2
  /// More than any two places in a frame are apart, in frame widths.
  private static let anyDistance = 4.0

  init(_ arrangement: Arrangement, slots: ShotSlots, camera: Camera) {
    cast = arrangement.cast
    relation = arrangement.relation
    self.slots = slots
    self.camera = camera
  }

  /// The places, centres in frame fractions, one per actor.
  mutating func solve(using generator: inout Generator) -> [Place] {
    guard !cast.isEmpty else { return [] }
    var order = Array(cast.indices)
    for index in order.indices.dropLast() {
      order.swapAt(index, index + generator.index(below: order.count - index))
    }
    var shrink = 1.0
    for attempt in 0..<30 {
      let crowding = attempt < 6 ? 0.8 : attempt < 12 ? 0.6 : 0.45
      if let places = attemptPlaces(order: order, crowding: crowding) { return places }
      if shrink > Placement.leastShrink {
        shrink *= 0.93
        for index in cast.indices {
          cast[index].path.width *= 0.93
          cast[index].path.height *= 0.93
        }
      } else {
        travelShare *= 0.88
        for index in cast.indices { cast[index].path.travelShare = travelShare }
      }
    }
    return cast.indices.map { index in
      let reach = Reach(
        cast[index], camera: camera, slots: slots, travelShare: travelShare, grid: Placement.gridCount)
      return Place(x: reach.x.clampedMiddle, y: reach.y.clampedMiddle)
    }
  }

  /// The keyframes of an actor at its place.
  func keyframes(of index: Int, at place: Place) -> [Keyframe] {
    let player = cast[index]
    let count = ShotTiming.keyframeCount(of: player.path.motion, frameCount: slots.frameCount)
    let times = ShotTiming.times(count: count, frameCount: slots.frameCount, frameRate: slots.frameRate)
    let track = CameraTrack(camera)
    return zip(times, player.path.samples(count: count, place: place.x)).map { time, sample in
      var view = track.view(at: time)
      if !player.isAnchored { view.x = 0 }
      let height = player.path.height * sample.scale
      // Feet stay where they are when a body squashes.
      let settle =
        player.footing == .standing || player.footing == .afloat ? height * (1 - sample.stretch) / 2 : 0
      return Keyframe(
        t: time, x: place.x + sample.dx, y: place.y + sample.dy + settle,
        width: player.path.width * sample.scale / sample.stretch, height: height * sample.stretch,
        angle: sample.angle,
        flipped: player.kind.isFlipped(facing: sample.facing ?? player.path.style.facing)
      ).onFrame(of: view).rounded
    }
  }

  // MARK: - Internals

  private mutating func attemptPlaces(order: [Int], crowding: Double) -> [Place]? {
    for index in cast.indices {
      let ground = cast[index].line(in: slots)
      let air = (ground.map(\.lowerBound) ?? 0.85) - cast[index].path.height + 0.02
      cast[index].path.headroom = max(0.06, air)
      if cast[index].path.motion.isHop && ground != nil && air < 0.14 { return nil }
    }
    let reaches = cast.map {
      Reach($0, camera: camera, slots: slots, travelShare: travelShare, grid: Placement.gridCount)
    }
    let zoom = camera.keyframes.map(\.zoom).max() ?? 1
    guard reaches.allSatisfy({ Swift.max($0.width, $0.height) * zoom <= 1 }),
      reaches.allSatisfy({ $0.x.isPossible && $0.y.isPossible }),
      let xs = across(reaches, order: order, crowding: crowding), let ys = down(reaches)
    else { return nil }
    return zip(xs, ys).map { Place(x: $0, y: $1) }
  }

  /// Centres across the frame, or `nil` if the distances cannot be kept.
  private func across(_ reaches: [Reach], order: [Int], crowding: Double) -> [Double]? {
    var links: [Link] = []
    var order = order
    if cast.count >= 2 {
      let first = Swift.min(order[0], order[1]) == 0 ? order : [0, 1] + order.filter { $0 > 1 }
      switch relation {
      case .leftOf: order = first.filter { $0 < 2 }.sorted() + order.filter { $0 > 1 }
      case .rightOf: order = [1, 0] + order.filter { $0 > 1 }
      case .chasing, .meeting:
        order = (cast[0].path.heading == .right ? [0, 1] : [1, 0]) + order.filter { $0 > 1 }
      case .inFrontOf, .behind, .above, .below, nil: break
      }
    }
    for (left, right) in zip(order, order.dropFirst()) {
      links.append(link(left, right, reaches, crowding: crowding))
    }
    return Link.solve(order: order, links: links, ranges: reaches.map(\.x), wishes: cast.map(\.wish.x))
  }

  /// The distances that two neighbours keep, from the left one's place to the right one's.
  private func link(_ left: Int, _ right: Int, _ reaches: [Reach], crowding: Double) -> Link {
    let isPair = Swift.max(left, right) == 1
    let size = (reaches[left].width + reaches[right].width) / 2
    let approach = zip(reaches[left].dx, reaches[right].dx).map { $0 - $1 }
    let closest = approach.max() ?? 0
    let margin = RelationMargin.sampled
    func between(_ separation: ClosedRange<Double>) -> Link {
      Link(least: separation.lowerBound * size + closest, most: separation.upperBound * size + closest)
    }
    switch isPair ? relation : nil {
    case .leftOf, .rightOf: return Link(least: margin.beside * size + closest, most: Placement.anyDistance)
    case .chasing: return between(margin.chased)
    case .meeting: return between(margin.meeting)
    case .inFrontOf, .behind: return between(margin.overlapping)
    case .above, .below: return Link(least: -Placement.mostAside, most: Placement.mostAside)
    case nil:
      return Link(
        least: crowding * size + Swift.min(closest, Placement.mostGivenWay), most: Placement.anyDistance)
    }
  }

  /// Centres down the frame, or `nil` if the distances cannot be kept.
  private func down(_ reaches: [Reach]) -> [Double]? {
    var ys = cast.indices.map { reaches[$0].y.value(at: cast[$0].wish.y) }
    guard cast.count >= 2 else { return ys }
    switch relation {
    case .above: return stack(&ys, upper: 0, lower: 1, reaches) ? ys : nil
    case .below: return stack(&ys, upper: 1, lower: 0, reaches) ? ys : nil
    case .inFrontOf, .behind:
      // One that is free of the ground comes to the other's height, so that they overlap.
      let free = [0, 1].first { cast[$0].line(in: slots) == nil } ?? 1
      let step = RelationMargin.sampled.mostOverlappingDown * (reaches[0].height + reaches[1].height) / 2
      let other = ys[1 - free]
      ys[free] = Swift.min(Swift.max(ys[free], other - step), other + step)
      return ys
    case .leftOf, .rightOf, .chasing, .meeting, nil: return ys
    }
  }

  /// Puts one actor above another; `false` if the frame is too low for both.
  private func stack(_ ys: inout [Double], upper: Int, lower: Int, _ reaches: [Reach]) -> Bool {
    let closest = zip(reaches[upper].dy, reaches[lower].dy).map { $0 - $1 }.max() ?? 0
    let gap = RelationMargin.sampled.above * (reaches[upper].height + reaches[lower].height) / 2 + closest
    // The upper one may leave the ground, but not the frame.
    ys[upper] = Swift.max(reaches[upper].top, Swift.min(ys[upper], ys[lower] - gap))
    ys[lower] = Swift.max(ys[lower], ys[upper] + gap)
    return ys[lower] <= reaches[lower].y.upper + 1e-9
  }
}

/// Where an actor is put: the centre of its box, before camera and motion.
struct Place: Sendable {
  var x: Double
  var y: Double
}

extension Motion {
  /// Whether the actor needs room above it.
  fileprivate var isHop: Bool { self == .bounce || self == .jump }
}

extension ActorKind {
  /// Whether its picture is mirrored when it faces a side.
  func isFlipped(facing: Heading) -> Bool {
    switch traits.facing {
    case .front: false
    case .left: facing == .right
    case .right: facing == .left
    }
  }
}
