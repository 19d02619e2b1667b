// What a script supervisor watches: the same place, people and sides from shot to shot.

import Foundation
import ZoetropeFiles
import ZoetropeScreenplay
import ZoetropeShot

/// A shot with the plan that it is made from.
public struct PlannedListing: Sendable, Equatable {
  /// The shot as listed.
  public var shot: ListedShot
  /// Its plan.
  public var plan: ShotPlan
  /// The heading that it stands under, and whoever plays whom in it.
  public var heading: String
  /// Names of the shot's people by the plan's actors, nil for things.
  public var names: [String?]

  /// Pairs a shot with its plan.
  public init(_ shot: ListedShot, _ plan: ShotPlan, heading: String, cast: FilmCast) {
    self.shot = shot
    self.plan = plan
    self.heading = heading
    names = plan.actors.map { actor in
      actor.name ?? shot.people.first { cast.roles[$0.name]?.performer.picture == actor.picture }?.name
    }
  }
}

/// Something that does not go on from one shot to the next.
public struct ContinuityNote: Sendable, Equatable, Codable {
  /// The shot in which it is seen.
  public var shot: String
  /// What it is about.
  public var topic: Topic
  /// What is wrong, in words.
  public var message: String

  /// What a note is about.
  public enum Topic: String, Sendable, Codable, CaseIterable {
    /// Backdrop, pieces, time, weather or seed of a place.
    case place
    /// Picture or colour of somebody.
    case appearance
    /// Height of two people to each other.
    case height
    /// The side of the picture that somebody is on.
    case side
    /// Which way somebody looks.
    case look
    /// Somebody acts who has left.
    case presence
    /// Somebody is listed and not in the plan.
    case missing
  }
}

/// Finds breaks of continuity in the plans of a film.
public enum Continuity {
  /// Everything that does not go on, in the order of the shots.
  ///
  /// - Parameters:
  ///   - shots: in the order of the film.
  ///   - facing: the side that a picture faces when it is not flipped; nil where that is not known.
  public static func notes(
    _ shots: [PlannedListing], facing: (String) -> Facing?
  ) -> [ContinuityNote] {
    var notes: [ContinuityNote] = []
    var state = State()
    for entry in shots {
      func note(_ topic: ContinuityNote.Topic, _ message: String) {
        notes.append(ContinuityNote(shot: entry.shot.id, topic: topic, message: message))
      }
      state.checkPlace(entry, note)
      state.checkPeople(entry, facing, note)
    }
    return notes
  }

  /// The notes for people to read.
  public static func text(_ notes: [ContinuityNote], shotCount: Int) -> String {
    if notes.isEmpty { return "\(shotCount) shots, nothing to note.\n" }
    return "\(shotCount) shots, \(notes.count) \(notes.count == 1 ? "note" : "notes")\n\n"
      + notes.map { "\($0.shot)  \($0.topic.rawValue): \($0.message)\n" }.joined()
  }

  /// The notes as JSON.
  public static func json(_ notes: [ContinuityNote]) -> String {
    JSON.array(
      notes.map {
        .object([
          JSON.Member("shot", .string($0.shot)), JSON.Member("topic", .string($0.topic.rawValue)),
          JSON.Member("message", .string($0.message)),
        ])
      }
    ).text + "\n"
  }

  // MARK: - Internals

  /// What was seen so far.
  private struct State {
    var places: [String: (plan: ShotPlan, shot: String)] = [:]
    var looks: [String: (picture: String, tint: PictureTint?, shot: String)] = [:]
    var ratios: [String: (value: Double, shot: String)] = [:]
    var sides: [String: (side: ListedShot.Side, shot: String)] = [:]
    var gone: [String: String] = [:]
    var scene: Int?

    mutating func checkPlace(
      _ entry: PlannedListing, _ note: (ContinuityNote.Topic, String) -> Void
    ) {
      guard let (first, shot) = places[entry.heading] else {
        places[entry.heading] = (entry.plan, entry.shot.id)
        return
      }
      let plan = entry.plan
      func differ(_ what: String, _ was: String, _ now: String) {
        if was != now { note(.place, "\(what) is \(now); it was \(was) in \(shot), under the same heading") }
      }
      differ("the backdrop", first.scene.rawValue, plan.scene.rawValue)
      differ("the time", first.time.rawValue, plan.time.rawValue)
      differ("the weather", first.weather.rawValue, plan.weather.rawValue)
      differ("the age", first.period?.rawValue ?? "today", plan.period?.rawValue ?? "today")
      differ("the look", first.look.rawValue, plan.look.rawValue)
      differ("the seed", "\(first.seed)", "\(plan.seed)")
      // A travelling camera and a wider shot see more of the same pieces; what both see must be alike.
      let (was, now) = (Set(first.setPieces.map(\.picture)), Set(plan.setPieces.map(\.picture)))
      if was.isEmpty != now.isEmpty {
        note(.place, "the set is \(now.isEmpty ? "empty" : "full"); it was not so in \(shot)")
      } else if !was.isEmpty, was.isDisjoint(with: now) {
        note(.place, "no piece of the set is one of those in \(shot), under the same heading")
      }
    }

    mutating func checkPeople(
      _ entry: PlannedListing, _ facing: (String) -> Facing?, _ note: (ContinuityNote.Topic, String) -> Void
    ) {
      let (shot, plan) = (entry.shot, entry.plan)
      if shot.scene != scene { (sides, gone) = ([:], [:]) }
      scene = shot.scene
      let tracks = plan.tracks()
      for (index, name) in entry.names.enumerated() {
        guard let name else { continue }
        let actor = plan.actors[index]
        if let known = looks[name] {
          if known.picture != actor.picture {
            note(
              .appearance, "\(name) is played by \(actor.picture); by \(known.picture) in \(known.shot)")
          } else if known.tint != actor.tint {
            note(
              .appearance,
              "\(name) is \(actor.tint?.text ?? "untinted"); was \(known.tint?.text ?? "untinted") in \(known.shot)"
            )
          }
        } else {
          looks[name] = (actor.picture, actor.tint, shot.id)
        }
        let (begin, middle, end) = (
          tracks[index].box(at: 0), tracks[index].box(at: plan.duration / 2),
          tracks[index].box(at: plan.time(ofFrame: plan.frameCount - 1))
        )
        if let left = gone[name], begin.isInFrame {
          note(.presence, "\(name) is there from the start, and left the picture in \(left)")
        }
        gone[name] = end.isInFrame ? nil : shot.id
        checkSide(name, middle, actor, entry, facing, note)
      }
      for person in shot.people where !entry.names.contains(person.name) {
        note(.missing, "\(person.name) is listed and not in the plan")
      }
      checkHeights(entry, note)
    }

    private mutating func checkSide(
      _ name: String, _ box: Keyframe, _ actor: Actor, _ entry: PlannedListing,
      _ facing: (String) -> Facing?, _ note: (ContinuityNote.Topic, String) -> Void
    ) {
      let side: ListedShot.Side = box.x < 0.5 ? .left : .right
      if let known = sides[name], known.side != side, entry.shot.kind != .tracking {
        note(
          .side,
          "\(name) is on the \(side.rawValue) and was on the \(known.side.rawValue) in \(known.shot): the line is crossed"
        )
      }
      if sides[name] == nil { sides[name] = (side, entry.shot.id) }
      guard let face = facing(actor.picture), face != .front,
        let listed = entry.shot.people.first(where: { $0.name == name })?.side,
        !actor.beats.contains(where: { [.exit, .enter, .left, .right, .chase, .meet].contains($0.motion) })
      else { return }
      let looksRight = (face == .right) != box.flipped
      if looksRight != (listed == .left) {
        note(.look, "\(name) is listed on the \(listed.rawValue) and looks \(looksRight ? "right" : "left")")
      }
    }

    private mutating func checkHeights(
      _ entry: PlannedListing, _ note: (ContinuityNote.Topic, String) -> Void
    ) {
      guard entry.plan.shotSize != .closeUp else { return }
      let heights = entry.names.enumerated().compactMap { index, name in
        name.map { ($0, entry.plan.actors[index].keyframes[0].height) }
      }
      for (place, first) in heights.enumerated() {
        for second in heights[(place + 1)...] {
          let (a, b) = first.0 < second.0 ? (first, second) : (second, first)
          let key = "\(a.0) and \(b.0)", ratio = a.1 / max(b.1, 1e-6)
          if let known = ratios[key], abs(log(ratio / known.value)) > 0.14 {
            note(
              .height,
              "\(key): heights are \(rounded(ratio)) to 1; they were \(rounded(known.value)) to 1 in \(known.shot)"
            )
          } else if ratios[key] == nil {
            ratios[key] = (ratio, entry.shot.id)
          }
        }
      }
    }

    private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
  }
}
