// Which version of the file a plan is written as. Version 1 is what programs before the open cast read; plans that it can hold
// are written as it, so that those go on reading them and the bytes of a plan stay what they were.

import ZoetropeFiles

extension ShotPlan {
  /// The versions of the file format that this program reads.
  public static let versions = 1...2

  /// The version of the file format that ``json()`` writes: 1 where that can hold the plan, else 2.
  public var version: Int { isWithinVersion1 ? 1 : 2 }

  /// The limits of version 1.
  enum Version1 {
    static let maximumActorCount = 4
    static let maximumFrameCount = 1024
    static let timeRange = -1024.0...2048
    static let shiftRange = -4.0...4
  }

  /// Whether a file of version 1 can hold the plan.
  private var isWithinVersion1: Bool {
    let keyframes = camera.keyframes.map(\.t) + actors.flatMap { $0.keyframes.map(\.t) }
    let counts = [camera.keyframes.count] + actors.map(\.keyframes.count) + [frameCount]
    return closedVocabularyIssues.isEmpty && relations.isEmpty && camera.moves.isPlain(\.from)
      && counts.allSatisfy { $0 <= Version1.maximumFrameCount }
      && keyframes.allSatisfy(Version1.timeRange.contains)
      && camera.keyframes.allSatisfy {
        Version1.shiftRange.contains($0.x) && Version1.shiftRange.contains($0.y)
      }
      && actors.allSatisfy {
        $0.name == nil && $0.gait == nil && $0.attachment == nil && $0.beats.isPlain(\.from)
          && $0.beats[0].towards == nil && $0.beats[0].speed == nil
      }
  }

  /// What of the plan has no word in the closed vocabulary, that of models and captions before the open cast: pictures of no
  /// ``ActorKind``, colours of no ``Tint``, more actors than they know, set pieces, and what changes during the shot.
  public var closedVocabularyIssues: [PlanError.Issue] {
    var issues: [PlanError.Issue] = []
    for field in ["time", "weather", "look"] {
      let changes = changes.filter { $0.value.field == field }
      if let change = changes.first {
        issues.append(
          .init(field, "changes during the shot, to \(change.value.word) at \(shown(change.t)) s"))
      }
    }
    if !setPieces.isEmpty {
      issues.append(
        .init("set", setPieces.count == 1 ? "holds a set piece" : "holds \(setPieces.count) set pieces"))
    }
    if actors.count > Version1.maximumActorCount {
      issues.append(
        .init("actors", "\(actors.count) actors; at most \(Version1.maximumActorCount) have words"))
    }
    for (index, actor) in actors.enumerated() {
      if actor.kind == nil {
        issues.append(.init("actors[\(index)].picture", "\(JSON.quoted(actor.picture)) is no kind"))
      }
      if let tint = actor.tint, tint.word == nil {
        issues.append(.init("actors[\(index)].tint", "\(tint.text) has no word"))
      }
    }
    return issues
  }
}

extension Array {
  /// Whether there is one step only, from the start.
  fileprivate func isPlain(_ from: (Element) -> Double) -> Bool { count == 1 && from(self[0]) == 0 }
}
