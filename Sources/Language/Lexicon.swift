// The vocabulary tables turned around: from words to what they mean.

import ZoetropeShot

/// What a phrase means to the parser.
enum Meaning: Sendable, Equatable {
  case kind(ActorKind, isPlural: Bool)
  case tint(Tint)
  case size(ActorSize)
  case number(Int)
  case nobody
  /// A verb that says a motion by itself.
  case motion(Motion)
  /// A verb of getting about, and the speed it says.
  case travel(Speed?)
  case speed(Speed)
  case going(Heading)
  case coming(Heading)
  case course(Motion)
  case onTheSpot
  case scene(Scene)
  case period(StatedPeriod)
  case time(TimeOfDay)
  case weather(Weather)
  case look(Look)
  case camera(CameraMove)
  case shotSize(ShotSize)
  /// A relation before its second actor.
  case relation(Relation)
  /// A chase told from its second actor.
  case chasedBy
  /// Two actors that meet each other.
  case towards
  case side(Heading)
  /// "both": what follows is said of all actors so far.
  case both
  /// "a", "the", "another" …
  case article(isDefinite: Bool)
  case filler
}

/// All phrases of the vocabulary, found by longest match.
struct Lexicon: Sendable {
  /// Phrases by their first word, longest first.
  private var phrases: [String: [(words: [String], meaning: Meaning)]] = [:]
  /// The phrases that mean two different things; empty, or the tables are at fault.
  private(set) var conflicts: [String] = []

  /// The lexicon of the vocabulary tables, held-out words included.
  static let shared = Lexicon()

  /// The longest phrase that starts at a place in a text.
  func match(_ words: ArraySlice<String>) -> (meaning: Meaning, count: Int)? {
    guard let first = words.first, let candidates = phrases[first] else { return nil }
    for candidate in candidates where words.starts(with: candidate.words) {
      return (candidate.meaning, candidate.words.count)
    }
    return nil
  }

  // MARK: - Internals

  private init() {
    addActors()
    addMotions()
    addSettings()
    addRelations()
    for word in ["a", "an", "another", "one"] { add(word, .article(isDefinite: false)) }
    add("the", .article(isDefinite: true))
    for word in ["both", "all"] { add(word, .both) }
    let fillers = [
      FillerWords.openings, FillerWords.clauseOpenings, FillerWords.adjectives, FillerWords.endings,
    ]
    for phrase in fillers.flatMap(\.all) { add(phrase, .filler) }
    for key in phrases.keys { phrases[key]?.sort { $0.words.count > $1.words.count } }
  }

  private mutating func add(_ phrase: String, _ meaning: Meaning) {
    let words = phrase.split(separator: " ").map(String.init)
    if let known = phrases[words[0], default: []].first(where: { $0.words == words }) {
      if known.meaning != meaning { conflicts.append("\(phrase): \(known.meaning), \(meaning)") }
      return
    }
    phrases[words[0], default: []].append((words, meaning))
  }

  private mutating func add(_ words: Words, _ meaning: Meaning) {
    for phrase in words.all { add(phrase, meaning) }
  }

  private mutating func add(verb: String, _ meaning: Meaning) {
    for form in Grammar.VerbForm.allCases { add(Grammar.conjugate(verb, form), meaning) }
  }

  private mutating func addActors() {
    for kind in ActorKind.allCases {
      for name in kind.words.all {
        add(name, .kind(kind, isPlural: false))
        if Grammar.plural(name) != name { add(Grammar.plural(name), .kind(kind, isPlural: true)) }
      }
    }
    for tint in Tint.allCases { add(tint.words, .tint(tint)) }
    for size in ActorSize.allCases { add(size.words, .size(size)) }
    for count in 2...4 {
      if let words = NumberWords.words(count) { add(words, .number(count)) }
    }
    add(NumberWords.none, .nobody)
    add("empty", .nobody)
  }

  private mutating func addMotions() {
    for motion in Motion.allCases {
      for verb in motion.verbs { add(verb: verb.base, .motion(motion)) }
      if let words = motion.courseWords { add(words, .course(motion)) }
    }
    for verb in Locomotion.allCases.flatMap(\.verbs) { add(verb: verb.base, .travel(verb.told)) }
    for speed in Speed.allCases { add(speed.words, .speed(speed)) }
    for heading in Heading.allCases {
      add(heading.goingWords, .going(heading))
      add(heading.comingWords, .coming(heading))
      add(heading.sideWords, .side(heading))
    }
    add(onTheSpotWords, .onTheSpot)
  }

  private mutating func addSettings() {
    for scene in Scene.shipped {
      add(scene.placeWords, .scene(scene))
      add(scene.nounWords, .scene(scene))
    }
    for period in Period.allCases {
      add(period.words, .period(.past(period)))
      add(period.adjectives, .period(.past(period)))
    }
    add(Period.presentWords, .period(.present))
    for time in TimeOfDay.allCases {
      add(time.words, .time(time))
      add(time.nounWords, .time(time))
    }
    for weather in Weather.allCases {
      add(weather.words, .weather(weather))
      add(weather.nounWords, .weather(weather))
    }
    for look in Look.shipped { add(look.words, .look(look)) }
    for move in CameraMove.allCases { add(move.words, .camera(move)) }
    for size in ShotSize.allCases { add(size.words, .shotSize(size)) }
  }

  private mutating func addRelations() {
    for relation in Relation.allCases {
      for phrase in relation.words.all {
        if relation == .chasing || relation == .meeting {
          add(verb: phrase, relation == .meeting ? .towards : .relation(relation))
        } else {
          add(phrase, .relation(relation))
        }
      }
    }
    add(Relation.chasedWords, .chasedBy)
    for phrase in Relation.towardsWords.all { add(verb: phrase, .towards) }
  }
}
