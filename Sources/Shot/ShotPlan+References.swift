// What one part of a plan says of another: names are unique, whoever is spoken of is there, nobody carries himself.

import ZoetropeFiles

extension ShotPlan {
  /// The plan without an actor, and without what it says of that actor: who was carried by it stays on its way, with keyframes of
  /// its own.
  ///
  /// - Precondition: `index` is one of ``actors``.
  public func removingActor(at index: Int) -> ShotPlan {
    var plan = withAttachmentsWrittenOut()
    func kept(_ reference: PlanReference) -> PlanReference? {
      if thing(reference) == .actor(index) { return nil }
      if case .actor(let other) = reference, other > index { return .actor(other - 1) }
      return reference
    }
    plan.relations = relations.compactMap { relation in
      guard let first = kept(relation.first), let second = kept(relation.second) else { return nil }
      return PlannedRelation(first, relation.relation, second, from: relation.from)
    }
    for actor in actors.indices {
      for (beat, place) in zip(actors[actor].beats, 0...) {
        guard case .thing(let thing) = beat.towards else { continue }
        plan.actors[actor].beats[place].towards = kept(thing).map(Beat.Target.thing)
      }
    }
    plan.actors.remove(at: index)
    return plan
  }

  /// Notes names that are no names, and references that mean nothing or make no sense.
  func checkReferences(_ issues: PlanIssues) {
    checkNames(issues)
    for (index, actor) in actors.enumerated() {
      let path = "actors[\(index)]"
      for (beat, place) in zip(actor.beats, 0...) {
        guard case .thing(let thing) = beat.towards else { continue }
        let path = "\(path).beats[\(place)].towards"
        let sides = "; or a side: " + Beat.Side.allCases.map(\.rawValue).joined(separator: ", ")
        if check(thing, issues, path, or: sides) == .actor(index) { issues.add(path, "is the actor itself") }
      }
      guard let attachment = actor.attachment else { continue }
      switch check(attachment.to, issues, "\(path).attachment.to") {
      case .actor(index): issues.add("\(path).attachment.to", "is the actor itself")
      case .actor where isCarriedRound(index):
        issues.add("\(path).attachment.to", "goes round: \(ring(from: index)); somebody must carry himself")
      case .actor, .setPiece, nil: break
      }
    }
    for (index, relation) in relations.enumerated() {
      let path = "relations[\(index)]"
      let first = check(relation.first, issues, "\(path).first")
      let second = check(relation.second, issues, "\(path).second")
      if let first, first == second {
        issues.add("\(path).second", "is \(JSON.quoted("\(relation.first)")) itself; expected somebody else")
      }
    }
  }

  // MARK: - Internals

  private func checkNames(_ issues: PlanIssues) {
    var owners: [String: String] = [:]
    let named =
      actors.enumerated().map { ("actors[\($0)]", $1.name) }
      + setPieces.enumerated().map { ("set[\($0)]", $1.name) }
    for case (let path, let name?) in named {
      let isText = name.contains { !$0.isWhitespace } && name.count <= 80
      if !isText || name.unicodeScalars.contains(where: { $0.value < 32 }) {
        issues.add("\(path).name", "expected 1...80 letters on one line")
      } else if Beat.Side(rawValue: name) != nil {
        issues.add("\(path).name", "\(JSON.quoted(name)) is a side; expected another name")
      } else if let owner = owners[name] {
        issues.add("\(path).name", "\(JSON.quoted(name)) is the name of \(owner) already; names must differ")
      } else {
        owners[name] = path
      }
    }
  }

  /// What a reference means; where it means nothing that is noted.
  private func check(
    _ reference: PlanReference, _ issues: PlanIssues, _ path: String, or others: String = ""
  ) -> PlanThing? {
    if let thing = thing(reference) { return thing }
    switch reference {
    case .actor(let index):
      issues.add(
        path, "there is no actor \(index); expected \(actors.isEmpty ? "actors" : "0...\(actors.count - 1)")")
    case .name(let name):
      let names = actors.compactMap(\.name) + setPieces.compactMap(\.name)
      let known = names.isEmpty ? "nothing has a name" : "names: " + names.joined(separator: ", ")
      issues.add(path, "nobody and nothing is called \(JSON.quoted(name)); \(known)\(others)")
    }
    return nil
  }

  /// The actor that carries an actor.
  private func carrier(of index: Int) -> Int? {
    guard let attachment = actors[index].attachment, case .actor(let carrier) = thing(attachment.to) else {
      return nil
    }
    return carrier
  }

  /// Whether what carries an actor is in the end carried by it.
  private func isCarriedRound(_ index: Int) -> Bool {
    var next = carrier(of: index), steps = 0
    while let current = next, current != index, steps < actors.count {
      next = carrier(of: current)
      steps += 1
    }
    return next == index
  }

  private func ring(from index: Int) -> String {
    var names = [title(index)], next = carrier(of: index)
    while let current = next, current != index {
      names.append(title(current))
      next = carrier(of: current)
    }
    return (names + [title(index)]).joined(separator: " on ")
  }

  private func title(_ index: Int) -> String { actors[index].name ?? "actors[\(index)]" }
}
