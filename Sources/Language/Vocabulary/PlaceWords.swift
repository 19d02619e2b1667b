// Where and when: scenes, periods, times of day, weather.

import ZoetropeShot

extension Scene {
  /// Where it takes place, as an adverbial after a verb.
  var placeWords: Words {
    switch self {
    case .sea:
      Words(
        "at sea", "on the sea", "in the ocean", "on the open water", "out at sea",
        "in the water", "over the ocean", "over the sea", heldOut: ["on the high seas"])
    case .beach:
      Words(
        "on the beach", "on a sandy beach", "at the beach", "along the shore", heldOut: ["by the seaside"])
    case .snow:
      Words(
        "in the snow", "across the snow", "on a snowy field", "on a snowfield", "on the ice", "in winter",
        "through the snow", "over the snow", heldOut: ["through a winter landscape"])
    case .desert:
      Words(
        "in the desert", "across the desert", "among sand dunes", "through the desert", "over the desert",
        heldOut: ["on the hot dunes"])
    case .forest:
      Words(
        "in the forest", "in the woods", "through the forest", "among the trees", "in the jungle",
        "through the woods", heldOut: ["in a woodland"])
    case .meadow:
      Words(
        "in a meadow", "on the grass", "across a green field", "in a field", "in the park", "in a garden",
        "through a meadow", "across a meadow", "through the grass", heldOut: ["on a grassy lawn"])
    case .mountains:
      Words(
        "in the mountains", "in front of mountains", "among the peaks", "in the hills",
        "through the mountains", "over the mountains", heldOut: ["in the alps"])
    case .city:
      Words(
        "in the city", "in a street", "on a city street", "in town", "downtown", "down the street",
        "down a city street", "through the city", "over the city", "on the road", heldOut: ["in a metropolis"]
      )
    case .space:
      Words("in space", "in outer space", "among the stars", "through space", heldOut: ["in the cosmos"])
    case .moon: Words("on the moon", "on the surface of the moon", heldOut: ["on the lunar surface"])
    case .underwater:
      Words("underwater", "under water", "below the surface", "under the sea", heldOut: ["in the deep"])
    case .stage:
      Words("on a stage", "on stage", "in a theatre", "in a theater", heldOut: ["before an audience"])
    case .sky:
      Words(
        "in the sky", "in the air", "high in the sky", "across the sky", "through the air",
        heldOut: ["up in the heavens"])
    case .river:
      Words(
        "by the river", "on the river", "at a river", "by the lake", "on a lake",
        "down the river", heldOut: ["at the riverbank"])
    case .room: Words("in a room", heldOut: ["indoors"])
    case .cave: Words("in a cave", heldOut: ["in a cavern"])
    }
  }

  /// The place as a thing, for lists of keywords and for shots without actors.
  var nounWords: Words {
    switch self {
    case .sea: Words("sea", "ocean", "water", heldOut: ["open sea"])
    case .beach: Words("beach", "seashore", "sandy beach", heldOut: ["seaside"])
    case .snow: Words("snow", "snowfield", "snowy field", "winter", "ice", heldOut: ["winter landscape"])
    case .desert: Words("desert", "dunes", "sand dunes", heldOut: ["sandy desert"])
    case .forest: Words("forest", "woods", "jungle", heldOut: ["woodland"])
    case .meadow:
      Words("meadow", "grass field", "green field", "park", "garden", "countryside", heldOut: ["grassland"])
    case .mountains: Words("mountains", "mountain range", "hills", heldOut: ["alps"])
    case .city: Words("city", "street", "city street", "town", "road", heldOut: ["metropolis"])
    case .space: Words("space", "outer space", "galaxy", heldOut: ["cosmos"])
    case .moon: Words("moon", "moon surface", heldOut: ["lunar landscape"])
    case .underwater: Words("underwater", "underwater world", heldOut: ["undersea world"])
    case .stage: Words("stage", "theatre stage", "theatre", heldOut: ["theatrical stage"])
    case .sky: Words("sky", "open sky", heldOut: ["heavens"])
    case .river: Words("river", "riverside", "stream", "lake", heldOut: ["riverbank"])
    case .room: Words("room", heldOut: ["chamber"])
    case .cave: Words("cave", heldOut: ["cavern"])
    }
  }
}

extension Scene {
  /// Prepositions and nouns that make a place with an article and perhaps an adjective: "through a foggy forest".
  var waysTo: [(prepositions: [String], nouns: [String])] {
    switch self {
    case .sea: [(["on", "over", "across"], ["sea", "ocean"])]
    case .beach: [(["on", "along", "over"], ["beach", "sandy beach"])]
    case .snow: [(["on", "across", "over"], ["snowfield", "snowy field"])]
    case .desert: [(["in", "across", "through", "over"], ["desert"])]
    case .forest: [(["in", "through", "over"], ["forest", "jungle"])]
    case .meadow: [(["in", "across", "through", "over"], ["meadow", "green field", "park", "garden"])]
    case .mountains: [(["over"], ["mountain range"])]
    case .city:
      [
        (["in", "through", "over", "across"], ["city", "town"]),
        (["on", "down", "along"], ["street", "city street", "road"]),
      ]
    case .stage: [(["on", "across"], ["stage", "theatre stage"])]
    case .river:
      [(["on", "along", "down", "over"], ["river", "stream"]), (["on", "over", "across"], ["lake"])]
    case .space, .moon, .underwater, .sky, .room, .cave: []
    }
  }
}

extension Period {
  /// When it takes place, as an adverbial.
  var words: Words {
    switch self {
    case .medieval: Words("in the middle ages", "in medieval times", heldOut: ["in the days of knights"])
    case .twenties:
      Words("in the 1920s", "in the twenties", "in the roaring twenties", heldOut: ["in the jazz age"])
    case .eighties:
      Words("in the 1980s", "in the eighties", "in the 80s", heldOut: ["in the decade of synthesizers"])
    case .future: Words("in the future", "in the far future", heldOut: ["centuries from now"])
    }
  }

  /// The age as an adjective or a keyword.
  var adjectives: Words {
    switch self {
    case .medieval: Words("medieval", heldOut: ["mediaeval"])
    case .twenties: Words("1920s", "twenties", heldOut: ["jazz-age"])
    case .eighties: Words("1980s", "eighties", "80s", heldOut: ["retro-eighties"])
    case .future: Words("futuristic", "sci-fi", heldOut: ["science-fiction"])
    }
  }

  /// Said of a built scene without a period.
  static let presentWords = Words("in the present day", "today", "in modern times", heldOut: ["nowadays"])
}

extension TimeOfDay {
  /// When in the day.
  var words: Words {
    switch self {
    case .dawn:
      Words("at dawn", "at sunrise", "in the early morning", "at daybreak", heldOut: ["at first light"])
    case .day:
      Words(
        "by day", "in daylight", "at noon", "during the day", "in bright daylight", "in the afternoon",
        heldOut: ["at midday"])
    case .sunset:
      Words(
        "at sunset", "at dusk", "in the evening", "during the golden hour", heldOut: ["as the sun goes down"])
    case .night:
      Words("at night", "by night", "after dark", "in the dark", "in the moonlight", heldOut: ["at midnight"])
    }
  }

  /// A keyword.
  var nounWords: Words {
    switch self {
    case .dawn: Words("dawn", "sunrise", "morning", heldOut: ["daybreak light"])
    case .day: Words("daylight", "day", "daytime", heldOut: ["midday"])
    case .sunset: Words("sunset", "dusk", "evening", heldOut: ["twilight"])
    case .night: Words("night", "nighttime", heldOut: ["midnight"])
    }
  }
}

extension Weather {
  /// What the air does, as an adverbial.
  var words: Words {
    switch self {
    case .clear:
      Words(
        "in clear weather", "under a clear sky", "with no clouds", "in fine weather", "without a cloud",
        "in the sunshine", "on a sunny day", heldOut: ["under a cloudless sky"])
    case .clouds:
      Words(
        "under clouds", "under a cloudy sky", "in cloudy weather", "on an overcast day",
        heldOut: ["under grey clouds"])
    case .rain:
      Words(
        "in the rain", "in pouring rain", "while it rains", "in a downpour", "in a storm",
        heldOut: ["in a drizzle"])
    case .snow:
      Words(
        "in falling snow", "while it snows", "in a snowstorm", "in a blizzard", heldOut: ["amid snowflakes"])
    case .fog: Words("in fog", "in the fog", "in thick fog", "in the mist", heldOut: ["in a thick haze"])
    }
  }

  /// Said of a place.
  var adjectives: [String] {
    switch self {
    case .clear: ["sunny"]
    case .clouds: ["cloudy"]
    case .rain: ["rainy", "stormy"]
    case .snow: []
    case .fog: ["foggy", "misty"]
    }
  }

  /// A keyword.
  var nounWords: Words {
    switch self {
    case .clear: Words("clear sky", "no clouds", "clear weather", "sunny", "sunshine", heldOut: ["cloudless"])
    case .clouds: Words("clouds", "cloudy", "overcast", heldOut: ["grey clouds"])
    case .rain: Words("rain", "rainy", "raining", "stormy", heldOut: ["drizzle"])
    case .snow: Words("snowfall", "snowing", "falling snow", heldOut: ["snowflakes"])
    case .fog: Words("fog", "foggy", "mist", "misty", heldOut: ["haze"])
    }
  }
}
