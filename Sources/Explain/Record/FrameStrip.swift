import Foundation
import ZoetropeShot
import ZoetropeMedia

/// Frames of a clip in one PNG, side by side in rows, as a data URI.
public struct FrameStrip: Codable, Sendable, Equatable {
  /// The picture.
  public var source: String
  /// Frames that it holds.
  public var count: Int
  /// Frames in a row.
  public var columns: Int
  /// Width of a frame in pixels.
  public var width: Int
  /// Height of a frame in pixels.
  public var height: Int

  /// Draws frames of a clip; values beyond −1…1 are cut off.
  ///
  /// - Parameters:
  ///   - frames: which ones; all by default.
  ///   - gain: factor on the values.
  /// - Throws: `MediaError`.
  public init(_ clip: Clip, frames: [Int]? = nil, gain: Double = 1) throws {
    let frames = frames ?? Array(0..<clip.frameCount)
    let columns = min(4, frames.count)
    let rows = (frames.count + columns - 1) / columns
    var sheet = Frame(height: rows * clip.height, width: columns * clip.width, filledWith: 0)
    let line = clip.width * Clip.channelCount
    for (place, frame) in frames.enumerated() {
      for y in 0..<clip.height {
        let source = frame * clip.frameStride + y * line
        let target = ((place / columns * clip.height + y) * columns + place % columns) * line
        for index in 0..<line { sheet.pixels[target + index] = clip.pixels[source + index] * Float(gain) }
      }
    }
    let bytes = try PNG.encode(sheet, compression: 9)
    source = "data:image/png;base64," + Data(bytes).base64EncodedString()
    (count, self.columns, width, height) = (frames.count, columns, clip.width, clip.height)
  }
}
