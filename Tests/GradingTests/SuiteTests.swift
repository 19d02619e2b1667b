import Foundation
import Testing
import ZoetropeLanguage
import ZoetropeShot
import ZoetropeGrading
import ZoetropeWorld

@Suite struct SuiteTests {
  private static let folder = FileManager.default.temporaryDirectory.appending(
    path: "zoetrope-grading-\(UUID().uuidString)")
  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func file(_ text: String) throws -> URL {
    try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
    let url = Self.folder.appending(path: "\(UUID().uuidString).jsonl")
    try Data(text.utf8).write(to: url)
    return url
  }

  @Test(arguments: ["grammar", "relations", "looks", "stress", "freeform"])
  func shippedSuitesRead(name: String) throws {
    let cases = try SuiteCase.read(Self.repository.appending(path: "Models/suites/\(name).jsonl"))
    #expect(
      cases.count == ["grammar": 200, "relations": 64, "looks": 140, "stress": 48, "freeform": 60][name])
    #expect(cases.allSatisfy { ($0.plan != nil) != ($0.requires != nil) })
  }

  /// What the grammar's prompts require is what the caption parser, which knows nothing of how they were written, reads in them.
  @Test func grammarRequiresWhatItsWordsSay() throws {
    let cases = try SuiteCase.read(Self.repository.appending(path: "Models/suites/grammar.jsonl"))
    let agreeing = try cases.filter { item in
      let read = SuiteCase.Requirements(CaptionParser().parse(try #require(item.prompt)))
      return read.scene == item.requires?.scene && read.look == item.requires?.look
        && read.actors?.map(\.kind) == item.requires?.actors?.map(\.kind)
    }
    #expect(agreeing.count == cases.count)
  }

  @Test func wrongLinesAreNamed() throws {
    let url = try file("{\"prompt\": \"a fox\", \"requires\": {\"scene\": \"snow\"}}\n\n{\"prompt\": 3}\n")
    #expect {
      try SuiteCase.read(url)
    } throws: { error in
      guard case GradingError.badSuite(_, let line, _) = error else { return false }
      return line == 3
    }
    #expect(throws: GradingError.self) { try SuiteCase.read(file("{}\n")) }
    #expect(throws: GradingError.self) {
      try SuiteCase.read(
        file(
          "{\"prompt\": \"a\", \"requires\": {\"relation\": {\"relation\": \"above\", \"subject\": 0, \"object\": 1}}}"
        ))
    }
  }

  @Test func requirementsAreCounted() throws {
    var requires = SuiteCase.Requirements()
    requires.scene = .meadow
    requires.time = .night
    requires.actors = [SuiteCase.Requirements.Actor(kind: .car, tint: .blue)]
    let met = GradedCase.Met(requires, FaultTests.plan)
    // Scene, time, number of actors, kind, tint.
    #expect(met.count == 5)
    #expect(met.met == 4)
    #expect(met.contradictions == ["time: said night, plan has day"])
  }

  @Test func interruptedLogGoesOn() throws {
    let url = Self.folder.appending(path: "\(UUID().uuidString)/grades.jsonl")
    let record = GradedCase(source: .score, index: 3, plan: FaultTests.plan, grade: Grade())
    try EvaluationLog(url, settings: ["steps": "4"]).append(record)
    // The machine stops in the middle of a line.
    var text = try Data(contentsOf: url)
    text.append(Data("{\"source\": \"sco".utf8))
    try text.write(to: url)
    let log = try EvaluationLog(url, settings: ["steps": "4"])
    #expect(log.earlier == [record])
    try log.append(record)
    #expect(try EvaluationLog(url, settings: ["steps": "4"]).earlier.count == 2)
    #expect(throws: GradingError.otherSettings(path: url.path)) {
      try EvaluationLog(url, settings: ["steps": "5"])
    }
  }
}
