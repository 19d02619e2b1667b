// Stopping at any moment: what is left can be resumed to identical bytes, or is nothing that looks finished.

import Foundation
import Testing

@Suite(.serialized) struct InterruptionTests {
  let workshop: Workshop

  init() throws {
    workshop = try Workshop()
    let arguments = InterruptionTests.arguments + ["--out", "whole"]
    let result = try workshop.run(arguments)
    try #require(result.status == 0, "\(result.errors)")
  }

  static let arguments = [
    "generate", "--plan", "plan.json", "--steps", "250", "--takes", "2", "--format", "png,apng",
  ]
  /// Moments of stops; `ZOETROPE_STOPS` sets their number.
  static let stops = Int(ProcessInfo.processInfo.environment["ZOETROPE_STOPS"] ?? "") ?? 6

  @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
  func resumesToTheSameBytes(signal: Int32) throws {
    var moment = try seconds { _ = try workshop.run(InterruptionTests.arguments + ["--out", "timed"]) }
    for stop in 0..<InterruptionTests.stops {
      let name = "stopped \(stop)", folder = ".\(name).zoetrope"
      let share = (Double(stop) + 0.5) / Double(InterruptionTests.stops)
      var result = Program.Result(status: 0, output: "", errors: "")
      // A run that was done before the signal came, since others left the machine alone, shows nothing: again, earlier.
      for _ in 0..<10 {
        result = try workshop.run(
          InterruptionTests.arguments + ["--out", name], signal: signal, after: moment * share)
        if result.status != 0 { break }
        moment *= 0.7
        try FileManager.default.removeItem(at: workshop.folder.appending(path: name))
      }
      // Before it listens, a signal ends it at once.
      try #require([signal, 130].contains(result.status), "\(result)")
      #expect(!workshop.exists(name), "what was stopped must not look finished")
      guard workshop.exists("\(folder)/job.json") else {
        // Stopped before it began: then it begins anew.
        #expect(try workshop.run(InterruptionTests.arguments + ["--out", name]).status == 0)
        continue
      }
      if signal == SIGINT, result.status == 130 { #expect(result.errors.contains("zoetrope resume '")) }
      // Stopped a second time on its way, if it is not there first.
      result = try workshop.run(["resume", name], signal: signal, after: moment * share / 2)
      if result.status != 0 { result = try workshop.run("resume", name) }
      #expect(result.status == 0, "\(result.errors)")
      #expect(try workshop.areSame("whole", name), "\(name)")
      #expect(!workshop.exists(folder))
    }
  }

  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let duration = try ContinuousClock().measure(body).components
    return Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
  }

  @Test func aStoppedRunIsNotOverwrittenUnasked() throws {
    try workshop.runKilled(
      InterruptionTests.arguments + ["--out", "clip"], once: ".clip.zoetrope/job.json", leaving: "clip")
    let refused = try workshop.run(InterruptionTests.arguments + ["--out", "clip"])
    #expect(refused.status == 73 && refused.errors.contains("zoetrope resume"))
    let anew = try workshop.run(InterruptionTests.arguments + ["--out", "clip", "--overwrite"])
    #expect(anew.status == 0)
    #expect(try workshop.areSame("whole", "clip"))
  }

  /// Killed after the clip was put in place, before the work was removed, in part or at all.
  @Test func aRunThatWasKilledWhileItTidiedUpIsFinished() throws {
    try workshop.runKilled(
      InterruptionTests.arguments + ["--out", "clip"], once: ".clip.zoetrope/job.json", leaving: "clip")
    let job = try workshop.data(".clip.zoetrope/job.json")
    try #require(workshop.run("resume", "clip").status == 0)
    let work = workshop.folder.appending(path: ".clip.zoetrope")
    for hasJob in [true, false] {
      try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
      try workshop.write(".clip.zoetrope/lock", "")
      if hasJob { try workshop.write(".clip.zoetrope/job.json", job) }
      let resumed = try workshop.run("resume", "clip")
      #expect(resumed.status == 0, "\(resumed)")
      #expect(!workshop.exists(".clip.zoetrope"))
      #expect(try workshop.areSame("whole", "clip"))
    }
  }

  @Test func onlyOneRunPerFolder() throws {
    let both = try Program.launch(
      URL(filePath: "/bin/sh"),
      ["-c", "\"$0\" \"$@\" & sleep 0.2; \"$0\" \"$@\"; echo $?; wait $!; echo $?", Program.url.path]
        + InterruptionTests.arguments + ["--out", "one", "-q"], environment: workshop.environment,
      in: workshop.folder)
    let lines = both.output.split(separator: "\n")
    // Which of them comes first is the system's choice.
    #expect(lines.contains("73") && lines.contains("0"), "\(both)")
    #expect(both.errors.contains("another run is writing there"))
    #expect(try workshop.areSame("whole", "one"))
  }

  /// A limit of the size of files stands for a full disk: writing fails in the middle of a file.
  @Test func fullDiskLeavesNothingHalfWritten() throws {
    let result = try Program.launch(
      URL(filePath: "/bin/sh"),
      ["-c", "ulimit -f 64; exec \"$0\" \"$@\"", Program.url.path]
        + InterruptionTests.arguments + ["--out", "full"], environment: workshop.environment,
      in: workshop.folder)
    #expect(result.status == 74, "\(result)")
    #expect(result.errors.contains("File too large") && result.errors.contains("zoetrope resume"))
    #expect(!workshop.exists("full"))
    let left = try workshop.files(".full.zoetrope")
    #expect(!left.contains { $0.hasSuffix(".tmp") })
    #expect(try workshop.run("resume", "full").status == 0)
    #expect(try workshop.areSame("whole", "full"))
  }

  @Test func batchGoesOnWhereItWas() throws {
    let good = #"{"plan": "plan.json", "name": "one", "seed": 1, "steps": 60}"#
    let other = #"{"plan": "plan.json", "name": "two", "seed": 2, "steps": 60}"#
    try workshop.write(
      "shots.jsonl",
      "# shots\n\(good)\n{\"plan\": \"plan.json\", \"sed\": 1}\n{\"plan\": \"none.json\"}\n\(other)\n")
    let arguments = ["batch", "shots.jsonl", "--format", "png"]
    let whole = try workshop.run(arguments + ["--out", "whole batch"])
    #expect(whole.status == 1)
    #expect(whole.output.hasSuffix("4 lines: 2 made, 0 there before, 2 failed\n"))
    #expect(whole.errors.contains("there is no setting “sed”; nearest: seed"))
    // Killed while the second good line is made, so that both kinds of work lie there.
    try workshop.runKilled(
      arguments, once: "clips/shots/.0005-two.zoetrope/job.json", leaving: "clips/shots/0005-two")
    #expect(workshop.exists("clips/shots/0002-one"))
    let again = try workshop.run(arguments)
    #expect(again.status == 1)
    for name in ["0002-one", "0005-two"] {
      #expect(try workshop.areSame("whole batch/\(name)", "clips/shots/\(name)"))
    }
    #expect(try workshop.run(arguments).output.hasSuffix("4 lines: 0 made, 2 there before, 2 failed\n"))
  }
}
