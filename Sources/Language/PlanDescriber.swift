// A plan in sentences: who does what, one thing after the other, where, in what light, how filmed. Written from the plan alone, so
// that it cannot contradict it.

import ZoetropeCast
import ZoetropeShot

/// Describes plans of the open cast.
public struct PlanDescriber: Sendable {
  private let members: MemberTable

  /// Makes a describer of the cast.
  public init(members: MemberTable) { self.members = members }

  /// The plan in a few sentences: "Medium shot, the camera stands still. A red fox runs to the left, fast. In the snow, at night."
  public func text(_ plan: ShotPlan) -> String {
    var sentences = ["\(PlanPhrases.shots[plan.shotSize]!), \(camera(plan))"]
    sentences += groups(of: plan).map { sentence($0, plan) }
    sentences += plan.relations.compactMap { relation($0, plan) }
    let named = plan.setPieces.filter { $0.name != nil }
    if !named.isEmpty {
      let things = counted(named.map { noun($0.picture, tint: $0.tint, size: .medium) })
      sentences.append("There \(named.count == 1 ? "is" : "are") \(PlanDescriber.list(things))")
    }
    sentences.append(setting(plan))
    if plan.look != .natural { sentences.append("The look: \(PlanPhrases.looks[plan.look]!)") }
    return sentences.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }.joined(separator: " ")
  }

  // MARK: - Internals

  /// Actors who look alike and do the same, together.
  private func groups(of plan: ShotPlan) -> [[Int]] {
    var groups: [[Int]] = []
    for (index, actor) in plan.actors.enumerated() {
      let same = groups.firstIndex { group in
        let other = plan.actors[group[0]]
        return other.name == nil && actor.name == nil && other.picture == actor.picture
          && other.tint == actor.tint
          && other.size == actor.size && other.beats.map(\.motion) == actor.beats.map(\.motion)
          && other.attachment == nil && actor.attachment == nil
      }
      if let same { groups[same].append(index) } else { groups.append([index]) }
    }
    return groups
  }

  private func sentence(_ group: [Int], _ plan: ShotPlan) -> String {
    let actor = plan.actors[group[0]]
    let who = actor.name ?? noun(actor.picture, tint: actor.tint, size: actor.size)
    let subject = group.count == 1 ? (actor.name ?? article(who)) : "\(number(group.count)) \(plural(who))"
    return "\(subject) \(action(actor, isPlural: group.count > 1, plan))"
  }

  private func action(_ actor: Actor, isPlural: Bool, _ plan: ShotPlan) -> String {
    if let attachment = actor.attachment {
      let other = title(attachment.to, plan)
      switch attachment.manner {
      case .riding: return "rides \(other)"
      case .sittingOn: return "sits on \(other)"
      case .heldBy: return "is held by \(other)"
      case .eatenBy: return "is eaten by \(other)"
      case .wornBy: return "is worn by \(other)"
      }
    }
    var parts: [String] = []
    for beat in actor.beats {
      var part = verb(beat.motion, actor.gait ?? members[actor.picture]?.gait.style, isPlural: isPlural)
      if case .thing(let thing) = beat.towards { part += " towards \(title(thing, plan))" }
      if parts.last != part { parts.append(part) }
    }
    let pace = actor.beats.allSatisfy { $0.motion == .still } ? "" : PlanPhrases.paces[actor.speed]!
    return parts.joined(separator: ", then ") + pace
  }

  private func verb(_ motion: Motion, _ gait: Gait.Style?, isPlural: Bool) -> String {
    let phrase: String
    switch motion {
    case .left, .right:
      phrase = (gait.flatMap { PlanPhrases.verbs[$0] } ?? "move") + " to the \(motion.rawValue)"
    default: phrase = PlanPhrases.motions[motion]!
    }
    return Grammar.conjugate(phrase, isPlural ? .plural : .third)
  }

  private func relation(_ relation: PlannedRelation, _ plan: ShotPlan) -> String? {
    guard let words = PlanPhrases.relations[relation.relation] else { return nil }
    return "\(title(relation.first, plan)) is \(words) \(title(relation.second, plan))"
  }

  private func title(_ reference: PlanReference, _ plan: ShotPlan) -> String {
    switch plan.thing(reference) {
    case .actor(let index): return plan.actors[index].name ?? "the " + display(plan.actors[index].picture)
    case .setPiece(let index): return "the " + display(plan.setPieces[index].picture)
    case nil: return "something"
    }
  }

  private func camera(_ plan: ShotPlan) -> String {
    "the camera " + plan.camera.moves.map { PlanPhrases.moves[$0.move]! }.joined(separator: ", then ")
  }

  private func setting(_ plan: ShotPlan) -> String {
    var parts = [PlanPhrases.places[plan.scene]!]
    if let period = plan.period { parts.append(PlanPhrases.periods[period]!) }
    parts.append(PlanPhrases.times[plan.time]!)
    if plan.scene.isUnderOpenAir { parts.append(PlanPhrases.weathers[plan.weather]!) }
    let changes = plan.changes.map { change in
      switch change.value {
      case .time(let time): "it turns to \(time.rawValue)"
      case .weather(let weather): "the weather turns to \(weather.rawValue)"
      case .look(let look): "the look turns to \(PlanPhrases.looks[look]!)"
      }
    }
    return (parts + changes).joined(separator: ", ")
  }

  private func noun(_ picture: String, tint: PictureTint?, size: ActorSize) -> String {
    ([size == .medium ? nil : size.rawValue, tint?.text, display(picture)].compactMap { $0 }).joined(
      separator: " ")
  }

  private func display(_ picture: String) -> String {
    if let member = members[picture] { return member.displayName }
    let file = picture.split(separator: "/").last.map(String.init) ?? picture
    return file.hasSuffix(".png") ? String(file.dropLast(4)) : file
  }

  private func counted(_ nouns: [String]) -> [String] {
    var order: [String] = [], counts: [String: Int] = [:]
    for noun in nouns {
      if counts[noun] == nil { order.append(noun) }
      counts[noun, default: 0] += 1
    }
    return order.map { counts[$0] == 1 ? article($0) : "\(number(counts[$0]!)) \(plural($0))" }
  }

  private func article(_ noun: String) -> String {
    ("aeiou".contains(noun.first?.lowercased() ?? "x") ? "an " : "a ") + noun
  }

  private func plural(_ noun: String) -> String {
    Grammar.plural(noun)
  }

  private func number(_ count: Int) -> String {
    let words = ["no", "one", "two", "three", "four", "five", "six"]
    return words.indices.contains(count) ? words[count] : "\(count)"
  }

  private static func list(_ items: [String]) -> String {
    items.count < 2
      ? items.joined() : items.dropLast().joined(separator: ", ") + " and " + items[items.count - 1]
  }
}

/// What words of plans are in sentences.
enum PlanPhrases {
  static let shots: [ShotSize: String] = [.wide: "wide shot", .medium: "medium shot", .closeUp: "close-up"]
  static let paces: [Speed: String] = [.slow: ", slowly", .normal: "", .fast: ", fast"]
  static let verbs: [Gait.Style: String] = [
    .walk: "walk", .run: "run", .hop: "hop", .waddle: "waddle", .crawl: "crawl", .flap: "fly",
    .flutter: "flutter",
    .swim: "swim", .undulate: "swim", .roll: "roll", .drive: "drive", .slide: "glide", .row: "row",
    .rock: "sail",
    .hover: "float",
  ]
  static let motions: [Motion: String] = [
    .still: "stay where it is", .up: "go up", .down: "go down", .approach: "come closer",
    .recede: "go away", .bounce: "bounce up and down", .spin: "spin", .orbit: "go in circles",
    .zigzag: "move in a zigzag", .jump: "jump", .enter: "enter the frame",
    .exit: "leave the frame", .chase: "give chase", .meet: "go to meet the other",
  ]
  static let relations: [Relation: String] = [
    .leftOf: "to the left of", .rightOf: "to the right of", .above: "above", .below: "below",
    .inFrontOf: "in front of", .behind: "behind", .chasing: "chasing", .meeting: "meeting",
  ]
  static let moves: [CameraMove: String] = [
    .still: "stands still", .panLeft: "pans to the left", .panRight: "pans to the right", .tiltUp: "tilts up",
    .tiltDown: "tilts down", .zoomIn: "zooms in", .zoomOut: "zooms out", .track: "follows",
    .handheld: "is held by hand",
  ]
  static let places: [Scene: String] = [
    .sea: "at sea", .beach: "on the beach", .snow: "in the snow", .desert: "in the desert",
    .forest: "in the forest",
    .meadow: "in a meadow", .mountains: "in the mountains", .city: "in the city", .space: "in space",
    .moon: "on the moon", .underwater: "under water", .stage: "on a stage", .sky: "in the sky",
    .river: "at a river",
    .room: "in a room", .cave: "in a cave",
  ]
  static let periods: [Period: String] = [
    .medieval: "in the Middle Ages", .twenties: "in the 1920s", .eighties: "in the 1980s",
    .future: "in the future",
  ]
  static let times: [TimeOfDay: String] = [
    .dawn: "at dawn", .day: "by day", .sunset: "at sunset", .night: "at night",
  ]
  static let weathers: [Weather: String] = [
    .clear: "in clear weather", .clouds: "under clouds", .rain: "in the rain", .snow: "in falling snow",
    .fog: "in the fog",
  ]
  static let looks: [Look: String] = [
    .natural: "natural colours", .infrared: "infrared", .noir: "film noir", .sepia: "sepia", .neon: "neon",
    .watercolor: "watercolour", .vhs: "a VHS tape", .silhouette: "silhouettes", .pixel: "pixel art",
    .blueprint: "a blueprint", .oilPainting: "an oil painting", .ukiyoe: "a woodblock print",
    .vanGogh: "Van Gogh",
    .blackAndWhite: "black and white", .cyberpunk: "cyberpunk", .animated: "a cartoon",
    .surreal: "surrealism",
  ]
}
