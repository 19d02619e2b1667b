// What files of other programs and other places do: marks, links, an ffmpeg without encoders, pictures of any kind.

import Foundation
import Testing
import ZoetropeShot

@Suite struct ForeignFilesTests {
  let workshop: Workshop

  init() throws { workshop = try Workshop() }

  private static let mark = Data([0xEF, 0xBB, 0xBF])

  @Test func marksAndLineEndsAreNoContent() throws {
    let plan = String(decoding: try workshop.plan().json(), as: UTF8.self).replacing("\n", with: "\r\n")
    try workshop.write("marked.json", ForeignFilesTests.mark + Data(plan.utf8))
    let line = #"{"plan": "marked.json", "steps": 1, "name": "one"}"#
    try workshop.write("marked.jsonl", ForeignFilesTests.mark + Data("\(line)\r\n".utf8))
    let result = try workshop.run("batch", "marked.jsonl", "--format", "png", "--out", "shots")
    #expect(result.status == 0, "\(result)")
    #expect(workshop.exists("shots/0001-one/frames/frame_0001.png"))
    // The mark would be the first word of a prompt.
    try workshop.write("marked.txt", ForeignFilesTests.mark + Data("# a comment\r\na dog\r\n".utf8))
    let prompts = try workshop.run(
      "batch", "marked.txt", "--format", "png", "--steps", "1", "--out", "prompts")
    #expect(prompts.output.contains("1 lines: 1 made"), "\(prompts)")
    #expect(workshop.exists("prompts/0002-a-dog"))
  }

  /// The folder that a link points to is filled, and the link stays.
  @Test func linksAreFollowed() throws {
    let manager = FileManager.default
    for (name, makesFolder) in [("empty", true), ("absent", false)] {
      let target = workshop.folder.appending(path: "elsewhere/\(name)")
      try manager.createDirectory(
        at: makesFolder ? target : target.deletingLastPathComponent(), withIntermediateDirectories: true)
      let link = workshop.folder.appending(path: "link-\(name)")
      try manager.createSymbolicLink(atPath: link.path, withDestinationPath: "elsewhere/\(name)")
      let arguments = [
        "generate", "--plan", "plan.json", "--steps", "1", "--format", "png", "--out", "link-\(name)",
      ]
      let result = try workshop.run(arguments)
      #expect(result.status == 0, "\(result)")
      #expect(workshop.exists("elsewhere/\(name)/manifest.json"))
      #expect(try manager.destinationOfSymbolicLink(atPath: link.path) == "elsewhere/\(name)")
      #expect(try workshop.run(arguments).status == 73)
      #expect(try workshop.run(arguments + ["--overwrite"]).status == 0)
      #expect(try manager.destinationOfSymbolicLink(atPath: link.path) == "elsewhere/\(name)")
    }
    #expect(try workshop.files("elsewhere").filter { $0.contains(".zoetrope") } == [])
  }

  /// Runs with an ffmpeg of our own before all others on the path.
  private func run(_ arguments: [String], ffmpeg script: String?) throws -> Program.Result {
    let tools = workshop.folder.appending(path: "tools")
    try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
    var path = tools.path
    if let script {
      try workshop.write("tools/ffmpeg", "#!/bin/sh\n\(script)\n")
      chmod(tools.appending(path: "ffmpeg").path, 0o755)
      path += ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
    }
    return try Program.run(
      arguments, environment: workshop.environment.merging(["PATH": path]) { $1 }, in: workshop.folder)
  }

  private static let arguments = ["generate", "--plan", "plan.json", "--steps", "1"]

  @Test func framesAreKeptWhereTheFilmFails() throws {
    let broken = try run(
      ForeignFilesTests.arguments + ["--out", "a"], ffmpeg: "echo 'cannot open shared object' >&2; exit 127")
    #expect(broken.status == 0, "\(broken)")
    #expect(
      broken.errors.contains("clip.mp4 is not written: ffmpeg failed with status 127: cannot open shared"))
    #expect(workshop.exists("a/frames/frame_0004.png") && workshop.exists("a/clip.apng"))
    #expect(!workshop.exists("a/clip.mp4") && !workshop.exists(".a.zoetrope"))
    let alone = try run(
      ForeignFilesTests.arguments + ["--out", "b", "--format", "mp4"], ffmpeg: "echo broken >&2; exit 127")
    #expect(alone.status == 65 && alone.errors.contains("ffmpeg failed"), "\(alone)")
  }

  @Test func withoutX264TheFilmIsEncodedOtherwise() throws {
    let path = try Tool.run("sh", "-c", "command -v ffmpeg")
    let result = try run(
      ForeignFilesTests.arguments + ["--out", "a"],
      ffmpeg: """
        case " $* " in *" libx264 "* | *" libopenh264 "*) echo "Unknown encoder 'libx264'" >&2; exit 1 ;; esac
        exec '\(path)' "$@"
        """)
    #expect(result.status == 0 && result.errors.contains("clip.mp4 is written with libvpx-vp9"), "\(result)")
    let film = workshop.folder.appending(path: "a/clip.mp4").path
    let facts = try Tool.run(
      "ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=codec_name,nb_read_frames", "-of",
      "csv=p=0", film)
    #expect(facts == "vp9,4")
  }

  @Test func aFilmAloneNeedsTheToolBeforeItBegins() throws {
    let before = try workshop.files()
    let result = try run(
      ForeignFilesTests.arguments + ["--out", "a", "--format", "mp4", "-q"], ffmpeg: nil)
    #expect(result.status == 69 && result.errors.contains("ffmpeg is needed for this"), "\(result)")
    #expect(try workshop.files().filter { $0 != "tools" } == before)
    let both = try run(ForeignFilesTests.arguments + ["--out", "a", "--format", "mp4,png"], ffmpeg: nil)
    #expect(both.status == 0 && both.errors.contains("clip.mp4 is not written"), "\(both)")
  }

  @Test func aRandomSeedIsPrintedAndRecorded() throws {
    var seeds: Set<Int> = []
    for name in ["a", "b"] {
      let result = try workshop.run(
        ForeignFilesTests.arguments + ["--format", "png", "--seed", "random", "--out", name])
      #expect(result.status == 0, "\(result)")
      let recipe = try #require(workshop.json("\(name)/manifest.json")["recipe"] as? [String: Any])
      let seed = try #require((recipe["plan"] as? [String: Any])?["seed"] as? Int)
      #expect(result.errors.contains("seed \(seed),"))
      seeds.insert(seed)
      let again = try workshop.run(
        ForeignFilesTests.arguments + ["--format", "png", "--seed", "\(seed)", "--out", "\(name)-again"])
      #expect(again.status == 0)
      #expect(try workshop.areSame(name, "\(name)-again"))
    }
    // Two of a billion.
    #expect(seeds.count == 2)
  }

  /// What the clip does not show of a picture is said, once.
  @Test func pictureRemarksAreSaidOnce() throws {
    let picture = workshop.folder.appending(path: "half.png").path
    _ = try Tool.run(
      "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=red@0.5:size=256x128,format=rgba", "-frames:v",
      "1",
      picture)
    let result = try workshop.run(
      ForeignFilesTests.arguments + [
        "--format", "png", "--takes", "2", "--first-frame", "half.png", "--out", "a",
      ])
    #expect(result.status == 0, "\(result)")
    for words in [
      "half.png is transparent (50 % of it)", "half.png has 256x128 pixels", "50 % of it is cut off",
    ] {
      #expect(result.errors.components(separatedBy: words).count == 2, "\(words) in \(result.errors)")
    }
    // Red at half opacity over black, as ffmpeg sees the first frame.
    let bytes = try Tool.run(
      "sh", "-c", "ffmpeg -v error -i \"$0\" -f rawvideo -pix_fmt rgb24 - | head -c 3 | od -An -tu1",
      workshop.folder.appending(path: "a/take_1/frames/frame_0001.png").path)
    let levels = bytes.split(separator: " ").compactMap { Int($0) }
    #expect(levels.count == 3 && abs(levels[0] - 127) <= 2 && levels[1] <= 1 && levels[2] <= 1, "\(levels)")
  }
}
