import Foundation
import Testing
import ZoetropeShot

/// Version 1 and version 2 of the file: each read as it is meant, each written where it should be.
@Suite struct PlanVersionTests {
  /// A plan with every field of version 2, and its file, by hand.
  static let plan = ShotPlan(
    prompt: "", enhancedPrompt: "", seed: 7, frameRate: 24, frameCount: 96, size: .tall, shotSize: .wide,
    scene: .beach, period: .future, time: .day, weather: .clear, look: .sepia,
    changes: [
      .init(t: 1, to: .time(.sunset), fade: 0.5), .init(t: 2, to: .weather(.rain)),
      .init(t: 3, to: .time(.night), fade: 0),
    ],
    camera: Camera(
      moves: [.init(.track), .init(.zoomIn, from: 2.5)],
      keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 4, x: 12.5, y: -5, zoom: 2)]),
    setPieces: [
      SetPiece(
        name: "TOWER", picture: "lighthouse", tint: .sRGB(red: 192, green: 64, blue: 32), x: 1.5, y: 0.75,
        height: 0.5, depth: 0.75, parallax: 0.5, flipped: true),
      SetPiece(picture: "palmTree", x: -2, y: 0.8, height: 0.25, depth: 0.5, parallax: 1),
    ],
    actors: [
      Actor(
        name: "MARA", picture: "faces/mara.png", tint: .word(.red), size: .small, gait: .run,
        beats: [
          Beat(.right, towards: .thing(.name("TOWER")), speed: 0.25),
          Beat(.jump, from: 1, towards: .side(.up)), Beat(.still, from: 2, towards: .thing(.actor(1))),
        ], speed: .fast, depth: 0.25,
        attachment: Actor.Attachment(to: .actor(1), .riding, x: 0.5, y: 0.125, from: 0.5, until: 2),
        keyframes: [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.25, height: 0.25)]),
      Actor(
        picture: "horse", keyframes: [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.5, height: 0.5)]),
    ],
    relations: [PlannedRelation(.name("MARA"), .above, .actor(1), from: 0.5)])

  static let file = #"""
    {
      "version": 2,
      "prompt": "",
      "enhancedPrompt": "",
      "seed": 7,
      "frameRate": 24,
      "frameCount": 96,
      "size": "tall",
      "shotSize": "wide",
      "backdrop": "beach",
      "period": "future",
      "time": [
        {"t": 0, "value": "day"},
        {"t": 1, "value": "sunset", "fade": 0.5},
        {"t": 3, "value": "night", "fade": 0}
      ],
      "weather": [
        {"t": 0, "value": "clear"},
        {"t": 2, "value": "rain", "fade": 1}
      ],
      "look": "sepia",
      "camera": {
        "moves": [
          {"move": "track", "from": 0},
          {"move": "zoomIn", "from": 2.5}
        ],
        "keyframes": [
          {"t": 0, "x": 0, "y": 0, "zoom": 1},
          {"t": 4, "x": 12.5, "y": -5, "zoom": 2}
        ]
      },
      "set": [
        {"name": "TOWER", "picture": "lighthouse", "tint": "#c04020", "x": 1.5, "y": 0.75, "height": 0.5, "depth": 0.75, "parallax": 0.5, "flipped": true},
        {"picture": "palmTree", "x": -2, "y": 0.8, "height": 0.25, "depth": 0.5, "parallax": 1, "flipped": false}
      ],
      "actors": [
        {
          "name": "MARA",
          "picture": "faces/mara.png",
          "tint": "red",
          "size": "small",
          "gait": "run",
          "beats": [
            {"from": 0, "motion": "right", "towards": "TOWER", "speed": 0.25},
            {"from": 1, "motion": "jump", "towards": "up"},
            {"from": 2, "motion": "still", "towards": 1}
          ],
          "speed": "fast",
          "depth": 0.25,
          "attachment": {"to": 1, "manner": "riding", "x": 0.5, "y": 0.125, "from": 0.5, "until": 2},
          "keyframes": [
            {"t": 0, "x": 0.5, "y": 0.5, "width": 0.25, "height": 0.25, "angle": 0, "flipped": false}
          ]
        },
        {
          "picture": "horse",
          "size": "medium",
          "motion": "still",
          "speed": "normal",
          "depth": 0.5,
          "keyframes": [
            {"t": 0, "x": 0.5, "y": 0.5, "width": 0.5, "height": 0.5, "angle": 0, "flipped": false}
          ]
        }
      ],
      "relations": [
        {"first": "MARA", "relation": "above", "second": 1, "from": 0.5}
      ]
    }

    """#

  @Test func everyFieldIsWrittenAndReadBack() throws {
    #expect(try String(decoding: Self.plan.json(), as: UTF8.self) == Self.file)
    #expect(try ShotPlan(json: Data(Self.file.utf8)) == Self.plan)
    // Within another document too, and Foundation's parser finds the same fields and values there.
    let encoded = try JSONEncoder().encode([Self.plan])
    #expect(try JSONDecoder().decode([ShotPlan].self, from: encoded) == [Self.plan])
    let own = try #require(JSONSerialization.jsonObject(with: Data(Self.file.utf8)) as? NSDictionary)
    #expect(try JSONSerialization.jsonObject(with: encoded) as? NSArray == [own])
  }

  /// A plan of version 2 that says as little as it may.
  @Test func whatMayBeLeftOut() throws {
    let short = #"{"backdrop": "sea"}"#
    let plan = try ShotPlan(json: Data(short.utf8))
    #expect(plan == ShotPlan(scene: .sea))
    #expect(plan.frameRate == 12 && plan.frameCount == 48 && plan.size == .wide && plan.duration == 4)
    #expect((plan.time, plan.weather, plan.look) == (.day, .clear, .natural) && plan.shotSize == .medium)
    let some = #"""
      {"version": 2, "backdrop": "sea", "camera": {"keyframes": [{"t": 1, "zoom": 2}]},
       "set": [{"picture": "tree", "x": 0, "y": 1, "height": 1, "depth": 1, "parallax": 0}],
       "time": [{"value": "dawn"}, {"t": 1, "value": "day"}],
       "actors": [{"picture": "whale", "attachment": {"to": 1, "manner": "heldBy", "x": 0, "y": 0},
         "beats": [{"from": 0, "motion": "left"}], "keyframes": [{"t": 0, "x": 0, "y": 0, "width": 1, "height": 1}]},
        {"picture": "fox", "keyframes": [{"t": 0, "x": 0, "y": 0, "width": 1, "height": 1}]}],
       "relations": [{"first": 0, "relation": "behind", "second": 1}]}
      """#
    let keys = [Keyframe(t: 0, x: 0, y: 0, width: 1, height: 1)]
    #expect(
      try ShotPlan(json: Data(some.utf8))
        == ShotPlan(
          scene: .sea, time: .dawn, changes: [.init(t: 1, to: .time(.day), fade: 1)],
          camera: Camera(move: .still, keyframes: [CameraKeyframe(t: 1, x: 0, y: 0, zoom: 2)]),
          setPieces: [SetPiece(picture: "tree", x: 0, y: 1, height: 1, depth: 1, parallax: 0)],
          actors: [
            Actor(
              picture: "whale", beats: [Beat(.left)],
              attachment: Actor.Attachment(to: .actor(1), .heldBy, x: 0, y: 0, from: 0), keyframes: keys),
            Actor(picture: "fox", keyframes: keys),
          ], relations: [PlannedRelation(.actor(0), .behind, .actor(1), from: 0)]))
  }

  /// Each thing that version 1 cannot hold makes a file of version 2 that holds it.
  @Test func whatNeedsVersion2() throws {
    let start = PlanJSONTests.plan
    #expect(start.version == 1)
    let edits: [(String, (inout ShotPlan) -> Void)] = [
      ("name", { $0.actors[0].name = "HORSE" }), ("picture", { $0.actors[0].picture = "gorilla" }),
      ("tint", { $0.actors[0].tint = .sRGB(red: 1, green: 2, blue: 3) }),
      ("gait", { $0.actors[0].gait = .hop }), ("beats", { $0.actors[0].beats.append(Beat(.jump, from: 1)) }),
      ("towards", { $0.actors[0].beats[0].towards = .side(.left) }),
      ("speed", { $0.actors[0].beats[0].speed = 0.1 }),
      ("attachment", { $0.actors[0].attachment = Actor.Attachment(to: .actor(1), .riding, x: 0, y: 0) }),
      ("actors", { $0.actors += [Actor](repeating: $0.actors[1], count: 4) }),
      ("set", { $0.setPieces = [SetPiece(picture: "tree", x: 0, y: 0, height: 1, depth: 1, parallax: 1)] }),
      ("change", { $0.changes = [.init(t: 1, to: .look(.noir))] }),
      ("moves", { $0.camera.moves.append(.init(.zoomIn, from: 1)) }),
      ("travel", { $0.camera.keyframes[1].x = 64 }), ("length", { $0.frameCount = 4320 }),
      ("time", { $0.actors[1].keyframes[0].t = 5000 }),
      ("relation", { $0.relations = [PlannedRelation(.actor(0), .leftOf, .actor(1))] }),
    ]
    for (name, edit) in edits {
      var plan = start
      edit(&plan)
      #expect(plan.version == 2, "\(name)")
      let file = try plan.json()
      #expect(try ShotPlan.version(ofJSON: file) == 2 && ShotPlan(json: file) == plan, "\(name)")
    }
  }

  @Test func otherVersionsAreRefused() throws {
    func issues(_ text: String) -> [String] {
      do {
        _ = try ShotPlan(json: Data(text.utf8))
        return []
      } catch { return error.issues.map(\.description) }
    }
    let refusal = "version: 3 is not a version that this program reads; expected 1 or 2"
    #expect(issues(#"{"version": 3, "backdrop": "sea"}"#) == [refusal])
    #expect(try ShotPlan.version(ofJSON: Data(#"{"version": 3, "backdrop": "sea"}"#.utf8)) == nil)
    // Each version says so where a field is the other's.
    #expect(
      issues(#"{"version": 2, "scene": "sea"}"#)[0] == "backdrop: missing; expected one of "
        + Scene.allCases.map(\.rawValue).joined(separator: ", "))
    #expect(
      issues(#"{"version": 2, "scene": "sea", "backdrop": "sea"}"#)[0].hasPrefix(
        "scene: unknown field; version 2 calls it backdrop; known: version, prompt, "))
    let first = String(decoding: try PlanJSONTests.plan.json(), as: UTF8.self)
    let hint = "unknown field; it is of version 2, and this plan is of version 1; known: "
    let withSet = first.replacingOccurrences(of: #""size": "wide","#, with: #""size": "wide", "set": [],"#)
    #expect(issues(withSet)[0].hasPrefix("set: " + hint))
    let withName = first.replacingOccurrences(of: #""kind": "ball","#, with: #""kind": "ball", "name": "B","#)
    #expect(issues(withName)[0].hasPrefix("actors[1].name: " + hint + "kind, "))
  }
}
