import Testing
import ZoetropeCast
import ZoetropePictures
import ZoetropeShot

@Suite struct PictureTests {
  @Test("Each smaller size of a picture keeps its mean coverage") func coverage() throws {
    // A disc of straight alpha: coverage is its area whatever the size.
    let side = 64
    var rgba = [UInt8](repeating: 200, count: side * side * 4)
    for y in 0..<side {
      for x in 0..<side {
        let dx = Double(x) + 0.5 - 32, dy = Double(y) + 0.5 - 32
        rgba[(y * side + x) * 4 + 3] = dx * dx + dy * dy < 30 * 30 ? 255 : 0
      }
    }
    let sprite = Sprite(CroppedPicture(width: side, height: side, rgba: rgba))
    for level in sprite.levels {
      var sum = 0.0
      for texel in stride(from: 3, to: level.texels.count, by: 4) { sum += Double(level.texels[texel]) }
      // Area averages keep the mean but for rounding of 32-bit sums.
      #expect(abs(sum / Double(level.width * level.height) - Double.pi * 900 / 4096) < 0.003)
    }
  }
}
