import Foundation
import Synchronization
import ZoetropeCompute
import ZoetropeFiles
import ZoetropeShot
import ZoetropeMedia

/// A form in which a clip is written.
public enum ClipFormat: String, CaseIterable, Sendable, Codable {
  /// Numbered pictures.
  case png
  /// An animated PNG.
  case apng
  /// A film, where ffmpeg is installed: H.264, or what that ffmpeg can encode.
  case mp4
}

/// Writes the files of one clip.
public struct ClipWriter: Sendable {
  /// The forms to write.
  public var formats: Set<ClipFormat>

  /// Makes a writer.
  public init(formats: Set<ClipFormat> = Set(ClipFormat.allCases)) { self.formats = formats }

  /// The folder of numbered pictures.
  public static let framesFolder = "frames"

  /// What a clip's files are, and what could not be written.
  public struct Outcome: Sendable {
    /// The frames; their files exist where PNG was asked for.
    public var frames: [Manifest.FrameRecord] = []
    /// The other files.
    public var files: [String] = []
    /// Why a form is missing.
    public var warnings: [String] = []
  }

  /// Checks that what the forms need is there, so that it is missed before a clip is made and not after.
  ///
  /// - Throws: `MediaError.toolMissing` where a film is all that is asked for and there is no ffmpeg.
  public func checkTools() throws {
    if formats == [.mp4] { try MP4.checkTool() }
  }

  /// Writes plan, frames, animation, film and contact sheet into a folder.
  ///
  /// A film that cannot be written beside other forms is a warning: what is there already is worth more than it.
  ///
  /// - Parameter checkpoint: called between files; what it throws ends the writing.
  /// - Throws: `FileError`, `MediaError`.
  public func write(
    _ clip: Clip, recipe: Recipe, to folder: URL, checkpoint: () throws -> Void = {}
  ) throws -> Outcome {
    var outcome = Outcome()
    func file(_ name: String) -> URL { folder.appendingPathComponent(name) }
    try ClipWriter.makeFolder(folder)
    if formats.contains(.png) { try ClipWriter.makeFolder(file(ClipWriter.framesFolder)) }
    // Pictures that the animation can take as they are need not be compressed twice.
    let sharesPictures = formats.contains(.apng) && ClipWriter.shownScale(clip) == 1
    var pictures: [[UInt8]] = []
    for start in stride(from: 0, to: clip.frameCount, by: ClipWriter.framesAtOnce) {
      try checkpoint()
      let numbers = start..<min(start + ClipWriter.framesAtOnce, clip.frameCount)
      let encoded = try encode(clip, numbers, recipe, needsPictures: sharesPictures)
      for (index, frame) in zip(numbers, encoded) {
        let name = "\(ClipWriter.framesFolder)/\(FrameSequence.name(ofFrame: index))"
        if formats.contains(.png) { try AtomicFile.write(frame.png, to: file(name)) }
        if sharesPictures { pictures.append(frame.png) }
        outcome.frames.append(
          Manifest.FrameRecord(file: formats.contains(.png) ? name : "", sha256: frame.hash))
      }
    }
    try checkpoint()
    try AtomicFile.write(recipe.plan.json(), to: file("plan.json"))
    outcome.files.append("plan.json")
    if formats.contains(.apng) {
      let place = file("clip.apng"), texts = try recipe.texts(.animation)
      if sharesPictures {
        try APNG.write(pictures, frameRate: clip.frameRate, to: place, texts: texts)
      } else {
        try APNG.write(ClipWriter.shown(clip), to: place, texts: texts)
      }
      outcome.files.append("clip.apng")
    }
    try checkpoint()
    try PNG.write(ClipWriter.sheet(clip, recipe), to: file("contact.png"), texts: recipe.texts(.contactSheet))
    outcome.files.append("contact.png")
    if formats.contains(.mp4) {
      try checkpoint()
      do {
        let encoder = try MP4.write(
          ClipWriter.shown(clip), to: file("clip.mp4"), title: Recipe.printable(recipe.plan.prompt),
          comment: "\(recipe.program), \(recipe.digitalSourceType)")
        outcome.files.append("clip.mp4")
        if encoder != MP4.encoders[0] {
          outcome.warnings.append(
            "clip.mp4 is written with \(encoder), since ffmpeg could not with \(MP4.encoders[0]); "
              + "not every player may read it")
        }
      } catch let error as MediaError where formats != [.mp4] {
        // A signal that stops the run reaches ffmpeg too.
        try checkpoint()
        outcome.warnings.append("clip.mp4 is not written: \(error)")
      }
    }
    return outcome
  }

  /// The hash of a frame's pixels.
  public static func hash(_ frame: Frame) -> String { SHA256.hash(PixelCode.bytes(frame)) }

  /// The contact sheet of a clip; large frames are shown at half their size.
  public static func sheet(_ clip: Clip, _ recipe: Recipe) -> Frame {
    var clip = clip
    while max(clip.height, clip.width) > ClipWriter.largestOnSheet {
      clip = Clip(
        frames: clip.frames.map { $0.fitted(height: $0.height / 2, width: $0.width / 2) },
        frameRate: clip.frameRate)
    }
    let words = Recipe.printable(recipe.plan.prompt).filter(\.isASCII)
    let columns = min(4, clip.frameCount)
    let scale = max(1, 128 / max(clip.height, clip.width))
    let room = columns * (clip.width * scale + 6) / 6 - 2
    return ContactSheet(columns: columns, scale: scale, title: String(words.prefix(max(room, 8)))).render(
      clip)
  }

  // MARK: - Internals

  /// Sides up to which frames are on contact sheets as they are.
  private static let largestOnSheet = 256
  /// Frames that are compressed at once, on all threads, between two looks at whether to stop.
  private static let framesAtOnce = 8

  /// The hashes of some frames and, where they are written, their files.
  private func encode(
    _ clip: Clip, _ numbers: Range<Int>, _ recipe: Recipe, needsPictures: Bool
  ) throws -> [(png: [UInt8], hash: String)] {
    let needsFiles = formats.contains(.png) || needsPictures
    let made = Mutex([Int: Result<(png: [UInt8], hash: String), any Error>]())
    Parallel.run(numbers.count) { place in
      let frame = clip[frame: numbers.lowerBound + place]
      let result = Result {
        (
          png: needsFiles
            ? try PNG.encode(frame, texts: recipe.texts(.frame(numbers.lowerBound + place))) : [],
          hash: ClipWriter.hash(frame)
        )
      }
      made.withLock { $0[place] = result }
    }
    let results = made.withLock { $0 }
    return try (0..<numbers.count).map { try results[$0]!.get() }
  }

  /// Pixels of animation and film per pixel of a clip: small ones are enlarged in whole steps, or players blur them.
  private static func shownScale(_ clip: Clip) -> Int { max(1, 256 / max(clip.height, clip.width)) }

  /// The clip as animation and film show it.
  static func shown(_ clip: Clip) -> Clip {
    let scale = shownScale(clip)
    if scale == 1 { return clip }
    return Clip(frames: clip.frames.map { $0.enlarged(by: scale) }, frameRate: clip.frameRate)
  }

  static func makeFolder(_ url: URL) throws {
    guard mkdir(url.path, 0o777) == 0 || errno == EEXIST else {
      throw FileError.system(operation: "create the folder", path: url.path, code: errno)
    }
  }
}

extension Clip {
  /// The clip as its 8-bit files show it.
  var asWritten: Clip {
    var clip = self
    clip.pixels = clip.pixels.map { PixelCode.value(PixelCode.byte($0)) }
    return clip
  }
}
