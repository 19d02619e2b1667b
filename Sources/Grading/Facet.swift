import ZoetropeShot

/// What results are sorted by, to see where a model is weak.
public enum Facet: String, CaseIterable, Sendable {
  /// What an actor is; its own answers count.
  case kind
  /// What an actor does; its own answers count.
  case motion
  /// The scene; answers about scene, age, time and weather count.
  case scene
  /// The look; all answers of the clip count.
  case look
  /// The camera move; answers about it count.
  case camera
  /// The time of day; answers about it count.
  case time
  /// The weather; answers about it count.
  case weather

  /// The slot of plans whose words it sorts by; every facet is named after one.
  private var slot: PlanSlot { PlanSlot(rawValue: rawValue)! }

  /// The measures of the whole shot that speak of it; nil where answers about actors count, empty for all.
  fileprivate var measures: Set<Measure>? {
    switch self {
    case .kind, .motion: nil
    case .scene: [.scene, .period, .time, .weather]
    case .look: []
    case .camera: [.camera]
    case .time: [.time]
    case .weather: [.weather]
    }
  }

  /// What a plan is tagged with, such as `scene snow`; nil for facets of actors.
  func tag(of plan: ShotPlan) -> String? { slot.word(in: plan).map { "\(rawValue) \($0)" } }

  /// What an actor is tagged with, such as `kind fox`; nil for facets of shots.
  func tag(of actor: Actor) -> String? { slot.word(in: actor).map { "\(rawValue) \($0)" } }
}

/// The answers of all clips with one value of a facet.
public struct FacetEntry: Sendable {
  /// The value, such as `fox`.
  public let value: String
  /// Clips, or actors, with it.
  public let count: Int
  /// Their answers, right or wrong.
  public let entry: Tally.Entry
}

extension Sequence<GradedCase> {
  /// Answers by value of a facet, weakest first; of equal ones those with more answers first.
  ///
  /// - Parameter leastCount: clips or actors that a value needs to be listed.
  public func entries(by facet: Facet, leastCount: Int = 3) -> [FacetEntry] {
    var sums: [String: (count: Int, entry: Tally.Entry)] = [:]
    func add(_ tags: [String], _ outcomes: [Grade.Outcome]) {
      let right = outcomes.filter { if case .share = $0.measure.unit { true } else { false } }.map(\.value)
      guard let tag = tags.first(where: { $0.hasPrefix(facet.rawValue + " ") }), !right.isEmpty else {
        return
      }
      var sum = sums[String(tag.dropFirst(facet.rawValue.count + 1))] ?? (0, Tally.Entry())
      sum.count += 1
      for value in right { sum.entry.add(value) }
      sums[String(tag.dropFirst(facet.rawValue.count + 1))] = sum
    }
    for graded in self {
      let outcomes = graded.grade.outcomes
      if let measures = facet.measures {
        add(graded.tags, outcomes.filter { measures.isEmpty || measures.contains($0.measure) })
      } else {
        for (actor, tags) in graded.actorTags.enumerated() {
          add(tags, outcomes.filter { $0.actor == actor })
        }
      }
    }
    return sums.filter { $0.value.count >= leastCount }.map {
      FacetEntry(value: $0.key, count: $0.value.count, entry: $0.value.entry)
    }.sorted {
      ($0.entry.mean, -$0.entry.count, $0.value) < ($1.entry.mean, -$1.entry.count, $1.value)
    }
  }
}
