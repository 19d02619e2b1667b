import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers

@Suite struct UpscalerTests {
  private func upscaler(opened: Bool = false) -> Upscaler {
    let configuration = UpscalerConfiguration(channels: 8, blockCount: 1)
    var parameters = Parameters(layout: configuration.parameterLayout, seed: 1)
    if opened {
      parameters.storage.add(Tensor.normal([parameters.layout.count], seed: 2, stream: 99), scaledBy: 0.1)
    }
    return Upscaler(configuration, ParameterSource(parameters))
  }

  private func clip(_ frames: Int, _ height: Int, _ width: Int, _ value: (Int, Int, Int, Int) -> Float)
    -> Clip
  {
    var clip = Clip(frameCount: frames, height: height, width: width)
    for f in 0..<frames {
      for y in 0..<height {
        for x in 0..<width {
          for c in 0..<3 { clip.pixels[((f * height + y) * width + x) * 3 + c] = value(f, y, x, c) }
        }
      }
    }
    return clip
  }

  /// Cubic convolution with a = −½ reproduces straight lines: away from the border the large picture of a ramp is the ramp,
  /// with large pixel i at (i − ½)/2 of the small ones.
  @Test func withoutTrainingItInterpolates() {
    let small = clip(2, 8, 10) { f, y, x, c in
      0.03 * Float(x) - 0.02 * Float(y) + 0.1 * Float(c) - 0.2 * Float(f)
    }
    let large = upscaler()(small)
    #expect(large.height == 16 && large.width == 20 && large.frameCount == 2)
    for f in 0..<2 {
      for y in 4..<12 {
        for x in 4..<16 {
          for c in 0..<3 {
            let expected =
              0.03 * (Float(x) - 0.5) / 2 - 0.02 * (Float(y) - 0.5) / 2 + 0.1 * Float(c) - 0.2 * Float(f)
            #expect(abs(large.pixels[((f * 16 + y) * 20 + x) * 3 + c] - expected) < 1e-5)
          }
        }
      }
    }
  }

  /// The mean of the four large pixels of a small one, over a whole picture without borders, keeps the picture's mean.
  @Test func interpolationKeepsTheMeanOfAFlatPicture() {
    let large = upscaler()(clip(1, 4, 4) { _, _, _, c in 0.25 * Float(c) })
    for pixel in 0..<64 {
      for c in 0..<3 { #expect(abs(large.pixels[pixel * 3 + c] - 0.25 * Float(c)) < 1e-6) }
    }
  }

  /// A frame sees its neighbours in time and no others.
  @Test func aFrameDependsOnItsNeighborsInTimeOnly() {
    let noise = Tensor.normal([6 * 4 * 4 * 3], seed: 3).elements.map { 0.3 * $0 }
    let base = Clip(frameCount: 6, height: 4, width: 4, pixels: noise)
    var changed = base
    for index in 0..<changed.frameStride { changed.pixels[2 * changed.frameStride + index] += 0.2 }
    let network = upscaler(opened: true)
    let (a, b) = (network(base), network(changed))
    for frame in 0..<6 {
      #expect((a[frame: frame] != b[frame: frame]) == (1...3).contains(frame), "frame \(frame)")
    }
  }

  @Test func takingApartFollowsTheLayoutOfTheOutput() {
    let frame = Frame(height: 2, width: 4, pixels: (0..<24).map(Float.init))
    // Small pixel (0, 1) is made of the large pixels (0, 2), (0, 3), (1, 2), (1, 3).
    #expect(
      Upscaler.disassemble(frame).rows(1..<2).elements == [6, 7, 8, 9, 10, 11, 18, 19, 20, 21, 22, 23])
  }
}
