// From an idea in a sentence to a world: who, what, where.

import ZoetropeCast
import ZoetropeLanguage
import ZoetropeRandom
import ZoetropeScreenplay
import ZoetropeShot

/// What a sentence such as "a fox and a stolen balloon" says about a story.
public struct StoryIdea: Sendable, Equatable {
  /// The sentence.
  public let text: String
  /// Words for who acts, in the order of the text; at least one.
  public private(set) var kinds: [String] = []
  /// The thing that it is about; nil where the sentence names none that can be shown.
  public private(set) var thing: String?
  /// The thing's colour.
  public private(set) var colour: String?
  /// Whether something is or was stolen.
  public private(set) var isOfTheft = false
  /// What the sentence says and the story does without, for people.
  public private(set) var notes: [String] = []

  /// Reads an idea.
  ///
  /// - Throws: ``StoryError/emptyIdea(_:)``; `CastError`, `ReadingError`.
  public init(_ text: String) throws {
    self.text = text
    let reading = try PromptReader().read(text, language: "en"), members = try MemberTable.builtIn()
    for mention in reading.mentions where !mention.isNegated && mention.sameAs == nil {
      switch mention.kind {
      case .thing:
        guard let member = mention.senses.lazy.compactMap({ members[$0.member] }).first else { continue }
        let word = reading.words(of: mention).lowercased()
        let noun = word.split(separator: " ").last.map(String.init) ?? word
        if StoryIdea.living.contains(member.category) {
          kinds.append(word.hasPrefix("a ") ? String(word.dropFirst(2)) : word)
        } else if thing == nil, ShotPrompt.things.contains(noun) {
          thing = noun
        } else {
          notes.append("“\(word)” is left out: a story is about one thing that a film set can show")
        }
      case .colour: if Tint(rawValue: mention.key) != nil, colour == nil { colour = mention.key }
      default: break
      }
    }
    let words = Set(text.lowercased().split { !$0.isLetter }.map(String.init))
    isOfTheft = !words.isDisjoint(with: [
      "stolen", "steals", "steal", "theft", "thief", "robbed", "robbery", "stole",
    ])
    if kinds.isEmpty { throw StoryError.emptyIdea(text) }
  }

  /// The world of the idea.
  ///
  /// - Parameter characterCount: how many people, 2…5; those that the idea does not name are chosen to go with those it does.
  public func world(_ genre: StoryGenre, characterCount: Int = 3, seed: UInt64) -> StoryWorld {
    var generator = Generator(seed: seed, stream: 0x570_40)
    var kinds = Array(kinds.prefix(5))
    let isOfPeople = kinds.first.map { StoryIdea.people.contains($0) } ?? false
    var others = generator.shuffled(isOfPeople ? StoryIdea.people : StoryIdea.animals)
    while kinds.count < max(2, characterCount), let next = others.popLast() {
      if !kinds.contains(where: { $0.hasSuffix(next) }) { kinds.append(next) }
    }
    var names = generator.shuffled(StoryIdea.names), traits = generator.shuffled(StoryIdea.traits)
    let characters = kinds.map { kind in
      StoryCharacter(name: names.popLast() ?? kind.uppercased(), kind: kind, trait: traits.popLast() ?? "")
    }
    let places = Array(generator.shuffled(genre.places).prefix(3))
    let found = thing ?? generator.pick(["balloon", "lantern", "crown", "letter", "key", "trumpet"])
    return StoryWorld(
      characters: characters, places: places, thing: found,
      adjective: colour ?? (["balloon", "kite", "umbrella"].contains(found) ? "red" : ""), owner: 0,
      genre: genre)
  }

  /// How a story about a world may begin.
  public enum Premise: Int, Sendable, CaseIterable, Codable {
    /// The first wants what the second has.
    case wish
    /// The first has what the second wants.
    case treasure
    /// It lies somewhere, and is the second's.
    case lostThing
  }

  /// A world and how things stand in it at the beginning.
  public func beginning(_ premise: Premise, in world: StoryWorld) -> (world: StoryWorld, start: StoryState) {
    var world = world
    let count = world.characters.count
    // The first two are at the first place, the others elsewhere, so that there is somebody to come.
    var places = (0..<count).map { $0 < 2 ? 0 : 1 + ($0 % 2) }
    switch premise {
    case .wish:
      world.owner = 1
      return (world, StoryState(world, places: places, holder: 1, lies: nil, wants: [0, 1]))
    case .treasure:
      world.owner = 0
      return (world, StoryState(world, places: places, holder: 0, lies: nil, wants: [0, 1]))
    case .lostThing:
      world.owner = 1
      places[1] = 1
      return (world, StoryState(world, places: places, holder: nil, lies: 2, wants: [0, 1]))
    }
  }

  // MARK: - Internals

  private static let living: Set<CastMember.Category> = [
    .person, .fantasy, .animal, .bird, .reptile, .aquatic, .insect,
  ]
  private static let animals = [
    "mouse", "owl", "bear", "rabbit", "cat", "dog", "raccoon", "penguin", "fox", "wolf", "frog", "squirrel",
  ]
  private static let people = [
    "child", "old woman", "detective", "king", "wizard", "dancer", "robot", "old man", "woman", "man",
    "thief",
  ]
  private static let names = [
    "MARA", "PIP", "OTTO", "INES", "BRUNO", "LOTTE", "FELIX", "ODA", "TILDA", "HUGO", "NELL", "AUGUST",
    "WREN",
    "BASIL", "MOSS", "JUNO", "CLEM", "IVO", "GUS", "DORA",
  ]
  private static let traits = [
    "with nothing to do", "who counts everything twice", "with an excellent memory for faces",
    "who has never been late", "with one good coat", "who believes every word", "with a plan",
    "who has seen better days and says so", "with very clean paws and no past", "who is afraid of the dark",
    "with a laugh that arrives late", "who used to be somebody",
  ]
}

extension Generator {
  /// A list in another order.
  mutating func shuffled<Element>(_ list: [Element]) -> [Element] {
    var list = list
    for index in list.indices.dropFirst().reversed() { list.swapAt(index, self.index(below: index + 1)) }
    return list
  }
}
