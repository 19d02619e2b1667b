// A plan made longer: how everything in it goes on after its end. What a clip is extended by.

import Foundation

extension ShotPlan {
  /// The plan with more frames, in which everything goes on as it was going when it ended.
  ///
  /// All keyframes stay; new ones follow the last.
  /// - What travels, turns, grows, pans, tilts or zooms goes on as in its last segment, sizes and zoom by the same share
  ///   in the same time; what swayed from keyframe to keyframe, as a walk does, sways on.
  /// - What goes up and down (bounce, jump, zigzag) and a handheld camera go on as their mirror image in time, so that nothing
  ///   leaps. An orbit that closed goes round again, any other turns back.
  /// - Who went out stays out; who came in, or met another, stays there.
  /// - What stood still when the plan ended stays so, and what says already how it goes on is left to do it.
  ///
  /// Actors go on in the scene and not on the screen: one that stands on the ground stays on it under a camera that tilts. All
  /// values stay in their ranges, and a box that grows stops when it fills the frame. Light that was changing goes on changing.
  ///
  /// - Parameter newFrameCount: the number of frames; the plan is returned as it is where that is no more than it has.
  /// - Precondition: the plan is valid.
  public func prolonged(to newFrameCount: Int) -> ShotPlan {
    guard newFrameCount > frameCount else { return self }
    let stretch = Stretch(
      end: time(ofFrame: frameCount - 1), newEnd: time(ofFrame: newFrameCount - 1), frame: 1 / frameRate)
    var plan = self
    plan.frameCount = newFrameCount
    plan.camera.keyframes += stretch.keyframes(after: camera)
    let (before, after) = (CameraTrack(camera), CameraTrack(plan.camera))
    for index in actors.indices {
      let stage = Stage(before: before, after: after, follows: actors[index].followsAcross(camera.lastMove))
      plan.actors[index].keyframes += stretch.keyframes(after: actors[index], on: stage)
    }
    return plan
  }
}

// MARK: - Internals

/// The time that a plan is prolonged by, in seconds.
private struct Stretch {
  /// Time of the last frame so far.
  let end: Double
  /// Time of the last frame from now on.
  let newEnd: Double
  /// Time from one frame to the next.
  let frame: Double

  func keyframes(after camera: Camera) -> [CameraKeyframe] {
    let keys = camera.keyframes
    guard let course = Course(keys.map(\.t), self) else { return [] }
    if camera.lastMove == .handheld {
      return zip(course.times, course.sources).map { time, source in
        CameraKeyframe(t: time, x: keys[source].x, y: keys[source].y, zoom: keys[source].zoom)
      }
    }
    let (x, y) = (course.goingOn(keys.map(\.x)), course.goingOn(keys.map(\.y)))
    let zoom = course.goingOn(keys.map { log($0.zoom) })
    return course.times.indices.map { index in
      CameraKeyframe(
        t: course.times[index], x: x[index].clamped(to: CameraKeyframe.xRange),
        y: y[index].clamped(to: CameraKeyframe.yRange),
        zoom: exp(zoom[index]).clamped(to: CameraKeyframe.zoomRange)
      ).rounded
    }
  }

  func keyframes(after actor: Actor, on stage: Stage) -> [Keyframe] {
    let keys = actor.keyframes
    let last = keys[keys.count - 1]
    if actor.lastMotion == .exit, !last.isInFrame { return [] }
    let places = keys.map(stage.scene)
    var place = places[places.count - 1]
    let isRound = actor.lastMotion == .orbit && hypot(places[0].x - place.x, places[0].y - place.y) < 0.02
    guard let course = Course(keys.map(\.t), self, isRound: isRound) else { return [] }

    func mirrored(_ values: [Double]) -> [Double] { course.sources.map { values[$0] } }
    let isRepeated = actor.lastMotion == .orbit
    let isHop = actor.lastMotion == .bounce || actor.lastMotion == .jump || actor.lastMotion == .zigzag
    let swing: ([Double]) -> [Double] = isRepeated || isHop ? mirrored : course.goingOn
    let x = isRepeated ? mirrored(places.map(\.x)) : course.goingOn(places.map(\.x))
    let y = swing(places.map(\.y))
    let width = swing(places.map { log($0.width) }), height = swing(places.map { log($0.height) })
    let angle = swing(places.map(\.angle))
    let limit = max(1, last.width, last.height)

    var result: [Keyframe] = []
    for index in course.times.indices {
      let isThere =
        actor.lastMotion == .meet || (actor.lastMotion == .enter && (result.last ?? last).hasEntered)
      place = Keyframe(
        t: course.times[index], x: isThere ? place.x : x[index], y: y[index], width: exp(width[index]),
        height: exp(height[index]), angle: angle[index],
        flipped: isRepeated ? course.flipped(index, keys, actor.kind?.traits.facing) : last.flipped)
      result.append(stage.screen(place).limited(to: limit).rounded)
    }
    return result
  }
}

/// When new keyframes are, and which old ones they answer to.
private struct Course {
  /// Times of the new keyframes in seconds.
  private(set) var times: [Double] = []
  /// For each the old keyframe that it repeats.
  private(set) var sources: [Int] = []
  /// The old keyframe that the way leads to after the last new one.
  private let following: Int
  private let old: [Double]
  /// The earlier of the two keyframes that the last velocity is taken from.
  private let base: Int
  /// Whether the last four keyframes are evenly spaced, so that swaying can be told from slowing down.
  private let isEven: Bool

  /// Lays out keyframes until the end of a stretch; nil where nothing goes on.
  init?(_ old: [Double], _ stretch: Stretch, isRound: Bool = false) {
    let count = old.count
    guard count > 1, old[count - 1] > stretch.end - stretch.frame / 2, old[count - 1] < stretch.newEnd
    else { return nil }
    self.old = old
    // Two keyframes closer than a frame are an instant, and have no velocity.
    base = old.lastIndex { $0 <= old[count - 1] - stretch.frame * 0.999 } ?? 0
    let spans = zip(old.suffix(4).dropFirst(), old.suffix(4)).map { $0 - $1 }
    isEven = spans.count == 3 && spans.max()! < spans.min()! * 1.01 && base == count - 2

    func source(_ step: Int) -> Int {
      if isRound { return 1 + (step - 1) % (count - 1) }
      let place = (count - 1 + step) % (2 * (count - 1))
      return place < count ? place : 2 * (count - 1) - place
    }
    var time = old[count - 1]
    while time < stretch.newEnd - 1e-9, count + times.count < ShotPlan.maximumKeyframeCount {
      let target = source(times.count + 1)
      let span = isRound ? old[target] - old[target - 1] : abs(old[target] - old[sources.last ?? count - 1])
      time = min(time + max(span, stretch.frame), ShotPlan.timeRange.upperBound)
      times.append(time)
      sources.append(target)
    }
    following = source(times.count + 1)
  }

  /// Values that go on as in the last segment, or sway on.
  func goingOn(_ values: [Double]) -> [Double] {
    let count = values.count
    if isEven {
      let (a, b, c, d) = (values[count - 4], values[count - 3], values[count - 2], values[count - 1])
      if (a - 2 * b + c) * (b - 2 * c + d) < 0 {
        var all = [c, d]
        for _ in times { all.append(all[all.count - 2] + d - b) }
        return Array(all.dropFirst(2))
      }
    }
    let rate = (values[count - 1] - values[base]) / (old[count - 1] - old[base])
    return times.map { values[count - 1] + rate * ($0 - old[count - 1]) }
  }

  /// The side that a picture shows on the way from a repeated keyframe to the next; mirrored where the way leads back.
  func flipped(_ index: Int, _ keys: [Keyframe], _ facing: Facing?) -> Bool {
    let next = index + 1 < sources.count ? sources[index + 1] : following
    guard next < sources[index], next + 1 == sources[index] else { return keys[sources[index]].flipped }
    return facing == .front ? keys[next].flipped : !keys[next].flipped
  }
}

/// The camera before and after, to take it out of boxes and put it in again.
private struct Stage {
  let before: CameraTrack
  let after: CameraTrack
  /// Whether the camera's move across is taken out too.
  let follows: Bool

  /// An old box as it lies in the scene.
  func scene(_ box: Keyframe) -> Keyframe {
    box.inScene(of: view(before, box.t))
  }

  /// A place in the scene as the camera will see it.
  func screen(_ place: Keyframe) -> Keyframe {
    place.onFrame(of: view(after, place.t))
  }

  private func view(_ track: CameraTrack, _ time: Double) -> CameraKeyframe {
    var view = track.view(at: time)
    if !follows { view.x = 0 }
    return view
  }
}

extension Actor {
  /// Whether a camera's move across shifts it on screen for certain; under a pan it may walk along, and either way goes on straight.
  fileprivate func followsAcross(_ move: CameraMove) -> Bool {
    move == .handheld || (move == .track && lastMotion != .enter && lastMotion != .exit)
  }

  /// What it does when the plan ends.
  fileprivate var lastMotion: Motion { beats.last?.motion ?? .still }
}

extension Camera {
  /// What it does when the plan ends.
  fileprivate var lastMove: CameraMove { moves.last?.move ?? .still }
}

extension Keyframe {
  /// Whether an actor that comes in has arrived: with four fifths of its width, since one as large as the frame is never wholly inside.
  fileprivate var hasEntered: Bool {
    min(1, x + width / 2) - max(0, x - width / 2) >= 0.8 * min(width, 1)
  }

  /// The box within the ranges of a plan, and no larger than a limit.
  fileprivate func limited(to limit: Double) -> Keyframe {
    let share = min(1, limit / max(width, height))
    return Keyframe(
      t: t, x: x.clamped(to: -2...3), y: y.clamped(to: -2...3), width: (width * share).clamped(to: 0.01...3),
      height: (height * share).clamped(to: 0.01...3), angle: angle.clamped(to: -3600...3600),
      flipped: flipped)
  }
}

extension Double {
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    min(max(self, range.lowerBound), range.upperBound)
  }
}
