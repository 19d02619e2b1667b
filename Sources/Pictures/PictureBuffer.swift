// All that is known of a shot's pictures, pixel by pixel: what a renderer calls a G-buffer. The denoiser reads it under
// its patches, the upscaler under its larger pixels. It says what is where; light, weather and look are the network's.

import CRaster
import Foundation
import ZoetropeShot

/// The pictures of a shot composed per pixel, nearest in front, without light, shadow or look.
public struct PictureBuffer: Sendable, Equatable {
  /// What the numbers of a pixel are.
  public enum Channel: Int, CaseIterable, Sendable {
    /// Colour times coverage, sRGB-encoded `0...1`.
    case red, green, blue
    /// How much of the pixel is actors that are seen, `0...1`; the rest of the coverage is set pieces.
    case actor
    /// Heat times coverage: 0 cold, 0.6 warm, 1 hot.
    case heat
    /// Depth times coverage, `0...1` from near to far.
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

  /// Composes placed pictures.
  ///
  /// - Parameters:
  ///   - placed: farthest first, as ``ZoetropeShot/ShotPlan/placedPictures(from:frameAspectRatio:)`` gives them.
  ///   - particles: what falls or shines in front of and behind them.
  ///   - times: of each frame in seconds of the plan, `[F]`.
  ///   - height: rows of each frame.
  ///   - width: columns of each frame.
  public init(
    _ placed: [PlacedPicture], particles: Particles = .none, times: [Double], height: Int, width: Int
  ) {
    frameCount = times.count
    self.height = height
    self.width = width
    let count = height * width
    let drawings = placed.map { PictureDrawing($0, times: times, height: height, width: width) }
    let looks = drawings.map { PictureBuffer.tones($0.placed) }
    // Three pictures of four numbers each are painted and then put together.
    var canvases = [Float](repeating: 0, count: 3 * count * 4)
    values = [Float](unsafeUninitializedCapacity: times.count * count * PictureBuffer.channelCount) {
      output, initialized in
      canvases.withUnsafeMutableBufferPointer { pixels in
        let base = pixels.baseAddress!
        func canvas(_ index: Int) -> raster_canvas {
          raster_canvas(pixels: base + index * count * 4, width: Int32(width), height: Int32(height))
        }
        let covers = raster_tone(
          gain: (0, 0, 0), bias: (0, 0, 0), mask_base: 0, mask_slope: 0, opacity: 1)
        var target = output.baseAddress!
        for time in times {
          base.update(repeating: 0, count: pixels.count)
          particles.paintBehind(at: time, on: canvas(2))
          for (drawing, tones) in zip(drawings, looks) {
            drawing.draw(at: time, on: canvas(0), tone: tones.colour)
            drawing.draw(at: time, on: canvas(1), tone: tones.facts)
            if particles.areBehind { drawing.draw(at: time, on: canvas(2), tone: covers) }
          }
          particles.paintInFront(at: time, on: canvas(2))
          for pixel in 0..<count {
            let colour = base + pixel * 4, facts = colour + count * 4, falling = facts + count * 4
            target[0] = colour[0]
            target[1] = colour[1]
            target[2] = colour[2]
            target[3] = colour[3]
            target[4] = facts[0]
            target[5] = facts[1]
            target[6] = falling[0]
            target[7] = facts[3]
            target += PictureBuffer.channelCount
          }
        }
      }
      initialized = times.count * count * PictureBuffer.channelCount
    }
  }

  // MARK: - Internals

  private static func tones(_ placed: PlacedPicture) -> (colour: raster_tone, facts: raster_tone) {
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
        gain: (0, 0, 0), bias: (heat, Float(placed.depth), 0), mask_base: 1, mask_slope: 0, opacity: 1)
    )
  }
}
