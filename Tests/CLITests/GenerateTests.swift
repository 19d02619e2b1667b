// `zoetrope generate` and what makes its clips again, checked with other programs' eyes.

import Foundation
import SmallModels
import Testing
import ZoetropeDenoiser
import ZoetropeShot

@Suite struct GenerateTests {
  let workshop: Workshop

  init() throws { workshop = try Workshop() }

  @Test func folderHoldsWhatTheManifestSays() throws {
    let result = try workshop.run("generate", "--plan", "plan.json", "--steps", "3", "--out", "clip", "-q")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasSuffix("/clip\n"))
    #expect(
      try workshop.files("clip").filter { $0.contains(".") } == [
        "clip.apng", "clip.mp4", "contact.png", "frames/frame_0001.png", "frames/frame_0002.png",
        "frames/frame_0003.png", "frames/frame_0004.png", "manifest.json", "plan.json",
      ])
    let manifest = try workshop.json("clip/manifest.json")
    let frames = try #require(manifest["frames"] as? [[String: String]])
    for frame in frames {
      let path = workshop.folder.appending(path: "clip/\(try #require(frame["file"]))").path
      // ffmpeg decodes, sha256sum hashes.
      let hash = try Tool.run(
        "sh", "-c", "ffmpeg -v error -i \"$0\" -f rawvideo -pix_fmt rgb24 - | sha256sum", path)
      #expect(hash.hasPrefix(try #require(frame["sha256"])))
      #expect(try Tool.run("pngcheck", "-q", path) == "")
    }
    let recipe = try #require(manifest["recipe"] as? [String: Any])
    let model = try #require(recipe["model"] as? [String: String])
    let weights = workshop.folder.appending(path: "Models/sketch/weights.safetensors").path
    #expect(try Tool.run("sha256sum", weights).hasPrefix(try #require(model["sha256"])))
    #expect(
      manifest["digitalSourceType"] as? String
        == "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia")
    let film = workshop.folder.appending(path: "clip/clip.mp4").path
    let facts = try Tool.run(
      "ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=width,nb_read_frames", "-of",
      "csv=p=0", film)
    #expect(facts == "256,4")  // 64 px, four times as large for players
  }

  @Test func pngCarriesTheRecord() throws {
    _ = try workshop.run(
      "generate", "--plan", "plan.json", "--steps", "2", "--out", "clip", "--format", "png")
    let path = workshop.folder.appending(path: "clip/frames/frame_0002.png").path
    let texts = try Tool.run("pngcheck", "-t", path)
    for words in [
      "a dog runs to the right", "zoetrope.recipe", "frame 2", "trainedAlgorithmicMedia", "\"seed\":3",
    ] {
      #expect(texts.contains(words), "\(words)")
    }
  }

  @Test(arguments: ["clip", "clip/manifest.json", "clip/frames/frame_0003.png", "clip/contact.png"])
  func everyRecordGivesTheSameClip(record: String) throws {
    _ = try workshop.run(
      "generate", "--plan", "plan.json", "--steps", "3", "--out", "clip", "--sampler", "heun")
    let again = try workshop.run("rerun", record, "--out", "again")
    #expect(again.status == 0, "\(again.errors)")
    #expect(try workshop.areSame("clip", "again"))
    let verified = try workshop.run("verify", record)
    #expect(verified.status == 0 && verified.output.contains(" the same\n"), "\(verified)")
  }

  @Test func verifyNoticesOtherPixels() throws {
    _ = try workshop.run(
      "generate", "--plan", "plan.json", "--steps", "2", "--out", "clip", "--format", "png")
    let frame = "clip/frames/frame_0002.png"
    try workshop.write(frame, workshop.data("clip/frames/frame_0003.png"))
    let result = try workshop.run("verify", "clip")
    #expect(result.status == 1)
    #expect(result.output.contains("3 of 4 frames the same"))
    #expect(result.output.contains("frame 2: renders as recorded, but the file holds other pixels"))
  }

  @Test func otherWeightsAreRefused() throws {
    _ = try workshop.run(
      "generate", "--plan", "plan.json", "--steps", "2", "--out", "clip", "--format", "png")
    try SmallModels.writeDenoiser(in: workshop.models, seed: 2)
    let result = try workshop.run("rerun", "clip", "--out", "again")
    #expect(result.status == 65)
    #expect(result.errors.contains("the clip was made with"))
    #expect(!workshop.exists("again"))
  }

  @Test func threadsDoNotChangeThePixels() throws {
    for threads in ["1", "3"] {
      _ = try workshop.run(
        "generate", "--plan", "plan.json", "--steps", "3", "--threads", threads, "--out", threads)
    }
    #expect(try workshop.areSame("1", "3"))
  }

  /// Words that the network does not see leave every pixel as it was; a moved box does not.
  @Test func onlyAnEditShows() throws {
    _ = try workshop.run(
      "generate", "--plan", "plan.json", "--steps", "3", "--out", "clip", "--guidance", "2")
    var plan = try ShotPlan(json: workshop.data("clip/plan.json"))
    plan.prompt = "other words"
    try workshop.write("clip/plan.json", plan.json())
    _ = try workshop.run("render", "clip/plan.json", "--out", "words")
    plan.actors[0].keyframes[1].x = 0.3
    try workshop.write("clip/plan.json", plan.json())
    _ = try workshop.run("render", "clip/plan.json", "--out", "moved")
    func frames(_ name: String) throws -> [String] {
      let frames = try #require(workshop.json("\(name)/manifest.json")["frames"] as? [[String: String]])
      return frames.map { $0["sha256"] ?? "" }
    }
    #expect(try frames("words") == frames("clip"))
    #expect(try frames("moved") != frames("clip"))
    // The settings of the clip beside the plan hold, not the defaults.
    let settings = try #require(
      (workshop.json("words/manifest.json")["recipe"] as? [String: Any])?["settings"] as? [String: Any])
    #expect(settings["stepCount"] as? Int == 3)
  }

  @Test func givenPicturesStay() throws {
    _ = try workshop.run("generate", "--plan", "plan.json", "--steps", "3", "--out", "clip")
    let (first, last) = ("clip/frames/frame_0004.png", "clip/frames/frame_0001.png")
    let result = try workshop.run(
      "generate", "--plan", "plan.json", "--steps", "3", "--first-frame", first, "--last-frame", last,
      "--seed", "9", "--out", "next")
    #expect(result.status == 0, "\(result.errors)")
    // Known frames come out as they went in, though they were enlarged once; those beside them are others.
    #expect(try workshop.pixels("next/frames/frame_0001.png") == workshop.pixels(first))
    #expect(try workshop.pixels("next/frames/frame_0004.png") == workshop.pixels(last))
    #expect(try workshop.pixels("next/frames/frame_0002.png") != workshop.pixels(first))
    #expect(try workshop.pixels("next/frames/frame_0003.png") != workshop.pixels(last))
    _ = try workshop.run("rerun", "next/frames/frame_0002.png", "--out", "again")
    #expect(try workshop.areSame("next", "again"))
    try FileManager.default.removeItem(at: workshop.folder.appending(path: "next/pictures"))
    #expect(try workshop.run("verify", "next").status == 65)
  }

  @Test func takesDifferInTheirSeed() throws {
    _ = try workshop.run("generate", "--plan", "plan.json", "--steps", "2", "--takes", "2", "--out", "clip")
    _ = try workshop.run("generate", "--plan", "plan.json", "--steps", "2", "--seed", "4", "--out", "second")
    #expect(try workshop.areSame("clip/take_2", "second"))
    #expect(try !workshop.areSame("clip/take_1", "second"))
    #expect(try workshop.run("verify", "clip").output.split(separator: "\n").count == 2)
  }

  @Test func namesAndWordsOfEveryKind() throws {
    let prompt = "two\nlines\u{0} 🦊 “quotes” 狐 ../../etc"
    try workshop.write("odd plan é.json", workshop.plan(prompt: prompt).json())
    let result = try workshop.run("generate", "--plan", "odd plan é.json", "--steps", "2")
    #expect(result.status == 0, "\(result.errors)")
    let name = "clips/two-lines-quotes-狐-etc"
    #expect(workshop.exists("\(name)/manifest.json"))
    #expect(try workshop.json("\(name)/manifest.json")["prompt"] as? String == prompt)
    #expect(try workshop.run("verify", "\(name)/frames/frame_0001.png").status == 0)
    // The second of one name is numbered.
    #expect(
      try workshop.run("generate", "--plan", "odd plan é.json", "--steps", "2", "-q").output.hasSuffix("-2\n")
    )
  }

  /// The planner's weights are random here; what it says is not, and every plan of it can be rendered.
  @Test func promptsBecomePlans() throws {
    let arguments = ["generate", "a", "giraffe", "sails", "--steps", "2", "--frames", "4", "--takes", "2"]
    for name in ["one", "two"] {
      let result = try workshop.run(arguments + ["--size", "wide", "--out", name])
      #expect(result.status == 0, "\(result.errors)")
    }
    #expect(try workshop.areSame("one", "two"))
    let plans = try ["take_1", "take_2"].map { try ShotPlan(json: workshop.data("one/\($0)/plan.json")) }
    #expect(plans.map(\.prompt) == ["a giraffe sails", "a giraffe sails"])
    #expect(plans.map(\.seed) == [0, 1] && plans.map(\.size) == [.wide, .wide])
    #expect(plans[0].actors != plans[1].actors || plans[0].scene != plans[1].scene)
    let long = try workshop.run("generate", String(repeating: "very ", count: 2000), "--out", "long")
    #expect(long.status == 64 && long.errors.contains("say it in fewer words"))
  }

  @Test func eventsAreJSONLines() throws {
    let result = try workshop.run(
      "generate", "--plan", "plan.json", "--steps", "3", "--json", "--out", "clip")
    #expect(result.errors == "")
    let events = try result.output.split(separator: "\n").map { line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(
      events.map { $0["event"] as? String } == [
        "plan", "phase", "step", "step", "step", "phase", "clip", "finished",
      ])
    let error = try workshop.run("generate", "--plan", "plan.json", "--json", "--out", "clip")
    #expect(error.status == 73 && error.errors == "" && error.output.contains("\"status\":73"))
  }

  /// Times of this machine cannot be foretold in a test; that they are counted right can.
  @Test func estimateCountsEveryStep() throws {
    let arguments = ["--plan", "plan.json", "--steps", "50", "--takes", "2", "--guidance", "1"]
    let output = try workshop.run(["estimate", "--json"] + arguments).output
    let line = try #require(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    let estimate = try #require(line["estimate"] as? [String: Double])
    #expect(try abs(#require(estimate["denoise"]) / #require(estimate["step"]) - 100) < 1e-6)
    #expect(!workshop.exists("clips"))
    _ = try workshop.run(["generate", "--out", "clip", "--format", "png"] + arguments)
    let manifest = try workshop.json("clip/take_2/manifest.json")
    let timings = try #require(manifest["timings"] as? [String: Double])
    let record = try #require(manifest["estimate"] as? [String: Double])
    let expected = try #require(record["denoise"]), error = try #require(record["error"])
    #expect(try abs(expected / (1 + error) - #require(timings["denoise"])) < 1e-6)
  }
}
