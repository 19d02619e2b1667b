// How two actors stand to each other, in words between their names.

import ZoetropeShot

extension Relation {
  /// Words between the first actor and the second. For chasing and meeting these are verbs in base form.
  var words: Words {
    switch self {
    case .leftOf: Words("to the left of", "left of", "on the left of", heldOut: ["at the left side of"])
    case .rightOf: Words("to the right of", "right of", "on the right of", heldOut: ["at the right side of"])
    case .above: Words("above", "over", "high above", heldOut: ["overhead of"])
    case .below: Words("below", "beneath", "under", heldOut: ["underneath"])
    case .inFrontOf: Words("in front of", "before", heldOut: ["in the foreground of"])
    case .behind: Words("behind", "half hidden by", heldOut: ["partly covered by"])
    case .chasing: Words("chase", "pursue", "follow", "hunt", heldOut: ["tail"])
    case .meeting: Words("meet", "greet", "fight", heldOut: ["encounter"])
    }
  }

  /// Said of the second actor of a chase, before the first.
  static let chasedWords = Words("chased by", "pursued by", "followed by", heldOut: ["hunted by"])

  /// Said after both actors of a meeting, in base form.
  static let towardsWords = Words(
    "move towards each other", "go toward each other", "meet each other", "come together", "meet", "fight",
    heldOut: ["approach one another"])
}

extension Heading {
  /// Said of one of two actors: where it is.
  var sideWords: Words {
    self == .left
      ? Words("on the left", "on the left side", heldOut: ["at the left edge"])
      : Words("on the right", "on the right side", heldOut: ["at the right edge"])
  }
}
