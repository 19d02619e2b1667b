// Frames, text and sound into one file, through an installed ffmpeg.

import Foundation
import ZoetropeEdit
import ZoetropeFiles
import ZoetropeMedia

/// Encodes a film.
struct FilmEncoder {
  var size: Timeline.Size
  var codec: FilmSettings.Codec
  /// Whether speed counts for more than the size of the file.
  var isDraft = false
  /// Constant rate factor of x264.
  var quality = 16
  /// A script for libass that is laid over the picture.
  var text: String?
  /// Stretches of sound files.
  var sounds: [Sound] = []
  var title = ""
  var searchPath = ProcessInfo.processInfo.environment["PATH"]

  /// A stretch of a sound file in the film; times in seconds.
  struct Sound: Sendable, Equatable {
    var url: URL
    /// When it begins in the film.
    var start: Double
    /// From where in the file.
    var from: Double
    /// How long; nil to its end.
    var seconds: Double?
  }

  /// Checks that ffmpeg is there.
  ///
  /// - Throws: `MediaError.toolMissing`.
  func checkTool() throws(MediaError) { _ = try tool() }

  /// Encodes frames; the file appears whole or not at all.
  ///
  /// - Parameters:
  ///   - source: width and height of the frames that are handed over.
  ///   - frame: the bytes of a frame of the film, red, green and blue.
  /// - Throws: `MediaError`, `FileError`, and what `frame` throws.
  func write(
    frameCount: Int, source: Timeline.Size, to url: URL, frame: (Int) throws -> [UInt8]
  ) throws {
    let ffmpeg = try tool()
    let folder = FileManager.default.temporaryDirectory
    let script = folder.appendingPathComponent("zoetrope-\(UUID().uuidString).ass")
    defer { try? FileManager.default.removeItem(at: script) }
    if let text { try AtomicFile.write(Data(text.utf8), to: script) }
    var arguments = [
      "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-f", "rawvideo", "-pixel_format", "rgb24",
      "-video_size", "\(source.width)x\(source.height)", "-framerate", "\(FilmSettings.rate)", "-i",
      "pipe:0",
    ]
    for sound in sounds { arguments += ["-i", sound.url.path] }
    let seconds = FilmSettings.rate.seconds(frameCount)
    arguments += ["-filter_complex", graph(script: text == nil ? nil : script, seconds: seconds)]
    arguments += ["-map", "[v]"] + (sounds.isEmpty ? ["-an"] : ["-map", "[a]"])
    arguments += coding
    arguments += [
      "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
      "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
    ]
    if !title.isEmpty { arguments += ["-metadata", "title=\(title)"] }
    try AtomicFile.fill(url) { temporary in
      do {
        try ffmpeg.run(arguments + ["-f", container, temporary.path]) { send in
          for index in 0..<frameCount { try frame(index).withUnsafeBytes(send) }
        }
      } catch let error as MediaError {
        throw FilmEncoder.explained(error)
      }
    }
  }

  // MARK: - Internals

  private func tool() throws(MediaError) -> ExternalTool {
    try ExternalTool("ffmpeg", searchPath: searchPath, instead: "make the shots alone")
  }

  private var container: String {
    switch codec {
    case .h264: "mp4"
    case .prores: "mov"
    case .ffv1: "matroska"
    }
  }

  private var pixelFormat: String {
    switch codec {
    case .h264: "yuv420p"
    case .prores: "yuv422p10le"
    case .ffv1: "yuv444p"
    }
  }

  private var coding: [String] {
    switch codec {
    case .h264:
      [
        "-c:v", "libx264", "-crf", "\(quality)", "-preset", isDraft ? "ultrafast" : "veryfast", "-movflags",
        "+faststart", "-c:a",
        "aac", "-b:a", "192k",
      ]
    case .prores: ["-c:v", "prores_ks", "-profile:v", "3", "-c:a", "pcm_s16le"]
    case .ffv1: ["-c:v", "ffv1", "-level", "3", "-g", "1", "-c:a", "pcm_s16le"]
    }
  }

  /// The filters: scale and text on RGB, then BT.709; sounds cut, laid at their place, added up.
  private func graph(script: URL?, seconds: Double) -> String {
    var picture = "[0:v]scale=\(size.width):\(size.height):flags=lanczos,setsar=1"
    if let script { picture += ",ass=filename=\(FilmEncoder.escaped(script.path))" }
    picture += ",scale=out_color_matrix=bt709:out_range=tv,format=\(pixelFormat)[v]"
    guard !sounds.isEmpty else { return picture }
    var parts = [picture]
    for (index, sound) in sounds.enumerated() {
      let end = sound.seconds.map { ":duration=\($0)" } ?? ""
      parts.append(
        "[\(index + 1):a]aresample=48000,aformat=channel_layouts=stereo,atrim=start=\(sound.from)\(end),"
          + "asetpts=PTS-STARTPTS,adelay=\(Int((sound.start * 1000).rounded())):all=1[s\(index)]")
    }
    let inputs = sounds.indices.map { "[s\($0)]" }.joined()
    parts.append("\(inputs)amix=inputs=\(sounds.count):normalize=0,apad,atrim=end=\(seconds)[a]")
    return parts.joined(separator: ";")
  }

  /// A path within a filter's option: escaped once for the option and once for the graph.
  static func escaped(_ path: String) -> String {
    let option = path.reduce(into: "") { result, character in
      if "\\':".contains(character) { result += "\\" }
      result.append(character)
    }
    return option.reduce(into: "") { result, character in
      if "\\'[],;".contains(character) { result += "\\" }
      result.append(character)
    }
  }

  private static func explained(_ error: MediaError) -> MediaError {
    guard case .toolFailed(let name, let status, let message) = error else { return error }
    if message.contains("No such filter: 'ass'") {
      return .toolFailed(
        name: name, status: status,
        message: "it was built without libass, which draws titles; turn `titles` off, or install a full build"
      )
    }
    if message.localizedCaseInsensitiveContains("unknown encoder") {
      return .toolFailed(
        name: name, status: status, message: message + "; choose another `codec`, or install a full build")
    }
    return error
  }
}
