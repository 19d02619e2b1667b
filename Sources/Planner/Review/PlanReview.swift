import Foundation
import ZoetropeShot

/// What a crew would ask about a valid plan: things that may be meant, but mostly are not.
public struct PlanReview: Sendable {
  /// The warnings, each with the path of the field it is about.
  public let warnings: [PlanError.Issue]

  /// Reviews a plan: are actors in the frame, do they go as their words say, does the camera.
  ///
  /// - Precondition: the plan is valid.
  public init(_ plan: ShotPlan) {
    var warnings: [PlanError.Issue] = []
    let tracks = plan.tracks()
    for (index, actor) in plan.actors.enumerated() {
      let path = "actors[\(index)]"
      if let warning = PlanReview.presence(actor, tracks[index], plan) {
        warnings.append(.init("\(path).keyframes", warning))
      }
      // What is done after another beat, or carried, goes no one way from first keyframe to last.
      guard actor.beats.count == 1, actor.attachment == nil else { continue }
      if let warning = PlanReview.direction(actor, plan) { warnings.append(.init("\(path).motion", warning)) }
      if let warning = PlanReview.speed(actor, plan) { warnings.append(.init("\(path).speed", warning)) }
    }
    for second in plan.actors.indices {
      for first in 0..<second where PlanReview.hides(plan, tracks, first, second) {
        warnings.append(
          .init(
            "actors[\(second)].keyframes",
            "its box covers, or is covered by, that of actors[\(first)] most of the time"))
      }
    }
    if plan.camera.moves.count == 1, let warning = PlanReview.cameraMove(plan.camera) {
      warnings.append(.init("camera.move", warning))
    }
    self.warnings = warnings
  }

  // MARK: - Internals

  /// Moves that leave what an actor does on screen to the actor.
  private static func isSteady(_ move: CameraMove) -> Bool {
    ![.track, .handheld, .zoomIn, .zoomOut].contains(move)
  }

  private static func presence(_ actor: Actor, _ track: ActorTrack, _ plan: ShotPlan) -> String? {
    let outside = (0..<plan.frameCount).count { !track.box(at: plan.time(ofFrame: $0)).isInFrame }
    let motions = actor.beats.map(\.motion)
    // Whoever enters or leaves is out of the frame for a while, as the beats say.
    if motions.count > 1, motions.contains(.enter) || motions.contains(.exit) {
      return outside == plan.frameCount ? "it is never in the frame" : nil
    }
    switch actor.motion {
    case .enter, .exit:
      let edge = actor.motion == .enter ? 0 : plan.frameCount - 1
      let isIn = track.box(at: plan.time(ofFrame: edge)).isInFrame
      return isIn && plan.frameCount > 1
        ? "it is in the frame \(edge == 0 ? "from the start" : "to the end"), although it should \(actor.motion.rawValue)"
        : nil
    default:
      return outside > 0 ? "it is out of the frame in \(outside) of \(plan.frameCount) frames" : nil
    }
  }

  /// Whether two boxes lie over each other, by more than two thirds of the smaller one, in most frames.
  private static func hides(_ plan: ShotPlan, _ tracks: [ActorTrack], _ first: Int, _ second: Int) -> Bool {
    // A rider covers a horse because it is meant to.
    let isCarried = [(first, second), (second, first)].contains { carried, carrier in
      plan.actors[carried].attachment.map { plan.thing($0.to) == .actor(carrier) } ?? false
    }
    if isCarried { return false }
    let (a, b) = (tracks[first], tracks[second])
    let hidden = (0..<plan.frameCount).count { frame in
      let (x, y) = (a.box(at: plan.time(ofFrame: frame)), b.box(at: plan.time(ofFrame: frame)))
      func common(_ one: Double, _ side: Double, _ other: Double, _ otherSide: Double) -> Double {
        max(0, min(one + side / 2, other + otherSide / 2) - max(one - side / 2, other - otherSide / 2))
      }
      let area = common(x.x, x.width, y.x, y.width) * common(x.y, x.height, y.y, y.height)
      return area > 0.67 * min(x.width * x.height, y.width * y.height)
    }
    return 2 * hidden > plan.frameCount
  }

  private static func direction(_ actor: Actor, _ plan: ShotPlan) -> String? {
    guard let first = actor.keyframes.first, let last = actor.keyframes.last, last.t > first.t,
      isSteady(plan.camera.move)
    else { return nil }
    let (dx, dy) = (last.x - first.x, last.y - first.y)
    let growth = last.width * last.height / (first.width * first.height)
    let isRight =
      switch actor.motion {
      case .left: dx < 0
      case .right: dx > 0
      case .up: dy < 0 || [.tiltUp, .tiltDown].contains(plan.camera.move)
      case .down: dy > 0 || [.tiltUp, .tiltDown].contains(plan.camera.move)
      case .approach: growth > 1
      case .recede: growth < 1
      default: true
      }
    return isRight ? nil : "its boxes do not go “\(actor.motion.rawValue)”"
  }

  private static func speed(_ actor: Actor, _ plan: ShotPlan) -> String? {
    guard [.left, .right].contains(actor.motion), isSteady(plan.camera.move),
      let first = actor.keyframes.first, let last = actor.keyframes.last, last.t - first.t > 0.5
    else { return nil }
    let pace = abs(last.x - first.x) / (last.t - first.t)
    // In frame widths per second. Actors slow down where the frame has no room, so the lower bounds are soft.
    let band: ClosedRange<Double> =
      switch actor.speed {
      case .slow: 0.01...0.13
      case .normal: 0.06...0.24
      case .fast: 0.12...2
      }
    return band.contains(pace)
      ? nil
      : "it goes \(String(format: "%.2f", pace)) frame widths a second, “\(actor.speed.rawValue)” is "
        + "\(band.lowerBound)…\(band.upperBound)"
  }

  private static func cameraMove(_ camera: Camera) -> String? {
    guard let first = camera.keyframes.first, let last = camera.keyframes.last else { return nil }
    let (dx, dy) = (last.x - first.x, last.y - first.y)
    let moves = camera.keyframes.contains { $0.x != first.x || $0.y != first.y || $0.zoom != first.zoom }
    let isRight =
      switch camera.move {
      case .still: !moves
      case .panLeft: dx < 0
      case .panRight: dx > 0
      case .tiltUp: dy < 0
      case .tiltDown: dy > 0
      case .zoomIn: last.zoom > first.zoom
      case .zoomOut: last.zoom < first.zoom
      case .track, .handheld: true
      }
    return isRight ? nil : "its keyframes do not “\(camera.move.rawValue)”"
  }
}
