// Every mistake a person can make: one clear error, an exit status by kind, nothing written.

import Foundation
import Testing
import ZoetropeShot

@Suite struct MistakeTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var status: Int32
    var words: String
    var testDescription: String { arguments.joined(separator: " ") }

    init(_ arguments: String, _ status: Int32, _ words: String) {
      self.arguments = arguments.split(separator: " ").map(String.init)
      self.status = status
      self.words = words
    }
  }

  static let mistakes = [
    Mistake("generate", 64, "there is no prompt"),
    Mistake("generate a fox --plan plan.json", 64, "not both"),
    Mistake(
      "generate --plan plan.json --sampler eulr", 64, "expected one of euler, heun, dpmpp2m; nearest: euler"),
    Mistake("generate --plan plan.json --schedule shiftd", 64, "nearest: shifted"),
    Mistake("generate --plan plan.json --size wode", 64, "expected one of square, wide, tall; nearest: wide"),
    Mistake(
      "generate --plan plan.json --size 33x32", 64,
      "multiples of 8x8 up to 1024 when upscaled 2 times; nearest: 32x32"),
    Mistake("generate --plan plan.json --size 9999x32", 64, "up to 1024"),
    Mistake(
      "generate --plan plan.json --size 1920x1080 --frames 1", 64, "--size is 1920x1080; expected multiples"),
    Mistake("generate --plan plan.json --size 1920x1080 --frames 1", 64, "nearest: 952x536"),
    Mistake("generate --plan plan.json --size landscape", 64, "nearest: wide"),
    Mistake("generate --plan plan.json --size 9:16", 64, "nearest: tall"),
    Mistake("generate --plan plan.json --size 1080p", 64, "nearest: wide"),
    Mistake("plan a fox --size portrait", 64, "nearest: tall"),
    Mistake("generate --plan plan.json --size 12by8", 64, "WIDTHxHEIGHT"),
    Mistake("generate --plan plan.json --size 1024x1024 --frames 16", 64, "patches; expected at most"),
    Mistake("generate --plan plan.json --frames 0", 64, "--frames is 0; expected 1…4320"),
    Mistake("generate --plan plan.json --fps 61", 64, "--fps is 61.0; expected 1…60"),
    Mistake("generate --plan plan.json --fps nan", 64, "expected 1…60"),
    Mistake("generate --plan plan.json --steps 0", 64, "--steps is 0; expected 1…10000"),
    Mistake("generate --plan plan.json --guidance -1", 64, "--guidance is -1.0; expected 0…20"),
    Mistake("generate --plan plan.json --guidance nan", 64, "--guidance is nan; expected 0…20"),
    Mistake("generate --plan plan.json --upscale 3", 64, "--upscale is 3; expected 1, 2 or 4"),
    Mistake("generate --plan plan.json --takes 0", 64, "--takes is 0; expected 1…1000"),
    Mistake(
      "generate --plan plan.json --pick best", 64,
      "--pick is best; expected all, or at least 2 takes to pick from"),
    Mistake(
      "generate --plan plan.json --takes 2 --pick bset", 64, "expected one of all, best; nearest: best"),
    Mistake(
      "generate --plan plan.json --takes 2 --pick best --size 96x96", 64, "expected a size that can be graded"
    ),
    Mistake("generate MARA walks --cast nowhere.png", 66, "nowhere.png: cannot open"),
    Mistake("generate MARA walks --cast MARA=", 65, "there is no file; expected NAME=FILE.png"),
    Mistake("generate MARA walks --cast MARA=qwxyz", 65, "neither a PNG file nor a word"),
    Mistake("generat a fox", 64, "there is no command “generat”; nearest: generate"),
    Mistake("grade nowhere", 66, "nowhere"),
    Mistake("grade Models", 66, "Models/plan.json"),
    Mistake("evaluate --steps 0", 64, "--steps is 0; expected 1…1000"),
    Mistake("evaluate --quick --calibrate", 64, "exclude each other"),
    Mistake("evaluate none.jsonl", 66, "none.jsonl"),
    Mistake("sweep --steps 4,x", 64, "“x”: expected numbers 1…1000, separated by commas"),
    Mistake("sweep --samplers eulr", 64, "nearest: euler"),
    Mistake("generate --plan plan.json --seed -1", 64, "a whole number 0…18446744073709551615, or random"),
    Mistake("plan a fox --fps fast", 64, "invalid for '--fps"),
    // Earlier names of --fps and --planner are still read.
    Mistake("plan a fox --rate fast", 64, "invalid for '--rate"),
    Mistake("plan a fox --planner none.safetensors", 66, "none.safetensors: cannot open"),
    Mistake("plan a fox --model none.safetensors", 66, "none.safetensors: cannot open"),
    Mistake("estimate a fox --out clips", 64, "Unknown option '--out'"),
    Mistake("rerun red.png --precision bfloat16", 64, "Unknown option '--precision'"),
    Mistake("verify red.png --precision bfloat16", 64, "Unknown option '--precision'"),
    Mistake("plan a fox --seed 1.5", 64, "a whole number 0…18446744073709551615, or random"),
    Mistake("world stream --seed -1", 64, "a whole number 0…18446744073709551615"),
    Mistake("batch prompts.txt --seed random", 64, "--seed is random"),
    Mistake("generate --plan plan.json --frames -1", 64, "--frames is -1; expected 1…4320"),
    Mistake("generate --plan plan.json --threads 0", 64, "--threads is 0; expected 1…64"),
    Mistake("generate --plan plan.json --format gif", 64, "expected one of png, apng, mp4"),
    Mistake("generate --plan plan.json --json --quiet", 64, "exclude each other"),
    Mistake(
      "generate --plan plan.json --frames 1 --first-frame red.png", 64, "--frames is 1; expected at least 2"),
    Mistake("generate --plan bad.json", 65, "2 mistakes"),
    Mistake("generate --plan broken.json", 65, "line 1, column 2"),
    Mistake("generate --plan none.json", 66, "none.json: cannot open"),
    Mistake("generate --plan plan.json --first-frame none.png", 66, "none.png: cannot open"),
    Mistake("generate --plan plan.json --first-frame plan.json", 65, "cannot be read as PNG"),
    Mistake(
      "generate --plan plan.json --first-frame photo.png", 65,
      "photo.png: is a JPEG picture inside; expected a PNG picture"),
    Mistake("generate --plan plan.json --first-frame photo.png", 65, "photo-converted.png"),
    Mistake("generate --plan utf16.json", 65, "the text is UTF-16; save it as UTF-8"),
    Mistake("batch utf16.txt", 65, "utf16.txt: expected text in UTF-8; it is UTF-16"),
    Mistake("evaluate utf16.txt", 65, "utf16.txt: expected text in UTF-8; it is UTF-16"),
    Mistake("generate --plan plan.json --model ./pointer.safetensors", 65, "git lfs pull"),
    Mistake(
      "generate --plan plan.json --model sketc", 69, "there is no model “sketc”; installed: sketch"
    ),
    Mistake("generate --plan plan.json --model plan.json.safetensors", 69, "there is no model"),
    Mistake("generate --plan plan.json --model ./broken.safetensors", 65, "broken.safetensors"),
    Mistake("generate --plan plan.json --out plan.json", 73, "is a file"),
    Mistake("generate --plan plan.json --out Models", 73, "holds no clip of zoetrope"),
    Mistake("generate --plan plan.json --out Models --overwrite", 73, "holds no clip of zoetrope"),
    Mistake("generate --plan plan.json --out plan.json/clip", 74, "plan.json"),
    Mistake("render none.json", 66, "none.json"),
    Mistake("extend", 64, "Missing expected argument"),
    Mistake("extend nowhere", 66, "nowhere"),
    Mistake("extend plan.json", 65, "holds no record of a clip"),
    Mistake("extend red.png", 65, "the picture has no text"),
    Mistake("rerun plan.json", 65, "holds no record of a clip"),
    Mistake("rerun red.png", 65, "the picture has no text"),
    Mistake("rerun nowhere", 66, "nowhere"),
    Mistake("verify red.png", 65, "holds no record"),
    Mistake("resume nothing", 66, "no interrupted run waits there"),
    Mistake("batch none.txt", 66, "none.txt"),
  ]

  @Test(arguments: mistakes) func isNamed(mistake: Mistake) throws {
    let workshop = try Workshop()
    var plan = workshop.plan()
    let text = String(decoding: try plan.json(), as: UTF8.self)
    try workshop.write(
      "bad.json",
      text.replacing("\"snow\"", with: "\"snw\"").replacing("\"frameRate\": 8", with: "\"frameRate\": 800"))
    try workshop.write("broken.json", "{")
    try workshop.write("broken.safetensors", "nothing")
    plan.actors = []
    _ = try Tool.run(
      "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=red:size=32x32", "-frames:v", "1",
      workshop.folder.appending(path: "red.png").path)
    _ = try Tool.run(
      "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=red:size=32x32", "-frames:v", "1",
      workshop.folder.appending(path: "photo.jpg").path)
    try FileManager.default.moveItem(
      at: workshop.folder.appending(path: "photo.jpg"), to: workshop.folder.appending(path: "photo.png"))
    for name in ["utf16.json", "utf16.txt"] {
      try workshop.write(name, try #require("{\"a\": 1}\n".data(using: .utf16LittleEndian)))
    }
    try workshop.write(
      "pointer.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n")
    let before = try workshop.files()
    let result = try workshop.run(mistake.arguments)
    #expect(result.status == mistake.status, "\(result)")
    #expect(result.errors.hasPrefix("Error: ") && result.errors.contains(mistake.words), "\(result.errors)")
    #expect(result.output == "")
    #expect(try workshop.files() == before, "something was left behind")
  }

  @Test func withoutModelsItSaysWhereItLooked() throws {
    let empty = FileManager.default.temporaryDirectory.appending(path: "zoetrope-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: empty) }
    let result = try Program.run(
      ["models"], environment: ["ZOETROPE_MODELS": empty.path], in: empty)
    // The checkout may hold models of its own.
    if result.status != 0 {
      #expect(result.status == 69 && result.errors.contains(empty.path))
    }
  }

  @Test func everyStatusIsInTheHelp() throws {
    let help = try Program.run("--help").output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for status in ["1", "64", "65", "66", "69", "73", "74", "77", "130"] {
      #expect(help.contains(" \(status) "), "\(status)")
    }
  }
}
