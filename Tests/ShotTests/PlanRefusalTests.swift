import Foundation
import Testing
import ZoetropeShot

/// A small valid plan of version 2, broken in one place at a time: the place is named, and what is wrong with it.
@Suite struct PlanRefusalTests {
  private static let file = #"""
    {"version": 2, "backdrop": "meadow", "time": [{"t": 0, "value": "day"}, {"t": 2, "value": "night"}], "weather": "clear",
     "camera": {"moves": [{"move": "still", "from": 0}, {"move": "panLeft", "from": 1}], "keyframes": [{"t": 0}]},
     "set": [{"name": "TREE", "picture": "tree", "x": 0, "y": 1, "height": 0.5, "depth": 1, "parallax": 0.5}],
     "actors": [
      {"name": "A", "picture": "fox", "tint": "#ff8000", "gait": "walk",
       "beats": [{"from": 0, "motion": "right", "towards": "TREE", "speed": 0.2}, {"from": 1, "motion": "still"}],
       "attachment": {"to": "B", "manner": "riding", "x": 0.5, "y": 0.1, "from": 0, "until": 3},
       "keyframes": [{"t": 0, "x": 0.5, "y": 0.5, "width": 0.2, "height": 0.2}]},
      {"name": "B", "picture": "horse", "keyframes": [{"t": 0, "x": 0.5, "y": 0.5, "width": 0.4, "height": 0.4}]}],
     "relations": [{"first": "A", "relation": "above", "second": "B", "from": 0}]}
    """#

  struct Mistake: Sendable, CustomTestStringConvertible {
    var from: String
    var to: String
    var path: String
    var message: String

    init(_ from: String, _ to: String, _ path: String, _ message: String) {
      (self.from, self.to, self.path, self.message) = (from, to, path, message)
    }

    var testDescription: String { to }
  }

  static let mistakes = [
    // Light that changes
    Mistake(
      #""weather": "clear""#, #""weather": 7"#, "weather",
      "expected a word or a list of words with their times, got 7; known: clear, "),
    Mistake(
      #""weather": "clear""#, #""weather": []"#, "weather",
      "an empty list; expected at least the word that holds from 0"),
    Mistake(
      #""weather": "clear""#, #""weather": "claer""#, "weather", #""claer" is not known here; nearest: clear"#
    ),
    Mistake(
      #"{"t": 2, "value": "night"}"#, #"{"t": 2, "value": "nihgt"}"#, "time[1].value",
      #""nihgt" is not known here; nearest: night"#),
    Mistake(
      #"{"t": 0, "value": "day"}"#, #"{"t": 1, "value": "day"}"#, "time[0].t",
      "the first word holds from the start; expected 0"),
    Mistake(
      #"{"t": 0, "value": "day"}"#, #"{"t": 0, "value": "day", "fade": 1}"#, "time[0].fade",
      "unknown field; what holds from the start has none; known: value, t"),
    Mistake(
      #"{"t": 2, "value": "night"}"#, #"{"value": "night"}"#, "time[1].t", "missing; expected a number"),
    Mistake(
      #"{"t": 2, "value": "night"}"#, #"{"t": 0, "value": "night"}"#, "time[1].t",
      "0 is too early; the time before it lasts until 0.001 s"),
    Mistake(
      #"{"t": 2, "value": "night"}"#, #"{"t": 2, "value": "night"}, {"t": 2.5, "value": "dawn"}"#,
      "time[2].t",
      "2.5 is too early; the time before it lasts until 3 s, its fade included"),
    Mistake(
      #"{"t": 2, "value": "night"}"#, #"{"t": 2, "value": "night", "fade": -1}"#, "time[1].fade",
      "-1 is out of range; expected 0...3600"),
    Mistake(
      #"{"t": 2, "value": "night"}"#, #"{"t": 2, "value": "night", "until": 1}"#, "time[1].until",
      "unknown field; known: t, value, fade"),
    // Camera
    Mistake(#"{"moves": "#, #"{"move": "still", "moves": "#, "camera.move", "give move or moves, not both"),
    Mistake(
      #"[{"move": "still", "from": 0}, {"move": "panLeft", "from": 1}]"#, "[]", "camera.moves",
      "0 moves; expected 1...64"),
    Mistake(
      #"{"move": "still", "from": 0}"#, #"{"move": "still", "from": 0.5}"#, "camera.moves[0].from",
      "0.5 must be 0: the first of the moves begins with the shot"),
    Mistake(
      #""panLeft", "from": 1"#, #""panLeft", "from": 0"#, "camera.moves[1].from",
      "0.0 must be at least 0.001 s after the one before it, at 0.0"),
    Mistake(
      #""panLeft""#, #""panleft""#, "camera.moves[1].move", #""panleft" is not known here; nearest: panLeft"#),
    Mistake(
      #"[{"t": 0}]}"#, #"[{"t": 0, "x": 64.5}]}"#, "camera.keyframes[0].x",
      "64.5 is out of range; expected -64...64"),
    Mistake(
      #"[{"t": 0}]}"#, #"[{"t": 0, "y": -9}]}"#, "camera.keyframes[0].y",
      "-9 is out of range; expected -8...8"),
    Mistake(#"[{"t": 0}]}"#, #"[]}"#, "camera.keyframes", "0 keyframes; expected 1...4320"),
    // Set pieces
    Mistake(#""picture": "tree", "#, "", "set[0].picture", "missing; expected a string"),
    Mistake(
      #""picture": "tree", "#, #""picture": "", "#, "set[0].picture",
      "expected the name of a member of the cast, or the path of a PNG file"),
    Mistake(#""x": 0, "y": 1, "#, #""x": 81, "y": 1, "#, "set[0].x", "81 is out of range; expected -80...80"),
    Mistake(#""x": 0, "y": 1, "#, #""x": 0, "y": 17, "#, "set[0].y", "17 is out of range; expected -16...16"),
    Mistake(#""height": 0.5, "#, #""height": 0, "#, "set[0].height", "0 is out of range; expected 0.005...8"),
    Mistake(#""depth": 1, "#, #""depth": 1.1, "#, "set[0].depth", "1.1 is out of range; expected 0...1"),
    Mistake(#""parallax": 0.5"#, #""parallax": -1"#, "set[0].parallax", "-1 is out of range; expected 0...1"),
    Mistake(
      #""parallax": 0.5"#, #""parallax": 0.5, "tint": "crimson""#, "set[0].tint",
      #""crimson" is no colour; expected #rrggbb or one of red, orange"#),
    Mistake(
      #""parallax": 0.5"#, #""parallax": 0.5, "angle": 5"#, "set[0].angle",
      "unknown field; known: name, picture, tint, x, y, height, depth, parallax, flipped"),
    Mistake(#""name": "TREE""#, #""name": 5"#, "set[0].name", "expected a string, got 5"),
    // Actors
    Mistake(##""#ff8000""##, ##""#ff800""##, "actors[0].tint", ##""#ff800" is no colour"##),
    Mistake(##""#ff8000""##, ##""#+f8000""##, "actors[0].tint", ##""#+f8000" is no colour"##),
    Mistake(
      #""gait": "walk""#, #""gait": "wlak""#, "actors[0].gait", #""wlak" is not known here; nearest: walk"#),
    Mistake(
      #""name": "B", "picture""#, #""name": "A", "picture""#, "actors[1].name",
      #""A" is the name of actors[0] already; names must differ"#),
    Mistake(#""name": "TREE""#, #""name": "B""#, "set[0].name", #""B" is the name of actors[1] already"#),
    Mistake(
      #""name": "B", "picture""#, #""name": " ", "picture""#, "actors[1].name",
      "expected 1...80 letters on one line"),
    Mistake(
      #""name": "B", "picture""#, #""name": "left", "picture""#, "actors[1].name",
      #""left" is a side; expected another name"#),
    Mistake(#""picture": "horse""#, #""kind": "horse""#, "actors[1].picture", "missing; expected a string"),
    Mistake(
      #""picture": "horse""#, #""picture": "horse", "kind": "horse""#, "actors[1].kind",
      "unknown field; version 2 calls it picture; known: name, picture, tint, size, gait, motion, beats, speed, depth, attachment, keyframes"
    ),
    // Beats
    Mistake(#""gait": "walk""#, #""motion": "left""#, "actors[0].motion", "give motion or beats, not both"),
    Mistake(
      #"{"from": 1, "motion": "still"}"#, #"{"from": 0, "motion": "still"}"#, "actors[0].beats[1].from",
      "0.0 must be at least 0.001 s after the one before it"),
    Mistake(
      #"{"from": 0, "motion": "right", "#, #"{"from": 0.5, "motion": "right", "#, "actors[0].beats[0].from",
      "0.5 must be 0: the first of the beats begins with the shot"),
    Mistake(
      #""speed": 0.2"#, #""speed": 17"#, "actors[0].beats[0].speed", "17 is out of range; expected 0...16"),
    Mistake(
      #""speed": 0.2"#, #""speed": "fast""#, "actors[0].beats[0].speed", #"expected a number, got "fast""#),
    Mistake(
      #""speed": 0.2"#, #""pace": 0.2"#, "actors[0].beats[0].pace",
      "unknown field; known: motion, from, towards, speed"),
    Mistake(
      #""towards": "TREE""#, #""towards": "HOUSE""#, "actors[0].beats[0].towards",
      #"nobody and nothing is called "HOUSE"; names: A, B, TREE; or a side: left, right, up, down"#),
    Mistake(
      #""towards": "TREE""#, #""towards": 2"#, "actors[0].beats[0].towards",
      "there is no actor 2; expected 0...1"),
    Mistake(#""towards": "TREE""#, #""towards": 0"#, "actors[0].beats[0].towards", "is the actor itself"),
    Mistake(
      #""towards": "TREE""#, #""towards": 1.5"#, "actors[0].beats[0].towards",
      "expected a name, or the number of an actor from 0, got 1.5"),
    // Attachments
    Mistake(
      #""to": "B""#, #""to": "C""#, "actors[0].attachment.to",
      #"nobody and nothing is called "C"; names: A, B, TREE"#),
    Mistake(#""to": "B""#, #""to": "A""#, "actors[0].attachment.to", "is the actor itself"),
    Mistake(
      #""to": "B", "#, "", "actors[0].attachment.to",
      "missing; expected a name, or the number of an actor from 0"),
    Mistake(
      #""riding""#, #""rides""#, "actors[0].attachment.manner", #""rides" is not known here; nearest: riding"#
    ),
    Mistake(#""y": 0.1"#, #""y": 4"#, "actors[0].attachment.y", "4 is out of range; expected -2...3"),
    Mistake(#""until": 3"#, #""until": 0"#, "actors[0].attachment.until", "0 must be after from, 0"),
    Mistake(
      #""attachment": {"to""#, #""attachment": {"on": 1, "to""#, "actors[0].attachment.on",
      "unknown field; known: to, manner, x, y, from, until"),
    // Relations
    Mistake(
      #""second": "B""#, #""second": "Z""#, "relations[0].second", #"nobody and nothing is called "Z""#),
    Mistake(
      #""second": "B""#, #""second": 0"#, "relations[0].second", #"is "A" itself; expected somebody else"#),
    Mistake(
      #""relation": "above""#, #""relation": "over""#, "relations[0].relation", #""over" is not known here"#),
    Mistake(
      #""second": "B", "from": 0"#, #""second": "B", "from": 1e9"#, "relations[0].from",
      "1000000000 is out of range; expected -4320...8640"),
    Mistake(
      #""second": "B", "from": 0"#, #""second": "B", "until": 0"#, "relations[0].until",
      "unknown field; known: first, relation, second, from"),
    Mistake(
      #""second": "B", "from": 0}]"#, #""second": "B", "from": 0}, 5]"#, "relations[1]",
      "expected an object, got a number"),
  ]

  @Test(arguments: mistakes) func isNamed(mistake: Mistake) throws {
    let pieces = Self.file.components(separatedBy: mistake.from)
    try #require(pieces.count == 2, "\(mistake.from) must be there once")
    let text = pieces.joined(separator: mistake.to)
    let error = try #require(throws: PlanError.self) { try ShotPlan(json: Data(text.utf8)) }
    let first = error.issues[0]
    #expect(first.path == mistake.path && first.message.hasPrefix(mistake.message), "\(error.issues)")
  }

  @Test func withoutAMistakeItIsFine() throws {
    #expect(try ShotPlan(json: Data(Self.file.utf8)).actors.count == 2)
  }

  /// Who carries whom may be a chain, not a ring.
  @Test func nobodyCarriesHimself() throws {
    func plan(_ carriers: [Int?]) -> ShotPlan {
      ShotPlan(
        scene: .meadow,
        actors: carriers.map { carrier in
          Actor(
            picture: "fox",
            attachment: carrier.map { Actor.Attachment(to: .actor($0), .heldBy, x: 0.5, y: 0.5) },
            keyframes: [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.2, height: 0.2)])
        })
    }
    func paths(_ plan: ShotPlan) -> [String] {
      do {
        try plan.validate()
        return []
      } catch { return error.issues.map(\.path) }
    }
    #expect(paths(plan([nil, 0, 1, 2])) == [])
    #expect(paths(plan([1, 0])) == ["actors[0].attachment.to", "actors[1].attachment.to"])
    // The last hangs on a ring that it is no part of.
    #expect(paths(plan([1, 2, 0, 0])) == (0..<3).map { "actors[\($0)].attachment.to" })
    let ring = try #require(throws: PlanError.self) { try plan([1, 0]).validate() }
    #expect(
      ring.issues[0].message == "goes round: actors[0] on actors[1] on actors[0]; somebody must carry himself"
    )
    // Rings in memory, unvalidated, end somewhere too.
    #expect(plan([1, 0]).tracks().count == 2)
  }

  /// Numbers that no file can hold are refused like any other, not fatal.
  @Test func numbersWithoutEnd() throws {
    for number in ["1e999", "-1e999"] {
      for field in [
        #""time": [{"value": "day"}, {"t": N, "value": "night"}]"#,
        #""time": [{"value": "day"}, {"t": 1, "value": "night", "fade": N}, {"t": 2, "value": "day"}]"#,
        #""camera": {"moves": [{"move": "still", "from": N}]}"#,
        #""relations": [{"first": 0, "relation": "above", "second": 1, "from": N}]"#,
        #""actors": [{"picture": "fox", "keyframes": [], "attachment": {"to": 0, "manner": "riding", "x": N, "y": N, "from": 0, "until": N}}]"#,
        #""actors": [{"picture": "fox", "keyframes": [], "attachment": {"to": 0, "manner": "riding", "x": 0, "y": 0, "from": N, "until": 0}}]"#,
        #""actors": [{"picture": "fox", "keyframes": [], "beats": [{"motion": "still", "from": N, "speed": N}]}]"#,
      ] {
        let text = #"{"backdrop": "sea", F}"#.replacing("F", with: field).replacing("N", with: number)
        #expect(throws: PlanError.self, "\(text)") { try ShotPlan(json: Data(text.utf8)) }
      }
    }
    var plan = PlanVersionTests.plan
    plan.changes[0].t = .nan
    #expect(plan.version == 2)
    #expect(throws: PlanError.self) { try JSONEncoder().encode(plan) }
  }

  @Test func limits() throws {
    func paths(_ edit: (inout ShotPlan) -> Void) -> [String] {
      var plan = PlanVersionTests.plan
      edit(&plan)
      do {
        try plan.validate()
        return []
      } catch { return error.issues.map(\.path) }
    }
    let extra = PlanVersionTests.plan.actors[1], piece = PlanVersionTests.plan.setPieces[1]
    #expect(paths { $0.actors += [extra, extra, extra, extra] } == [])
    #expect(paths { $0.actors += [extra, extra, extra, extra, extra] } == ["actors"])
    #expect(paths { $0.setPieces += [SetPiece](repeating: piece, count: 62) } == [])
    #expect(paths { $0.setPieces += [SetPiece](repeating: piece, count: 63) } == ["set"])
    #expect(paths { $0.frameCount = 4321 } == ["frameCount"])
    #expect(paths { $0.actors[0].beats = [] } == ["actors[0].beats"])
    #expect(paths { $0.camera.moves = [] } == ["camera.moves"])
    #expect(paths { $0.changes.swapAt(0, 1) } == ["changes"])
    #expect(paths { $0.actors[0].beats[0].speed = .nan } == ["actors[0].beats[0].speed"])
    #expect(paths { $0.relations = Array(repeating: $0.relations[0], count: 65) } == ["relations"])
  }
}
