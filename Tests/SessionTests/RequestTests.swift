import Foundation
import Testing
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeSession

@Suite struct ClipSizeTests {
  @Test(arguments: [
    ("square", 64, 64), ("wide", 112, 64), ("tall", 64, 112), ("64x48", 64, 48), ("64×48", 64, 48),
    ("96X64", 96, 64),
  ])
  func pixelsOfTheModel(text: String, width: Int, height: Int) throws {
    let size = try #require(ClipSize(text))
    let pixels = try size.pixels(PatchSize(frames: 2, height: 8, width: 8))
    #expect(pixels.width == width && pixels.height == height)
  }

  /// Pixels are those of the finished clip; shapes follow the model.
  @Test func enlargingHalvesWhatTheModelMakes() throws {
    let patch = PatchSize(frames: 2, height: 8, width: 8)
    let pixels = try #require(ClipSize("128x96")).pixels(patch, doublings: 1)
    #expect(pixels.width == 64 && pixels.height == 48)
    #expect(throws: SessionError.self) {
      try ClipSize.pixels(width: 72, height: 96).pixels(patch, doublings: 1)
    }
  }

  @Test(arguments: [
    "", "x", "64", "64x", "x64", "64x64x64", "-8x8", "0x8", "8.5x8", "99999999999999999999x8",
  ])
  func isNoSize(text: String) { #expect(ClipSize(text) == nil) }

  /// Of what can be made, the nearest of the same proportions; what is nearest by its sides comes first where it can be made.
  @Test(arguments: [
    // 16:9 within 1024 pixels, alone and with as many frames as leave 1024 patches to each.
    (1920, 1080, 1, "nearest: 1024x576"), (1920, 1080, 16, "nearest: 656x368"),
    (1080, 1920, 1, "nearest: 576x1024"), (3000, 3000, 1, "nearest: 1024x1024"),
    (1000, 700, 1, "nearest: 1008x704, or of the same proportions 960x672"), (70, 70, 1, "nearest: 64x64"),
    (1, 1, 1, "nearest: 16x16"),
    (176, 100, 1, "nearest: 176x96, or of the same proportions 224x128"),
  ])
  func nearestThatCanBeMade(width: Int, height: Int, frames: Int, words: String) {
    let patch = PatchSize(frames: 2, height: 8, width: 8)
    let error = #expect(throws: SessionError.self) {
      try ClipSize.pixels(width: width, height: height).pixels(patch, doublings: 1, frameCount: frames)
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(error?.description.hasPrefix("size is \(width)x\(height); expected multiples of 16x16") == true)
  }

  @Test func shapesByOtherWords() {
    let words: [(String, FrameShape?)] = [
      ("landscape", .wide), ("Portrait", .tall), ("16:9", .wide), ("9/16", .tall), ("1:1", .square),
      ("4:3", .wide), ("5:4", .square),
      ("1080p", .wide), ("full hd", .wide), ("wode", nil), ("16:0", nil), ("p", nil), ("", nil),
      ("1:2:3", nil),
    ]
    for (word, shape) in words { #expect(ClipSize.shape(meantBy: word) == shape, "\(word)") }
  }

  @Test func nearestShape() {
    #expect(ClipSize.pixels(width: 176, height: 96).shape == .wide)
    #expect(ClipSize.pixels(width: 64, height: 72).shape == .square)
    #expect(ClipSize.pixels(width: 40, height: 88).shape == .tall)
  }
}

@Suite struct RecipeTests {
  private let recipe = Recipe(
    plan: ShotPlan(
      prompt: "line\u{0}\n🦊", seed: .max, frameRate: 8, frameCount: 16, size: .square, scene: .sea),
    settings: GenerationSettings(width: 64, height: 64, stepCount: 7, sampler: .heun, doublings: 1),
    model: Recipe.Model(name: "sketch", sha256: "00", upscalerSHA256: "11"),
    pictures: Recipe.FrameHashes(opening: ["22", "33"], ending: ["44"]))

  /// A seed of 64 bits, NUL and emoji come back as they were; the text itself can live in a PNG.
  @Test func comesBackFromJSON() throws {
    let json = try recipe.json()
    #expect(!json.utf8.contains(0) && !json.contains("\n"))
    #expect(try Recipe(json: Data(json.utf8), path: "") == recipe)
  }

  /// Records from before clips could be extended name no pictures where none were given.
  @Test func picturesMayBeLeftOut() throws {
    var plain = recipe
    plain.pictures = Recipe.FrameHashes()
    let json = try plain.json()
    let old = json.replacing(#""pictures":{"between":[],"ending":[],"opening":[]}"#, with: #""pictures":{}"#)
    #expect(old != json)
    #expect(try Recipe(json: Data(old.utf8), path: "") == plain)
  }

  @Test(arguments: [
    ("\"stepCount\":7", "\"stepCount\":\"7\"", "settings.stepCount"),
    ("\"format\":1", "\"format\":2", "format 2"),
    ("\"frameCount\":16", "\"frameCount\":0", "frameCount"),
    ("\"sha256\":\"00\",", "", "model.sha256 is missing"),
    ("{\"", "{", "it is not JSON"),
  ])
  func mistakesAreNamed(from: String, to: String, words: String) throws {
    let json = try recipe.json().replacing(from, with: to)
    let error = #expect(throws: SessionError.self) { try Recipe(json: Data(json.utf8), path: "x.png") }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }
}

@Suite struct FrameFittingTests {
  @Test func halvesByAveraging() {
    var frame = Frame(height: 2, width: 4)
    frame.pixels = [0, 1, -1, 0.5, 0.5, 0, -0.5, 1].flatMap { [Float](repeating: $0, count: 3) }
    let small = frame.fitted(height: 1, width: 2)
    // (0 + 1 + 0.5 + 0)/4 and (−1 + 0.5 − 0.5 + 1)/4.
    #expect(small.pixels == [0.375, 0.375, 0.375, 0, 0, 0])
  }

  @Test func cropsTheMiddle() {
    var frame = Frame(height: 1, width: 3)
    frame.pixels = [-1, -1, -1, 0.25, 0.25, 0.25, 1, 1, 1]
    #expect(frame.fitted(height: 1, width: 1).pixels == [0.25, 0.25, 0.25])
  }

  @Test func sameSizeIsUntouched() {
    let frame = Frame(height: 2, width: 2, pixels: (0..<12).map { Float($0) / 12 })
    #expect(frame.fitted(height: 2, width: 2) == frame)
  }
}
