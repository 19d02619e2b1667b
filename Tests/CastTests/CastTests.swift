import Foundation
import Testing
import ZoetropeShot

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

  /// Streams made by Python's `zlib.compress(data, 9)`: one block of fixed codes, one of dynamic codes.
  @Test func inflatesWhatZlibDeflates() throws {
    let fixed: [UInt8] = [
      120, 218, 75, 76, 42, 74, 76, 78, 76, 73, 4, 82, 10, 137, 163, 236, 97, 199, 6, 0, 155, 33, 178, 33,
    ]
    let dynamic: [UInt8] = [
      120, 218, 237, 206, 129, 13, 3, 33, 8, 64, 209, 217, 16, 161, 42, 136, 167, 28, 186, 255, 38, 189,
      38, 93, 162, 73, 255, 0, 47, 31, 0, 18, 102, 46, 77, 199, 138, 196, 205, 28, 88, 23, 188, 44, 168, 7,
      219, 169, 139, 70, 210, 35, 91, 142, 130, 229, 89, 118, 207, 46, 232, 74, 49, 42, 198, 37, 156, 98,
      154, 20, 66, 216, 113, 251, 122, 242, 59, 54, 32, 21, 177, 249, 136, 114, 5, 214, 17, 164, 142, 226,
      185, 239, 50, 179, 193, 23, 76, 131, 86, 61, 198, 209, 41, 236, 5, 75, 25, 220, 218, 35, 174, 161,
      173, 112, 198, 4, 159, 254, 131, 191, 55, 248, 6, 225, 212, 177, 63,
    ]
    #expect(try Inflate.zlib(fixed[...]) == Array(String(repeating: "abracadabra ", count: 40).utf8))
    #expect(try Inflate.zlib(dynamic[...]) == (0..<600).map { UInt8($0 * $0 / 7 % 23 + 65) })
    #expect(throws: Inflate.Failure.self) { try Inflate.zlib(dynamic[..<60]) }
  }
}
