// Plans of a public list of prompts, where its file is given: VBench (Huang et al. 2023, arXiv:2311.17982).
// `ZOETROPE_VBENCH` names the folder that holds its prompts.json.

import Foundation
import Testing
import ZoetropeRandom
import ZoetropeShot

@testable import ZoetropeDirection

private let folder = ProcessInfo.processInfo.environment["ZOETROPE_VBENCH"]

@Suite(.enabled(if: folder != nil, "ZOETROPE_VBENCH names no folder"))
struct BenchmarkTests {
  @Test(arguments: [false, true])
  func shares(isRandom: Bool) throws {
    let prompts = try PlanExam.prompts(URL(fileURLWithPath: folder!).appending(path: "prompts.json"))
    let exam = try PlanExam()
    var right: [String: Int] = [:], count: [String: Int] = [:]
    for (number, prompt) in prompts.enumerated() {
      let reading = try Shared.reader.get().read(prompt.prompt)
      let shot =
        isRandom
        ? try Shared.director.get().direct(
          reading, by: RandomChoices(generator: Generator(seed: 5, stream: UInt64(number))), form: ShotForm())
        : try Shared.director.get().direct(reading, by: UsualChoices(), form: ShotForm())
      try shot.plan.validate()
      for dimension in prompt.dimensions {
        count[dimension, default: 0] += 1
        if exam.holds(shot.plan, prompt, dimension) {
          right[dimension, default: 0] += 1
        } else {
          print(
            "wrong", isRandom, dimension, "|", prompt.prompt, "|", shot.plan.actors.map(\.picture),
            shot.script.notes)
        }
      }
    }
    for dimension in count.keys.sorted() {
      let share = Double(right[dimension] ?? 0) / Double(count[dimension]!)
      print("share", isRandom, dimension, right[dimension] ?? 0, "of", count[dimension]!)
      // One style in ten, a change of focus, is nothing that a plan can hold.
      #expect(share >= (dimension == "temporal_style" ? 0.88 : 0.95), "\(dimension): \(share)")
    }
  }
}
