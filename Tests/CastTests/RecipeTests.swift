import Foundation
import Testing
import ZoetropeShot
import ZoetropePictures

@testable import ZoetropeCast

@Suite struct RecipeTests {
  /// Area of what a recipe paints, in squares of the canvas's percent.
  private func area(_ text: String) throws -> Double {
    let recipe = try RecipeParser.recipe(text)
    var canvas = Artwork(width: 205, height: 205)
    for case .shape(let shape) in recipe.layers { canvas.draw(shape) }
    let sum = canvas.pixels.reduce(0.0) { $0 + Double($1.w) }
    return sum / (RecipePainter.scale * RecipePainter.scale)
  }

  /// Closed forms. Coverage is exact along rows and sampled four times across them; ovals are 48-gons, whose area
  /// is 0.3 % less.
  @Test func shapesHaveTheirAreas() throws {
    #expect(abs(try area("rectangle=20,30,60,80 fill=#f00") - 2000) < 10)
    #expect(abs(try area("oval=20,30,60,80 fill=#f00") - .pi * 20 * 25) < 10)
    #expect(abs(try area("polygon=10,10,90,10,10,70 fill=#f00") - 2400) < 12)
    // Corners of radius r lose (4 − π) r².
    #expect(abs(try area("rectangle=20,30,60,80 round=10 fill=#f00") - (2000 - (4 - .pi) * 100)) < 10)
    // A thick line is a rectangle with two half discs.
    #expect(abs(try area("line=20,50,80,50 pen=#f00 weight=10") - (600 + .pi * 25)) < 10)
    // Turning changes no area.
    #expect(abs(try area("rectangle=20,30,60,80 fill=#f00 turn=30") - 2000) < 10)
  }

  @Test func gradientsRunFromTheFirstColourToTheSecond() throws {
    let recipe = try RecipeParser.recipe("rectangle=0,0,100,100 fill=#ff0000>#0000ff")
    var canvas = Artwork(width: 205, height: 205)
    for case .shape(let shape) in recipe.layers { canvas.draw(shape) }
    let column = 102, top = Int(30 * 1.28) + 1, bottom = Int(130 * 1.28) - 2
    #expect(canvas.pixels[top * 205 + column].x > 0.98)
    #expect(canvas.pixels[bottom * 205 + column].z > 0.97)
    // In the middle, half of each.
    let middle = canvas.pixels[(top + bottom) / 2 * 205 + column]
    #expect(abs(middle.x - 0.5) < 0.02 && abs(middle.z - 0.5) < 0.02)
  }

  @Test func drawnPicturesKeepTheirPixelsAndFlip() {
    var picture = Artwork(width: 3, height: 2)
    for index in 0..<6 { picture.pixels[index] = SIMD4(Float(index) / 6, 0, 0, 1) }
    var canvas = Artwork(width: 7, height: 6), flipped = canvas
    canvas.draw(picture, centre: [3.5, 3], size: [3, 2])
    flipped.draw(picture, centre: [3.5, 3], size: [3, 2], isFlipped: true)
    // The sub-samples of the inner pixel lie within it and its neighbours, evenly about its middle.
    #expect(abs(canvas.pixels[2 * 7 + 3].x / canvas.pixels[2 * 7 + 3].w - 1.0 / 6) < 0.08)
    for y in 0..<6 {
      for x in 0..<7 {
        let difference = canvas.pixels[y * 7 + x] - flipped.pixels[y * 7 + 6 - x]
        #expect((difference * difference).sum() < 1e-10)
      }
    }
  }

  @Test func erasingAndKeepingArePercent() throws {
    var picture = Artwork(width: 10, height: 10)
    for index in 0..<100 { picture.pixels[index] = [1, 1, 1, 1] }
    var kept = picture
    picture.apply(.erase(Recipe.Box(left: 0, top: 0, right: 50, bottom: 30)))
    kept.apply(.keep(Recipe.Box(left: 0, top: 0, right: 50, bottom: 30)))
    #expect(picture.pixels.count { $0.w > 0 } == 85)
    #expect(kept.pixels.count { $0.w > 0 } == 15)
  }

  /// Stripes thinner than the closing go, broad shadows stay.
  @Test func smoothingTakesStripesAndLeavesShadows() {
    var picture = Artwork(width: 40, height: 40)
    for y in 0..<40 {
      for x in 0..<40 {
        let isStripe = x == 10 || x == 11, isShadow = x >= 25
        picture.pixels[y * 40 + x] = isStripe || isShadow ? [0.2, 0.2, 0.2, 1] : [0.8, 0.8, 0.8, 1]
      }
    }
    picture.apply(.smooth(2))
    #expect(picture.pixels[20 * 40 + 10].x == 0.8 && picture.pixels[20 * 40 + 11].x == 0.8)
    #expect(picture.pixels[20 * 40 + 32].x == 0.2)
  }

  @Test func replacingLeavesOtherHues() {
    var picture = Artwork(width: 2, height: 1)
    picture.pixels = [[0, 0.70, 0.60, 1], [1, 0.79, 0.16, 1]]
    picture.apply(.replace([0, 0.70, 0.60, 1], [0.8, 0.1, 0.1, 1]))
    #expect(picture.pixels[0].x > 0.7 && picture.pixels[0].y < 0.2)
    #expect(picture.pixels[1] == [1, 0.79, 0.16, 1])
  }

  // MARK: - People

  /// The face of a figure with a skin tone is the font's own face of that tone; the arms are as dark.
  @Test func skinTonesAreTheFonts() throws {
    let font = try EmojiFont(path: nil), painter = RecipePainter(font: font)
    let officer = try #require(try MemberTable.builtIn()["policeOfficer"])
    let dark = try painter.picture(of: officer, Appearance(skinTone: 5))
    let light = try painter.picture(of: officer)
    #expect(dark.width == light.width && dark.height == light.height)
    let face = { (picture: CroppedPicture) -> Int in
      let at = (picture.height * 26 / 100 * picture.width + picture.width / 2) * 4
      return Int(picture.rgba[at]) + Int(picture.rgba[at + 1]) + Int(picture.rgba[at + 2])
    }
    // Unicode's darkest tone in this font is about #5c453c, the default about #ffca28.
    #expect(face(dark) < 300 && face(light) > 420)
  }

  @Test func clothesTakeAnyColour() throws {
    let painter = RecipePainter(font: try EmojiFont(path: nil))
    let member = try #require(try MemberTable.builtIn()["baldMan"])
    let picture = try painter.picture(of: member, Appearance(clothes: [0.9, 0.1, 0.1, 1]))
    // The belly, well below the collar of the bust.
    let at = (picture.height * 56 / 100 * picture.width + picture.width / 2) * 4
    #expect(picture.rgba[at] > 190 && picture.rgba[at + 1] < 60)
  }

  /// The body gives nothing above its neck, so that no second face can look out from behind a head.
  @Test func bodiesHaveNoHead() throws {
    let font = try EmojiFont(path: nil)
    let body = try #require(try font.picture(of: "\u{1F9CD}\u{200D}\u{2642}").flatMap(CroppedPicture.init))
    var artwork = Artwork(body)
    artwork.dress(Recipe.Figure(bust: "x"), clothes: nil)
    for y in 0..<Int(0.33 * Double(body.height)) {
      for x in 0..<body.width { #expect(artwork.pixels[y * body.width + x].w == 0) }
    }
    #expect(artwork.pixels[body.height / 2 * body.width + body.width / 2].w == 1)
  }
}
