// MP4 through an installed ffmpeg: H.264 as every player reads it.

import Foundation
import ZoetropeFiles
import ZoetropeShot

/// Writes MP4 files.
public enum MP4 {
  /// Writes a clip as H.264 in yuv420p, BT.709, which appears whole by atomic rename.
  ///
  /// The format needs even sides; a clip with an odd one is widened by repeating its last column or row. The
  /// file holds no date and no program version, so that equal clips give equal files with one ffmpeg.
  ///
  /// - Parameters:
  ///   - scale: pixels in the file per pixel of the clip; small clips blur in players that enlarge smoothly.
  ///   - quality: constant rate factor of x264, 0 lossless … 51 worst; 16 is hard to tell from the clip.
  ///   - title: the title that players show.
  ///   - comment: a remark, such as the prompt.
  ///   - searchPath: where ffmpeg is looked for, folders parted by colons; by default `PATH`.
  /// - Throws: ``MediaError/toolMissing(name:instead:)``, ``MediaError/toolFailed(name:status:message:)``,
  ///   ``MediaError/unwritable(reason:)``, `FileError`.
  public static func write(
    _ clip: Clip, to url: URL, scale: Int = 1, quality: Int = 16, title: String = "", comment: String = "",
    searchPath: String? = ProcessInfo.processInfo.environment["PATH"]
  ) throws {
    guard clip.frameCount > 0, clip.width > 0, clip.height > 0 else {
      throw MediaError.unwritable(reason: "the clip has no pixels")
    }
    guard clip.frameRate > 0, clip.frameRate.isFinite else {
      throw MediaError.unwritable(reason: "\(clip.frameRate) frames per second; the rate must be above 0")
    }
    let ffmpeg = try ExternalTool(
      "ffmpeg", searchPath: searchPath,
      instead: "write an APNG or numbered PNG files, which need no other program")
    let scale = max(1, scale)
    let height = evenSide(clip.height * scale), width = evenSide(clip.width * scale)
    let rate = FrameTiming.fraction(clip.frameRate)
    try AtomicFile.fill(url) { temporary in
      var arguments = [
        "-hide_banner", "-loglevel", "error", "-y", "-f", "rawvideo", "-pixel_format", "rgb24",
        "-video_size", "\(width)x\(height)", "-framerate", "\(rate.numerator)/\(rate.denominator)", "-i",
        "pipe:0",
        "-an", "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-c:v", "libx264",
        "-crf", String(min(max(quality, 0), 51)), "-colorspace", "bt709", "-color_primaries", "bt709",
        "-color_trc", "iec61966-2-1", "-color_range", "tv", "-map_metadata", "-1", "-fflags", "+bitexact",
        "-flags:v", "+bitexact", "-movflags", "+faststart",
      ]
      if !title.isEmpty { arguments += ["-metadata", "title=\(title)"] }
      if !comment.isEmpty { arguments += ["-metadata", "comment=\(comment)"] }
      try ffmpeg.run(arguments + ["-f", "mp4", temporary.path]) { send in
        for index in 0..<clip.frameCount {
          let frame = padded(clip[frame: index].enlarged(by: scale), height: height, width: width)
          try PixelCode.bytes(frame).withUnsafeBytes(send)
        }
      }
    }
  }

  // MARK: - Internals

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
