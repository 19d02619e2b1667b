import Foundation
import Testing
import ZoetropeShot
import ZoetropeRandom

@testable import ZoetropeGrading

@Suite struct PartsTests {
  /// A smooth scene without repetition, seen through a shifted and zoomed camera.
  private func scene(dx: Double, dy: Double, zoom: Double) -> Frame {
    var frame = Frame(height: 48, width: 88)
    for row in 0..<48 {
      for column in 0..<88 {
        let x = (Double(column) - 43.5) / zoom - dx, y = (Double(row) - 23.5) / zoom - dy
        let value = 0.5 * sin(x * 0.31 + 0.4 * cos(y * 0.17)) + 0.4 * cos(y * 0.23 + 0.002 * x * x)
        for channel in 0..<3 { frame.pixels[(row * 88 + column) * 3 + channel] = Float(value) }
      }
    }
    return frame
  }

  /// The motion is known in closed form; a twentieth of a pixel is what interpolation costs.
  @Test(arguments: [(3.0, 0.0, 1.0), (-3.5, 1.2, 1.0), (0, -2.6, 1.0), (0, 0, 1.06), (1, 0.5, 0.95)])
  func cameraMotionIsRecovered(dx: Double, dy: Double, zoom: Double) throws {
    let clip = Clip(frames: [scene(dx: 0, dy: 0, zoom: 1), scene(dx: dx, dy: dy, zoom: zoom)])
    let motion = try #require(
      CameraMotion.between(clip, isFree: [Bool](repeating: true, count: 2 * 48 * 88)).first)
    #expect(abs(Double(motion.dx) - dx * zoom) < 0.05)
    #expect(abs(Double(motion.dy) - dy * zoom) < 0.05)
    #expect(abs(Double(motion.zoom) - (zoom - 1)) < 0.004)
  }

  /// Rows that change evenly from left to right are filled exactly, up to the three pixels that ends are averaged over.
  @Test func cleanPlateContinuesLayers() {
    var frame = Frame(height: 8, width: 32)
    for row in 0..<8 {
      for column in 0..<32 {
        for channel in 0..<3 { frame.pixels[(row * 32 + column) * 3 + channel] = Float(row) / 8 }
      }
    }
    let clean = frame
    var area = PixelArea(
      Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.3, height: 0.5), margin: 1, height: 8, width: 32)
    for row in area.rows {
      for column in area.columns { frame.pixels[(row * 32 + column) * 3] = 1 }
    }
    #expect(CleanPlate.fill(frame, [area]) == clean.pixels)
    // A whole row gone: it lies between its neighbours.
    area.rows = 3..<5
    area.columns = 0..<32
    #expect(CleanPlate.fill(clean, [area])[3 * 96] == Float(2) / 8 + Float(3) / 8 / 3)
  }

  /// The classes differ in the first number only, under noise that the second number shares: who looks at each number by
  /// itself is right in 73 % (Φ(0.6)), who sees that they go together in more than four fifths.
  @Test func discriminantSeesCorrelation() {
    var generator = Generator(seed: 5)
    func sample(_ offset: Double) -> [Float] {
      let shared = generator.normal()
      return [Float(shared + 0.1 * generator.normal() + offset), Float(shared - 0.1 * generator.normal())]
    }
    let groups = (0..<2).map { index in (0..<40).map { _ in sample(index == 0 ? -0.6 : 0.6) } }
    let discriminant = Discriminant(groups)
    let right = (0..<400).filter { discriminant.classify(sample($0 % 2 == 0 ? -0.6 : 0.6)).index == $0 % 2 }
    #expect(right.count >= 325)
  }

  @Test func matchFindsAShiftedPicture() {
    let (height, width) = (24, 24)
    var frame = [Float](repeating: 0, count: height * width * 3)
    var picture = frame
    var matte = [Float](repeating: 0, count: height * width)
    for row in 8..<14 {
      for column in 8..<15 {
        let value = Float((row * 7 + column * 3) % 5) / 5 + 0.2
        matte[row * width + column] = 1
        for channel in 0..<3 {
          picture[(row * width + column) * 3 + channel] = value
          frame[((row + 2) * width + column - 3) * 3 + channel] = value
        }
      }
    }
    let open = [Float](repeating: 1, count: height * width)
    let plate = [Float](repeating: 0, count: height * width * 3)
    let target = Target(height: height, width: width, frame: frame, plate: plate, open: open)
    let area = PixelArea(
      Keyframe(t: 0, x: 0.48, y: 0.46, width: 0.3, height: 0.25), margin: 1, height: height, width: width)
    let actor = Difference(
      area: area, width: width, picture: picture, plate: plate, matte: matte, open: open)
    let match = target.bestMatch(actor, norm: target.norm(around: area, radius: 5), radius: 5)
    #expect(match.dx == -3 && match.dy == 2)
    // Nothing but rounding keeps an exact copy from a correlation of one.
    #expect(abs(match.score - 1) < 1e-5)
  }
}
