// Whether a story holds together: found from what is told, without the grammar that told it.

import ZoetropeScreenplay

/// Finds what cannot be in a story.
///
/// It knows none of the grammar's rules and keeps its own account of who is where and has what: once over the beats, and once over the
/// finished screenplay, by the words of the action alone.
public enum StoryChecker {
  /// Everything that is wrong with a story, in words; empty for one that holds together.
  public static func faults(_ story: Story) -> [String] {
    var faults: [String] = []
    var places = story.start.places, holder = story.start.holder, lies = story.start.lies
    var informed = Set(holder.map { [$0] } ?? [])
    func name(_ number: Int) -> String { story.world.characters[number].name }
    for (index, beat) in story.beats.enumerated() {
      func fault(_ text: String) { faults.append("beat \(index + 1), \(beat.kind.rawValue): \(text)") }
      let here = places[beat.who]
      if let holder { informed.formUnion(places.indices.filter { places[$0] == places[holder] }) }
      if let whom = beat.whom {
        if whom == beat.who { fault("\(name(whom)) does it to themselves") }
        if beat.kind == .follow {
          if places[whom] == here { fault("\(name(whom)) is here already") }
          if holder != whom { fault("\(name(whom)) has nothing that is worth following") }
          if !informed.contains(beat.who) { fault("\(name(beat.who)) cannot know where to go") }
        } else if places[whom] != here {
          fault("\(name(whom)) is not there")
        }
      }
      switch beat.kind {
      case .give, .yield:
        if holder != beat.who { fault("\(name(beat.who)) does not have it") }
        holder = beat.whom
      case .lose:
        if holder != beat.who { fault("\(name(beat.who)) does not have it") }
        (holder, lies, informed) = (nil, beat.to, [])
      case .show, .keep, .share: if holder != beat.who { fault("\(name(beat.who)) does not have it") }
      case .steal, .ask, .confront:
        if holder == nil || holder != beat.whom { fault("there is nothing to be had from them") }
        if beat.kind == .steal { holder = beat.who }
      case .find:
        if holder != nil || lies != here { fault("it does not lie there") }
        (holder, lies) = (beat.who, nil)
      case .tell: if !informed.contains(beat.who) { fault("\(name(beat.who)) cannot know that") }
      case .search: if informed.contains(beat.who) { fault("\(name(beat.who)) knows where it is") }
      case .refuse:
        if index == 0 || story.beats[index - 1].kind != .ask { fault("nobody asked") }
      case .escape: if index == 0 || story.beats[index - 1].kind != .confront { fault("nobody pressed them") }
      default: break
      }
      if beat.kind == .lonely || beat.kind == .keep, places.count(where: { $0 == here }) > 1 {
        fault("\(name(beat.who)) is not alone")
      }
      if beat.kind == .tell, let whom = beat.whom { informed.insert(whom) }
      switch beat.kind {
      case .follow: if let whom = beat.whom { places[beat.who] = places[whom] }
      case .arrive, .search, .steal, .escape: places[beat.who] = beat.to ?? here
      default: break
      }
      if beat.kind.isEnd != (index == story.beats.count - 1) { fault("the end is not at the end") }
    }
    if let last = story.states.last, last.holder != holder || last.places != places {
      faults.append("the end: it is told otherwise than it happened")
    }
    return faults
  }

  /// The directions that a curve takes, 1 up and -1 down, of which each counts from a change of `least` on.
  public static func directions(of curve: [Double], least: Double = 0.3) -> [Int] {
    guard var low = curve.first else { return [] }
    var high = low
    var found: [Int] = []
    for value in curve {
      switch found.last ?? 0 {
      case 1:
        high = max(high, value)
        if high - value >= least { (found, low) = (found + [-1], value) }
      case -1:
        low = min(low, value)
        if value - low >= least { (found, high) = (found + [1], value) }
      default:
        (low, high) = (min(low, value), max(high, value))
        if value - low >= least {
          (found, high) = ([1], value)
        } else if high - value >= least {
          (found, low) = ([-1], value)
        }
      }
    }
    return found
  }

  /// Whether a fortune has a shape.
  public static func has(_ curve: [Double], _ arc: StoryArc) -> Bool {
    directions(of: curve) == zip(arc.turns, arc.turns.dropFirst()).map { $0 < $1 ? 1 : -1 }
  }

  /// Everything that is wrong with a screenplay that is a story, by its words alone: who speaks without having been seen in the scene, who does
  /// something after leaving it, and who gives what they do not have.
  public static func faults(_ play: Screenplay, thing: String) -> [String] {
    var faults: [String] = []
    var seen: Set<String> = [], gone: Set<String> = []
    var holder: String?
    let names = play.characters
    for element in play.elements {
      switch element.content {
      case .sceneHeading: (seen, gone) = ([], [])
      case .speech(let speech):
        let name = speech.character
        if !seen.contains(name) { faults.append("\(name) speaks and was not seen in the scene") }
        if gone.contains(name) { faults.append("\(name) speaks and has left") }
      case .action(let text):
        let reading = ActionReading(text, people: names, things: [thing], seen: [])
        gone.subtract(reading.events.filter { $0.act == .enter }.flatMap(\.subjects))
        for event in reading.events {
          for name in event.subjects where gone.contains(name) {
            faults.append("\(name) acts and has left: \(text)")
          }
          guard event.things.contains(thing) || [.leave].contains(event.act) else { continue }
          switch event.act {
          case .take: holder = event.subjects.first
          case .give:
            if holder != nil, holder != event.subjects.first {
              faults.append(
                "\(event.subjects.first ?? "nobody") gives what \(holder ?? "nobody") has: \(text)")
            }
            holder = event.people.first
          case .drop: holder = nil
          default: break
          }
        }
        for event in reading.events where event.act == .leave { gone.formUnion(event.subjects) }
        let upper = text.uppercased()
        seen.formUnion(names.filter { upper.contains($0) })
      default: break
      }
    }
    return faults
  }
}
