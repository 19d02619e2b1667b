import Foundation
import Testing
import ZoetropeShot
import ZoetropePictures

@testable import ZoetropeCast

@Suite struct CastTests {
  static let atlas = Result { try SpriteAtlas(font: EmojiFont(path: nil)) }

  /// The traits table is what samplers use; the font is the truth.
  @Test func aspectsAreThoseOfThePictures() throws {
    let atlas = try CastTests.atlas.get()
    for kind in ActorKind.allCases {
      let aspect = Double(atlas[kind].width) / Double(atlas[kind].height)
      #expect(abs(aspect - kind.traits.aspect) < 0.0051, "\(kind)")
    }
  }

  @Test func missingFontNamesThePackage() {
    let error = #expect(throws: CastError.self) { try EmojiFont(path: "/nowhere/NotoColorEmoji.ttf") }
    #expect(error == .fontMissing(searched: ["/nowhere/NotoColorEmoji.ttf"]))
    #expect("\(error!)".contains("fonts-noto-color-emoji"))
  }

  @Test func filesThatAreNoFontAreRefused() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("no-font-\(UUID().uuidString)")
    try Data("This is not a font, but it is long enough to have a header.".utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    #expect(throws: CastError.fontUnreadable(path: url.path, reason: "it has no cmap table")) {
      try EmojiFont(path: url.path)
    }
  }

  @Test func atlasSurvivesItsFile() throws {
    let atlas = try CastTests.atlas.get()
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("atlas-\(UUID().uuidString)")
    try atlas.write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    let copy = try SpriteAtlas(contentsOf: url)
    for kind in ActorKind.allCases {
      #expect(copy[kind].levels[0].texels == atlas[kind].levels[0].texels)
    }
    let cut = try Data(contentsOf: url).dropLast(100)
    try cut.write(to: url)
    #expect(
      throws: CastError.atlasUnreadable(
        path: url.path,
        reason: "it ends after \(ActorKind.allCases.count - 1) of \(ActorKind.allCases.count) pictures")
    ) {
      try SpriteAtlas(contentsOf: url)
    }
  }
}
