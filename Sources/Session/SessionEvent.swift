import Foundation
import ZoetropeMedia
import ZoetropeShot

/// What happens to a queued shot. Values that other processes can be sent: looking at one needs no weights.
public enum SessionEvent: Sendable, Equatable, Codable {
  /// The takes are planned, and every setting is settled; their files, where they have some, will be in `folder`.
  case planned(Job, folder: String?)
  /// A part of the work begins.
  case phase(Phase, take: Int, of: Int)
  /// A step of denoising is done.
  case step(StepReport)
  /// Something that the person should know, and that does not stop the work.
  case warning(String)
  /// A take is finished; its files, where it has some, are in `folder`.
  case clip(folder: String?, Manifest)
  /// A take that may not be kept is finished and graded.
  case graded(TakeGrade, take: Int, of: Int)
  /// Everything is done; the last event of a shot that went well.
  case finished(folder: String?)

  /// The parts of the work.
  public enum Phase: String, Sendable, Codable {
    /// Noise becomes picture.
    case denoise
    /// Files are written.
    case write
  }
}

/// A step of denoising, with its times.
public struct StepReport: Sendable, Equatable, Codable {
  /// Steps done, from 1.
  public let index: Int
  /// Steps in all.
  public let count: Int
  /// Seconds that this step took.
  public let seconds: Double
  /// Seconds that the remaining steps of this take will take, at the pace so far.
  public let secondsLeft: Double
  /// What the clip will look like, where previews are wanted.
  public let preview: ClipPreview?
}

/// A clip as it forms: pixels and where they belong, at the model's own size.
public struct ClipPreview: Sendable, Equatable, Codable {
  /// Number of the first frame in the clip, 0-based.
  public var firstFrame: Int
  /// Frames in the whole clip.
  public var clipFrameCount: Int
  /// Frames shown here.
  public var frameCount: Int
  /// Height of a frame in pixels.
  public var height: Int
  /// Width of a frame in pixels.
  public var width: Int
  /// Frames per second.
  public var frameRate: Double
  /// sRGB, one byte a channel, `[frameCount, height, width, 3]`.
  public var pixels: Data

  /// Takes a clip's pixels.
  ///
  /// - Parameters:
  ///   - firstFrame: number of its first frame in the whole clip.
  ///   - clipFrameCount: frames in the whole clip.
  public init(_ clip: Clip, firstFrame: Int, clipFrameCount: Int) {
    self.firstFrame = firstFrame
    self.clipFrameCount = clipFrameCount
    frameCount = clip.frameCount
    (height, width, frameRate) = (clip.height, clip.width, clip.frameRate)
    pixels = Data(clip.pixels.map(PixelCode.byte))
  }

  /// The frames as a clip, values in −1…1; nil where a value from elsewhere has too few or too many pixels.
  public var clip: Clip? {
    guard min(frameCount, height, width) > 0,
      pixels.count == frameCount * height * width * Clip.channelCount
    else { return nil }
    return Clip(
      frameCount: frameCount, height: height, width: width, frameRate: frameRate,
      pixels: pixels.map(PixelCode.value))
  }
}
