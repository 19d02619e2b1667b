// The numbers of a plan: tracks of the camera and of each actor.

import Foundation
import ZoetropeShot

/// The tracks of an actor at its keyframes.
struct Course: Sendable {
  var scale: [Double], stretch: [Double], x: [Double], y: [Double], angle: [Double]
  var flipped: [Bool]
  var width: [Double], height: [Double]

  /// A list of values read as a function of progress 0…1, straight between them.
  static func value(_ values: [Double], at progress: Double) -> Double {
    let place = progress * Double(values.count - 1)
    let index = min(Int(place), values.count - 2)
    guard index >= 0 else { return values[0] }
    return values[index] + (values[index + 1] - values[index]) * (place - Double(index))
  }
}

/// What is allowed at one keyframe of a track.
private typealias Bounds = ClosedRange<Double>

extension PlanGrammar {
  /// Sides of a box in frame fractions.
  static func box(_ kind: ActorKind, _ shape: FrameShape, scale: Double, stretch: Double) -> (
    width: Double, height: Double
  ) {
    let frame = shape.aspectRatio
    return (
      scale * kind.traits.aspect / stretch * min(1, 1 / frame), scale * stretch * min(1, frame)
    )
  }

  /// Scale and stretch of a box: the inverse of ``box(_:_:scale:stretch:)``.
  static func scaleAndStretch(_ kind: ActorKind, _ shape: FrameShape, width: Double, height: Double) -> (
    scale: Double, stretch: Double
  ) {
    let frame = shape.aspectRatio
    let tall = height / min(1, frame), wide = width / min(1, 1 / frame) / kind.traits.aspect
    return ((tall * wide).squareRoot(), (tall / wide).squareRoot())
  }

  /// Number of keyframes of an actor, whatever the number of frames.
  static func keyframeCount(_ motion: Motion) -> Int {
    ShotTiming.keyframeCount(of: motion, frameCount: 16)
  }

  /// Number of keyframes of a camera, whatever the number of frames.
  static func keyframeCount(_ move: CameraMove) -> Int {
    ShotTiming.keyframeCount(of: move, frameCount: 16)
  }

  // MARK: - Camera

  mutating func cameraKeyframes(_ frameCount: Int, _ frameRate: Double) throws -> [CameraKeyframe] {
    let count = Self.keyframeCount(camera)
    let shiftGrid = PlanTokenGroup.shift.grid!, zoomGrid = PlanTokenGroup.zoom.grid!
    let still = [Double](repeating: 0, count: count), neutral = [Double](repeating: 1, count: count)
    func within(_ bounds: ClosedRange<Double>) -> (Int, [Double?]) -> Range<Int> {
      { _, _ in shiftGrid.bins(bounds) }
    }
    var (x, y, zoom) = (still, still, neutral)
    switch camera {
    case .still: break
    case .panLeft, .panRight:
      let sign = camera == .panRight ? 1.0 : -1.0
      x = try line(.cameraX, count) { key, _ in
        shiftGrid.bins((key == 0) == (sign > 0) ? -0.3 ... -0.04 : 0.04...0.3)
      }
    case .tiltUp, .tiltDown:
      let sign = camera == .tiltDown ? 1.0 : -1.0
      y = try line(.cameraY, count) { key, _ in
        shiftGrid.bins((key == 0) == (sign > 0) ? -0.3 ... -0.04 : 0.04...0.3)
      }
    case .zoomIn, .zoomOut:
      let goesIn = camera == .zoomIn
      zoom = try line(.cameraZoom, count) { key, _ in
        zoomGrid.bins((key == 0) == goesIn ? 1...1 : 1.1...1.6)
      }
    case .track:
      x = try track(.cameraX, count, forms: .hold ... .path, within(-0.72...0.72))
      y = try track(.cameraY, count, forms: .hold ... .path, within(-0.72...0.72))
    case .handheld:
      x = try track(.cameraX, count, forms: .path ... .path, within(-0.03...0.03))
      y = try track(.cameraY, count, forms: .path ... .path, within(-0.03...0.03))
      zoom = [Double](repeating: 1.04, count: count)
    }
    let times = ShotTiming.times(count: count, frameCount: frameCount, frameRate: frameRate)
    return times.indices.map {
      CameraKeyframe(t: times[$0], x: round4(x[$0]), y: round4(y[$0]), zoom: round4(zoom[$0]))
    }
  }

  // MARK: - Actors

  mutating func course(of actor: Actor, _ index: Int, heading: Heading?, beside first: Course?) throws
    -> Course
  {
    let kind = try actor.knownKind
    let count = Self.keyframeCount(actor.motion)
    let rest = [Double](repeating: 1, count: count)
    var course = Course(
      scale: rest, stretch: rest, x: rest, y: rest, angle: rest,
      flipped: [Bool](repeating: false, count: count), width: rest, height: rest)
    course.flipped = try flips(of: actor, index, heading: heading, count)
    let zooms = [.zoomIn, .zoomOut].contains(camera)
    let scaleGrid = PlanTokenGroup.scale.grid!
    let unit = Self.box(kind, shape, scale: 1, stretch: 1)
    let largest = scaleGrid.bins(0.1...1.06 * min(1 / unit.width, 1 / unit.height))
    let grows = zooms ? 0 : actor.motion == .approach ? 1 : actor.motion == .recede ? -1 : 0
    course.scale = try track(
      .scale(index), count, forms: grows == 0 ? .hold ... .path : .line ... .path
    ) { key, before in Self.directed(largest, grows, key, before, count) }
    course.stretch = try track(.stretch(index), count, forms: .rest ... .path) { _, _ in
      0..<PlanTokenGroup.stretch.grid!.count
    }
    for key in 0..<count {
      (course.width[key], course.height[key]) = Self.box(
        kind, shape, scale: course.scale[key], stretch: course.stretch[key])
    }
    course.x = try across(actor, index, heading: heading, course, beside: first)
    course.y = try down(actor, index, course, beside: first)
    course.angle = try track(
      .angle(index), count, forms: actor.motion == .spin ? .line ... .path : .rest ... .path
    ) { _, _ in 0..<PlanTokenGroup.angle.grid!.count }
    return course
  }

  /// The boxes of an actor at its keyframes.
  func keyframes(_ course: Course, _ kind: ActorKind, _ frameCount: Int, _ frameRate: Double) -> [Keyframe] {
    let times = ShotTiming.times(count: course.x.count, frameCount: frameCount, frameRate: frameRate)
    return times.indices.map { key in
      Keyframe(
        t: times[key], x: round4(course.x[key]), y: round4(course.y[key]), width: round4(course.width[key]),
        height: round4(course.height[key]), angle: course.angle[key], flipped: course.flipped[key])
    }
  }

  private mutating func flips(of actor: Actor, _ index: Int, heading: Heading?, _ count: Int) throws -> [Bool]
  {
    let facing = try actor.knownKind.traits.facing
    guard facing != .front else { return [Bool](repeating: false, count: count) }
    let direction: Heading? = actor.motion == .left ? .left : actor.motion == .right ? .right : heading
    if let direction {
      let flips = (facing == .left) == (direction == .right)
      return [Bool](repeating: flips, count: count)
    }
    let side = try choice(.facing(index), 0..<(actor.motion == .orbit ? 3 : 2))
    guard side == 2 else { return [Bool](repeating: side == 1, count: count) }
    return try (0..<count).map { try choice(.flip(index, keyframe: $0), 0..<2) == 1 }
  }

  private mutating func across(
    _ actor: Actor, _ index: Int, heading: Heading?, _ course: Course, beside first: Course?
  ) throws -> [Double] {
    let grid = PlanTokenGroup.position.grid!
    let count = course.x.count
    let isSteady = [.still, .panLeft, .panRight, .tiltUp, .tiltDown].contains(camera)
    let direction = isSteady ? actor.motion == .left ? -1 : actor.motion == .right ? 1 : 0 : 0
    let outsideKey = actor.motion == .enter ? 0 : actor.motion == .exit ? count - 1 : -1
    let comesFromLeft = (actor.motion == .enter) == (heading == .right)
    let side = index == 1 ? first.flatMap { sideOfSecond(beside: $0) } : nil
    let overlaps = index == 1 && (relation == .inFrontOf || relation == .behind)
    return try track(
      .x(index), count, forms: direction == 0 && outsideKey < 0 ? .hold ... .path : .line ... .path
    ) {
      key, before in
      if outsideKey >= 0 {
        let half = course.width[min(key, count - 1)] / 2
        guard key == outsideKey else { return grid.bins(-half...1 + half) }
        return grid.bins(comesFromLeft ? -0.8 ... -half : 1 + half...1.8)
      }
      var bounds = 0.0...1.0
      if let first, let side {
        bounds = Self.beyond(
          first.x, first.width, course.width, side.sign, key: key, count, share: side.share)
      } else if let first, overlaps {
        bounds = Self.near(first.x, first.width, course.width, key: key, count)
      }
      return Self.directed(grid.bins(bounds), within: grid.bins(0...1), direction, key, before, count)
    }
  }

  private mutating func down(_ actor: Actor, _ index: Int, _ course: Course, beside first: Course?) throws
    -> [Double]
  {
    let grid = PlanTokenGroup.position.grid!
    let count = course.y.count
    let isSteady = [.still, .panLeft, .panRight].contains(camera)
    let direction = isSteady ? actor.motion == .up ? -1 : actor.motion == .down ? 1 : 0 : 0
    let sign: Double? = relation == .above ? 1 : relation == .below ? -1 : nil
    let overlaps = index == 1 && (relation == .inFrontOf || relation == .behind)
    return try track(.y(index), count, forms: direction == 0 ? .hold ... .path : .line ... .path) {
      key, before in
      var bounds = 0.0...1.0
      if index == 1, let first, let sign {
        bounds = Self.beyond(
          first.y, first.height, course.height, sign, key: key, count,
          share: RelationMargin.planned.above)
      } else if let first, overlaps {
        bounds = Self.near(first.y, first.height, course.height, key: key, count)
      }
      return Self.directed(grid.bins(bounds), within: grid.bins(0...1), direction, key, before, count)
    }
  }

  /// On which side of the first actor the second one is (1 to the right), and by which share of their mean width at least.
  private func sideOfSecond(beside first: Course) -> (sign: Double, share: Double)? {
    switch relation {
    case .leftOf: (1, RelationMargin.planned.beside)
    case .rightOf: (-1, RelationMargin.planned.beside)
    case .chasing: ((firstHeading ?? .right).sign, RelationMargin.planned.chased.lowerBound)
    case .meeting:
      ((first.x.last ?? 0) >= (first.x.first ?? 0) ? 1 : -1, RelationMargin.planned.meeting.lowerBound)
    case .above, .below, .inFrontOf, .behind, nil: nil
    }
  }

  /// Where the second of two may be so that their boxes overlap (at all keyframes for `key` −1).
  private static func near(
    _ places: [Double], _ sides: [Double], _ ownSides: [Double], key: Int, _ count: Int
  ) -> ClosedRange<Double> {
    let keys = key < 0 ? Array(0..<count) : [key]
    var bounds = 0.0...1.0
    for key in keys {
      let progress = Double(key) / Double(max(count - 1, 1))
      let most = RelationMargin.planned.overlapping.upperBound
      let reach = most / 2 * (Course.value(sides, at: progress) + ownSides[key])
      let place = min(max(Course.value(places, at: progress), 0), 1)
      bounds = bounds.clamped(to: place - reach...place + reach)
    }
    return bounds
  }

  /// Where the second of two may be at a keyframe (at all of them for `key` −1).
  private static func beyond(
    _ places: [Double], _ sides: [Double], _ ownSides: [Double], _ sign: Double, key: Int, _ count: Int,
    share: Double
  ) -> ClosedRange<Double> {
    let keys = key < 0 ? Array(0..<count) : [key]
    let edges = keys.map { key -> Double in
      let progress = Double(key) / Double(max(count - 1, 1))
      let size = (Course.value(sides, at: progress) + ownSides[key]) / 2
      return Course.value(places, at: progress) + sign * share * size
    }
    return sign > 0
      ? min(max(edges.max() ?? 0, 0), 1)...1 : 0...max(min(edges.min() ?? 1, 1), 0)
  }

  // MARK: - Tracks

  /// Asks for a track.
  ///
  /// - Parameter allowed: the bins allowed at a keyframe, given what came before; keyframe −1 means all of them.
  private mutating func track(
    _ track: PlanTrack, _ count: Int, forms: ClosedRange<TrackForm>,
    _ allowed: (Int, [Double?]) -> Range<Int>
  ) throws -> [Double] {
    let form = try choice(.form(track), forms.lowerBound.index..<forms.upperBound.index + 1)
    let grid = track.group.grid!
    switch TrackForm.allCases[form] {
    case .rest: return [Double](repeating: track.rest, count: count)
    case .hold:
      let bin = try choice(.value(track, keyframe: 0), allowed(-1, []))
      return [Double](repeating: grid.value(at: Double(bin)), count: count)
    case .line: return try line(track, count, allowed)
    case .path:
      var bins: [Double?] = []
      for key in 0..<count {
        bins.append(Double(try choice(.value(track, keyframe: key), allowed(key, bins))))
      }
      return bins.map { grid.value(at: $0 ?? 0) }
    }
  }

  private mutating func line(_ track: PlanTrack, _ count: Int, _ allowed: (Int, [Double?]) -> Range<Int>)
    throws
    -> [Double]
  {
    let grid = track.group.grid!
    let start = Double(try choice(.value(track, keyframe: 0), allowed(0, [])))
    let end = Double(try choice(.value(track, keyframe: count - 1), allowed(count - 1, [start])))
    return (0..<count).map { grid.value(at: start + (end - start) * Double($0) / Double(count - 1)) }
  }

  /// As below; where the bins leave no room to go on in the direction, those of the whole frame do.
  private static func directed(
    _ bins: Range<Int>, within all: Range<Int>, _ direction: Int, _ key: Int, _ before: [Double?],
    _ count: Int
  ) -> Range<Int> {
    let free = directed(all, direction, key, before, count)
    let wished = directed(bins, direction, key, before, count).clamped(to: free)
    return wished.isEmpty ? free : wished
  }

  /// The part of the allowed bins that lies in a direction from the values before, with room for those to come.
  private static func directed(
    _ bins: Range<Int>, _ direction: Int, _ key: Int, _ before: [Double?], _ count: Int
  )
    -> Range<Int>
  {
    guard direction != 0, key >= 0 else { return bins }
    // Room for one step per keyframe, so that the last is never stuck at the edge.
    let left = min(max(count - 1 - key, 0), bins.count - 1)
    let last = before.last.flatMap { $0 }.map { Int($0) }
    if direction > 0 {
      let lower = max(bins.lowerBound, last.map { $0 + 1 } ?? bins.lowerBound)
      let upper = max(bins.upperBound - left, lower + 1)
      return min(lower, bins.upperBound - 1)..<min(max(upper, lower + 1), bins.upperBound)
    }
    let upper = min(bins.upperBound, last ?? bins.upperBound)
    let lower = min(bins.lowerBound + left, upper - 1)
    return max(lower, bins.lowerBound)..<max(upper, bins.lowerBound + 1)
  }

  private func round4(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}

extension TrackForm: Comparable {
  /// The place among all forms.
  var index: Int { TrackForm.allCases.firstIndex(of: self)! }

  /// Forms are ordered by how many numbers they take.
  public static func < (a: TrackForm, b: TrackForm) -> Bool { a.index < b.index }
}
