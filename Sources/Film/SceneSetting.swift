// Where and when a scene takes place, as plans say it: the same for every shot under the same heading.

import ZoetropeCast
import ZoetropeFiles
import ZoetropeScreenplay
import ZoetropeShot

/// The set of a scene.
public struct SceneSetting: Sendable, Equatable {
  /// What is painted behind everything.
  public var backdrop: Scene
  /// The named place whose pieces stand there; nil where there is none, or the model paints none.
  public var recipe: SceneRecipe?
  /// The time of day.
  public var time: TimeOfDay
  /// What the air does.
  public var weather: Weather
  /// The age of what is built.
  public var period: Period?
  /// Decides the lie of the land and the noise: the same place looks the same whenever it comes again.
  public var seed: UInt64

  /// The setting of a scene.
  ///
  /// - Parameters:
  ///   - words: what the scene's action says, in which rain, snow or fog may be named.
  ///   - vocabulary: what the model can paint.
  public init(_ scene: SceneBreakdown, words: String, table: SceneTable, vocabulary: FilmVocabulary) {
    let place = scene.place.lowercased()
    let isInside = scene.setting == .interior
    recipe = SceneSetting.recipe(in: place, isInside: isInside, table)
    let noun = ShotPrompt.noun(of: place, setting: scene.setting)
    backdrop = recipe?.backdrop ?? SceneSetting.backdrops[noun] ?? (isInside ? .room : .meadow)
    if recipe == nil, isInside, backdrop == .stage, !place.contains("stage"), !place.contains("theat") {
      backdrop = .room
      recipe = table["room"]
    }
    time =
      switch scene.time {
      case .dawn?: .dawn
      case .sunset?: .sunset
      case .night?: .night
      case .day?: .day
      case nil: recipe?.time ?? .day
      }
    period = recipe?.period
    weather = backdrop.isUnderOpenAir ? SceneSetting.weather(in: words) ?? recipe?.weather ?? .clear : .clear
    // 32 bits, so that the number survives readers that hold numbers as doubles.
    seed = UInt64(SHA256.hash(Array(place.utf8)).prefix(8), radix: 16) ?? 0
    if vocabulary == .kinds { close() }
  }

  // MARK: - Internals

  /// Leaves what models before the open cast know.
  private mutating func close() {
    recipe = nil
    backdrop =
      switch backdrop {
      case .room: .stage
      case .cave: .mountains
      default: backdrop
      }
    if !backdrop.isUnderOpenAir { weather = .clear }
    if !backdrop.isBuilt { period = nil }
  }

  /// The recipe whose whole name stands in a place: the longest, of these the last, since headings go from large to small.
  private static func recipe(in place: String, isInside: Bool, _ table: SceneTable) -> SceneRecipe? {
    let words = place.split { !$0.isLetter }
    var best: (length: Int, at: Int, recipe: SceneRecipe)?
    for recipe in table.recipes {
      let isRoom = recipe.backdrop == .room || recipe.backdrop == .stage || recipe.backdrop == .cave
      guard isRoom == isInside || recipe.backdrop == .cave else { continue }
      var name = recipe.name.split(separator: " ")
      if name.count > 1, ["indoor", "outdoor"].contains(name[0]) { name.removeFirst() }
      guard let at = words.indices.last(where: { words[$0...].starts(with: name) }) else { continue }
      if best.map({ (name.count, at) > ($0.length, $0.at) }) ?? true { best = (name.count, at, recipe) }
    }
    return best?.recipe
  }

  private static func weather(in text: String) -> Weather? {
    let words = Set(text.lowercased().split { !$0.isLetter }.map(String.init))
    let signs: [(Weather, Set<String>)] = [
      (.rain, ["rain", "rains", "raining", "rainy", "storm", "downpour", "drizzle"]),
      (.snow, ["snows", "snowing", "snowfall", "blizzard", "snowflakes"]),
      (.fog, ["fog", "foggy", "mist", "misty", "haze"]),
      (.clouds, ["cloudy", "overcast", "clouds"]),
    ]
    return signs.first { !$0.1.isDisjoint(with: words) }?.0
  }

  private static let backdrops: [String: Scene] = [
    "underwater world": .underwater, "beach": .beach, "sea": .sea, "river": .river, "snowfield": .snow,
    "desert": .desert, "forest": .forest, "mountains": .mountains, "moon": .moon, "space": .space,
    "sky": .sky, "city": .city, "meadow": .meadow, "stage": .stage,
  ]
}

/// What a model can paint.
public enum FilmVocabulary: String, Sendable, Codable {
  /// The 84 kinds, ten colours, fourteen scenes and ten looks of the first version, by name.
  case kinds
  /// Any picture, any colour, set pieces.
  case pictures
}
