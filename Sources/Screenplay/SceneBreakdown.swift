// A screenplay scene by scene: where, when, who speaks, who is there, how long.

/// What is known of one scene from its words.
public struct SceneBreakdown: Sendable, Equatable {
  /// The heading as written; `nil` for what stands before the first heading.
  public var heading: SceneHeading?
  /// Inside, outside or both, where the heading says so.
  public var setting: Setting?
  /// The place in the heading's words, such as `MARA'S HOUSE - KITCHEN`.
  public var place: String
  /// The time of day; that of the scene before where the heading says `LATER`, `CONTINUOUS` or nothing.
  public var time: DayTime?
  /// Its elements, as indices into the screenplay's.
  public var elements: Range<Int>
  /// Who speaks, in order of the first line.
  public var speaking: [String]
  /// Who is there: who speaks on screen or is named in the action, in order.
  public var present: [String]
  /// How long it takes in seconds.
  public var seconds: Double

  /// Inside or outside.
  public enum Setting: String, Sendable, CaseIterable {
    case interior, exterior, both
  }

  /// The times of day that light tells apart.
  public enum DayTime: String, Sendable, CaseIterable {
    case dawn, day, sunset, night
  }
}

extension Screenplay {
  /// The scenes in order; what stands before the first heading is a scene of its own if it says anything.
  ///
  /// - Complexity: O(n) in the length of the text, times the number of characters for the action.
  public func scenes(speed: ReadingSpeed = ReadingSpeed()) -> [SceneBreakdown] {
    let names = characters
    var starts: [Int] = []
    for (index, element) in elements.enumerated() {
      if case .sceneHeading = element.content { starts.append(index) }
    }
    var ranges = zip(starts, starts.dropFirst() + [elements.count]).map { $0..<$1 }
    let opening = 0..<(starts.first ?? elements.count)
    if opening.contains(where: { elements[$0].content.isFilmed }) { ranges.insert(opening, at: 0) }
    var time: SceneBreakdown.DayTime?
    return ranges.map { range in
      let scene = SceneBreakdown(self, range, names: names, speed: speed, timeBefore: time)
      time = scene.time
      return scene
    }
  }

  /// Everyone who speaks, then everyone whom a `cast` note names, in order, in upper case.
  public var characters: [String] {
    var result: [String] = []
    var seen: Set<String> = []
    func add(_ name: String) { if seen.insert(name).inserted { result.append(name) } }
    for element in elements {
      if case .speech(let speech) = element.content { add(speech.character.uppercased()) }
    }
    for directive in directives { if case .cast(let name, _) = directive { add(name) } }
    return result
  }

  /// The instructions of all notes in order.
  public var directives: [Directive] { elements.flatMap { Directive.all(in: $0.content.markup) } }
}

extension ScreenplayElement.Content {
  /// Whether it is seen or heard.
  var isFilmed: Bool {
    switch self {
    case .action(let text): !text.isEditing
    case .speech, .lyric: true
    default: false
    }
  }

  /// The texts in which notes may stand.
  var markup: String {
    switch self {
    case .sceneHeading(let heading): heading.text
    case .action(let text), .transition(let text), .centered(let text), .lyric(let text),
      .section(_, let text), .synopsis(let text),
      .note(let text):
      text
    case .speech(let speech):
      ([speech.annotations]
        + speech.parts.map { part in
          switch part {
          case .parenthetical(let text), .dialogue(let text), .lyric(let text), .note(let text): text
          }
        }).joined(separator: "\n\n")
    case .boneyard, .pageBreak: ""
    }
  }
}

extension String {
  /// Whether an action says how the film is cut and nothing that is seen: `FADE IN:`, which Fountain takes for action.
  var isEditing: Bool {
    let words = FountainMarkup.plain(self).trimmedSpace
    return words.isUppercase
      && ["FADE IN", "FADE OUT", "FADE TO", "CUT TO", "THE END"].contains { words.hasPrefix($0) }
  }
}

extension Speech {
  /// Whether it is heard from somewhere else: voice over, off screen, on a radio or telephone.
  public var isOffScreen: Bool {
    extensions.contains { text in
      let letters = text.uppercased().filter(\.isLetter)
      return ["VO", "OS", "OC"].contains(letters)
        || ["VOICE", "RADIO", "PHONE", "TV", "SCREEN"].contains { text.uppercased().contains($0) }
    }
  }
}

extension SceneBreakdown {
  init(
    _ play: Screenplay, _ range: Range<Int>, names: [String], speed: ReadingSpeed, timeBefore: DayTime?
  ) {
    elements = range
    speaking = []
    present = []
    seconds = 0
    heading = nil
    var words = HeadingWords("")
    if let first = range.first, case .sceneHeading(let found) = play.elements[first].content {
      heading = found
      words = HeadingWords(FountainMarkup.plain(found.text))
    }
    setting = words.setting
    place = words.place
    time = words.time ?? timeBefore
    var last = 0.0
    for index in range {
      switch play.elements[index].content {
      case .action(let text) where text.isEditing: break
      case .action(let text), .lyric(let text):
        seconds += speed.seconds(showing: text)
        for name in SceneBreakdown.named(in: text, among: names) where !present.contains(name) {
          present.append(name)
        }
      case .speech(let speech):
        let name = speech.character.uppercased()
        if !speaking.contains(name) { speaking.append(name) }
        if !speech.isOffScreen, !present.contains(name) { present.append(name) }
        let length = max(speed.minimum, speed.seconds(of: speech))
        // Said at the same time, only what is longer counts.
        seconds += speech.isDual ? max(0, length - last) : length
        last = length
      default: break
      }
    }
  }

  /// The names that stand in a text as whole words, in the order of the text.
  static func named(in text: String, among names: [String]) -> [String] {
    let words = FountainMarkup.plain(text).uppercased().split { !$0.isLetter && !$0.isNumber }
    var places: [Substring: Int] = [:]
    for (index, word) in words.enumerated() where places[word] == nil { places[word] = index }
    let found = names.compactMap { name -> (String, Int)? in
      let parts = name.split { !$0.isLetter && !$0.isNumber }
      guard let first = parts.first, let place = places[first] else { return nil }
      guard parts.count > 1 else { return (name, place) }
      let place2 = words.indices.first { words[$0...].starts(with: parts) }
      return place2.map { (name, $0) }
    }
    return found.sorted { $0.1 < $1.1 }.map(\.0)
  }
}

/// The parts of a scene heading.
struct HeadingWords {
  var setting: SceneBreakdown.Setting?
  var place: String
  var time: SceneBreakdown.DayTime?

  /// Reads `INT. MARA'S HOUSE - KITCHEN - NIGHT`.
  init(_ text: String) {
    var rest = text.trimmedSpace
    let prefixes: [(String, SceneBreakdown.Setting)] = [
      ("INT./EXT", .both), ("INT/EXT", .both), ("EXT./INT", .both), ("EXT/INT", .both), ("I/E", .both),
      ("INT", .interior),
      ("EXT", .exterior), ("EST", .exterior),
    ]
    if LineKind.beginsAsHeading(rest),
      let (prefix, found) = prefixes.first(where: { rest.uppercased().hasPrefix($0.0) })
    {
      setting = found
      rest = String(rest.dropFirst(prefix.count)).trimmedSpace
      if rest.hasPrefix(".") { rest = String(rest.dropFirst()).trimmedSpace }
    }
    for dash in ["–", "—", "--"] { rest = rest.replacing(dash, with: " - ") }
    var parts = rest.split(separator: " - ").map { String($0).trimmedSpace }.filter { !$0.isEmpty }
    // "NIGHT" or "LATER THAT NIGHT (FLASHBACK)" at the end is a time; "NIGHT CLUB" at the start a place.
    while parts.count > 1, let last = parts.last {
      let words = Set(last.uppercased().split { !$0.isLetter }.map(String.init))
      let found = HeadingWords.times.first { words.contains($0.0) }
      let isTime = found != nil || !words.isDisjoint(with: HeadingWords.sameTimes)
      guard isTime else { break }
      if time == nil { time = found?.1 }
      parts.removeLast()
    }
    place = parts.joined(separator: " - ")
  }

  private static let times: [(String, SceneBreakdown.DayTime)] = [
    ("DAWN", .dawn), ("SUNRISE", .dawn), ("MORNING", .dawn), ("SUNSET", .sunset), ("DUSK", .sunset),
    ("EVENING", .sunset),
    ("MIDNIGHT", .night), ("NIGHT", .night), ("NOON", .day), ("AFTERNOON", .day), ("DAY", .day),
    // French, German, Spanish, Italian.
    ("AUBE", .dawn), ("MATIN", .dawn), ("JOUR", .day), ("SOIR", .sunset), ("NUIT", .night), ("MORGEN", .dawn),
    ("TAG", .day),
    ("ABEND", .sunset), ("NACHT", .night), ("AMANECER", .dawn), ("DÍA", .day), ("DIA", .day),
    ("ATARDECER", .sunset), ("NOCHE", .night),
    ("ALBA", .dawn), ("GIORNO", .day), ("TRAMONTO", .sunset), ("NOTTE", .night),
  ]

  private static let sameTimes: Set<String> = ["CONTINUOUS", "LATER", "SAME", "MOMENTS"]
}
