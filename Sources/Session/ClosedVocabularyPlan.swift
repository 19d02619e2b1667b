// Plans of the open cast for models that know single kinds by name: what such a model cannot paint is left out and said, never
// replaced by something else.

import ZoetropeShot

extension ShotPlan {
  /// The plan as far as the closed vocabulary goes, and what of it that leaves out, in sentences for people.
  ///
  /// Scenery that nobody named goes without a word; actors, named pieces, colours, places and looks that the vocabulary lacks are said.
  package func forClosedVocabulary() -> (plan: ShotPlan, notes: [String]) {
    var plan = withAttachmentsWrittenOut(), notes: [String] = []
    for piece in setPieces where piece.name != nil {
      notes.append("the model cannot paint \(quoted(piece.name ?? piece.picture)); it is left out")
    }
    for index in actors.indices.reversed() where actors[index].kind == nil {
      notes.append("the model cannot paint \(quoted(actors[index].title)); it is left out")
      plan = plan.removingActor(at: index)
    }
    while plan.actors.count > ShotPlan.closedActorCount {
      notes.append(
        "the model paints \(ShotPlan.closedActorCount) actors; one \(plan.actors.last!.title) is left out")
      plan = plan.removingActor(at: plan.actors.count - 1)
    }
    for index in plan.actors.indices {
      guard let tint = plan.actors[index].tint, tint.word == nil else { continue }
      notes.append(
        "the model has no word for the colour \(tint.text) of the \(plan.actors[index].title); it keeps its own"
      )
      plan.actors[index].tint = nil
    }
    (plan.setPieces, plan.relations) = ([], [])
    if !changes.isEmpty {
      notes.append("the model cannot change the light during a shot; it stays as it begins")
      plan.changes = []
    }
    if !Scene.shipped.contains(scene) {
      let nearest = scene == .room ? Scene.stage : .mountains
      notes.append(
        "the model cannot paint a \(scene.rawValue); \(nearest.rawValue) is the nearest that it knows")
      plan.scene = nearest
    }
    if !Look.shipped.contains(look) {
      notes.append("the model does not know the look \(look.rawValue); it is natural")
      plan.look = .natural
    }
    return (plan, notes)
  }

  /// How many actors such models know.
  private static let closedActorCount = 4

  private func quoted(_ name: String) -> String { "“\(name)”" }
}
