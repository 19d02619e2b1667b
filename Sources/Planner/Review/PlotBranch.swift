import Foundation
import ZoetropeShot

/// One way to tell an idea.
public struct PlotBranch: Sendable, Equatable {
  /// The shot.
  public let shot: PlannedShot

  /// Takes a shot as it is.
  public init(_ shot: PlannedShot) { self.shot = shot }

  /// It in one line.
  public var logline: String { shot.plan.logline }
}

extension PromptPlanner {
  /// Clearly different plans of one prompt: other motion, camera, time or ending where the prompt leaves them open.
  ///
  /// Many takes are drawn at high temperature, and those kept that differ most from each other (farthest-point sampling, Gonzalez 1985), the
  /// likeliest plan first. Where a prompt leaves nothing open, branches differ in their layout alone.
  ///
  /// - Parameter count: how many, 1…12.
  /// - Throws: what ``plan(prompt:seed:settings:)`` throws.
  public func branches(
    prompt: String, count: Int, seed: UInt64 = 0, settings given: PlanningSettings? = nil
  ) throws -> [PlotBranch] {
    let settings = given ?? standardSettings
    guard (1...12).contains(count) else {
      throw PlannerError.badSetting(name: "branches", value: "\(count)", expected: "1…12")
    }
    var kept = [try plan(prompt: prompt, seed: seed, settings: settings)]
    var raised = settings
    raised.temperature = max(settings.temperature, 1.1)
    raised.topP = 0.98
    var takes = try (1..<max(6 * count, 2)).map { take in
      try plan(prompt: prompt, seed: seed &+ UInt64(take), settings: raised)
    }
    // A take that puts other actors on the set is another idea, not another branch.
    let cast = kept[0].plan.actors.map(\.picture)
    let faithful = takes.filter { $0.plan.actors.map(\.picture) == cast }
    if faithful.count >= count - 1 { takes = faithful }
    while kept.count < count, !takes.isEmpty {
      let distances = takes.map { take in kept.map { take.plan.difference(from: $0.plan) }.min() ?? 0 }
      let best = distances.indices.max { distances[$0] < distances[$1] } ?? 0
      kept.append(takes.remove(at: best))
    }
    return kept.map(PlotBranch.init)
  }
}

extension ShotPlan {
  /// How differently two plans would be told: weights of the words that differ, and a little for boxes elsewhere.
  func difference(from other: ShotPlan) -> Double {
    var sum = 0.0
    func add(_ weight: Double, _ differs: Bool) { if differs { sum += weight } }
    add(2, camera.move != other.camera.move)
    add(2, time != other.time)
    add(1, weather != other.weather)
    add(1, look != other.look)
    add(1, scene != other.scene)
    add(0.5, shotSize != other.shotSize)
    add(2, actors.map(\.motion) != other.actors.map(\.motion))
    add(1, actors.map(\.speed) != other.actors.map(\.speed))
    add(1.5, ending != other.ending)
    for (mine, theirs) in zip(actors, other.actors) {
      guard let a = mine.keyframes.last, let b = theirs.keyframes.last else { continue }
      sum += 0.2 * min(abs(a.x - b.x) + abs(a.y - b.y), 1)
    }
    return sum
  }

  /// The shot in one line: who does what, where and when, how it is filmed, how it ends.
  public var logline: String {
    let cast = actors.map { actor in
      let name = [actor.tint?.text, spaced(actor.title)].compactMap { $0 }.joined(separator: " ")
      let pace = actor.motion == .still || actor.speed == .normal ? "" : " (\(actor.speed.rawValue))"
      return "\(name): \(actor.motion.phrase)\(pace)"
    }
    let who = cast.isEmpty ? "Nobody" : cast.joined(separator: ", ")
    let place = "\(scene.rawValue) \(time == .day ? "by" : "at") \(time.rawValue), \(weather.rawValue)"
    let how = camera.move == .still ? "static camera" : "camera \(camera.move.phrase)"
    return "\(who); \(place); \(how); \(ending)"
  }

  /// How the shot ends for its first actor.
  var ending: String {
    guard let actor = actors.first, let first = actor.keyframes.first, let last = actor.keyframes.last else {
      return "nobody comes"
    }
    let growth = (last.width * last.height) / (first.width * first.height)
    if !last.isInFrame { return "it is gone at the end" }
    if growth > 1.6 { return "it ends large" }
    if growth < 0.6 { return "it ends far away" }
    if abs(last.x - first.x) + abs(last.y - first.y) < 0.06 { return "it ends where it began" }
    return last.x < 0.36
      ? "it ends on the left" : last.x > 0.64 ? "it ends on the right" : "it ends in the middle"
  }
}

extension ActorKind {
  /// The kind as words: `oldMan` is "old man".
  var name: String { spaced(rawValue) }
}

extension Motion {
  fileprivate var phrase: String {
    switch self {
    case .still: "stays"
    case .left: "goes left"
    case .right: "goes right"
    case .up: "goes up"
    case .down: "goes down"
    case .approach: "comes closer"
    case .recede: "goes away"
    case .bounce: "bounces"
    case .spin: "spins"
    case .orbit: "circles"
    case .zigzag: "zigzags"
    case .jump: "jumps"
    case .enter: "comes in"
    case .exit: "leaves"
    case .chase: "chases"
    case .meet: "meets the other"
    }
  }
}

extension CameraMove {
  fileprivate var phrase: String {
    switch self {
    case .still: "stands still"
    case .panLeft: "pans left"
    case .panRight: "pans right"
    case .tiltUp: "tilts up"
    case .tiltDown: "tilts down"
    case .zoomIn: "zooms in"
    case .zoomOut: "zooms out"
    case .track: "follows"
    case .handheld: "is handheld"
    }
  }
}

/// A word as words: `oldMan` is "old man".
private func spaced(_ word: String) -> String {
  word.reduce(into: "") { text, letter in
    text += letter.isUppercase ? " \(letter.lowercased())" : String(letter)
  }
}
