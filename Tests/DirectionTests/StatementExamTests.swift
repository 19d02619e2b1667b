// The exam's own eyes: statements held against plans written here.

import Foundation
import Testing
import ZoetropeCast
import ZoetropeShot

@testable import ZoetropeDirection

@Suite struct StatementExamTests {
  private let judge: StatementJudge

  init() throws { judge = try StatementJudge() }

  private var plan: ShotPlan {
    var plan = ShotPlan(
      frameRate: 12, frameCount: 48, size: .wide, scene: .beach, time: .sunset,
      actors: [
        Actor(
          picture: "dog", tint: .word(.red), beats: [Beat(.still), Beat(.right, from: 1)], speed: .fast,
          keyframes: [
            Keyframe(t: 0, x: 0.2, y: 0.6, width: 0.2, height: 0.2),
            Keyframe(t: 4, x: 0.8, y: 0.6, width: 0.2, height: 0.2),
          ]),
        Actor(
          picture: "cat",
          attachment: Actor.Attachment(to: .actor(0), .riding, x: 0.5, y: 0),
          keyframes: [Keyframe(t: 0, x: 0.2, y: 0.5, width: 0.1, height: 0.1)]),
        Actor(picture: "cat", keyframes: [Keyframe(t: 0, x: 0.9, y: 0.5, width: 0.1, height: 0.1)]),
      ])
    plan.relations = [PlannedRelation(.actor(0), .leftOf, .actor(2))]
    plan.setPieces = [SetPiece(picture: "palmTree", x: 0.1, y: 0.8, height: 0.6, depth: 0.8, parallax: 0.5)]
    return plan
  }

  @Test(arguments: [
    "dog", "red dog", "2 cat", "some cat", "no horse", "dog moves", "dog fast", "dog goes right", "cat moves",
    "cat on dog", "dog with cat", "dog leftOf cat", "cat rightOf dog", "place beach", "time sunset",
    "weather clear", "time dawn/sunset", "cat/horse still", "palmTree",
  ])
  func held(statement: String) throws {
    let meaning = try #require(judge.meaning(of: statement))
    #expect(meaning(plan))
  }

  @Test(arguments: [
    "2 dog", "blue dog", "cat", "3 cat", "no cat", "no palmTree", "dog slow", "dog goes left", "dog still",
    "dog on cat",
    "cat leftOf dog", "dog chases cat", "place snow", "place kitchen", "time night", "horse", "camera zoomIn",
  ])
  func notHeld(statement: String) throws {
    let meaning = try #require(judge.meaning(of: statement))
    #expect(!meaning(plan))
  }

  @Test(arguments: ["nobody", "dog hops", "2", "place", "time noon", "dog goes", "dog likes cat", "red", ""])
  func meaningless(statement: String) {
    let meaning = judge.meaning(of: statement)
    #expect(meaning == nil)
  }

  /// Every line of the files of prompts can be asked of plans.
  @Test func filesAreUnderstood() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Prompts")
    let exam = try StatementExam()
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(files.count == 11)
    for file in files { #expect(try exam.prompts(file).count >= 40, "\(file.lastPathComponent)") }
  }
}
