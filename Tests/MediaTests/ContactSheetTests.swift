import Foundation
import Testing
import ZoetropeShot
import ZoetropeMedia

@Suite struct ContactSheetTests {
  @Test func placesEveryFrame() {
    let tiles = (0..<5).map {
      ContactSheet.Tile(noiseFrame(height: 8, width: 30, seed: UInt64($0)), "tile \($0)")
    }
    let sheet = ContactSheet(columns: 3, scale: 2, title: "five", background: -1, spacing: 4).render(tiles)
    // 3 cells of 60 and 4 gaps of 4; a title line of 12, then 2 rows of 16 + 12 + 4 under a gap of 4.
    #expect(sheet.width == 3 * 64 + 4 && sheet.height == 4 + 12 + 2 * 32)
    for (index, tile) in tiles.enumerated() {
      let (left, top) = (4 + index % 3 * 64, 16 + index / 3 * 32)
      for y in 0..<16 {
        for x in 0..<60 {
          let got = ((top + y) * sheet.width + left + x) * 3, wanted = (y / 2 * 30 + x / 2) * 3
          #expect(sheet.pixels[got..<got + 3] == tile.frame.pixels[wanted..<wanted + 3])
        }
      }
      // Something is written under it.
      let label = (top + 18..<top + 27).flatMap { y in
        (left..<left + 60).map { sheet.pixels[(y * sheet.width + $0) * 3] }
      }
      #expect(label.contains(0.7) && label.contains(-1))
    }
  }

  /// A label in three lines is three labels of one line, broken where a person would; what is left over is cut.
  @Test func labelsBreakBetweenWords() {
    let frame = Frame(height: 4, width: 60)  // ten letters
    func letters(_ label: String, lines: Int) -> [[Float]] {
      let sheet = ContactSheet(columns: 1, spacing: 0, labelLines: lines).render([.init(frame, label)])
      #expect(sheet.height == 4 + 12 * lines)
      return (0..<lines).map { Array(sheet.pixels[(4 + $0 * 12) * 180..<(16 + $0 * 12) * 180]) }
    }
    let wrapped = letters("a red fox runs_without_end home", lines: 3)
    #expect(
      wrapped == ["a red fox", "runs_witho", "ut_end hom"].map { letters($0, lines: 1)[0] })
  }

  @Test func clipsAreLabelledAndGridsChosen() {
    let sheet = ContactSheet(scale: 1, spacing: 0).render(Clip(frameCount: 16, height: 20, width: 60))
    #expect(sheet.width == 4 * 60 && sheet.height == 4 * (20 + 12))
    let empty = ContactSheet().render([ContactSheet.Tile]())
    #expect(empty.width > 0 && empty.height > 0)
  }

  @Test func lettersDifferAndStayInTheirCell() {
    var seen: [[Float]: Character] = [:]
    for code in UInt8(0x20)...0x7E {
      let character = Character(Unicode.Scalar(code))
      var frame = Frame(height: 11, width: 8, filledWith: -1)
      frame.draw(String(character), x: 1, y: 1)
      #expect(seen.updateValue(character, forKey: frame.pixels) == nil, "\(character)")
      for y in 0..<11 {
        for x in 0..<8 where y < 1 || y > 9 || x < 1 || x > 5 {
          #expect(frame.pixels[(y * 8 + x) * 3] == -1, "\(character)")
        }
      }
    }
    #expect(seen.count == 95)
  }

  @Test func drawingOutsideIsCutOff() {
    var frame = Frame(height: 5, width: 5)
    frame.draw("Wide text", x: -7, y: -3, scale: 3)
    frame.draw("x", x: 100, y: 100)
    let small = noiseFrame(height: 2, width: 2)
    var corner = Frame(height: 5, width: 5)
    corner.draw(small, x: -1, y: 4)
    #expect(corner.pixels[60..<63] == small.pixels[3..<6])
    #expect(corner.pixels[0..<60].allSatisfy { $0 == 0 } && corner.pixels[63...].allSatisfy { $0 == 0 })
    corner.draw(small, x: 10, y: -10, scale: 2)
  }
}
