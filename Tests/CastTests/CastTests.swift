import Foundation
import Testing
import ZoetropeShot
import ZoetropePictures

@testable import ZoetropeCast

@Suite struct CastTests {
  static let pictures = Result { try CastPictures() }

  /// The traits table is what samplers use; the font is the truth.
  @Test func aspectsAreThoseOfThePictures() throws {
    let pictures = try CastTests.pictures.get()
    for kind in ActorKind.allCases {
      let aspect = try pictures.picture(named: kind.rawValue).aspectRatio
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
    let pictures = try CastTests.pictures.get()
    let names = ["fox", "redFox", "fireHydrant", "detective"]
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("atlas-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    let painter = RecipePainter(font: try EmojiFont(path: nil))
    let bytes = try PictureAtlas.bytes(
      names.map { ($0, try painter.picture(of: #require(pictures.members[$0]))) })
    try Data(bytes).write(to: url)
    let copy = try CastPictures(atlas: url)
    for name in names {
      let (read, made) = (try copy.picture(named: name), try pictures.picture(named: name))
      #expect(read.sprite.levels[0].texels == made.sprite.levels[0].texels)
    }
    #expect(throws: CastError.atlasUnreadable(path: url.path, reason: "it lacks dog")) {
      try copy.picture(named: "dog")
    }
    try Data(bytes.dropLast(100)).write(to: url)
    #expect(
      throws: CastError.atlasUnreadable(
        path: url.path, reason: "it ends after \(names.count - 1) of \(names.count) pictures")
    ) {
      try CastPictures(atlas: url)
    }
  }

  @Test func strangersAreRefusedWithWhatIsNear() throws {
    let pictures = try CastTests.pictures.get()
    let error = #expect(throws: CastError.self) { try pictures.picture(named: "gorila") }
    #expect("\(error!)".contains("gorilla"))
  }
}
