// What goes on from one shot to the next: who holds what, and who is out of the picture.

import ZoetropeScreenplay

/// Follows people and things through the shots of a film.
struct StageLedger: Sendable, Equatable {
  /// Who holds each thing, by the word for it.
  private(set) var holders: [String: String] = [:]
  /// Who has left the picture in this scene.
  private(set) var gone: Set<String> = []
  private var scene: Int?
  private var seen: [String] = []

  /// What happens in a shot, before and after it.
  struct Entry: Sendable, Equatable {
    /// What its action says.
    var action: ActionReading
    /// Who holds what at its beginning and at its end.
    var before: [String: String]
    var after: [String: String]
    /// Who is out of the picture at its beginning.
    var gone: Set<String>
  }

  /// Goes on by one shot.
  ///
  /// - Parameter things: words for things that can be shown.
  mutating func enter(_ shot: ListedShot, things: Set<String>) -> Entry {
    if shot.scene != scene { (gone, seen) = ([], []) }
    scene = shot.scene
    let people = shot.people.map(\.name)
    let action = ActionReading(
      shot.action, people: people, things: things,
      seen: people.isEmpty ? seen : people.count == 1 ? people : seen.isEmpty ? people : seen)
    var entry = Entry(action: action, before: holders, after: holders, gone: gone)
    for event in action.events {
      let doers = event.subjects.filter(people.contains)
      // "She takes it": what was named before.
      let things = event.things.isEmpty ? Array(action.things.suffix(1)) : event.things
      switch event.act {
      case .take: for thing in things { if let doer = doers.first { holders[thing] = doer } }
      case .give:
        for thing in things { if let other = event.people.first { holders[thing] = other } }
      case .drop: for thing in things { holders[thing] = nil }
      case .leave: gone.formUnion(doers)
      default: gone.subtract(doers)
      }
    }
    let left = Set(action.events.filter { $0.act == .leave }.flatMap(\.subjects))
    gone.subtract(people.filter { !left.contains($0) })
    if !people.isEmpty { seen = shot.speaker.map { [$0] } ?? [people[0]] }
    entry.after = holders
    return entry
  }
}
