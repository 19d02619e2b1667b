// Who and what a story is about, and how things stand at one moment of it.

/// Somebody in a story.
public struct StoryCharacter: Sendable, Equatable, Codable {
  /// The name that speeches have, in upper case.
  public var name: String
  /// What they are: a word of the cast, such as `fox`.
  public var kind: String
  /// What is said of them when they first appear: `with nothing to do`.
  public var trait: String
}

/// Where scenes are set.
public struct StoryPlace: Sendable, Equatable, Codable {
  /// The words of the heading, in upper case.
  public var heading: String
  /// Whether it is inside.
  public var isInside: Bool
  /// What the action calls it: `the harbour`.
  public var noun: String
  /// What is seen there first.
  public var detail: String
}

/// Everything that does not change in a story.
public struct StoryWorld: Sendable, Equatable {
  /// The people; the first is the one whose story it is.
  public var characters: [StoryCharacter]
  /// The places.
  public var places: [StoryPlace]
  /// The thing that it is about: a word that the film set can show.
  public var thing: String
  /// Its colour, or another word before it; may be empty.
  public var adjective: String
  /// Whose it is by right.
  public var owner: Int
  /// How it is told.
  public var genre: StoryGenre

  /// The thing as it is first named.
  var fullThing: String { adjective.isEmpty ? thing : "\(adjective) \(thing)" }
}

/// How things stand: who is where, has what, knows what, wants what, and how they like each other.
public struct StoryState: Sendable, Equatable {
  /// The place of everybody.
  public internal(set) var places: [Int]
  /// Who has the thing; nil where it lies somewhere.
  public internal(set) var holder: Int?
  /// Where the thing lies; nil while somebody has it.
  public internal(set) var lies: Int?
  /// Who wants it.
  public internal(set) var wants: Set<Int>
  /// Who knows where it is, or who has it.
  public internal(set) var knows: Set<Int>
  /// Who has met whom: smaller number first.
  public internal(set) var met: Set<[Int]> = []
  /// How much somebody trusts another, -3…3.
  public internal(set) var trust: [[Int]]
  /// How everybody's fortune stands, -1…1.
  public internal(set) var fortune: [Double]
  /// Who took the thing from its owner, and has not made it good.
  public internal(set) var thief: Int?
  /// Who is pressed to give the thing back, and by whom.
  public internal(set) var pressed: (who: Int, by: Int)?
  /// Who was asked for the thing, and by whom.
  public internal(set) var asked: (who: Int, by: Int)?
  /// Whether it rains.
  public internal(set) var rains = false
  /// Whether the story is over.
  public internal(set) var isOver = false

  /// How things stand at the beginning.
  public init(_ world: StoryWorld, places: [Int], holder: Int?, lies: Int?, wants: Set<Int>) {
    let count = world.characters.count
    (self.places, self.holder, self.lies, self.wants) = (places, holder, lies, wants)
    knows = holder.map { [$0] } ?? []
    trust = Array(repeating: Array(repeating: 0, count: count), count: count)
    fortune = Array(repeating: 0, count: count)
  }

  /// Everybody who is at a place.
  public func present(at place: Int) -> [Int] { places.indices.filter { places[$0] == place } }

  /// Whether two have met.
  public func haveMet(_ a: Int, _ b: Int) -> Bool { met.contains([min(a, b), max(a, b)]) }

  /// Whether everything stands alike.
  public static func == (a: StoryState, b: StoryState) -> Bool {
    a.places == b.places && a.holder == b.holder && a.lies == b.lies && a.wants == b.wants
      && a.knows == b.knows && a.met == b.met && a.trust == b.trust && a.fortune == b.fortune
      && a.thief == b.thief && a.rains == b.rains && a.isOver == b.isOver
      && a.pressed.map { [$0.who, $0.by] } == b.pressed.map { [$0.who, $0.by] }
      && a.asked.map { [$0.who, $0.by] } == b.asked.map { [$0.who, $0.by] }
  }
}
