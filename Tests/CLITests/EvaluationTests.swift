// `zoetrope evaluate` and `sweep` with weights that know nothing: what is counted must still be right.

import Foundation
import SmallModels
import Testing
import ZoetropeDenoiser
import ZoetropeShot

@Suite struct EvaluationTests {
  let workshop: Workshop

  init() throws {
    workshop = try Workshop()
    // Clips are graded at eight pixels a patch.
    var configuration = DenoiserConfiguration.thumbnail
    configuration.patch = PatchSize(frames: 2, height: 8, width: 8)
    try SmallModels.writeDenoiser(configuration, in: workshop.models)
    var cases: [String] = []
    for seed in 0..<4 {
      var plan = workshop.plan()
      plan.seed = UInt64(seed)
      cases.append(
        "{\"plan\": " + String(decoding: try plan.json(), as: UTF8.self).replacing("\n", with: " ") + "}")
    }
    try workshop.write("suite.jsonl", cases.joined(separator: "\n"))
  }

  /// Records by source and index, without the times.
  private func grades(_ name: String) throws -> [String: NSDictionary] {
    let lines = String(decoding: try workshop.data(name), as: UTF8.self).split(separator: "\n").dropFirst()
    return try Dictionary(
      uniqueKeysWithValues: lines.map { line in
        var graded = try #require(
          JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        graded["processorSeconds"] = nil
        return ("\(graded["source"] ?? "") \(graded["index"] ?? "")", graded as NSDictionary)
      })
  }

  @Test func anEvaluationGoesOnAndGrows() throws {
    let arguments = ["evaluate", "suite.jsonl", "--steps", "2"]
    let whole = try workshop.run(arguments + ["--out", "whole"])
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.output.contains("oracle") && whole.output.contains("\nkind"))
    #expect(workshop.exists("whole/worst.png"))
    #expect(try workshop.run(arguments + ["--out", "grown", "--plans", "2", "--quick"]).status == 0)
    #expect(try grades("grown/grades.jsonl").count == 2)
    // A line that was cut off by a crash is made again.
    let lines = String(decoding: try workshop.data("grown/grades.jsonl"), as: UTF8.self)
    try workshop.write("grown/grades.jsonl", String(lines.dropLast(40)))
    let again = try workshop.run(arguments + ["--out", "grown"])
    #expect(again.status == 0 && again.output == whole.output, "\(again)")
    #expect(try grades("grown/grades.jsonl") == grades("whole/grades.jsonl"))
    let other = try workshop.run(["evaluate", "suite.jsonl", "--steps", "3", "--out", "grown"])
    #expect(other.status == 73 && other.errors.contains("begun with other settings"))
  }

  @Test func aSweepHasALinePerSetting() throws {
    let arguments = [
      "sweep", "suite.jsonl", "--plans", "2", "--steps", "1,2,3", "--guidance", "1,1.5", "--at-steps", "2",
      "--out", "sweep", "--markdown",
    ]
    let result = try workshop.run(arguments)
    #expect(result.status == 0, "\(result.errors)")
    let rows = result.output.split(separator: "\n").filter { $0.hasPrefix("| dpmpp2m") }
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    #expect(
      rows.map { $0[1] } == ["1", "2", "3", "2"] && rows.map { $0[2] } == ["1.5", "1.5", "1.5", "1.0"])
    #expect(result.output.contains("cheapest that is among the best in all of these: "))
    // Kept records give the same table, times and all.
    #expect(try workshop.run(arguments).output == result.output)
  }

  @Test func calibrationNeedsNoModel() throws {
    let result = try Program.run(
      ["evaluate", "suite.jsonl", "--calibrate", "--markdown"],
      environment: ["ZOETROPE_MODELS": "/nowhere"], in: workshop.folder)
    #expect(result.status == 0 && result.output.hasPrefix("| measure | n | oracle |"), "\(result)")
  }
}
