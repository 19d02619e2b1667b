import Foundation
import Testing
import ZoetropeShot

@Suite struct PlanJSONTests {
  static let plan = ShotPlan(
    prompt: "a blue horse runs left past a \"ball\"\n😀", enhancedPrompt: "", seed: .max, frameRate: 12.5,
    frameCount: 24, size: .wide, shotSize: .closeUp, scene: .meadow, period: .medieval, time: .sunset,
    weather: .fog, look: .noir,
    camera: Camera(
      move: .panLeft, keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 1.5, x: -0.1, zoom: 1.25)]),
    actors: [
      Actor(
        kind: .horse, tint: .blue, size: .large, motion: .left, speed: .fast, depth: 0.25,
        keyframes: [
          Keyframe(t: 0, x: 1.0 / 3, y: 0.5, width: 0.25, height: 0.5),
          Keyframe(t: 1, x: -0.2, y: 0.5, width: 0.25, height: 0.5, angle: -12.5, flipped: true),
        ]),
      Actor(
        kind: .ball, motion: .still, keyframes: [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.1, height: 0.1)]),
    ])

  @Test func writesForPeople() throws {
    let expected = #"""
      {
        "version": 1,
        "prompt": "a blue horse runs left past a \"ball\"\n😀",
        "enhancedPrompt": "",
        "seed": 18446744073709551615,
        "frameRate": 12.5,
        "frameCount": 24,
        "size": "wide",
        "shotSize": "closeUp",
        "scene": "meadow",
        "period": "medieval",
        "time": "sunset",
        "weather": "fog",
        "look": "noir",
        "camera": {
          "move": "panLeft",
          "keyframes": [
            {"t": 0, "x": 0, "y": 0, "zoom": 1},
            {"t": 1.5, "x": -0.1, "y": 0, "zoom": 1.25}
          ]
        },
        "actors": [
          {
            "kind": "horse",
            "tint": "blue",
            "size": "large",
            "motion": "left",
            "speed": "fast",
            "depth": 0.25,
            "keyframes": [
              {"t": 0, "x": 0.3333333333333333, "y": 0.5, "width": 0.25, "height": 0.5, "angle": 0, "flipped": false},
              {"t": 1, "x": -0.2, "y": 0.5, "width": 0.25, "height": 0.5, "angle": -12.5, "flipped": true}
            ]
          },
          {
            "kind": "ball",
            "size": "medium",
            "motion": "still",
            "speed": "normal",
            "depth": 0.5,
            "keyframes": [
              {"t": 0, "x": 0.5, "y": 0.5, "width": 0.1, "height": 0.1, "angle": 0, "flipped": false}
            ]
          }
        ]
      }

      """#
    #expect(try String(decoding: Self.plan.json(), as: UTF8.self) == expected)
  }

  @Test func readsBackExactly() throws {
    #expect(try ShotPlan(json: Self.plan.json()) == Self.plan)
    let empty = ShotPlan(scene: .sea)
    #expect(try ShotPlan(json: empty.json()) == empty)
    // Foundation's encoder and parser, which know nothing of this writer, agree about every field.
    let own = try #require(JSONSerialization.jsonObject(with: Self.plan.json()) as? NSDictionary)
    #expect(try JSONSerialization.jsonObject(with: JSONEncoder().encode(Self.plan)) as? NSDictionary == own)
  }

  /// A plan inside another document is read by the rules of its own file: the same plan, the same complaints.
  @Test func withinAnotherDocumentTheRulesAreTheSame() throws {
    struct Document: Codable, Equatable {
      var plans: [ShotPlan]
    }
    func read(_ plan: String) throws -> ShotPlan {
      try JSONDecoder().decode(Document.self, from: Data("{\"plans\": [\(plan)]}".utf8)).plans[0]
    }
    let text = try String(decoding: Self.plan.json(), as: UTF8.self)
    #expect(try read(text) == Self.plan)
    let encoded = try JSONEncoder().encode(Document(plans: [Self.plan]))
    #expect(try JSONDecoder().decode(Document.self, from: encoded) == Document(plans: [Self.plan]))
    for (from, to) in [
      (#""flipped": true"#, #""colour": "red""#), (#""kind": "horse""#, #""kind": "hrose""#),
      (#""frameRate": 12.5"#, #""frameRate": 900"#), (#""frameCount": 24"#, #""frameCount": 24.5"#),
    ] {
      let wrong = text.replacingOccurrences(of: from, with: to)
      #expect(wrong != text, "\(from)")
      func complaint(_ read: () throws -> ShotPlan) throws -> PlanError? {
        do { _ = try read() } catch let error as PlanError { return error }
        return nil
      }
      let own = try complaint { try ShotPlan(json: Data(wrong.utf8)) }
      #expect(try own != nil && complaint { try read(wrong) } == own, "\(to)")
    }
  }

  @Test func roundsComputedNumbers() throws {
    var plan = Self.plan
    plan.actors[0].keyframes[0].x = 0.1 + 0.2
    plan.camera.keyframes[1].zoom = 1 / 3
    let text = try String(decoding: plan.rounded().json(), as: UTF8.self)
    #expect(text.contains(#""x": 0.3,"#) && text.contains(#""zoom": 0.3333}"#))
  }

  @Test func fillsInWhatMayBeLeftOut() throws {
    let short = #"""
      {"frameRate": 8, "frameCount": 16, "shotSize": "medium", "scene": "sea", "time": "day", "weather": "clear",
       "look": "natural", "camera": {"move": "still", "keyframes": [{"t": 0, "x": 0, "y": 0, "zoom": 1}]},
       "actors": [{"kind": "whale", "motion": "left",
         "keyframes": [{"t": 0, "x": 0.5, "y": 0.5, "width": 0.5, "height": 0.5}]}]}
      """#
    let actor = Actor(
      kind: .whale, motion: .left, keyframes: [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.5, height: 0.5)])
    let plan = ShotPlan(frameRate: 8, frameCount: 16, size: .square, scene: .sea, actors: [actor])
    #expect(try ShotPlan(json: Data(short.utf8)) == plan)
  }

  @Test func namesEveryMistakeAtOnce() throws {
    var text = try String(decoding: Self.plan.json(), as: UTF8.self)
    for (from, to) in [
      (#""horse""#, #""hrose""#), (#""seed": 18446744073709551615"#, #""seed": -1"#),
      (#""flipped": true"#, #""colour": "red""#), (#""frameCount": 24,"#, ""),
      (#""scene": "meadow""#, #""scene": 7"#),
      (#""frameRate": 12.5"#, #""frameRate": 1e999"#), (#""t": 0, "x": 0, "y""#, #""t": "0", "x": 99, "y""#),
    ] { text = text.replacingOccurrences(of: from, with: to) }
    let error = try #require(throws: PlanError.self) { try ShotPlan(json: Data(text.utf8)) }
    #expect(
      error.issues.map(\.path) == [
        "seed", "frameCount", "scene", "camera.keyframes[0].t", "actors[0].kind",
        "actors[0].keyframes[1].colour", "frameRate", "camera.keyframes[0].x",
      ])
    #expect(error.issues[0].message == "expected a whole number 0...18446744073709551615, got -1")
    #expect(error.issues[1].message == "missing; expected a whole number")
    #expect(error.issues[4].message.hasPrefix(#""hrose" is not known here; nearest: horse, "#))
    #expect(error.issues[3].message == #"expected a number, got "0""#)
    #expect(error.issues[7].message == "99 is out of range; expected -64...64")
    #expect(error.issues[5].message == "unknown field; known: t, x, y, width, height, angle, flipped")
  }

  @Test func textThatIsNotAPlan() throws {
    for (text, path) in [
      ("", "line 1, column 1"), ("{\n\"a\":}", "line 2, column 5"), ("[]", "plan"),
      ("{} {}", "line 1, column 4"),
      (#"{"seed": 1, "seed": 2}"#, "line 1, column 13"),
    ] {
      let error = try #require(throws: PlanError.self) { try ShotPlan(json: Data(text.utf8)) }
      #expect(error.issues.map(\.path) == [path] || path == "plan" && error.issues.first?.path == path)
    }
    #expect(try #require(throws: PlanError.self) { try ShotPlan(json: Data("[]".utf8)) }.issues.count == 1)
  }
}

/// Takes a valid plan, breaks one field at a time, and expects that very field to be named.
@Suite struct PlanFieldTests {
  private static let optional: Set = [
    "version", "prompt", "enhancedPrompt", "seed", "size", "period", "actors[0].tint", "actors[0].size",
    "actors[0].speed", "actors[0].depth", "actors[0].keyframes[0].angle", "actors[0].keyframes[0].flipped",
  ]

  /// Applies an edit to every field in turn, containers included, and hands over the text with the field's path.
  private func forEachField(
    _ edit: (Any) -> Any?, rename: Bool = false, _ body: (Data, String, Any) throws -> Void
  ) throws {
    let root = try JSONSerialization.jsonObject(with: PlanJSONTests.plan.json())
    func visit(_ node: Any, _ path: String, _ rebuild: (Any) -> Any) throws {
      if let object = node as? [String: Any] {
        for (name, value) in object {
          let here = path.isEmpty ? name : "\(path).\(name)"
          var edited = object
          edited[name] = nil
          if let new = edit(value) { edited[rename ? name + "X" : name] = new }
          try body(JSONSerialization.data(withJSONObject: rebuild(edited)), here, value)
          try visit(value, here) { inner in
            var copy = object
            copy[name] = inner
            return rebuild(copy)
          }
        }
      } else if let array = node as? [Any] {
        // The first element stands for all.
        try visit(array[0], "\(path)[0]") { inner in rebuild([inner] + array.dropFirst()) }
      }
    }
    try visit(root, "") { $0 }
  }

  private func issues(_ json: Data) -> [PlanError.Issue] {
    do {
      _ = try ShotPlan(json: json)
      return []
    } catch { return error.issues }
  }

  @Test func removed() throws {
    var count = 0
    try forEachField({ _ in nil }) { json, path, _ in
      count += 1
      let expected = Self.optional.contains(path) ? [] : [path]
      #expect(issues(json).map(\.path) == expected)
    }
    // 14 of the plan, 2 + 4 of the camera, 7 + 7 of the actor, and the version.
    #expect(count == 15 + 6 + 14)
  }

  @Test func misspelt() throws {
    try forEachField({ $0 }, rename: true) { json, path, _ in
      let expected = Self.optional.contains(path) ? [path + "X"] : [path, path + "X"]
      #expect(Set(issues(json).map(\.path)) == Set(expected))
    }
  }

  @Test func ofAnotherType() throws {
    for wrong in [["a": 1], [[1]], NSNull(), "words"] as [Any] {
      try forEachField({ _ in wrong }) { json, path, old in
        if wrong is String, ["prompt", "enhancedPrompt"].contains(path) { return }
        let paths = issues(json).map(\.path)
        #expect(paths.first?.hasPrefix(path) == true, "\(path): \(paths)")
        #expect(paths.allSatisfy { $0.hasPrefix(path) }, "\(path): \(paths)")
      }
    }
  }

  @Test func outOfRange() throws {
    for wrong in [1e6, -1e6] as [Double] {
      try forEachField({ $0 is NSNumber ? wrong : nil }) { json, path, old in
        // A time that jumps ahead breaks the order as well, which is noted at the next keyframe.
        guard old is NSNumber, path != "seed" else { return }
        let paths = issues(json).map(\.path).filter { !$0.hasSuffix("keyframes[1].t") }
        #expect(paths == [path])
      }
    }
  }

  @Test func valuesInMemory() throws {
    func issues(_ edit: (inout ShotPlan) -> Void) -> [String] {
      var plan = PlanJSONTests.plan
      edit(&plan)
      do {
        try plan.validate()
        return []
      } catch { return error.issues.map(\.path) }
    }
    #expect(issues { _ in } == [])
    #expect(issues { $0.frameRate = .nan } == ["frameRate"])
    #expect(issues { $0.frameRate = 0.99 } == ["frameRate"])
    #expect(issues { $0.frameCount = 4321 } == ["frameCount"])
    #expect(issues { $0.frameCount = 4320 } == [])
    #expect(issues { $0.camera.keyframes = [] } == ["camera.keyframes"])
    #expect(issues { $0.camera.keyframes[1].t = 0 } == ["camera.keyframes[1].t"])
    #expect(issues { $0.camera.keyframes[1].t = 0.001 } == [])
    #expect(issues { $0.camera.keyframes[1].zoom = 4.01 } == ["camera.keyframes[1].zoom"])
    #expect(issues { $0.actors = Array(repeating: $0.actors[1], count: 7) } == ["actors"])
    #expect(issues { $0.actors[1].depth = -0.01 } == ["actors[1].depth"])
    #expect(issues { $0.actors[1].keyframes[0].width = 0 } == ["actors[1].keyframes[0].width"])
    #expect(issues { $0.actors[0].keyframes[1].x = .infinity } == ["actors[0].keyframes[1].x"])
    #expect(
      issues {
        $0.actors[1].keyframes = (0...ShotPlan.maximumKeyframeCount).map {
          Keyframe(t: Double($0), x: 0, y: 0, width: 1, height: 1)
        }
      }
        == ["actors[1].keyframes"])
  }
}
