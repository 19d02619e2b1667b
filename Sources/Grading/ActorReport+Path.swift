// Where an actor is and what it does: its place, its motion, and when it is there.

import ZoetropeShot

extension ActorReport {
  mutating func measurePlace() {
    var errors: [Double] = [], inPlace = 0
    for frame in judged {
      guard let target = targets[frame], let difference = planned[frame] else { continue }
      let norm = target.norm(around: difference.area, radius: ActorReport.radius)
      let rough = target.bestMatch(difference, norm: norm, radius: ActorReport.radius)
      let match = target.refined(rough, difference, norm: norm)
      let error = (match.dx * match.dx + match.dy * match.dy).squareRoot()
      errors.append(error)
      let score = Double(match.score)
      if score >= Grader.foundScore && error <= Grader.placeTolerance { inPlace += 1 }
      sightings.append(
        Grade.Sighting(
          frame: frame, dx: match.dx / Double(reading.width), dy: match.dy / Double(reading.height),
          score: score))
    }
    guard !errors.isEmpty else { return }
    add(.place, inPlace * 4 >= errors.count * 3, found: "\(inPlace) of \(errors.count) frames")
    outcomes.append(Grade.Outcome(measure: .placeError, actor: actor, value: errors.mean))
  }

  mutating func measureMotion() {
    let frames = spread(4)
    guard frames.count >= 2, moves(among: frames) else { return }
    let scores = frames.map { at in frames.map { score(ofPoseAt: $0, inFrame: at) } }
    let count = frames.count
    let followed = (0..<count).map { scores[$0][$0] }.mean
    let backwards = (0..<count).map { scores[$0][count - 1 - $0] }.mean
    let frozen = (0..<count).map { pose in (0..<count).map { scores[$0][pose] }.mean }.max() ?? 0
    // A jump looks the same backwards.
    let isRight = followed >= Grader.foundScore * 0.75 && followed > frozen && followed > backwards - 0.03
    let found = isRight ? "as planned" : frozen >= backwards ? "stands still" : "goes backwards"
    add(
      .motion, isRight, planned: reading.plan.actors[actor].motion.rawValue, found: found,
      margin: followed - max(backwards, frozen))
  }

  mutating func measurePresence() {
    guard [.enter, .exit].contains(reading.plan.actors[actor].motion) else { return }
    let absent = (0..<reading.clip.frameCount).filter { reading.share(ofActor: actor, inFrame: $0) == 0 }
    guard !absent.isEmpty else { return }
    let seen = judged.map { score(ofPoseAt: $0, inFrame: $0) }.mean
    let unseen = absent.map { frame -> Double in
      let pose = judged.min { abs($0 - frame) < abs($1 - frame) } ?? judged[0]
      return min(score(ofPoseAt: pose, inFrame: frame), strength(ofPoseAt: pose, inFrame: frame))
    }.mean
    let isRight = seen >= Grader.foundScore && unseen < seen / 2
    add(
      .presence, isRight,
      found: isRight ? nil : seen < Grader.foundScore ? "not seen" : "seen too early or late",
      margin: seen - unseen)
  }

  // MARK: - Internals

  /// Up to `count` judged frames from the first to the last.
  func spread(_ count: Int) -> [Int] {
    guard judged.count > count else { return judged }
    return (0..<count).map { judged[$0 * (judged.count - 1) / (count - 1)] }
  }

  /// Whether the plan moves, scales or turns the actor so much among frames that standing still would show.
  func moves(among frames: [Int]) -> Bool {
    let boxes = frames.map { reading.boxes[actor][$0] }
    return boxes.contains { a in
      boxes.contains { b in
        let dx = (a.x - b.x) * Double(reading.width), dy = (a.y - b.y) * Double(reading.height)
        let share =
          (dx * dx + dy * dy).squareRoot()
          / min(a.width * Double(reading.width), a.height * Double(reading.height))
        return share > 0.4
      }
    }
  }
}
