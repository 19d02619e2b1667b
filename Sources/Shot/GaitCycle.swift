// How far an actor is in the cycle of its gait at each time: by the way that it has travelled over the ground.

import Foundation

/// The poses of one actor of a shot as a function of time.
///
/// The cycle goes on with the way over the ground, which is the actor's move in the scene, camera taken out: a runner whom the
/// camera follows runs, and one who stands while the camera pans stands. The way is counted from the shot's first moment in steps of
/// a fixed length, so that any stretch of a long shot finds the same poses. What moves without going anywhere, wings, fins, plants, goes on
/// with time too.
public struct GaitCycle: Sendable {
  /// Time between the moments at which the way is counted, in seconds.
  package static let step = 1.0 / 60

  private let mover: GaitMover
  /// At each moment: full cycles so far.
  private let phases: [Double]
  /// How much of the movement is seen, `0` at rest … `1`.
  private let strengths: [Double]
  /// The side of the unflipped picture that it goes to: −1 left … 1 right.
  private let directions: [Double]
  private let times: [Double]

  /// Counts an actor's way.
  ///
  /// - Parameters:
  ///   - gait: how its picture moves.
  ///   - facing: the side that its picture faces when it is not flipped.
  ///   - track: its boxes.
  ///   - camera: the camera's views.
  ///   - frameAspectRatio: width of the frame divided by its height.
  ///   - pictureAspectRatio: width of the picture divided by its height.
  ///   - frameRate: frames per second. No cycle takes less than four frames.
  ///   - duration: seconds of the shot, from 0.
  ///   - phase: cycles at the first moment, so that two of a kind need not keep step.
  /// - Complexity: O(`duration`).
  public init(
    gait: Gait, facing: Facing, track: ActorTrack, camera: CameraTrack, frameAspectRatio: Double,
    pictureAspectRatio: Double, frameRate: Double, duration: Double, phase: Double = 0
  ) {
    let count = gait.style == .none ? 0 : max(0, Int((duration / GaitCycle.step).rounded(.up)))
    let boxes = (0...count).map { index in
      let time = Double(index) * GaitCycle.step
      return track.box(at: time).inScene(of: camera.view(at: time))
    }
    self.init(
      gait: gait, facing: facing, boxes: boxes, frameAspectRatio: frameAspectRatio,
      pictureAspectRatio: pictureAspectRatio, frameRate: frameRate, phase: phase)
  }

  /// Counts the way of boxes in the scene, one per ``step``.
  package init(
    gait: Gait, facing: Facing, boxes: [Keyframe], frameAspectRatio: Double, pictureAspectRatio: Double,
    frameRate: Double, phase: Double = 0
  ) {
    mover = GaitMover(gait, facing: facing, aspect: pictureAspectRatio)
    let way = GroundWay(boxes, frameAspectRatio: frameAspectRatio, rhythm: mover.rhythm, facing: facing)
    var phases = [phase], most = frameRate * GaitCycle.highestCadence * GaitCycle.step
    if !(most > 0) { most = 0 }
    for index in boxes.indices.dropFirst() {
      let cycles =
        mover.rhythm.cyclesPerLength * way.steps[index]
        + mover.rhythm.cyclesPerSecond * GaitCycle.step * (way.steps[index] < 0 ? -1 : 1)
      phases.append(phases[index - 1] + min(max(cycles, -most), most))
    }
    self.phases = phases
    strengths = way.strengths
    directions = way.directions
    times = boxes.indices.map { Double($0) * GaitCycle.step }
  }

  /// Cycles per frame that no gait goes beyond: with four frames to a cycle the eye still sees which way legs and wheels go.
  package static let highestCadence = 0.25

  /// Full cycles from the shot's first moment to a time in seconds.
  package func cycles(at time: Double) -> Double { value(phases, at: time) }

  /// How much of the movement is seen at a time, `0` standing … `1` going.
  package func strength(at time: Double) -> Double { value(strengths, at: time) }

  /// The pose at a time in seconds; beyond the shot that of its first or last moment.
  public func pose(at time: Double) -> GaitPose {
    mover.pose(
      phase: cycles(at: time), strength: strength(at: time), direction: value(directions, at: time),
      time: min(max(time, 0), times[times.count - 1]))
  }

  /// The poses of one cycle at full strength, evenly spaced, for sheets that people look at.
  ///
  /// - Parameter count: of poses.
  package static func poses(
    of gait: Gait, facing: Facing, pictureAspectRatio: Double, count: Int, strength: Double = 1
  ) -> [GaitPose] {
    let mover = GaitMover(gait, facing: facing, aspect: pictureAspectRatio)
    return (0..<count).map { index in
      mover.pose(
        phase: Double(index) / Double(count), strength: strength, direction: facing == .right ? 1 : -1,
        time: Double(index) / Double(count))
    }
  }

  // MARK: - Internals

  private func value(_ values: [Double], at time: Double) -> Double {
    let place = min(max(time / GaitCycle.step, 0), Double(values.count - 1))
    guard place == place else { return values[0] }
    let index = min(Int(place), max(0, values.count - 2))
    guard index + 1 < values.count else { return values[index] }
    return values[index] + (values[index + 1] - values[index]) * (place - Double(index))
  }
}

/// The way over the ground, step by step.
struct GroundWay {
  /// Body lengths from the moment before to this one; negative while going backwards.
  var steps: [Double]
  /// How much of the movement is seen at each moment.
  var strengths: [Double]
  /// The side of the unflipped picture that it goes to.
  var directions: [Double]

  /// Seconds to each side over which a speed is averaged: a gait takes that long to begin and to end.
  private static let window = 0.15
  /// … and of the way up and down, so that a leap is no walk.
  private static let leapWindow = 0.6
  /// Slower than this, in body lengths per second, nothing goes: cameras held by hand shake that much.
  private static let stillness = 0.04

  init(_ boxes: [Keyframe], frameAspectRatio: Double, rhythm: GaitRhythm, facing: Facing) {
    let step = GaitCycle.step, count = boxes.count
    func mean(_ values: [Double], at index: Int, within seconds: Double) -> Double {
      let reach = Int(seconds / step)
      let from = max(0, index - reach), to = min(count - 1, index + reach)
      return to > from ? (values[to] - values[from]) / (Double(to - from) * step) : 0
    }
    let lengths = boxes.map { max($0.width * frameAspectRatio, $0.height, 1e-3) }
    let across = boxes.map { $0.x * frameAspectRatio }, down = boxes.map(\.y)
    // Who comes towards the camera grows: its distance is as its size's inverse, in body heights for a view about as wide as high.
    let distances = boxes.map { 1.2 / max($0.height, 1e-3) }
    // What the plan turns by itself is not turned twice.
    let angles = boxes.map(\.angle)
    let turnsItself = rhythm.isTurning && (angles.max() ?? 0) - (angles.min() ?? 0) > 5
    steps = [0]
    strengths = []
    directions = []
    var direction = facing == .left ? -1.0 : 1.0
    for index in boxes.indices {
      let length = lengths[index], mirror = boxes[index].flipped ? -1.0 : 1.0
      let sideways = mean(across, at: index, within: GroundWay.window) / length
      let vertical =
        rhythm.isOnGround
        ? 0.7 * mean(down, at: index, within: GroundWay.leapWindow) / length
        : mean(down, at: index, within: GroundWay.window) / length
      let inDepth = rhythm.isOnGround ? mean(distances, at: index, within: GroundWay.window) : 0
      if facing == .front, abs(sideways) > 0.02 { direction = (sideways < 0 ? -1 : 1) * mirror }
      directions.append(rhythm.isTurning ? 1 : direction)
      let speed = (sideways * sideways + vertical * vertical + inDepth * inDepth).squareRoot()
      strengths.append(
        GroundWay.smooth((speed - GroundWay.stillness) / (rhythm.fullSpeed - GroundWay.stillness)))
      guard index > 0 else { continue }
      // Sideways the way is exact, so that feet and wheels keep to the ground.
      let side = (across[index] - across[index - 1]) / length * mirror
      if rhythm.isTurning {
        steps.append(turnsItself ? 0 : side)
      } else {
        let rest = (vertical * vertical + inDepth * inDepth) * step * step
        let isBackwards = side * direction < 0 && side * side > rest
        steps.append((side * side + rest).squareRoot() * (isBackwards ? -1 : 1))
      }
    }
  }

  private static func smooth(_ share: Double) -> Double {
    let x = min(max(share, 0), 1)
    return x * x * (3 - 2 * x)
  }
}
