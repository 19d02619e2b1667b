// A first shot list from a screenplay, by rules that any assistant director knows: show where we are, show who is there, show who
// speaks, show who listens. The same screenplay gives the same list.

extension ShotList {
  /// Breaks a screenplay into shots.
  ///
  /// A scene at a new place opens with an establishing shot. The first exchange of two is a two-shot; after it who speaks is seen close,
  /// and in a long speech who listens. Action is a shot for each paragraph: of everyone it names, of a thing if it names
  /// only that. Where a scene has sections of level 4, each is a shot and nothing else is. `[[shot: …]]` changes
  /// the kind of the next shot. Everyone keeps a side of the picture throughout a scene (the 180° line), and looks to the other.
  ///
  /// - Parameters:
  ///   - cast: who plays whom; the prompts name the members.
  /// - Complexity: O(n) in the length of the text, times the number of characters for the action.
  public init(breaking play: Screenplay, cast: CastMap, speed: ReadingSpeed = ReadingSpeed()) {
    let title = play.titlePage?["title"].map(FountainMarkup.plain).joined(separator: " ") ?? ""
    self.init(title: title, shots: [])
    var placeBefore: String?
    for (index, scene) in play.scenes(speed: speed).enumerated() {
      var listing = SceneListing(play, scene, number: index + 1, cast: cast, speed: speed)
      let isNewPlace = scene.heading != nil && scene.place != placeBefore
      shots += listing.shots(establishes: isNewPlace)
      placeBefore = scene.place
    }
  }
}

/// One scene on its way to shots.
private struct SceneListing {
  let play: Screenplay
  let scene: SceneBreakdown
  let number: Int
  let speed: ReadingSpeed
  let prompt: ShotPrompt
  private var sides: [String: ListedShot.Side] = [:]
  private var result: [ListedShot] = []
  private var nextKind: ListedShot.Kind?
  private var hasTwoShot = false

  /// From how many seconds on a speech shows who listens, and for how long.
  private static let longSpeech = 6.0, reaction = 2.0
  private static let establishing = 3.0

  init(_ play: Screenplay, _ scene: SceneBreakdown, number: Int, cast: CastMap, speed: ReadingSpeed) {
    self.play = play
    self.scene = scene
    self.number = number
    self.speed = speed
    prompt = ShotPrompt(cast: cast, place: scene.place, time: scene.time, setting: scene.setting)
    for (index, name) in scene.present.enumerated() { sides[name] = index % 2 == 0 ? .left : .right }
  }

  mutating func shots(establishes: Bool) -> [ListedShot] {
    let hasOwnShots = scene.elements.contains { index in
      if case .section(4, _) = play.elements[index].content { true } else { false }
    }
    if establishes, !hasOwnShots {
      let line = scene.elements.first.flatMap { play.elements[$0].line }
      add(.establishing, [], seconds: SceneListing.establishing, line: line)
    }
    var isInSection = false
    for index in scene.elements {
      let element = play.elements[index]
      takeNotes(element.content)
      switch element.content {
      case .section(4, let text):
        isInSection = true
        let words = FountainMarkup.plain(text)
        let people = named(words)
        add(
          SceneListing.kind(of: words) ?? kind(for: people, words), people, seconds: 0, action: words,
          line: element.line)
      case .section: isInSection = false
      case .transition(let text): endShot(text)
      case .action(let text) where text.isEditing: endShot(text)
      case .action(let text), .lyric(let text):
        if isInSection {
          extend(by: speed.seconds(showing: text), action: text)
        } else {
          addAction(text, line: element.line)
        }
      case .speech(let speech):
        if isInSection {
          extend(by: length(of: speech), speech: speech)
        } else {
          addSpeech(speech, line: element.line)
        }
      default: break
      }
    }
    for index in result.indices {
      result[index].seconds = (max(speed.minimum, result[index].seconds) * 100).rounded() / 100
      result[index].seconds = min(
        ListedShot.lengths.upperBound, max(ListedShot.lengths.lowerBound, result[index].seconds))
    }
    return result
  }

  // MARK: - Internals

  private func length(of speech: Speech) -> Double { max(speed.minimum, speed.seconds(of: speech)) }

  /// Who is named in a text; where nobody is, whom its first words stand for.
  private func named(_ text: String) -> [String] {
    let names = SceneBreakdown.named(in: text, among: scene.present)
    guard names.isEmpty else { return names }
    let words = Set(text.lowercased().split { !$0.isLetter }.prefix(5).map(String.init))
    if !words.isDisjoint(with: ["they", "both", "together", "them"]) {
      return Array(scene.present.prefix(words.isDisjoint(with: ["three", "four", "all"]) ? 2 : 4))
    }
    guard !words.isDisjoint(with: ["he", "she"]) else { return [] }
    // Who was seen or heard last.
    return result.last { !$0.people.isEmpty }.flatMap { shot in
      shot.speaker.map { [$0] }?.filter(scene.present.contains) ?? shot.people.first.map { [$0.name] }
    } ?? []
  }

  /// People by side, left first, otherwise in the order given.
  private func people(_ names: [String]) -> [ListedShot.Person] {
    let all = names.map { ListedShot.Person($0, sides[$0] ?? .left) }
    return all.filter { $0.side == .left } + all.filter { $0.side == .right }
  }

  private func kind(for names: [String], _ action: String) -> ListedShot.Kind {
    switch names.count {
    case 0: .wide
    case 1: prompt.motion(in: action) != nil ? .tracking : .medium
    // Two on the same side are no two-shot over the line.
    case 2: sides[names[0]] != sides[names[1]] ? .twoShot : .wide
    default: .wide
    }
  }

  private mutating func add(
    _ kind: ListedShot.Kind, _ names: [String], seconds: Double, speaker: String? = nil,
    dialogue: String = "", action: String = "",
    line: Int?
  ) {
    let asked = nextKind ?? kind
    nextKind = nil
    let seen = people(names)
    let thing = asked == .insert ? SceneListing.thing(in: action) : nil
    result.append(
      ListedShot(
        id: "\(number).\(result.count + 1)", scene: number, kind: asked, seconds: seconds, people: seen,
        speaker: speaker,
        dialogue: dialogue, action: action, prompt: prompt.text(asked, seen, action: action, thing: thing),
        line: line))
  }

  private mutating func addAction(_ text: String, line: Int?) {
    let words = FountainMarkup.plain(text).trimmedSpace
    let seconds = speed.seconds(showing: text)
    guard seconds > 0 else { return }
    let names = named(words)
    let kind: ListedShot.Kind =
      names.isEmpty && SceneListing.thing(in: words) != nil ? .insert : kind(for: names, words)
    add(kind, names, seconds: seconds, action: words, line: line)
    if kind == .twoShot { hasTwoShot = true }
  }

  private mutating func addSpeech(_ speech: Speech, line: Int?) {
    let name = speech.character.uppercased()
    let words = speech.parts.compactMap { part -> String? in
      switch part {
      case .dialogue(let text), .lyric(let text): FountainMarkup.plain(text)
      default: nil
      }
    }.joined(separator: "\n").trimmedSpace
    let seconds = length(of: speech)
    if speech.isDual, let last = result.last, last.speaker != nil {
      // Said at the same time: one shot of both.
      let both = [last.speaker ?? name, name]
      result.removeLast()
      add(
        .twoShot, both, seconds: max(last.seconds, seconds), speaker: last.speaker,
        dialogue: last.dialogue + "\n" + words,
        action: last.action, line: last.line)
      return
    }
    let listener =
      scene.present.first { $0 != name && sides[$0] != sides[name] } ?? scene.present.first { $0 != name }
    if speech.isOffScreen && !scene.present.contains(name) {
      add(
        listener == nil ? .wide : .reaction, listener.map { [$0] } ?? [], seconds: seconds, speaker: name,
        dialogue: words, line: line)
    } else if let listener, !hasTwoShot, sides[listener] != sides[name] {
      hasTwoShot = true
      add(.twoShot, [name, listener], seconds: seconds, speaker: name, dialogue: words, line: line)
    } else if let listener, seconds > SceneListing.longSpeech, nextKind == nil {
      add(
        .closeUp, [name], seconds: seconds - SceneListing.reaction, speaker: name, dialogue: words, line: line
      )
      // The speech goes on over the listener's face.
      add(.reaction, [listener], seconds: SceneListing.reaction, speaker: name, line: line)
    } else {
      add(.closeUp, [name], seconds: seconds, speaker: name, dialogue: words, line: line)
    }
  }

  /// More happens in the shot of a section.
  private mutating func extend(by seconds: Double, action: String = "", speech: Speech? = nil) {
    guard var shot = result.popLast() else { return }
    shot.seconds += seconds
    let words = FountainMarkup.plain(action).trimmedSpace
    if !words.isEmpty { shot.action = shot.action.isEmpty ? words : shot.action + "\n" + words }
    var names = shot.people.map(\.name)
    for name in named(words) where !names.contains(name) { names.append(name) }
    if let speech {
      let name = speech.character.uppercased()
      shot.speaker = shot.speaker ?? name
      if !speech.isOffScreen, !names.contains(name) { names.append(name) }
      for case .dialogue(let text) in speech.parts {
        shot.dialogue += (shot.dialogue.isEmpty ? "" : "\n") + FountainMarkup.plain(text)
      }
    }
    shot.people = people(names)
    shot.prompt = prompt.text(
      shot.kind, shot.people, action: shot.action, thing: SceneListing.thing(in: shot.action))
    result.append(shot)
  }

  private mutating func takeNotes(_ content: ScreenplayElement.Content) {
    for case .shot(let words) in Directive.all(in: content.markup) {
      nextKind = words.lazy.compactMap(SceneListing.kind(of:)).first ?? nextKind
    }
  }

  private mutating func endShot(_ text: String) {
    let words = FountainMarkup.plain(text).uppercased()
    let found: ListedShot.Transition
    if words.contains("DISSOLVE") {
      found = .dissolve
    } else if words.contains("FADE") {
      found = .fade
    } else if words.contains("WIPE") {
      found = .wipe
    } else if words.contains("IRIS") {
      found = .iris
    } else if words.contains("MATCH") {
      found = .match
    } else {
      found = .cut
    }
    if !result.isEmpty { result[result.count - 1].transition = found }
  }

  private static func thing(in text: String) -> String? {
    text.lowercased().split { !$0.isLetter }.map(String.init).first { ShotPrompt.things.contains($0) }
  }

  /// The kind that words name, such as `close-up`, `two shot`, `tracking`.
  private static func kind(of text: String) -> ListedShot.Kind? {
    let letters = text.lowercased().filter(\.isLetter)
    return kinds.first { letters.contains($0.0) }?.1
  }

  private static let kinds: [(String, ListedShot.Kind)] = [
    ("closeup", .closeUp), ("twoshot", .twoShot), ("tracking", .tracking), ("establishing", .establishing),
    ("reaction", .reaction),
    ("insert", .insert), ("wide", .wide), ("medium", .medium),
  ]
}
