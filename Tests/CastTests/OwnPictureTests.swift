// A person's own pictures: drawn here, written as PNG files, and read as actors.

import Foundation
import Testing
import ZoetropeMedia
import ZoetropePictures
import ZoetropeShot

@testable import ZoetropeCast

/// A folder of drawn PNG files.
final class DrawnPictures {
  let folder = FileManager.default.temporaryDirectory.appending(path: "zoetrope-own-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Writes a picture whose pixels a closure gives as red, green, blue, alpha.
  @discardableResult
  func draw(_ name: String, _ width: Int, _ height: Int, _ pixel: (Int, Int) -> SIMD4<UInt8>) throws -> URL {
    var rgba: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let colour = pixel(x, y)
        rgba += (0..<4).map { colour[$0] }
      }
    }
    let url = folder.appending(path: name)
    try Data(RGBAPicture(width: width, height: height, rgba: rgba).png()).write(to: url)
    return url
  }

  /// A disc of red before a ground, its rim mixed by how much of each pixel it covers.
  @discardableResult
  func disc(_ name: String, side: Int, radius: Double, ground: SIMD4<Double>) throws -> URL {
    try draw(name, side, side) { x, y in
      let red = SIMD4<Double>(220, 20, 30, 255), middle = Double(side) / 2
      var covered = 0.0
      for i in 0..<8 {
        for j in 0..<8 {
          let dx = Double(x) + (Double(i) + 0.5) / 8 - middle, dy = Double(y) + (Double(j) + 0.5) / 8 - middle
          if dx * dx + dy * dy <= radius * radius { covered += 1.0 / 64 }
        }
      }
      let mixed = red * covered + ground * (1 - covered)
      return SIMD4<UInt8>(mixed, rounding: .toNearestOrAwayFromZero)
    }
  }
}

@Suite struct OwnPictureTests {
  let drawn: DrawnPictures

  init() throws { drawn = try DrawnPictures() }

  private func alphaSum(_ picture: OwnPicture) -> Double {
    stride(from: 3, to: picture.pixels.rgba.count, by: 4).reduce(0) {
      $0 + Double(picture.pixels.rgba[$1]) / 255
    }
  }

  @Test func transparentGroundIsTrimmed() throws {
    let url = try drawn.draw("box.png", 60, 50) { x, y in
      (20..<40).contains(x) && (10..<45).contains(y) ? [10, 200, 30, 255] : [0, 0, 0, 0]
    }
    let picture = try OwnPicture(url)
    #expect(picture.pixels.width == 20 && picture.pixels.height == 35)
    #expect(Array(picture.pixels.rgba.prefix(4)) == [10, 200, 30, 255])
    #expect(abs(picture.aspectRatio - 20.0 / 35) < 1e-12)
  }

  /// The area of a disc is π r²; a wrong cut shows in it. A pixel of tolerance in the radius's hundredth: rims are 8-bit mixtures.
  @Test(arguments: [SIMD4<Double>(255, 255, 255, 255), [0, 177, 64, 255], [12, 12, 16, 255]])
  func plainGroundIsCutOut(ground: SIMD4<Double>) throws {
    let picture = try OwnPicture(drawn.disc("disc.png", side: 100, radius: 40, ground: ground))
    let area = Double.pi * 40 * 40
    #expect(abs(alphaSum(picture) - area) < 0.015 * area)
    // No colour of the ground is left at the rim: red has at most a tenth of green's share in its own.
    for pixel in 0..<picture.pixels.width * picture.pixels.height {
      let rgba = (0..<4).map { Int(picture.pixels.rgba[pixel * 4 + $0]) }
      guard rgba[3] >= 64 else { continue }
      #expect(abs(rgba[0] - 220) < 40 && rgba[1] < 60 && rgba[2] < 70, "\(rgba)")
    }
    #expect(picture.notes.contains { $0.contains("plain ground") })
  }

  @Test func whatTheFigureEnclosesStays() throws {
    // A red frame with a white window, on white: the eye's white is no ground.
    let url = try drawn.draw("window.png", 60, 60) { x, y in
      let isFrame = (10..<50).contains(x) && (10..<50).contains(y)
      let isWindow = (20..<40).contains(x) && (20..<40).contains(y)
      return isFrame && !isWindow ? [200, 0, 0, 255] : [255, 255, 255, 255]
    }
    let picture = try OwnPicture(url)
    #expect(picture.pixels.width == 40)
    let middle = (20 * 40 + 20) * 4
    #expect(Array(picture.pixels.rgba[middle..<middle + 4]) == [255, 255, 255, 255])
  }

  @Test func largePicturesAreAveraged() throws {
    // Columns of four: red, red, blue, transparent. The mean of each is two thirds red and one third blue at 3/4 of alpha.
    let url = try drawn.draw("stripes.png", 1024, 512) { x, _ in
      [[255, 0, 0, 255], [255, 0, 0, 255], [0, 0, 255, 255], [0, 0, 0, 0]][x % 4]
    }
    let picture = try OwnPicture(url)
    // The last column is transparent and trimmed before.
    #expect(picture.pixels.width == 256 && picture.pixels.height == 128)
    let inner = (64 * 256 + 100) * 4
    let rgba = (0..<4).map { Int(picture.pixels.rgba[inner + $0]) }
    // 1023 columns become 256: each covers a hair less than four.
    #expect(
      abs(rgba[0] - 170) <= 3 && rgba[1] == 0 && abs(rgba[2] - 85) <= 3 && abs(rgba[3] - 191) <= 3, "\(rgba)")
  }

  @Test func writtenPicturesAreReadAsTheyWere() throws {
    var given = OwnTraits.Given()
    (given.facing, given.height, given.gait) = (.left, 0.45, "walk(hips=60;legs=30,70)")
    (given.heat, given.category) = (.cold, .animal)
    let url = try drawn.disc("disc.png", side: 700, radius: 300, ground: [255, 255, 255, 255])
    let picture = try OwnPicture(url, name: "MARA", traits: given),
      copy = drawn.folder.appending(path: "copy.png")
    try picture.write(to: copy)
    let again = try OwnPicture(copy)
    #expect(again.pixels == picture.pixels)
    #expect(again.traits == picture.traits)
    #expect(again.picture(named: "a").sha256 == picture.picture(named: "a").sha256)
    #expect(again.notes.isEmpty)
  }

  /// What is nothing but the figure has no ground that may be looked for.
  @Test func aFigureWithoutAnyGroundIsReadAgain() throws {
    let url = try drawn.draw("block.png", 60, 60) { x, y in
      (10..<50).contains(x) && (10..<50).contains(y) ? [0, 0, 200, 255] : [255, 255, 255, 255]
    }
    let picture = try OwnPicture(url), copy = drawn.folder.appending(path: "copy.png")
    try picture.write(to: copy)
    #expect(try OwnPicture(copy).pixels == picture.pixels)
    #expect(picture.pixels.width == 40)
  }

  @Test func whatIsNotSaidIsGuessed() throws {
    let box = { (x: Int, y: Int) -> SIMD4<UInt8> in
      (4..<36).contains(x) && y > 2 ? [90, 60, 30, 255] : [0, 0, 0, 0]
    }
    let fox = try OwnPicture(drawn.draw("my_fox.png", 40, 30, box), name: "fox")
    #expect(fox.traits.category == .animal && fox.traits.heat == .warm)
    #expect(fox.traits.gait.style == (try MemberTable.builtIn()["redFox"]?.gait.style))
    let car = try OwnPicture(drawn.draw("car 2.png", 40, 30, box))
    #expect(car.name == "car 2")
    #expect(car.traits.category == .vehicle && car.traits.gait.style == .drive && car.traits.heat == .warm)
    let mara = try OwnPicture(drawn.draw("mara.png", 40, 30, box))
    #expect(mara.traits.height == 1.7 && mara.traits.facing == .front && mara.traits.heat == .warm)
    #expect(mara.notes.contains { $0.contains("facing front") && $0.contains("1.7 m") && $0.contains("bob") })
    var given = OwnTraits.Given()
    (given.facing, given.height, given.heat, given.gait, given.category) = (
      .left, 2, .cold, "drive", .vehicle
    )
    let told = try OwnPicture(drawn.draw("mara.png", 40, 30, box), traits: given)
    #expect(told.traits.facing == .left && told.traits.height == 2 && told.traits.heat == .cold)
    #expect(told.notes.isEmpty)
  }

  /// A body of 40 pixels on two legs of 40.
  @Test func legsAreFound() throws {
    let url = try drawn.draw("walker.png", 60, 80) { x, y in
      let isBody = y < 40 && (10..<50).contains(x)
      let isLeg = y >= 40 && ((12..<22).contains(x) || (38..<48).contains(x))
      return isBody || isLeg ? [40, 40, 40, 255] : [0, 0, 0, 0]
    }
    var given = OwnTraits.Given()
    given.gait = "walk"
    let gait = try OwnPicture(url, traits: given).traits.gait
    #expect(abs(try #require(gait.hips) - 0.5) < 0.02)
    // Middles of the legs, in the trimmed picture of 40 pixels: 7 and 33.
    #expect(
      gait.legs.count == 2 && abs(gait.legs[0] - 7.0 / 40) < 0.02 && abs(gait.legs[1] - 33.0 / 40) < 0.02)
  }

  @Test func castFilesSayWhatIsTrue() throws {
    let box = { (x: Int, y: Int) -> SIMD4<UInt8> in x > 3 ? [90, 60, 30, 255] : [0, 0, 0, 0] }
    try drawn.draw("mara.png", 30, 60, box)
    try drawn.draw("tom.png", 30, 60, box)
    let file = drawn.folder.appending(path: "cast.json")
    try Data(
      #"{"MARA": {"height": 1.6, "gait": "walk", "facing": "right", "heat": "warm"}, "Tom": "tom.png", "REX": "dog"}"#
        .utf8
    ).write(to: file)
    let cast = try OwnCast([file.path])
    #expect(cast.pictures.map(\.name) == ["MARA", "Tom"])
    #expect(cast.pictures[0].traits.height == 1.6 && cast.pictures[0].traits.facing == .right)
    #expect(cast.pictures.map(\.file) == ["pictures/mara.png", "pictures/tom.png"])
    #expect(cast.members.map(\.name) == ["REX"] && cast.members.map(\.member.name) == ["dog"])
    let named = try OwnCast(["Old Mara=mara.png", "tom.png"], relativeTo: drawn.folder)
    #expect(named.pictures.map(\.name) == ["Old Mara", "tom"])
    #expect(named.pictures.map(\.file) == ["pictures/old-mara.png", "pictures/tom.png"])
  }

  // MARK: Refusals

  @Test func unusablePicturesAreRefused() throws {
    func reason(_ make: () throws -> URL) -> String {
      do {
        _ = try OwnPicture(make())
        return "none"
      } catch { return "\(error)" }
    }
    #expect(reason { drawn.folder.appending(path: "nowhere.png") }.contains("No such file"))
    #expect(
      reason { try drawn.draw("clear.png", 40, 40) { _, _ in [255, 0, 0, 0] } }.contains(
        "all of it is transparent"))
    #expect(
      reason {
        try drawn.draw("small.png", 40, 40) { x, y in x < 12 && y < 12 ? [255, 0, 0, 255] : [0, 0, 0, 0] }
      }
      .contains("12x12 pixels of it can be seen; expected at least 16"))
    #expect(
      reason { try drawn.draw("photo.png", 64, 64) { x, y in [UInt8(x * 4), UInt8(y * 4), 90, 255] } }
        .contains("neither transparent parts nor one plain ground"))
    #expect(
      reason { try drawn.draw("plain.png", 64, 64) { _, _ in [250, 250, 250, 255] } }.contains(
        "nothing is left"))
    #expect(
      reason {
        let url = drawn.folder.appending(path: "jpeg.png")
        try Data([0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + Array("JFIF".utf8) + [UInt8](repeating: 0, count: 40))
          .write(to: url)
        return url
      }.contains("JPEG"))
  }

  @Test func castsWithoutClearNamesAreRefused() throws {
    try drawn.draw("mara.png", 30, 60) { x, _ in x > 3 ? [90, 60, 30, 255] : [0, 0, 0, 0] }
    func reason(_ texts: [String]) -> String {
      do {
        _ = try OwnCast(texts, relativeTo: drawn.folder)
        return "none"
      } catch { return "\(error)" }
    }
    #expect(reason(["=mara.png"]).contains("is no name"))
    #expect(reason(["!!=mara.png"]).contains("is no name"))
    #expect(reason(["MARA="]).contains("there is no file"))
    #expect(reason(["MARA=mara.png", "mara=mara.png"]).contains("two are called alike"))
    #expect(reason(["MARA=qwxyz"]).contains("neither a PNG file nor a word"))
    try Data(#"{"MARA": {"heigth": 2}}"#.utf8).write(to: drawn.folder.appending(path: "cast.json"))
    #expect(reason(["cast.json"]).contains("nearest: height"))
    try Data(#"{"MARA": {"gait": "wlak"}}"#.utf8).write(to: drawn.folder.appending(path: "cast.json"))
    #expect(reason(["cast.json"]).contains("gait must be"))
  }

  // MARK: Pictures of plans

  @Test func pathsInPlansAreRelativeToTheirFolder() throws {
    try drawn.draw("mara.png", 30, 60) { x, _ in x > 3 ? [90, 60, 30, 255] : [0, 0, 0, 0] }
    let members = CastPictures(members: try MemberTable.builtIn()) { _ in
      CroppedPicture(width: 1, height: 1, rgba: [0, 0, 0, 255])
    }
    let pictures = members.relative(to: drawn.folder)
    #expect(try pictures.picture(named: "mara.png").aspectRatio == 26.0 / 60)
    #expect(try pictures.picture(named: "dog").aspectRatio == 1)
    #expect(throws: (any Error).self) { try members.picture(named: "mara.png") }
    let cast = try OwnCast(["MARA=mara.png"], relativeTo: drawn.folder)
    #expect(try members.casting(cast).picture(named: "pictures/mara.png").aspectRatio == 26.0 / 60)
  }
}
