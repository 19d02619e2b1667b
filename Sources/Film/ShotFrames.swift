// The frames of a shot's clip as the film sees them: at the film's shape, held for as long as its rate needs.

import Foundation
import ZoetropeEdit
import ZoetropeMedia
import ZoetropeSession
import ZoetropeShot

/// Frames of a finished clip, read when they are needed.
struct ShotFrames {
  /// The folder of numbered pictures.
  let folder: URL
  /// Number of pictures.
  let count: Int
  /// Pictures for each frame of the film: less than 1 where each is held.
  let step: Double
  let size: Timeline.Size
  let framing: FilmSettings.Framing
  private var last: (index: Int, bytes: [UInt8])?
  var pass: ColorPass?

  /// - Parameters:
  ///   - rate: of the clip, in frames per second.
  ///   - speed: how fast it is shown.
  ///   - size: of the pictures that are handed over.
  init(
    _ folder: URL, count: Int, rate: Double, speed: Double, size: Timeline.Size,
    framing: FilmSettings.Framing, pass: ColorPass? = nil
  ) {
    self.folder = folder
    self.count = count
    step = rate * speed / FilmSettings.rate.value
    self.size = size
    self.framing = framing
    self.pass = pass
  }

  /// The picture of the clip that a frame of the media shows, 0-based.
  func picture(at frame: Int) -> Int {
    min(max(0, Int((Double(frame) * step + 1e-9).rounded(.down))), count - 1)
  }

  /// The bytes of a frame of the media, `[height, width, 3]`.
  mutating func bytes(_ frame: Int) throws -> [UInt8] {
    let index = picture(at: frame)
    if let last, last.index == index { return last.bytes }
    let picture = try read(index)
    var bytes = PixelBytes.of(picture.shaped(to: size, framing))
    pass?.apply(to: &bytes)
    last = (index, bytes)
    return bytes
  }

  /// A picture as it is.
  func read(_ index: Int) throws -> Frame {
    try PNG.read(folder.appendingPathComponent(FrameSequence.name(ofFrame: index))).frame()
  }
}

/// Frames as bytes.
enum PixelBytes {
  static func of(_ frame: Frame) -> [UInt8] {
    frame.pixels.map { UInt8((min(1, max(-1, $0)) * 127.5 + 127.5).rounded()) }
  }
}

extension Frame {
  /// The frame in another shape: cropped in the middle, or whole between black bars.
  func shaped(to size: Timeline.Size, _ framing: FilmSettings.Framing) -> Frame {
    switch framing {
    case .fit: return fitted(height: size.height, width: size.width)
    case .pad:
      let scale = min(Double(size.width) / Double(width), Double(size.height) / Double(height))
      let (w, h) = (
        min(size.width, max(1, Int((Double(width) * scale).rounded()))),
        min(size.height, max(1, Int((Double(height) * scale).rounded())))
      )
      let inner = fitted(height: h, width: w)
      var result = Frame(height: size.height, width: size.width, filledWith: -1)
      let (left, top) = ((size.width - w) / 2, (size.height - h) / 2)
      for y in 0..<h {
        let from = y * w * Clip.channelCount
        let to = ((y + top) * size.width + left) * Clip.channelCount
        result.pixels.replaceSubrange(
          to..<to + w * Clip.channelCount, with: inner.pixels[from..<from + w * Clip.channelCount])
      }
      return result
    }
  }
}
