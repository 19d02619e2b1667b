// What a director says of one shot: who stands on which side, what they do, what they hold, what the camera does.

import ZoetropeDirection
import ZoetropeScreenplay
import ZoetropeShot

/// Writes one shot in a director's terms.
struct ShotBlocking {
  let shot: ListedShot
  let entry: StageLedger.Entry
  /// Who holds what in it.
  let holders: [String: String]
  let cast: FilmCast
  let seconds: Double
  /// Whether the plan calls actors by name: models before the open cast have no words for it.
  let usesNames: Bool

  /// How long somebody takes to leave, in seconds.
  private static let passage = 1.4

  func scripted() -> ScriptedShot {
    var result = ScriptedShot()
    result.shotSize = shot.kind.shotSize
    result.framesHeads = usesNames && [.closeUp, .reaction].contains(shot.kind)
    // Close to, everyone fills the frame: the height on the frame says nothing there.
    result.heights = shot.kind.shotSize == .closeUp ? nil : cast.heights
    result.keepsStageClear = true
    result.camera = camera
    result.cameraAmount = 0
    // People are what a shot is about: they take up a little more of it than of a prompt's.
    result.scale = result.shotSize == .medium ? 4 : 3
    let people = shot.people.filter { cast.roles[$0.name] != nil }
    for (person, column) in zip(people, columns(of: people)).prefix(ShotPlan.maximumActorCount - 1) {
      if let role = cast.roles[person.name] { result.actors.append(actor(role, person, column)) }
    }
    let cutIn = people.prefix(result.actors.count)
    addThings(to: &result, among: Array(cutIn))
    addRelations(to: &result, among: Array(cutIn))
    return result
  }

  // MARK: - Internals

  private var events: [ActionReading.Event] { entry.action.events }

  private func isHere(_ name: String) -> Bool { shot.people.contains { $0.name == name } }

  private func acts(of name: String) -> [ActionReading.Event] { events.filter { $0.subjects.contains(name) } }

  private var camera: [CameraMove] {
    switch shot.kind {
    case .establishing: [.zoomIn]
    case .tracking: events.contains { $0.act == .enter || $0.act == .leave } ? [] : [.track]
    case .closeUp, .reaction, .insert: [.still]
    // Whoever goes out of the frame is followed.
    case .wide, .medium, .twoShot: []
    }
  }

  /// Where across the frame everyone stands, 0 left … 8 right: those of the left side in the left half.
  private func columns(of people: [ListedShot.Person]) -> [Int] {
    let isClose = shot.kind.shotSize == .closeUp
    var (left, right) = (0, 0)
    let onLeft = people.count { $0.side == .left }, onRight = people.count - onLeft
    return people.map { person in
      if people.count == 1 { return person.side == .left ? (isClose ? 3 : 2) : (isClose ? 5 : 6) }
      if person.side == .left {
        left += 1
        return onLeft == 1 ? 2 : max(0, 3 - 2 * (left - 1))
      }
      right += 1
      return onRight == 1 ? 6 : min(8, 5 + 2 * (right - 1))
    }
  }

  private func actor(_ role: FilmCast.Role, _ person: ListedShot.Person, _ column: Int) -> ScriptedActor {
    var actor = ScriptedActor(role.performer)
    actor.name = usesNames ? person.name : nil
    (actor.tint, actor.column) = (role.tint, column)
    let side: Heading = person.side == .left ? .right : .left
    (actor.heading, actor.looks) = (side, side)
    actor.isTalking = shot.speaker == person.name
    guard shot.kind.shotSize != .closeUp else { return actor }
    if entry.gone.contains(person.name) { actor.beats = [ScriptedBeat(.enter)] }
    for event in acts(of: person.name) { apply(event, to: &actor) }
    return actor
  }

  private func apply(_ event: ActionReading.Event, to actor: inout ScriptedActor) {
    switch event.act {
    case .walk, .run, .creep, .fly, .swim, .float:
      guard actor.beats[0].motion == .still else { return }
      actor.beats = [ScriptedBeat(.right)]
      actor.speed = event.act == .run ? .fast : [.creep, .float].contains(event.act) ? .slow : .normal
      if event.act == .fly || event.act == .float { actor.isAirborne = true }
      if event.act == .swim { actor.swims = true }
      // Those who go together go the same way.
      if let lead = shot.people.first(where: { $0.name == event.subjects.first(where: isHere) }) {
        actor.heading = lead.side == .left ? .right : .left
      }
      if event.act == .run { actor.gait = usesNames && actor.performer.gaitStyle == .walk ? .run : nil }
    case .jump: actor.beats = [ScriptedBeat(.jump)]
    case .spin: actor.beats = [ScriptedBeat(.spin)]
    case .dance: actor.beats = [ScriptedBeat(.bounce)]
    case .rise: actor.beats = [ScriptedBeat(.up)]
    case .fall: actor.beats = [ScriptedBeat(.down)]
    case .enter: actor.beats = [ScriptedBeat(.enter)]
    case .leave:
      // Out by the side that they stand on.
      actor.heading = actor.heading == .right ? .left : .right
      let start = max(0, 1 - ShotBlocking.passage / seconds)
      actor.beats =
        (start > 0.1 ? [ScriptedBeat(.still)] : []) + [ScriptedBeat(.exit, from: start > 0.1 ? start : 0)]
    case .follow: actor.beats = [ScriptedBeat(.right)]
    case .meet: actor.beats = [ScriptedBeat(.meet)]
    case .hide, .wait, .take, .give, .drop: break
    }
    if actor.beats[0].motion != .still { actor.isTalking = false }
  }

  // MARK: Things

  private func addThings(to result: inout ScriptedShot, among people: [ListedShot.Person]) {
    let held = holders.filter { holder in people.contains { $0.name == holder.value } }.keys.sorted()
    let named = entry.action.things.filter { thing in
      // What somebody holds who is not in the picture is not in it either.
      held.contains(thing) || holders[thing] == nil
    }
    var words = named
    for thing in held where !words.contains(thing) && !result.framesHeads { words.append(thing) }
    for (number, word) in words.prefix(2).enumerated() {
      guard let role = cast.things[word], result.actors.count < ShotPlan.maximumActorCount else { continue }
      if role.performer.standsAsScenery, holders[word] == nil, !people.isEmpty {
        var piece = ScriptedPiece(role.performer)
        (piece.tint, piece.column) = (
          role.tint, hiding(behind: word, people) ?? (people[0].side == .left ? 6 : 2)
        )
        result.pieces.append(piece)
        continue
      }
      var thing = ScriptedActor(role.performer)
      thing.tint = role.tint
      if let holder = holders[word], let place = people.firstIndex(where: { $0.name == holder }) {
        thing.carrier = ScriptedActor.Carrier(thing: .actor(place), manner: .heldBy)
      } else {
        thing.column =
          people.isEmpty ? 4 + 2 * number : people.count > 1 ? 4 : people[0].side == .left ? 5 : 3
        for event in acts(of: word) where shot.kind != .insert { apply(event, to: &thing) }
        // What is beside somebody who goes goes along.
        if let first = result.actors.first, thing.beats[0].motion == .still, first.beats[0].motion == .right {
          (thing.beats, thing.speed, thing.heading) = (first.beats, first.speed, first.heading)
        }
      }
      result.actors.append(thing)
    }
  }

  /// The column of whoever hides behind a thing.
  private func hiding(behind word: String, _ people: [ListedShot.Person]) -> Int? {
    guard let event = events.first(where: { $0.act == .hide && $0.things.contains(word) }),
      let place = people.firstIndex(where: { event.subjects.contains($0.name) })
    else { return nil }
    return columns(of: people)[place]
  }

  private func addRelations(to result: inout ScriptedShot, among people: [ListedShot.Person]) {
    func number(_ names: [String]) -> Int? { people.firstIndex { names.contains($0.name) } }
    for event in events {
      guard let first = number(event.subjects) else { continue }
      switch event.act {
      case .follow, .meet:
        guard let second = number(event.people), second != first else { continue }
        result.relations.append(
          ScriptedRelation(.actor(first), event.act == .meet ? .meeting : .chasing, .actor(second)))
        result.actors[second].beats = [ScriptedBeat(event.act == .meet ? .meet : .right)]
        if event.act == .follow { result.actors[second].heading = result.actors[first].heading }
        result.actors[second].speed = result.actors[first].speed
      case .hide:
        guard let thing = event.things.first, let role = cast.things[thing],
          let piece = result.pieces.firstIndex(where: { $0.performer == role.performer })
        else { continue }
        result.relations.append(ScriptedRelation(.actor(first), .behind, .setPiece(piece)))
      default: break
      }
    }
  }
}
