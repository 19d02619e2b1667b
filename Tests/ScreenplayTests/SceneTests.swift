import Foundation
import Testing
import ZoetropeLanguage
import ZoetropeScreenplay

@Suite struct SceneTests {
  private static func example(_ name: String) throws -> Screenplay {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let bytes = Array(try Data(contentsOf: root.appendingPathComponent("Docs/Examples/\(name).fountain")))
    let play = try Screenplay(fountain: bytes)
    #expect(Array(play.fountain.utf8) == bytes)
    return play
  }

  private static func breakdown(_ heading: String, after: String = "") -> SceneBreakdown? {
    Screenplay(fountain: (after.isEmpty ? "" : after + "\n\nx\n\n") + heading + "\n\nx\n").scenes().last
  }

  @Test(
    arguments: [
      ("INT. MARA'S HOUSE - KITCHEN - NIGHT", .interior, "MARA'S HOUSE - KITCHEN", .night),
      ("EXT. BRIDGE – DAWN", .exterior, "BRIDGE", .dawn),
      ("INT./EXT. CAR - MOVING - LATE AFTERNOON (1944)", .both, "CAR - MOVING", .day),
      ("I/E. TENT - DUSK", .both, "TENT", .sunset),
      ("EXT. NIGHT MARKET", .exterior, "NIGHT MARKET", nil),
      ("INT. BUREAU - NUIT", .interior, "BUREAU", .night),
      (".the moon", nil, "the moon", nil), ("EST. CITY — MORNING", .exterior, "CITY", .dawn),
    ] as [(String, SceneBreakdown.Setting?, String, SceneBreakdown.DayTime?)])
  func headingsSayWhereAndWhen(
    heading: String, setting: SceneBreakdown.Setting?, place: String, time: SceneBreakdown.DayTime?
  ) throws {
    let scene = try #require(Self.breakdown(heading))
    #expect(scene.setting == setting)
    #expect(scene.place == place)
    #expect(scene.time == time)
  }

  @Test(arguments: ["INT. BARN - CONTINUOUS", "INT. BARN - LATER", "INT. BARN - MOMENTS LATER", "INT. BARN"])
  func laterKeepsTheTimeOfDay(heading: String) {
    #expect(Self.breakdown(heading, after: "EXT. FARM - NIGHT")?.time == .night)
  }

  @Test func peopleAreThereWhenTheyActOrSpeakOnScreen() throws {
    let text = """
      INT. BARN - DAY

      Otto sleeps. Mara's hat hangs on a nail; OTTOMAR is somebody else.

      MARA (V.O.)
      I left it there.

      ZOE
      Who said that?

      EXT. HILL - DAY

      BIG BEN
      (into the phone)
      Bong.

      Mara waves. A big man passes.
      """
    let scenes = Screenplay(fountain: text + "\n\nOTTO\nOh.\n").scenes()
    #expect(scenes.map(\.present) == [["OTTO", "MARA", "ZOE"], ["BIG BEN", "MARA", "OTTO"]])
    #expect(scenes.map(\.speaking) == [["MARA", "ZOE"], ["BIG BEN", "OTTO"]])
  }

  // MARK: Reading time

  /// 68 ms a letter at the speed of reading aloud (pace 1): 20 letters take 1.36 s; Chinese 255 and Japanese 357 characters a minute.
  @Test func speechTakesTheTimeOfReadingAloud() {
    let aloud = ReadingSpeed(pace: 1)
    // Sums of a few doubles.
    #expect(abs(aloud.seconds(saying: "*Abcdefghij* klmnopqrst [[not this]]") - 1.36) < 1e-12)
    #expect(abs(aloud.seconds(saying: String(repeating: "狐", count: 255)) - 60) < 1e-9)
    #expect(abs(aloud.seconds(saying: String(repeating: "きつね", count: 119)) - 60) < 1e-9)
    #expect(abs(aloud.seconds(saying: "狐が走") - 3 * 60 / 357) < 1e-12)
    #expect(abs(ReadingSpeed(pace: 0.5).seconds(saying: "abcde") - 0.68) < 1e-12)
    #expect(abs(ReadingSpeed(wordsPerMinute: 120).seconds(saying: "one two don't four") - 2) < 1e-12)
    let speech = Speech(
      character: "A",
      parts: [
        .dialogue("abcde"), .parenthetical("a long beat"), .dialogue("abcde"), .parenthetical("softly"),
      ])
    #expect(abs(aloud.seconds(of: speech) - 1.68) < 1e-12)
  }

  /// A page of 250 words is a minute; whatever happens takes a moment.
  @Test func actionTakesTheTimeOfItsPage() {
    let words = Array(repeating: "word", count: 250).joined(separator: " ")
    #expect(abs(ReadingSpeed().seconds(showing: words) - 60) < 1e-9)
    #expect(ReadingSpeed().seconds(showing: "Bang.") == 1.5)
    #expect(ReadingSpeed().seconds(showing: "[[only a note]]") == 0)
  }

  // MARK: Casting

  @Test func charactersAreCastByWhatTheScreenplaySays() throws {
    let text = """
      MARA, an old fox, meets OTTO (5), a mouse. LEO waits. [[cast: LEO = lion]]

      MARA
      Hi.

      OTTO
      Hi.

      LEO
      Hi.

      THE OWL
      Hi.

      ZOE
      Hi.
      """
    let cast = try CastMap(casting: Screenplay(fountain: text), given: CastMap([("Zoe", .init("zoe.png"))]))
    #expect(
      ["MARA", "OTTO", "LEO", "THE OWL", "ZOE"].map { cast[$0]?.text } == [
        "fox", "mouse", "lion", "owl", "zoe.png",
      ])
    #expect(try CastMap(json: Array(cast.json.utf8)) == cast)
  }

  @Test func nobodySharesAPicture() throws {
    let foxes = "A FOX is there.\n\nFOX ONE\nHi.\n\nFOX TWO\nHi.\n\nFOX THREE\nHi.\n"
    let cast = try CastMap(casting: Screenplay(fountain: foxes))
    #expect(Set(cast.members.map(\.member)).count == 3)
    #expect(throws: ScreenplayError.self) { try CastMap([("A", .word("fox")), ("B", .word("fox"))]) }
    #expect(throws: ScreenplayError.self) { try CastMap(json: Array("{\"A\": 3}".utf8)) }
    let crowd = (1...9).map { "NOBODY \($0)\nHi.\n" }.joined(separator: "\n")
    let error = #expect(throws: ScreenplayError.self) { try CastMap(casting: Screenplay(fountain: crowd)) }
    #expect(error.map { "\($0)".contains("NOBODY 8: no picture is left") } == true)
  }

  @Test func directivesStandInNotes() {
    #expect(Directive(note: "shot: close-up, tracking") == .shot(["close-up", "tracking"]))
    #expect(Directive(note: "Cast: Mara = fox") == .cast(name: "MARA", member: "fox"))
    for text in ["shot", "shot:", "cast: MARA", "cast: = fox", "note: the cast = good"] {
      #expect(Directive(note: text) == nil)
    }
  }

  // MARK: Shots

  private static func shots(_ text: String) throws -> ShotList {
    let play = Screenplay(fountain: text)
    let list = ShotList(breaking: play, cast: try CastMap(casting: play))
    try list.validate()
    return list
  }

  private static let dialogue = """
    EXT. RIVER - NIGHT

    MARA, a fox, runs along the water. OTTO, an owl, watches.

    Mara runs.

    MARA
    Hello.

    OTTO
    Hello.

    MARA
    I have been running along this river since the sun went down and I am not at all tired of it yet, since you ask.

    A balloon lies in the mud.

    OTTO (V.O.)
    Nobody asked.

    > DISSOLVE TO:

    EXT. RIVER - LATER

    OTTO
    Good night.
    """

  @Test func scenesBecomeShotsByRule() throws {
    let list = try Self.shots(Self.dialogue)
    #expect(
      list.shots.map(\.kind) == [
        .establishing, .twoShot, .tracking, .closeUp, .closeUp, .closeUp, .reaction, .insert, .closeUp,
        .closeUp,
      ])
    #expect(list.shots.map(\.id) == ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "2.1"])
    #expect(list.shots[8].transition == .dissolve && list.shots[0].transition == .cut)
    #expect(list.shots[6].people == [.init("OTTO", .right)] && list.shots[6].speaker == "MARA")
    #expect(list.shots[2].prompt == "a fox runs to the right by the river at night, the camera follows")
    #expect(list.shots[1].prompt == "medium shot, a fox to the left of an owl by the river at night")
    #expect(list.shots[9].prompt == "close-up of an owl by the river at night")
    #expect(list.shots[1].line == 3)
  }

  @Test func notesAndSectionsOfLevelFourSayTheShots() throws {
    let list = try Self.shots(
      """
      EXT. FOREST - DAY

      [[shot: wide]]
      MARA, a fox, waits.

      MARA
      Well.

      EXT. BEACH - DAY

      #### Close-up of Mara

      MARA
      Sand.

      She sits.

      #### Wide shot, the beach
      """)
    #expect(list.shots.map(\.kind) == [.establishing, .wide, .closeUp, .closeUp, .wide])
    #expect(list.shots[3].dialogue == "Sand." && list.shots[3].action.hasSuffix("She sits."))
  }

  @Test func pronounsStandForWhoWasSeen() throws {
    let list = try Self.shots(
      """
      FADE IN:

      EXT. BEACH - DAY

      MARA, a fox, waits.

      OTTO
      Here!

      He runs.

      MARA
      No.

      She jumps high. Nobody minds.

      They both wait.

      > THE END <
      """)
    #expect(
      list.shots.map { $0.people.map(\.name) } == [
        [], ["MARA"], ["MARA", "OTTO"], ["OTTO"], ["MARA"], ["MARA"], ["MARA", "OTTO"],
      ])
  }

  @Test func nobodyCrossesTheLine() throws {
    var list = try Self.shots(Self.dialogue)
    list.shots[3].people = [.init("MARA", .right)]
    let error = #expect(throws: ScreenplayError.self) { try list.validate() }
    if case .file(_, let issues)? = error {
      #expect(issues.map(\.path) == ["shots[3].people[0].side"])
    } else {
      Issue.record("no path")
    }
    // In another scene sides are free again.
    list = try Self.shots(Self.dialogue)
    list.shots[9].people = [.init("OTTO", .left)]
    try list.validate()
  }

  @Test(arguments: ["balloon", "lamp"])
  func theExamplesBecomeListsThatReadBack(name: String) throws {
    let play = try Self.example(name)
    let list = ShotList(breaking: play, cast: try CastMap(casting: play))
    try list.validate()
    #expect(try ShotList(json: Array(list.json.utf8)) == list)
    #expect(try ShotList(csv: Array(list.csv.utf8), title: list.title) == list)
    #expect(ShotList(breaking: play, cast: try CastMap(casting: play)) == list)
    // Every spoken word is in one shot.
    let said = list.shots.map(\.dialogue).joined(separator: " ")
    for case .speech(let speech) in play.elements.map(\.content) {
      for case .dialogue(let text) in speech.parts { #expect(said.contains(FountainMarkup.plain(text))) }
    }
    // A page is about a minute; a story of one page and one of four.
    let minutes = list.seconds / 60
    #expect(name == "balloon" ? (0.8...2.2).contains(minutes) : (3...6.5).contains(minutes), "\(minutes)")
  }

  /// The planner's reader of prompts knows every word, and finds who is there, the size and the time.
  @Test(arguments: ["balloon", "lamp"])
  func promptsAreInTheWordsOfThePlanner(name: String) throws {
    let play = try Self.example(name)
    let list = ShotList(breaking: play, cast: try CastMap(casting: play))
    let reader = CaptionParser(), words = try PromptReader()
    for shot in list.shots {
      #expect(try words.read(shot.prompt, language: "en").indices(of: .unknown) == [], "\(shot.prompt)")
      let stated = reader.parse(shot.prompt)
      #expect(stated.time != nil && stated.scene != nil, "\(shot.prompt)")
      if shot.kind != .insert { #expect(stated.actors.count == shot.people.count, "\(shot.prompt)") }
      switch shot.kind {
      case .closeUp, .reaction, .insert: #expect(stated.shotSize == .closeUp, "\(shot.prompt)")
      case .establishing, .wide: #expect(stated.shotSize == .wide, "\(shot.prompt)")
      case .tracking: #expect(stated.camera == .track, "\(shot.prompt)")
      case .medium, .twoShot: #expect(stated.shotSize == .medium, "\(shot.prompt)")
      }
    }
  }

  // MARK: Files

  @Test(arguments: [
    ("{}", "version"), ("{\"version\": 2, \"shots\": []}", "version"),
    ("{\"version\": 1, \"shots\": [], \"extra\": 1}", "extra"),
    (
      "{\"version\": 1, \"shots\": [{\"id\": \"1\", \"scene\": 1, \"kind\": \"closeup\", \"seconds\": 2, \"prompt\": \"x\"}]}",
      "shots[0].kind"
    ),
    (
      "{\"version\": 1, \"shots\": [{\"id\": \"1\", \"scene\": 1, \"kind\": \"wide\", \"seconds\": 0, \"prompt\": \"x\"}]}",
      "shots[0].seconds"
    ),
    (
      "{\"version\": 1, \"shots\": [{\"id\": \"1\", \"scene\": 1.5, \"kind\": \"wide\", \"seconds\": 1, \"prompt\": \"x\"}]}",
      "shots[0].scene"
    ),
    (
      "{\"version\": 1, \"shots\": [{\"id\": \"1\", \"scene\": 1, \"kind\": \"wide\", \"seconds\": 1, \"prompt\": \"x\", \"people\": [{\"name\": \"A\"}]}]}",
      "shots[0].people[0].side"
    ), ("[1", "line 1, column 3"),
  ])
  func mistakesInAListHaveAPath(json: String, path: String) {
    let error = #expect(throws: ScreenplayError.self) { try ShotList(json: Array(json.utf8)) }
    if case .file(_, let issues)? = error {
      #expect(issues.contains { $0.path == path }, "\(issues)")
    } else {
      Issue.record("no path")
    }
  }

  @Test(arguments: [
    ("id,scene\n", "row 1"), ("HEAD\n1,1,wide,x,,,,,p,cut,1,,1,,0\n", "row 2, seconds"),
    ("HEAD\n1,1,wide\n", "row 2"),
    ("HEAD\n1,1,wide,2,MARA,,,,p,cut,1,,1,,0\n", "row 2, people"),
    ("HEAD\n1,1,wide,2,,,\"a\nb,,p,cut,1,,1,,0\n", "row 2, cell 7"),
  ])
  func mistakesInATableHaveARow(csv: String, path: String) {
    let head =
      "id,scene,kind,seconds,people,speaker,dialogue,action,prompt,transition,take,line,speed,sound,soundOffset"
    let error = #expect(throws: ScreenplayError.self) {
      try ShotList(csv: Array(csv.replacing("HEAD", with: head).utf8))
    }
    if case .file(_, let issues)? = error {
      #expect(issues.contains { $0.path == path }, "\(issues)")
    } else {
      Issue.record("no path")
    }
  }
}
