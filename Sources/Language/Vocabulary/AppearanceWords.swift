// How actors look and how many they are.

import ZoetropeShot

extension ActorSize {
  /// Adjectives; an actor of medium size is seldom called so.
  var words: Words {
    switch self {
    case .small: Words("small", "little", "tiny", heldOut: ["miniature"])
    case .medium: Words("medium-sized", "normal-sized", heldOut: ["average-sized"])
    case .large: Words("large", "big", "huge", "giant", heldOut: ["enormous"])
    }
  }
}

extension Tint {
  /// Adjectives.
  var words: Words {
    switch self {
    case .red: Words("red", "crimson", heldOut: ["scarlet"])
    case .orange: Words("orange", "orange-coloured", heldOut: ["tangerine"])
    case .yellow: Words("yellow", "golden", heldOut: ["lemon-yellow"])
    case .green: Words("green", "emerald", heldOut: ["lime-green"])
    case .blue: Words("blue", "navy", "sky-blue", heldOut: ["azure"])
    case .purple: Words("purple", "violet", heldOut: ["lilac"])
    case .pink: Words("pink", "rose-coloured", heldOut: ["magenta"])
    case .brown: Words("brown", "chestnut", heldOut: ["chocolate-brown"])
    case .black: Words("black", "jet-black", heldOut: ["coal-black"])
    case .white: Words("white", "snow-white", heldOut: ["ivory"])
    }
  }
}

/// Numbers of actors.
enum NumberWords {
  static let two = Words("two", "2", "a pair of", "a couple of", heldOut: ["twin"])
  static let three = Words("three", "3", "a trio of", heldOut: ["a group of three"])
  static let four = Words("four", "4")
  /// Said of a frame without actors.
  static let none = Words("nobody in sight", "no one around", "no actors", heldOut: ["not a soul to be seen"])

  static func words(_ count: Int) -> Words? {
    switch count {
    case 2: two
    case 3: three
    case 4: four
    default: nil
    }
  }
}
