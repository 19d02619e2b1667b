// `--pick best`: of several takes the best is kept, by the same grades that `zoetrope grade` gives.

import Foundation
import Testing
import ZoetropeShot

@Suite struct PickTests {
  let workshop: Workshop
  static let arguments = [
    "generate", "--plan", "plan.json", "--steps", "6", "--takes", "4", "--format", "png",
  ]

  init() throws { workshop = try Workshop() }

  @Test func theBestTakeIsTheOneThatIsLeft() throws {
    try #require(workshop.run(PickTests.arguments + ["--out", "all"]).status == 0)
    let ranked = try #require(
      JSONSerialization.jsonObject(with: Data(workshop.run("grade", "all", "--json").output.utf8))
        as? [[String: Any]])
    var scores: [Int: Double] = [:]
    for item in ranked {
      let name = try #require(item["take"] as? String)
      scores[try #require(Int(name.dropFirst(5)))] = try #require(item["score"] as? Double)
    }
    let picked = try workshop.run(PickTests.arguments + ["--out", "best", "--pick", "best"])
    #expect(picked.status == 0, "\(picked.errors)")

    let manifest = try workshop.json("best/manifest.json")
    let pick = try #require(manifest["pick"] as? [String: Any])
    let take = try #require(pick["take"] as? Int)
    let highest = scores.values.max()
    #expect(
      scores[take] == highest && (1..<take).allSatisfy { scores[$0] != highest }, "\(scores), took \(take)")
    let told = try #require(pick["takes"] as? [[String: Any]])
    for (index, candidate) in told.enumerated() {
      #expect(candidate["seed"] as? Int == 3 + index)
      #expect((candidate["grade"] as? [String: Any])?["score"] as? Double == scores[index + 1])
    }
    // It lies there like a clip that was made alone.
    #expect(try workshop.areSame("all/take_\(take)", "best"))
    #expect(try workshop.run("verify", "best").output.contains("4 of 4 frames the same"))
    #expect(picked.output.contains("take \(take) of 4, the best: "))
    #expect(!workshop.exists(".best.zoetrope"))
  }

  @Test func aStoppedPickGoesOn() throws {
    let arguments = PickTests.arguments + ["--pick", "best", "--steps", "60"]
    try #require(workshop.run(arguments + ["--out", "whole"]).status == 0)
    try workshop.runKilled(
      arguments + ["--out", "stopped"], once: ".stopped.zoetrope/result/take_2/frames/frame_0001.png",
      leaving: "stopped")
    let resumed = try workshop.run("resume", "stopped")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try workshop.areSame("whole", "stopped"))
    let picks = try ["whole", "stopped"].map {
      try workshop.json("\($0)/manifest.json")["pick"] as? NSDictionary
    }
    #expect(picks[0] == picks[1] && picks[0] != nil)
  }

  @Test func aBatchLeavesPickedClipsAlone() throws {
    try workshop.write(
      "shots.jsonl", #"{"plan": "plan.json", "name": "one", "takes": 2, "pick": "best", "steps": 2}"# + "\n")
    #expect(try workshop.run("batch", "shots.jsonl").output.hasSuffix("1 made, 0 there before, 0 failed\n"))
    #expect(try workshop.run("batch", "shots.jsonl").output.hasSuffix("0 made, 1 there before, 0 failed\n"))
  }
}
