// How far away what each pixel shows is, as far as moves of the camera go: what noise and attention keep to.

import ZoetropePictures
import ZoetropeShot

/// The parallax of what each pixel of some frames shows: 0 the sky … 1 the actors.
public struct ParallaxMap: Sendable {
  /// Rows, H.
  public let height: Int
  /// Columns, W.
  public let width: Int
  /// The parallaxes, `[F, H, W]`.
  public let values: [Float]

  /// Looks at every pixel.
  ///
  /// - Parameters:
  ///   - placed: farthest first, as `ShotPlan.placedPictures(from:frameAspectRatio:)` gives them.
  ///   - scenery: what is behind them; where there is none, the parallax is 0.
  ///   - times: of each frame in seconds of the plan, `[F]`.
  public init(_ placed: [PlacedPicture], scenery: Scenery, times: [Double], height: Int, width: Int) {
    self.height = height
    self.width = width
    let count = height * width
    let drawings = placed.map { PictureDrawing($0, times: times, height: height, width: width) }
    let tones = placed.map { PictureBuffer.tones($0).facts }
    let painter = scenery.painter(times: times, height: height, width: width)
    let facts = Canvas(width: width, height: height)
    values = [Float](unsafeUninitializedCapacity: times.count * count) { output, initialized in
      for (frame, time) in times.enumerated() {
        painter.paintFacts(at: time, on: facts)
        for (drawing, tone) in zip(drawings, tones) { drawing.draw(at: time, on: facts.raw, tone: tone) }
        for pixel in 0..<count { output[frame * count + pixel] = facts.pixels[pixel * 4 + 2] }
      }
      initialized = times.count * count
    }
  }

  /// Every pixel of a frame.
  public func frame(_ index: Int) -> ArraySlice<Float> {
    values[index * height * width..<(index + 1) * height * width]
  }
}
