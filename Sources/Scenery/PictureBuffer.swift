// All that is known of what a shot shows, pixel by pixel: what a renderer calls a G-buffer. The denoiser reads it under
// its patches, the upscaler under its larger pixels. It says what is where; light, weather and look are the network's.

import CRaster
import ZoetropePictures
import ZoetropeShot

/// The pictures of a shot and its scenery composed per pixel, nearest in front, without light, shadow or look.
public struct PictureBuffer: Sendable, Equatable {
  /// What the numbers of a pixel are.
  public enum Channel: Int, CaseIterable, Sendable {
    /// Colour times coverage, sRGB-encoded `0...1`.
    case red, green, blue
    /// How much of the pixel is actors that are seen, `0...1`; the rest of the coverage is set pieces and scenery.
    case actor
    /// Heat times coverage: of pictures 0 cold, 0.6 warm, 1 hot.
    case heat
    /// Depth times coverage, `0...1` from near to far; 1 is scenery.
    case depth
    /// Rain, snow and stars in front of what covers the pixel, `0...1`.
    case particles
    /// How much of the pixel is covered, `0...1`.
    case coverage
  }

  /// Numbers per pixel.
  public static let channelCount = Channel.allCases.count

  /// Number of frames, F.
  public let frameCount: Int
  /// Rows, H.
  public let height: Int
  /// Columns, W.
  public let width: Int
  /// The numbers, `[F, H, W, ``channelCount``]`.
  public let values: [Float]

  /// Composes placed pictures before their scenery.
  ///
  /// - Parameters:
  ///   - placed: farthest first, as `ShotPlan.placedPictures(from:frameAspectRatio:)` gives them.
  ///   - scenery: what is behind them, and what falls before them.
  ///   - times: of each frame in seconds of the plan, `[F]`.
  ///   - height: rows of each frame.
  ///   - width: columns of each frame.
  public init(
    _ placed: [PlacedPicture], scenery: Scenery = .none, times: [Double], height: Int, width: Int
  ) {
    frameCount = times.count
    self.height = height
    self.width = width
    let count = height * width
    let drawings = placed.map { PictureDrawing($0, times: times, height: height, width: width) }
    let looks = drawings.map { PictureBuffer.tones($0.placed) }
    // Three pictures of four numbers each are painted and then put together.
    let colour = Canvas(width: width, height: height), facts = Canvas(width: width, height: height)
    let particles = Canvas(width: width, height: height)
    let surroundings = scenery.painter(times: times, height: height, width: width)
    let covers = raster_tone(gain: (0, 0, 0), bias: (0, 0, 0), mask_base: 0, mask_slope: 0, opacity: 1)
    values = [Float](unsafeUninitializedCapacity: times.count * count * PictureBuffer.channelCount) {
      output, initialized in
      var target = output.baseAddress!
      for time in times {
        surroundings.paintBehind(at: time, colour: colour, facts: facts, particles: particles)
        for (drawing, tones) in zip(drawings, looks) {
          drawing.draw(at: time, on: colour.raw, tone: tones.colour)
          drawing.draw(at: time, on: facts.raw, tone: tones.facts)
          if surroundings.hasParticlesBehind { drawing.draw(at: time, on: particles.raw, tone: covers) }
        }
        surroundings.paintInFront(at: time, particles: particles)
        for number in stride(from: 0, to: count * 4, by: 4) {
          target[0] = colour.pixels[number]
          target[1] = colour.pixels[number + 1]
          target[2] = colour.pixels[number + 2]
          target[3] = colour.pixels[number + 3]
          target[4] = facts.pixels[number]
          target[5] = facts.pixels[number + 1]
          target[6] = particles.pixels[number]
          target[7] = facts.pixels[number + 3]
          target += PictureBuffer.channelCount
        }
      }
      initialized = times.count * count * PictureBuffer.channelCount
    }
  }

  // MARK: - Internals

  static func tones(_ placed: PlacedPicture) -> (colour: raster_tone, facts: raster_tone) {
    let heat: Float =
      switch placed.picture.heat {
      case .cold: 0
      case .warm: 0.6
      case .hot: 1
      }
    return (
      raster_tone(
        gain: (1, 1, 1), bias: (0, 0, 0), mask_base: placed.isActor ? 1 : 0, mask_slope: 0, opacity: 1),
      raster_tone(
        gain: (0, 0, 0), bias: (heat, Float(placed.depth), Float(placed.parallax)), mask_base: 1,
        mask_slope: 0, opacity: 1)
    )
  }
}
