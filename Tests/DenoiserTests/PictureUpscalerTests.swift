import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeLayers
import ZoetropePictures
import ZoetropeScenery
import ZoetropeShot

@Suite struct PictureUpscalerTests {
  private func upscaler(_ factor: Int, change: (inout Parameters) -> Void = { _ in }) -> PictureUpscaler {
    let configuration = PictureUpscalerConfiguration(factor: factor, channels: 8, blockCount: 1)
    var parameters = Parameters(layout: configuration.parameterLayout, seed: 1)
    change(&parameters)
    return PictureUpscaler(configuration, ParameterSource(parameters))
  }

  private func ramp(_ height: Int, _ width: Int) -> Clip {
    var clip = Clip(frameCount: 1, height: height, width: width)
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<3 {
          clip.pixels[(y * width + x) * 3 + c] = 0.03 * Float(x) - 0.02 * Float(y) + 0.1 * Float(c)
        }
      }
    }
    return clip
  }

  private func nothing(_ height: Int, _ width: Int) -> PictureBuffer {
    PictureBuffer([], times: [0], height: height, width: width)
  }

  /// Interpolation by cubics reproduces straight lines away from the border: large pixel i lies at (i + ½)/factor − ½ of the small
  /// ones.
  @Test("An untrained one interpolates", arguments: [2, 4]) func interpolates(factor: Int) {
    let small = ramp(12, 14)
    let large = upscaler(factor)(small) { _ in nothing(12 * factor, 14 * factor) }
    #expect(large.height == 12 * factor && large.width == 14 * factor)
    for y in 4 * factor..<8 * factor {
      for x in 4 * factor..<10 * factor {
        for c in 0..<3 {
          let place = { (index: Int) in (Float(index) + 0.5) / Float(factor) - 0.5 }
          let expected = 0.03 * place(x) - 0.02 * place(y) + 0.1 * Float(c)
          #expect(abs(large.pixels[(y * large.width + x) * 3 + c] - expected) < 1e-5)
        }
      }
    }
  }

  /// With a matrix that takes a picture's red, green and blue to themselves, the pictures are added pixel by pixel.
  @Test func picturesReachTheirPixels() throws {
    let network = upscaler(4) { parameters in
      guard let bias = parameters.layout["picture_colors.bias"] else { return }
      parameters.storage.withUnsafeMutableBuffer { buffer in
        for channel in 0..<3 { buffer[bias.range.lowerBound + channel * 3 + channel] = 1 }
      }
    }
    let source = CheckeredPictures()
    let plan = ShotPlan(
      scene: .meadow,
      actors: [
        Actor(
          picture: "board", keyframes: [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.8, height: 0.8)])
      ])
    let told = PictureBuffer(
      try plan.placedPictures(from: source, frameAspectRatio: 1), times: [0], height: 32, width: 32)
    let grey = Clip(
      frameCount: 1, height: 8, width: 8, pixels: [Float](repeating: -0.5, count: 192))
    let large = network(grey) { _ in told }
    for pixel in 0..<32 * 32 {
      for c in 0..<3 {
        #expect(abs(large.pixels[pixel * 3 + c] - (-0.5 + told.values[pixel * 8 + c])) < 1e-5)
      }
    }
  }

  @Test func rowsFollowTheLargePixels() {
    let frame = Frame(height: 4, width: 8, pixels: (0..<96).map(Float.init))
    // The second small pixel of a factor of 4 holds columns 4…7 of rows 0…3.
    let row = PictureUpscaler.rows(of: frame, factor: 4).rows(1..<2).elements
    #expect(row == (0..<4).flatMap { y in (12..<24).map { Float(y * 24 + $0) } })
  }
}

/// A picture of coloured squares.
private struct CheckeredPictures: PictureSource {
  func picture(named name: String) throws -> Picture {
    var rgba: [UInt8] = []
    for y in 0..<32 {
      for x in 0..<32 { rgba += (x / 8 + y / 8) % 2 == 0 ? [200, 40, 90, 255] : [20, 160, 220, 255] }
    }
    return Picture(
      name: name, sprite: Sprite(CroppedPicture(width: 32, height: 32, rgba: rgba)), facing: .front,
      height: 1,
      gait: Gait(.none), heat: .cold)
  }
}
