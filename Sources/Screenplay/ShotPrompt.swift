// What is seen in a shot, in words that the planner's vocabulary has: sizes, places, times, motions.

/// Writes the prompt of a shot.
package struct ShotPrompt {
  let cast: CastMap
  let place: String
  let time: SceneBreakdown.DayTime?
  let setting: SceneBreakdown.Setting?

  /// The prompt of a shot of people, or of nobody.
  func text(_ kind: ListedShot.Kind, _ people: [ListedShot.Person], action: String, thing: String? = nil)
    -> String
  {
    let names = people.map { article(for: $0.name) }
    let scene = "\(placeWords) \(timeWords)"
    switch kind {
    case .establishing where names.isEmpty: return "empty \(placeNoun), \(timeWords), wide shot"
    case .insert:
      let noun = thing.map(ShotPrompt.withArticle) ?? names.first ?? "empty \(placeNoun)"
      return "close-up of \(noun) \(scene)"
    case .closeUp, .reaction: return "close-up of \(names.first ?? "empty \(placeNoun)") \(scene)"
    case .twoShot where names.count == 2:
      return "medium shot, \(names[0]) to the left of \(names[1]) \(scene)"
    case .tracking where names.count == 1:
      return
        "\(names[0]) \(motion(in: action) ?? "moves") to the \(people[0].side.other.rawValue) \(scene), the camera follows"
    default:
      let size = kind == .establishing || kind == .wide ? "wide shot" : "medium shot"
      guard !names.isEmpty else { return "empty \(placeNoun), \(timeWords), \(size)" }
      let verb = names.count == 1 ? motion(in: action) : nil
      let subject =
        names.count > 1
        ? names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1] : names[0]
      return ["\(size), \(subject)", verb, scene].compactMap { $0 }.joined(separator: " ")
    }
  }

  /// A verb of the action that the planner knows, in the third person.
  func motion(in action: String) -> String? { ShotPrompt.verb(in: action) }

  /// The first verb of an action that the planner knows, in the third person.
  package static func verb(in action: String) -> String? {
    for word in FountainMarkup.plain(action).lowercased().split(whereSeparator: { !$0.isLetter }) {
      if let verb = Act(word: String(word))?.prompted { return verb }
    }
    return nil
  }

  /// Things that an insert may show.
  package static let things: Set<String> = [
    "ball", "apple", "balloon", "kite", "umbrella", "boat", "sailboat", "ship", "bicycle", "car", "bus",
    "train", "rocket", "tree", "cactus",
    "truck", "tractor", "motorcycle", "airplane", "helicopter", "comet", "planet", "satellite", "lantern",
    "lamp", "candle", "key", "letter", "map", "crown", "book", "hat", "basket", "bell", "cake", "rose",
    "ring",
    "sword", "suitcase", "trumpet", "guitar", "drum", "violin", "clock", "telescope", "bottle", "egg", "gift",
    "bucket", "hammer", "pumpkin", "carrot", "cheese", "bush", "tent", "barrel", "bench", "treasure", "coin",
  ]

  // MARK: - Internals

  private func article(for name: String) -> String {
    switch cast[name] {
    case .word(let word)?: ShotPrompt.withArticle(word)
    // A person's own picture is asked for by the character's name.
    case .picture?, nil: name
    }
  }

  private static func withArticle(_ noun: String) -> String {
    (noun.first.map { "aeiou".contains($0) } == true && !noun.hasPrefix("uni") ? "an " : "a ") + noun
  }

  private var timeWords: String {
    switch time {
    case .dawn?: "at dawn"
    case .sunset?: "at sunset"
    case .night?: "at night"
    case .day?, nil: "by day"
    }
  }

  private var placeWords: String { ShotPrompt.places[placeIndex].phrase }
  private var placeNoun: String { ShotPrompt.places[placeIndex].noun }

  /// The first place of the table of which a word stands in the heading; without one a stage inside, a meadow outside.
  private var placeIndex: Int { ShotPrompt.index(of: place, setting: setting) }

  /// The noun that prompts have for a place of a heading.
  package static func noun(of place: String, setting: SceneBreakdown.Setting?) -> String {
    places[index(of: place, setting: setting)].noun
  }

  private static func index(of place: String, setting: SceneBreakdown.Setting?) -> Int {
    let words = Set(place.lowercased().split { !$0.isLetter }.map(String.init))
    if let found = ShotPrompt.places.firstIndex(where: { !words.isDisjoint(with: $0.words) }) { return found }
    return ShotPrompt.places.firstIndex { $0.noun == (setting == .interior ? "stage" : "meadow") } ?? 0
  }

  private static let places: [(words: Set<String>, phrase: String, noun: String)] = [
    (["underwater", "reef", "seabed"], "underwater", "underwater world"),
    (["beach", "shore", "coast", "sand", "dune", "island"], "on the beach", "beach"),
    (["sea", "ocean", "boat", "ship", "deck", "waves", "harbour", "harbor"], "at sea", "sea"),
    (
      ["river", "riverbank", "lake", "pond", "stream", "brook", "bridge", "bank", "dock", "jetty"],
      "by the river", "river"
    ),
    (["snow", "ice", "glacier", "arctic", "winter"], "in the snow", "snowfield"),
    (["desert", "oasis"], "in the desert", "desert"),
    (["forest", "wood", "woods", "jungle", "clearing", "grove", "treetop"], "in the forest", "forest"),
    (
      ["mountain", "mountains", "hill", "hills", "peak", "cliff", "summit", "ridge"], "in the mountains",
      "mountains"
    ),
    (["moon", "crater"], "on the moon", "moon"),
    (["space", "orbit", "galaxy", "spaceship"], "in space", "space"),
    (["sky", "cloud", "clouds", "air"], "in the sky", "sky"),
    (
      [
        "street", "city", "town", "road", "alley", "square", "market", "roof", "rooftop", "station", "shop",
        "avenue",
      ], "in the city", "city"
    ),
    (
      ["meadow", "field", "garden", "park", "farm", "yard", "lawn", "orchard", "path", "lane"], "in a meadow",
      "meadow"
    ),
    (
      [
        "stage", "theatre", "theater", "room", "kitchen", "house", "barn", "hall", "office", "bedroom",
        "cave", "tower", "attic", "cellar",
      ],
      "on a stage", "stage"
    ),
  ]
}
