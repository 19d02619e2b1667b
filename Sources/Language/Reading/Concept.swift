// What a phrase of a glossary means.

/// A meaning: its kind, a key that is the same in all languages, and what else the line says.
struct Concept: Sendable, Hashable {
  /// The kinds of lines that a glossary has.
  enum Kind: String, CaseIterable, Sendable {
    // Without a meaning of their own.
    case article, possessive, and, or, but, pronoun, copula, function, opening
    // Each a kind of mention.
    case number, size, colour, property, scene, time, weather, look, period, shot, activity, direction, side,
      speed
    case camera, relation, motion, beat, duration, negation
    /// A scene that may be a thing in another one: a bridge, a castle.
    case landmark
    /// A member of the cast, where the table of names lacks a word for it.
    case thing
    /// Says no to what is before it.
    case negationAfter = "negation-after"
    /// Nobody is there.
    case nobody
    /// Behind everything: says where a relation's object is.
    case background
    /// The camera itself, and what it may do.
    case cameraNoun = "camera-noun"
    case cameraVerb = "camera-verb"
    /// A preposition that matters between things, and not before a place.
    case relationWeak = "relation-weak"
    /// A relation whose object is before it.
    case relationAfter = "relation-after"
    /// Units of time after a number; `hour` names the time of day.
    case second, minute, hour
    case quality

    /// Whether words of the kind stand for nothing by themselves.
    var isFunction: Bool {
      switch self {
      case .article, .possessive, .and, .or, .but, .pronoun, .copula, .function, .opening, .background,
        .cameraNoun, .relationWeak:
        true
      default: false
      }
    }
  }

  let kind: Kind
  let key: String
  /// The speed that a motion's verb says; ``plural`` of a thing whose word is one.
  var detail: String?

  /// The concept of a name of the cast, which no glossary has.
  static let articleDefinite = "definite"
  /// The detail of a thing's word that means several.
  static let plural = "plural"
}
