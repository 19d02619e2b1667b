// How finished clips become larger: what serves the denoiser at hand.

import Foundation
import ZoetropeDenoiser
import ZoetropeScenery
import ZoetropeShot

/// Doubles the sides of clips, once or several times.
enum ClipEnlarger: Sendable {
  /// Bicubic interpolation: where no upscaler is installed.
  case interpolation
  /// A network that sees the clip alone.
  case pixels(Upscaler)
  /// A network that sees the pictures of the shot at the size of the result, too.
  case pictures(PictureUpscaler)

  /// Opens what is installed for a denoiser.
  ///
  /// - Throws: `FileError`, `WeightsError` or `DenoiserError` for a file that cannot be used.
  init(_ weights: URL?, for appearance: DenoiserConfiguration.Appearance) throws {
    guard let weights else {
      self = .interpolation
      return
    }
    switch appearance {
    case .kinds: self = .pixels(try Upscaler(weights: weights))
    case .pictures: self = .pictures(try PictureUpscaler(weights: weights))
    }
  }

  /// How often sides are doubled where nobody asks for anything else.
  var standardDoublings: Int {
    switch self {
    case .interpolation: 0
    case .pixels: 1
    case .pictures: 2
    }
  }

  /// Frames before and after those that are wanted that it looks at.
  func neighbourCount(_ doublings: Int) -> Int {
    switch self {
    case .interpolation: 0
    case .pixels: doublings
    case .pictures: min(doublings, 1)
    }
  }

  /// The clip with its sides doubled.
  ///
  /// - Parameters:
  ///   - frames: which frames; nil for all. The others are looked at as neighbours.
  ///   - doublings: how often.
  ///   - pictures: what is known of each frame at a height and width; nil where nothing is, and then a network that needs it
  ///     is not used.
  func callAsFunction(
    _ clip: Clip, frames: Range<Int>? = nil, doublings: Int,
    pictures: ((_ frame: Int, _ height: Int, _ width: Int) -> PictureBuffer?)? = nil
  ) -> Clip {
    guard doublings > 0 else { return clip.part(frames) }
    switch self {
    case .pixels(let upscaler): return (0..<doublings).reduce(clip) { clip, _ in upscaler(clip) }.part(frames)
    case .pictures(let upscaler) where pictures != nil:
      let factor = upscaler.configuration.factor
      let size = (height: factor * clip.height, width: factor * clip.width)
      let none = PictureBuffer([], times: [0], height: size.height, width: size.width)
      let large = upscaler(clip, frames: frames) { pictures?($0, size.height, size.width) ?? none }
      // Of a network that makes more than is asked for, the mean of neighbouring pixels is taken.
      if factor > 1 << doublings {
        return large.fitted(height: clip.height << doublings, width: clip.width << doublings)
      }
      let rest = (1 << doublings) / factor
      return (0..<rest.trailingZeroBitCount).reduce(large) { clip, _ in Upscaler.interpolation(clip) }
    default: return (0..<doublings).reduce(clip.part(frames)) { clip, _ in Upscaler.interpolation(clip) }
    }
  }
}

extension Clip {
  /// Clips of one size, one after the other.
  ///
  /// - Precondition: there is one.
  init(joining clips: [Clip]) {
    self.init(
      frameCount: clips.reduce(0) { $0 + $1.frameCount }, height: clips[0].height, width: clips[0].width,
      frameRate: clips[0].frameRate, pixels: clips.count == 1 ? clips[0].pixels : clips.flatMap(\.pixels))
  }

  /// Some of the frames; nil for all.
  func part(_ frames: Range<Int>?) -> Clip {
    guard let frames, frames != 0..<frameCount else { return self }
    return Clip(
      frameCount: frames.count, height: height, width: width, frameRate: frameRate,
      pixels: Array(pixels[frames.lowerBound * frameStride..<frames.upperBound * frameStride]))
  }

  /// The clip at another size; smaller ones hold means.
  fileprivate func fitted(height: Int, width: Int) -> Clip {
    Clip(frames: frames.map { $0.fitted(height: height, width: width) }, frameRate: frameRate)
  }
}
