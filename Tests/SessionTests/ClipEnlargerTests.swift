import Synchronization
import Testing
import ZoetropeDenoiser
import ZoetropeLayers
import ZoetropeScenery
import ZoetropeShot

@testable import ZoetropeSession

/// What makes clips larger.
@Suite struct ClipEnlargerTests {
  private let clip = Clip(
    frameCount: 3, height: 8, width: 12, frameRate: 8,
    pixels: (0..<3 * 8 * 12 * 3).map { Float(($0 * 37) % 101) / 50.5 - 1 })

  /// An untrained upscaler adds nothing to interpolation.
  private var untrained: PictureUpscaler {
    let configuration = PictureUpscalerConfiguration(factor: 4, channels: 4, blockCount: 1)
    return PictureUpscaler(
      configuration, ParameterSource(Parameters(layout: configuration.parameterLayout, seed: 1)))
  }

  /// One that reads pictures is given those of each frame at the size that it makes, whatever size is asked for.
  @Test(arguments: [1, 2, 3]) func picturesAreAskedForAtTheirSize(_ doublings: Int) {
    let asked = Mutex<[[Int]]>([])
    let large = ClipEnlarger.pictures(untrained)(clip, doublings: doublings) { frame, height, width in
      asked.withLock { $0.append([frame, height, width]) }
      return nil
    }
    #expect(large.frameCount == 3 && large.height == 8 << doublings && large.width == 12 << doublings)
    #expect(asked.withLock { $0 } == (0..<3).map { [$0, 32, 48] })
  }

  /// Half of what it makes is the mean of two by two pixels, computed here by a loop.
  @Test func smallerResultsAreMeans() {
    let nothing = { (_: Int, _: Int, _: Int) -> PictureBuffer? in nil }
    let enlarger = ClipEnlarger.pictures(untrained)
    let full = enlarger(clip, doublings: 2, pictures: nothing)
    let half = enlarger(clip, doublings: 1, pictures: nothing)
    for frame in 0..<3 {
      for y in 0..<16 {
        for x in 0..<24 {
          for channel in 0..<3 {
            var sum: Float = 0
            for (dy, dx) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
              sum += full.pixels[((frame * 32 + 2 * y + dy) * 48 + 2 * x + dx) * 3 + channel]
            }
            let made = half.pixels[((frame * 16 + y) * 24 + x) * 3 + channel]
            // Four float roundings of numbers up to 1.
            #expect(abs(made - sum / 4) < 1e-6)
          }
        }
      }
    }
  }

  /// Without pictures of the shot there is interpolation.
  @Test func withoutPicturesItInterpolates() {
    let made = ClipEnlarger.pictures(untrained)(clip, doublings: 1)
    #expect(made == ClipEnlarger.interpolation(clip, doublings: 1))
    #expect(ClipEnlarger.interpolation(clip, doublings: 0) == clip)
  }
}
