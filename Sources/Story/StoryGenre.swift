// What a genre changes: shapes, places, hours, and what people are like.

/// How a story is told.
public enum StoryGenre: String, Sendable, CaseIterable, Codable {
  case adventure, comedy, fairytale, mystery, noir, romance

  /// The shapes that suit it, most typical first.
  public var arcs: [StoryArc] {
    switch self {
    case .adventure: [.fallRise, .riseFallRise, .rise, .fallRiseFall]
    case .comedy: [.fallRise, .rise, .riseFallRise, .riseFall]
    case .fairytale: [.riseFallRise, .rise, .fallRise, .fall]
    case .mystery: [.fallRise, .riseFall, .fallRiseFall, .rise]
    case .noir: [.riseFall, .fall, .fallRiseFall, .fallRise]
    case .romance: [.fallRise, .riseFallRise, .riseFall, .rise]
    }
  }

  /// The hours of the day that its scenes have, one after the other.
  var hours: [String] {
    switch self {
    case .noir, .mystery: ["NIGHT", "NIGHT", "DAWN", "DAY", "SUNSET", "NIGHT"]
    case .romance: ["SUNSET", "NIGHT", "DAWN", "DAY", "SUNSET", "NIGHT"]
    default: ["MORNING", "DAY", "SUNSET", "NIGHT", "DAWN", "DAY"]
    }
  }

  /// How often a beat is told in it, as a factor.
  func weight(_ kind: StoryBeat.Kind) -> Double {
    switch (self, kind) {
    case (.noir, .rain), (.noir, .follow), (.noir, .lonely), (.mystery, .search), (.mystery, .tell),
      (.mystery, .hide), (.adventure, .follow), (.adventure, .escape), (.adventure, .find), (.comedy, .hide),
      (.comedy, .show), (.comedy, .quarrel), (.fairytale, .give), (.fairytale, .meet), (.romance, .apologize),
      (.romance, .quarrel), (.romance, .share):
      1
    case (.comedy, .rain), (.comedy, .lonely), (.adventure, .lonely): -0.5
    default: 0
    }
  }

  /// The places of its scenes, of which a story takes three.
  var places: [StoryPlace] {
    func place(_ heading: String, _ noun: String, _ detail: String, isInside: Bool = false) -> StoryPlace {
      StoryPlace(heading: heading, isInside: isInside, noun: noun, detail: detail)
    }
    switch self {
    case .noir:
      return [
        place("ALLEY", "the alley", "One lamp. Under it, nobody."),
        place(
          "BAR", "the bar", "Chairs on the tables. The piano is out of tune and out of hope.", isInside: true),
        place("HARBOR", "the harbour", "Black water. A ship that never sails."),
        place("STREET", "the street", "Wet stones, dark windows, a clock that is wrong."),
        place(
          "TRAIN STATION PLATFORM", "the station",
          "The last train has gone. So have the people who missed it."),
      ]
    case .mystery:
      return [
        place("MANSION", "the mansion", "Forty windows. One of them is open."),
        place(
          "INDOOR LIBRARY", "the library", "Ten thousand books, and one gap on the shelf.", isInside: true),
        place("CEMETERY", "the graveyard", "Fog between the stones."),
        place(
          "CORRIDOR", "the corridor", "A long carpet. Footprints on it, in one direction only.",
          isInside: true),
        place("FOREST ROAD", "the forest road", "Tyre marks that end in the middle of the road."),
      ]
    case .romance:
      return [
        place("BRIDGE", "the bridge", "Two people could stand here and not say a word."),
        place("BALLROOM", "the ballroom", "The band has gone. The floor still shines.", isInside: true),
        place("BEACH", "the beach", "The tide takes its time."),
        place("FOUNTAIN", "the fountain", "Coins at the bottom, each of them a wish."),
        place("BOTANICAL GARDEN", "the garden", "Everything flowers at once, as if by mistake."),
      ]
    case .comedy:
      return [
        place("FARM", "the farm", "Everything here is asleep, except the signs that say so."),
        place("KITCHEN", "the kitchen", "A table laid for eleven. There are three of them.", isInside: true),
        place("AMUSEMENT PARK", "the fair", "Closed. The music has not been told."),
        place("GAS STATION", "the gas station", "Open all night, and nobody has ever known why."),
        place("GOLF COURSE", "the golf course", "One flag. No hole."),
      ]
    case .fairytale:
      return [
        place("CASTLE", "the castle", "The gate is open. It has been open for a hundred years."),
        place("FOREST", "the forest", "Trees so old that they have forgotten their names."),
        place("WATERFALL", "the waterfall", "The water falls up on Sundays. Today it is not Sunday."),
        place("CAVE", "the cave", "Something glitters. It might be a drop of water.", isInside: true),
        place("WINDMILL", "the mill", "The wheel turns without any wind."),
      ]
    case .adventure:
      return [
        place("VALLEY", "the valley", "A path goes down. No path goes up."),
        place("HARBOR", "the harbour", "Every ship is bound for somewhere better."),
        place("MOUNTAINS", "the pass", "Snow on one side, sun on the other."),
        place("RIVER", "the river", "Too wide to jump. Everyone thinks so."),
        place("DESERT", "the desert", "Sand, and a line of footprints."),
      ]
    }
  }
}
