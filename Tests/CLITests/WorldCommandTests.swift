// `zoetrope world` as a person runs it. What its pictures and words must be is tested where they are made.

import Foundation
import Testing

@Suite struct WorldCommandTests {
  private static let noFont = ["--font", "/nowhere/NotoColorEmoji.ttf"]

  @Test func wordsAndTablesNeedNoFont() throws {
    let short = try Program.run(
      ["world", "sample", "--count", "3", "--kinds", "fox", "--prompt-style", "short"]
        + WorldCommandTests.noFont)
    #expect(short.status == 0 && short.errors == "")
    #expect(short.output.split(separator: "\n").count == 3)
    let table = try Program.run("world", "table", "--count", "200", "--scenes", "snow,sea")
    #expect(table.status == 0)
    let scenes = table.output.split(separator: "\n").map { $0.split(separator: " ") }.filter {
      $0[0] == "scene"
    }
    let counts = Dictionary(uniqueKeysWithValues: scenes.map { ($0[1], Int($0[2])!) })
    #expect(counts["snow"]! + counts["sea"]! == 200 && counts["city"] == 0)
  }

  @Test func withoutTheFontPicturesNameThePackage() throws {
    for command in [["sheets", "--out", "sheets"], ["stream", "--count", "1"], ["atlas", "cast.atlas"]] {
      let result = try Program.run(["world"] + command + WorldCommandTests.noFont)
      #expect(result.status == 69 && result.output == "")
      #expect(result.errors.contains("/nowhere/NotoColorEmoji.ttf"))
      #expect(result.errors.contains("fonts-noto-color-emoji"))
    }
  }

  @Test func anAtlasReplacesTheFont() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "world-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let atlas = folder.appending(path: "cast.atlas").path, clips = folder.appending(path: "clips")
    #expect(try Program.run("world", "atlas", atlas).status == 0)
    let result = try Program.run(
      "world", "sample", "--count", "2", "--patch-side", "4", "--atlas", atlas, "--clips", clips.path,
      "--sheet",
      folder.appending(path: "sheet.png").path)
    #expect(result.status == 0 && result.errors == "")
    for name in ["clip_000000", "clip_000001"] {
      let files = try FileManager.default.contentsOfDirectory(atPath: clips.appending(path: name).path)
      #expect(Set(files) == Set((1...16).map { String(format: "frame_%04d.png", $0) } + ["plan.json"]))
    }
    #expect(try Data(contentsOf: folder.appending(path: "sheet.png")).starts(with: [0x89, 0x50, 0x4E, 0x47]))
  }

  @Test(arguments: [
    ["sample", "--kinds", "giraffe"], ["sample", "--count", "0"], ["stream", "--out", "shards"],
    ["stream", "--stride", "0"], ["sheets", "--out", "x", "--only", "trees"], ["table", "--count", "-1"],
    ["atlas", "x", "--font", "a", "--atlas", "b"],
  ])
  func wrongArgumentsExitWith64(arguments: [String]) throws {
    let result = try Program.run(["world"] + arguments)
    #expect(result.status == 64 && result.output == "")
  }
}
