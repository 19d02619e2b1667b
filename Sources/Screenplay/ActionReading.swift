// Who does what in a paragraph of action, as far as a film set can show it: clause by clause, subject before verb before object.

/// What somebody does.
package enum Act: String, Sendable, CaseIterable {
  case walk, run, creep, fly, swim, float, jump, spin, dance, rise, fall
  case enter, leave, follow, meet, hide, wait
  case take, give, drop

  /// The act that a word of an action names, in the present tense.
  package init?(word: String) {
    guard let act = Act.words[word] else { return nil }
    self = act
  }

  /// Whether it takes somebody along on the ground, in the water or in the air.
  package var isGoing: Bool {
    switch self {
    case .walk, .run, .creep, .fly, .swim, .float: true
    default: false
    }
  }

  /// The verb that prompts have for it, in the third person; nil where they have none.
  var prompted: String? {
    switch self {
    case .walk: "walks"
    case .run: "runs"
    case .creep: "creeps"
    case .fly: "flies"
    case .swim: "swims"
    case .float: "floats"
    case .jump: "jumps"
    case .spin, .dance: "spins"
    default: nil
    }
  }

  // MARK: - Internals

  private static let words: [String: Act] = {
    let verbs: [(Act, String)] = [
      (.walk, "walk stroll wander climb march trot step stride pace come go move ride"),
      (.run, "run race dash rush hurry sprint flee gallop bolt"), (.creep, "creep sneak tiptoe crawl"),
      (.fly, "fly soar glide"), (.swim, "swim dive paddle"), (.float, "float drift"),
      (.jump, "jump leap hop"), (.spin, "spin twirl"), (.dance, "dance"), (.rise, "rise lift"),
      (.fall, "fall sink"), (.enter, "enter arrive appear"), (.leave, "leave exit vanish"),
      (.follow, "follow chase pursue"), (.meet, "meet"), (.hide, "hide"),
      (.wait, "wait stand sit look watch stare listen sleep stop"),
      (.take, "take grab catch steal snatch hold carry find receive"), (.give, "give return offer"),
      (.drop, "drop lose release"),
    ]
    var words: [String: Act] = [
      "running": .run, "walking": .walk, "flying": .fly, "swimming": .swim, "carrying": .take,
      "holding": .take,
      "following": .follow, "hiding": .hide, "waiting": .wait, "sitting": .wait, "standing": .wait,
    ]
    for (act, stems) in verbs {
      for stem in stems.split(separator: " ").map(String.init) {
        words[stem] = act
        words[third(stem)] = act
      }
    }
    return words
  }()

  private static func third(_ stem: String) -> String {
    if stem.hasSuffix("y"), let before = stem.dropLast().last, !"aeou".contains(before) {
      return stem.dropLast() + "ies"
    }
    if ["s", "h", "x", "o"].contains(where: stem.hasSuffix) { return stem + "es" }
    return stem + "s"
  }
}

/// The acts of a paragraph.
package struct ActionReading: Sendable, Equatable {
  /// Somebody does something.
  package struct Event: Sendable, Equatable {
    /// Characters and things that do it.
    package var subjects: [String]
    /// What they do.
    package var act: Act
    /// Characters to whom it is done.
    package var people: [String] = []
    /// Things that it is done with.
    package var things: [String] = []
  }

  /// What happens, in the order of the text.
  package private(set) var events: [Event] = []
  /// The things that the text names, in order, each once.
  package private(set) var things: [String] = []

  /// Reads a paragraph.
  ///
  /// - Parameters:
  ///   - people: characters who may be named, in upper case.
  ///   - things: words for things, in lower case.
  ///   - seen: those whom a pronoun stands for before anybody is named.
  package init(_ text: String, people: [String], things known: Set<String>, seen: [String]) {
    var reader = Reader(people: people, known: known, seen: seen)
    for token in ActionReading.tokens(text) { reader.take(token) }
    reader.endClause()
    (events, things) = (reader.events, reader.things)
  }

  /// Words in lower case, commas, and a full stop for every other mark that ends a clause.
  private static func tokens(_ text: String) -> [String] {
    var tokens: [String] = [], word = ""
    for character in FountainMarkup.plain(text) {
      if character.isLetter {
        word += character.lowercased()
        continue
      }
      if !word.isEmpty { tokens.append(word) }
      word = ""
      if character == "," { tokens.append(",") }
      if ".;:!?\n—".contains(character) { tokens.append(".") }
    }
    return tokens + (word.isEmpty ? [] : [word])
  }

  private struct Reader {
    let people: [String]
    let known: Set<String>
    var events: [Event] = []
    var things: [String] = []
    private var words: [String] = []
    private var subjects: [String]
    private var event: Event?
    /// Whether the next name does the same as those before it: "Mara, Pip and Tom run".
    private var joins = false
    private var hasJustNamed = false

    init(people: [String], known: Set<String>, seen: [String]) {
      (self.people, self.known, subjects) = (people, known, seen)
    }

    mutating func take(_ token: String) {
      let isAfterName = hasJustNamed
      hasJustNamed = false
      switch token {
      case ".", "then", "but", "while", "as", "when":
        endClause()
        return
      case ",", "and":
        let isList = isAfterName && event == nil
        endClause()
        joins = isList
        return
      case "they", "both":
        if event == nil { subjects = people }
      default:
        if let act = Act(word: token) {
          if event == nil { event = Event(subjects: subjects, act: act) }
        } else if known.contains(token) {
          if !things.contains(token) { things.append(token) }
          name(token, isThing: true)
        }
      }
      words.append(token)
      if let person = people.first(where: { isEnd(of: $0) }) {
        name(person, isThing: false)
      } else if !hasJustNamed, !["the", "a", "an"].contains(token),
        !people.contains(where: { begins($0, with: token) })
      {
        joins = false
      }
    }

    mutating func endClause() {
      if var event {
        if event.act.isGoing { event.act = passage ?? event.act }
        events.append(event)
      }
      (event, joins, words) = (nil, false, [])
    }

    /// Whether who goes comes into the picture or leaves it, as the words after the verb say.
    private var passage: Act? {
      if words.contains("away") || words.contains("off") { return .leave }
      if let out = words.lastIndex(of: "out") {
        return words.dropFirst(out + 1).first == "of" ? .enter : .leave
      }
      return words.last == "in" || words.suffix(2) == ["comes", "back"] ? .enter : nil
    }

    private mutating func name(_ name: String, isThing: Bool) {
      hasJustNamed = true
      if event != nil {
        if isThing { event?.things.append(name) } else { event?.people.append(name) }
        return
      }
      subjects = joins ? subjects + [name] : [name]
      joins = false
    }

    /// Whether a word is the first of a longer name.
    private func begins(_ name: String, with word: String) -> Bool {
      name.lowercased().split { !$0.isLetter }.first.map(String.init) == word
    }

    /// Whether the words so far end with the whole of a name.
    private func isEnd(of name: String) -> Bool {
      let parts = name.lowercased().split { !$0.isLetter }.map(String.init)
      return !parts.isEmpty && words.suffix(parts.count) == parts[...]
    }
  }
}
