import ZoetropeShot

/// The words of a plan as rows of a network's word table.
struct PlanWords: Sendable {
  /// Rows of those slots of the shot that the network knows, in the order of ``PlanSlot/shot``, at its beginning.
  let shot: [Int32]
  /// The same for each light that the shot has while it changes.
  let lights: [LightState: [Int32]]
  /// Rows of each actor's slots, in the order of ``PlanSlot/actor``; none where the network reads pictures.
  let actors: [[Int32]]
  /// Rows that stand for the shot's words withheld.
  let droppedShot: [Int32]
  /// Rows that stand for an actor's words withheld.
  let droppedActor: [Int32]
  /// The first row of kinds, which textures count from.
  let firstKind: Int32

  /// Looks the words of a plan up.
  ///
  /// - Throws: ``DenoiserError/unknownWord(slot:word:known:)`` for a word outside `knowledge`, a picture and a colour included;
  ///   ``DenoiserError/unknownPart(_:reason:)`` for what has no word.
  init(_ plan: ShotPlan, _ knowledge: Knowledge) throws {
    let shotSlots = PlanSlot.shot.filter(knowledge.has), actorSlots = PlanSlot.actor.filter(knowledge.has)
    shot = try shotSlots.map { try knowledge.row(of: $0.word(in: plan), as: $0) }
    actors =
      actorSlots.isEmpty
      ? []
      : try plan.actors.map { actor in
        try actorSlots.map { try knowledge.row(of: $0.word(in: actor), as: $0) }
      }
    if knowledge.has(.kind), let issue = plan.issuesWithoutWords.first {
      throw DenoiserError.unknownPart(issue.path, reason: issue.message)
    }
    var lights: [LightState: [Int32]] = [:]
    let moments = plan.changes.flatMap { [$0.t, $0.t + $0.fade / 2, $0.t + $0.fade] }
    for (state, _) in ([0] + moments).flatMap(plan.lightStates(at:)) where lights[state] == nil {
      let lit = plan.lit(by: state)
      lights[state] = try shotSlots.map { try knowledge.row(of: $0.word(in: lit), as: $0) }
    }
    self.lights = lights
    droppedShot = shotSlots.map(knowledge.droppedRow)
    droppedActor = actorSlots.map(knowledge.droppedRow)
    firstKind = Int32(knowledge.firstRow(of: .kind))
  }
}

extension ShotPlan {
  /// What of the plan a network that knows words alone cannot be told: set pieces, and what changes during the shot.
  fileprivate var issuesWithoutWords: [PlanError.Issue] {
    closedVocabularyIssues.filter { $0.path == "set" || PlanSlot(rawValue: $0.path) != nil }
  }
}
