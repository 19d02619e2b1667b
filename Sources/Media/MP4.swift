// MP4 through an installed ffmpeg: H.264 as every player reads it, or what this ffmpeg can.

import Foundation
import ZoetropeFiles
import ZoetropeShot

/// Writes MP4 files.
public enum MP4 {
  /// The encoders that are tried, by ffmpeg's names, in order: H.264 twice, then what is in every ffmpeg or most.
  ///
  /// Some distributions build ffmpeg without x264, for its licence.
  public static let encoders = ["libx264", "libopenh264", "libvpx-vp9", "mpeg4"]

  /// Writes a clip as H.264 in yuv420p, BT.709, which appears whole by atomic rename.
  ///
  /// Where ffmpeg has no x264, or it fails, the next of ``encoders`` is tried.
  ///
  /// The format needs even sides; a clip with an odd one is widened by repeating its last column or row. The
  /// file holds no date and no program version, so that equal clips give equal files with one ffmpeg.
  ///
  /// - Parameters:
  ///   - scale: pixels in the file per pixel of the clip; small clips blur in players that enlarge smoothly.
  ///   - quality: constant rate factor of x264, 0 lossless … 51 worst; 16 is hard to tell from the clip.
  ///   - title: the title that players show.
  ///   - comment: a remark, such as the prompt.
  ///   - searchPath: where ffmpeg is looked for, folders separated by colons; by default `PATH`.
  /// - Returns: which of ``encoders`` it was.
  /// - Throws: ``MediaError/toolMissing(name:instead:)``, ``MediaError/toolFailed(name:status:message:)`` with what the
  ///   first encoder's trouble was, ``MediaError/unwritable(reason:)``, `FileError`.
  @discardableResult
  public static func write(
    _ clip: Clip, to url: URL, scale: Int = 1, quality: Int = 16, title: String = "", comment: String = "",
    searchPath: String? = ProcessInfo.processInfo.environment["PATH"]
  ) throws -> String {
    try write(
      frameCount: clip.frameCount, height: clip.height, width: clip.width, frameRate: clip.frameRate, to: url,
      scale: scale, quality: quality, title: title, comment: comment, searchPath: searchPath
    ) { clip[frame: $0] }
  }

  /// Writes frames that are handed over one by one, so that they need not all be in memory; else as
  /// ``write(_:to:scale:quality:title:comment:searchPath:)``.
  ///
  /// - Parameter frame: a frame by its number, of `height` and `width`; asked for in order, and again for every encoder tried.
  @discardableResult
  public static func write(
    frameCount: Int, height frameHeight: Int, width frameWidth: Int, frameRate: Double, to url: URL,
    scale: Int = 1, quality: Int = 16, title: String = "", comment: String = "",
    searchPath: String? = ProcessInfo.processInfo.environment["PATH"], frame: (Int) throws -> Frame
  ) throws -> String {
    guard frameCount > 0, frameWidth > 0, frameHeight > 0 else {
      throw MediaError.unwritable(reason: "the clip has no pixels")
    }
    guard frameRate > 0, frameRate.isFinite else {
      throw MediaError.unwritable(reason: "\(frameRate) frames per second; the rate must be above 0")
    }
    let ffmpeg = try tool(searchPath)
    let scale = max(1, scale)
    let height = evenSide(frameHeight * scale), width = evenSide(frameWidth * scale)
    let rate = FrameTiming.fraction(frameRate)
    var first: MediaError?
    for encoder in encoders {
      do {
        try AtomicFile.fill(url) { temporary in
          var arguments = [
            "-hide_banner", "-loglevel", "error", "-y", "-f", "rawvideo", "-pixel_format", "rgb24",
            "-video_size", "\(width)x\(height)", "-framerate", "\(rate.numerator)/\(rate.denominator)", "-i",
            "pipe:0", "-an", "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
            "-c:v", encoder,
          ]
          let pixelRate = Double(width * height) * frameRate
          arguments += self.quality(encoder, quality: quality, pixelRate: pixelRate)
          arguments += [
            "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "iec61966-2-1",
            "-color_range", "tv", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact",
            "-movflags", "+faststart",
          ]
          if !title.isEmpty { arguments += ["-metadata", "title=\(title)"] }
          if !comment.isEmpty { arguments += ["-metadata", "comment=\(comment)"] }
          try ffmpeg.run(arguments + ["-f", "mp4", temporary.path]) { send in
            for index in 0..<frameCount {
              let shown = padded(try frame(index).enlarged(by: scale), height: height, width: width)
              try PixelCode.bytes(shown).withUnsafeBytes(send)
            }
          }
        }
        return encoder
      } catch let error as MediaError {
        // Of other troubles, such as a full disk or being stopped, another encoder makes no good.
        guard case .toolFailed(_, _, let message) = error, message.localizedCaseInsensitiveContains("encoder")
        else { throw error }
        first = first ?? error
      }
    }
    throw first ?? .unwritable(reason: "there is no encoder")
  }

  /// Checks that ffmpeg is there, before work is done whose result it is to write.
  ///
  /// - Throws: ``MediaError/toolMissing(name:instead:)``.
  public static func checkTool(searchPath: String? = ProcessInfo.processInfo.environment["PATH"])
    throws(MediaError)
  {
    _ = try tool(searchPath)
  }

  // MARK: - Internals

  private static func tool(_ searchPath: String?) throws(MediaError) -> ExternalTool {
    try ExternalTool(
      "ffmpeg", searchPath: searchPath,
      instead: "write an APNG or numbered PNG files, which need no other program")
  }

  /// How an encoder is told about as good a quality as x264's constant rate factor.
  ///
  /// - Parameter pixelRate: pixels per second.
  private static func quality(_ encoder: String, quality: Int, pixelRate: Double) -> [String] {
    let factor = min(max(quality, 0), 51)
    switch encoder {
    case "libx264": return ["-crf", String(factor)]
    // VP9's factor goes to 63; a rate of 0 makes it the only bound.
    case "libvpx-vp9": return ["-crf", String(factor * 63 / 51), "-b:v", "0"]
    // MPEG-4's quantiser: 1 best … 31 worst.
    case "mpeg4": return ["-q:v", String(1 + factor * 30 / 51 / 4)]
    // Half a bit per pixel, which x264 at 16 takes for our clips at most.
    default: return ["-b:v", String(max(500_000, Int(pixelRate / 2)))]
    }
  }

  private static func evenSide(_ side: Int) -> Int { side + side % 2 }

  /// The frame with its last column and row repeated up to a size.
  private static func padded(_ frame: Frame, height: Int, width: Int) -> Frame {
    if frame.height == height && frame.width == width { return frame }
    var result = Frame(height: height, width: width)
    for y in 0..<height {
      for x in 0..<width {
        let from = (min(y, frame.height - 1) * frame.width + min(x, frame.width - 1)) * Clip.channelCount
        let to = (y * width + x) * Clip.channelCount
        for channel in 0..<Clip.channelCount { result.pixels[to + channel] = frame.pixels[from + channel] }
      }
    }
    return result
  }
}
