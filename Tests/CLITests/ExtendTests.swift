// `zoetrope extend` as a person runs it: what was there stays, what follows can be made again and resumed.

import Foundation
import Testing
import ZoetropeShot

@Suite struct ExtendTests {
  let workshop: Workshop

  init() throws {
    workshop = try Workshop()
    let result = try workshop.run("generate", "--plan", "plan.json", "--steps", "3", "--out", "clip")
    try #require(result.status == 0, "\(result.errors)")
  }

  private func frame(_ clip: String, _ number: Int) -> String {
    "\(clip)/frames/frame_\(String(format: "%04d", number)).png"
  }

  /// From the folder, a frame, and an extended clip; the frames as ffmpeg decodes them.
  @Test func theEarlierFramesStay() throws {
    let once = try workshop.run("extend", "clip", "--frames", "3", "--out", "once")
    #expect(once.status == 0, "\(once.errors)")
    let twice = try workshop.run("extend", "once/frames/frame_0002.png", "--out", "twice")
    #expect(twice.status == 0, "\(twice.errors)")
    for number in 1...4 {
      #expect(try workshop.pixels(frame("once", number)) == workshop.pixels(frame("clip", number)))
    }
    for number in 1...7 {
      #expect(try workshop.pixels(frame("twice", number)) == workshop.pixels(frame("once", number)))
    }
    let all = try (1...23).map { try workshop.pixels(frame("twice", $0)) }
    #expect(Set(all).count == 23 && !workshop.exists(frame("twice", 24)))
    // The plan is prolonged, the settings are those of the clip.
    let plan = try ShotPlan(json: workshop.data("clip/plan.json"))
    #expect(try ShotPlan(json: workshop.data("once/plan.json")) == plan.prolonged(to: 7))
    let recipe = try #require(workshop.json("twice/manifest.json")["recipe"] as? [String: Any])
    #expect((recipe["settings"] as? [String: Any])?["stepCount"] as? Int == 3)
    #expect((recipe["pictures"] as? [String: [String]])?["opening"]?.count == 7)

    #expect(try workshop.run("verify", "once", "twice").status == 0)
    let again = try workshop.run("rerun", "twice/contact.png", "--out", "again")
    #expect(try again.status == 0 && workshop.areSame("twice", "again"), "\(again.errors)")
  }

  /// An edit after the seam leaves the earlier frames alone.
  @Test func anExtendedClipCanBeEdited() throws {
    _ = try workshop.run("extend", "clip", "--frames", "4", "--out", "longer")
    var plan = try ShotPlan(json: workshop.data("longer/plan.json"))
    plan.weather = .rain
    try workshop.write("longer/plan.json", plan.json())
    let result = try workshop.run("render", "longer/plan.json", "--out", "edited")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try workshop.pixels(frame("edited", 4)) == workshop.pixels(frame("clip", 4)))
    #expect(try workshop.pixels(frame("edited", 5)) != workshop.pixels(frame("longer", 5)))
  }

  @Test func takesAndALastFrame() throws {
    let result = try workshop.run(
      "extend", "clip", "--frames", "4", "--takes", "2", "--last-frame", "clip/frames/frame_0001.png",
      "--out", "takes", "--steps", "2")
    #expect(result.status == 0, "\(result.errors)")
    for take in ["takes/take_1", "takes/take_2"] {
      #expect(try workshop.pixels(frame(take, 4)) == workshop.pixels(frame("clip", 4)))
      #expect(try workshop.pixels(frame(take, 8)) == workshop.pixels(frame("clip", 1)))
    }
    #expect(
      try workshop.pixels(frame("takes/take_1", 5)) != workshop.pixels(frame("takes/take_2", 5)))
    let error = try workshop.run("extend", "takes", "--out", "none")
    #expect(error.status == 65 && error.errors.contains("give the folder of one"))
  }

  /// In place: the earlier clip is replaced by one that begins with it.
  @Test func aClipMayTakeItsOwnPlace() throws {
    let first = try workshop.pixels(frame("clip", 4))
    let refused = try workshop.run("extend", "clip", "--out", "clip")
    #expect(refused.status == 73)
    let result = try workshop.run("extend", "clip", "--frames", "2", "--out", "clip", "--overwrite")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try workshop.pixels(frame("clip", 4)) == first && workshop.exists(frame("clip", 6)))
  }

  @Test func killedItResumesToTheSameBytes() throws {
    let arguments = ["extend", "clip", "--frames", "6", "--steps", "400", "--format", "png"]
    #expect(try workshop.run(arguments + ["--out", "whole"]).status == 0)
    let killed = try workshop.run(arguments + ["--out", "killed"], killedOnce: ".killed.zoetrope/job.json")
    try #require(killed.status == SIGKILL)
    #expect(!workshop.exists("killed"))
    // What was given lies in the work's folder: the earlier clip is not needed any more.
    try FileManager.default.removeItem(at: workshop.folder.appending(path: "clip"))
    let resumed = try workshop.run("resume", "killed")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try workshop.areSame("whole", "killed"))
  }

  @Test func mistakesAreNamed() throws {
    func check(_ arguments: [String], _ status: Int32, _ words: String) throws {
      let result = try workshop.run(["extend", "clip", "--out", "longer"] + arguments)
      #expect(result.status == status && result.errors.contains(words), "\(arguments): \(result)")
      #expect(result.errors.split(separator: "\n").count == 1 || status == 64, "\(result.errors)")
      #expect(!workshop.exists("longer") && !workshop.exists(".longer.zoetrope"))
    }
    try check(["--frames", "0"], 64, "--frames is 0; expected 1…4316 more")
    try check(["--frames", "4317"], 64, "expected 1…4316 more, since the clip has 4 and none has over 4320")
    try check(["--size", "wide"], 64, "Unknown option '--size'")
    try check(["--model", "none"], 69, "there is no model “none”")
    try FileManager.default.removeItem(at: workshop.folder.appending(path: frame("clip", 3)))
    try check([], 65, "frame_0003.png: there is no such frame")
    try FileManager.default.removeItem(at: workshop.folder.appending(path: "clip/frames"))
    try check([], 65, "clip/frames/frame_0001.png: there is no such frame")
  }
}
