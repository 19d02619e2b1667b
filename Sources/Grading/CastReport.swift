import ZoetropeShot
import ZoetropeWorld

/// Measures of the actors together.
enum CastReport {
  static func outcomes(_ reading: ShotReading, _ grade: Grade) throws -> [Grade.Outcome] {
    var outcomes: [Grade.Outcome] = []
    let judged = reading.plan.actors.indices.filter { !grade.sightings[$0].isEmpty }
    let found = judged.filter { isFound(grade.sightings[$0]) }
    if !judged.isEmpty {
      outcomes.append(
        Grade.Outcome(
          measure: .count, value: found.count == judged.count ? 1 : 0, planned: "\(judged.count)",
          found: "\(found.count)"))
    }
    if let relation = Relation.of(reading.plan), judged.contains(0), judged.contains(1) {
      let holds = try found.contains(0) && found.contains(1) && self.holds(relation, reading, grade)
      outcomes.append(
        Grade.Outcome(
          measure: .relation, value: holds ? 1 : 0, planned: relation.rawValue,
          found: holds ? relation.rawValue : "other"))
    }
    return outcomes
  }

  // MARK: - Internals

  /// The share of the separation of a plan that is enough in a clip: a pixel more or less is no mistake.
  private static let toleratedSeparation = 0.6

  private static func isFound(_ sightings: [Grade.Sighting]) -> Bool {
    sightings.map(\.score).mean >= Grader.foundScore
  }

  /// Whether a relation is true of the places where the first two actors were found.
  private static func holds(_ relation: Relation, _ reading: ShotReading, _ grade: Grade) throws -> Bool {
    var steps: [(across: Double, down: Double)] = []
    for first in grade.sightings[0] {
      guard let second = grade.sightings[1].first(where: { $0.frame == first.frame }) else { continue }
      let a = reading.boxes[0][first.frame], b = reading.boxes[1][first.frame]
      steps.append(
        (
          (b.x + second.dx - a.x - first.dx) / ((a.width + b.width) / 2),
          (b.y + second.dy - a.y - first.dy) / ((a.height + b.height) / 2)
        ))
    }
    guard let first = steps.first, let last = steps.last else { return false }
    func mostly(_ test: ((across: Double, down: Double)) -> Bool) -> Bool {
      steps.filter(test).count * 10 >= steps.count * 9
    }
    let least = Relation.leastSeparation * toleratedSeparation
    switch relation {
    case .leftOf: return mostly { $0.across >= least }
    case .rightOf: return mostly { $0.across <= -least }
    case .above: return mostly { $0.down >= least }
    case .below: return mostly { $0.down <= -least }
    case .chasing: return mostly { $0.across * first.across > 0 }
    case .meeting: return steps.count < 2 || abs(last.across) < abs(first.across)
    case .inFrontOf, .behind: return try coversAsPlanned(reading)
    }
  }

  /// Whether the first two actors cover each other in the planned order, judged where both are.
  private static func coversAsPlanned(_ reading: ShotReading) throws -> Bool {
    var swapped = reading.plan
    swapped.actors[0].depth = reading.plan.actors[1].depth
    swapped.actors[1].depth = reading.plan.actors[0].depth
    let size = (height: reading.height, width: reading.width)
    let right = try reading.world.render(reading.plan, height: size.height, width: size.width)
    let wrong = try reading.world.render(swapped, height: size.height, width: size.width)
    var (rightError, wrongError): (Float, Float) = (0, 0)
    for pixel in reading.mattes[0].indices where reading.mattes[0][pixel] * reading.mattes[1][pixel] > 0.25 {
      for channel in pixel * 3..<pixel * 3 + 3 {
        let value = reading.clip.pixels[channel]
        rightError += (value - right.pixels[channel]) * (value - right.pixels[channel])
        wrongError += (value - wrong.pixels[channel]) * (value - wrong.pixels[channel])
      }
    }
    return rightError < wrongError
  }
}
