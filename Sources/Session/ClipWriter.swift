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

  /// Begins the files of a clip in a folder, which is made where it is not there; frames that are in it already are part of the clip.
  ///
  /// - Throws: `FileError`.
  func begin(_ recipe: Recipe, in folder: URL) throws -> ClipFiles {
    try ClipWriter.makeFolder(folder)
    try ClipWriter.makeFolder(folder.appendingPathComponent(ClipWriter.framesFolder))
    return ClipFiles(formats: formats, recipe: recipe, folder: folder)
  }

  /// The hash of a frame's pixels.
  public static func hash(_ frame: Frame) -> String { SHA256.hash(PixelCode.bytes(frame)) }

  /// The contact sheet of a clip: some of its frames, evenly spread, where it has more than fit; large ones at half their size.
  public static func sheet(_ clip: Clip, _ recipe: Recipe) -> Frame {
    sheet(clip.frameCount, clip.frameRate, recipe) { clip[frame: $0] }
  }

  /// The contact sheet of frames that are handed over one by one.
  static func sheet(
    _ frameCount: Int, _ frameRate: Double, _ recipe: Recipe, frame: (Int) throws -> Frame
  ) rethrows -> Frame {
    let count = min(frameCount, ClipWriter.mostOnSheet)
    let shown = try (0..<count).map { index -> (offset: Int, element: Frame) in
      let number = index * (frameCount - 1) / max(count - 1, 1)
      var picture = try frame(number)
      while max(picture.height, picture.width) > ClipWriter.largestOnSheet {
        picture = picture.fitted(height: picture.height / 2, width: picture.width / 2)
      }
      return (number, picture)
    }
    let words = Recipe.printable(recipe.plan.prompt).filter(\.isASCII)
    let columns = min(4, count)
    let largest = shown.first.map { max($0.element.height, $0.element.width) } ?? 1,
      width = shown.first?.element.width ?? 1
    let scale = max(1, 128 / largest)
    let room = columns * (width * scale + 6) / 6 - 2
    return ContactSheet(columns: columns, scale: scale, title: String(words.prefix(max(room, 8)))).render(
      shown, frameRate: frameRate)
  }

  // MARK: - Internals

  /// Sides up to which frames are on contact sheets as they are.
  private static let largestOnSheet = 256
  /// The most frames on a contact sheet.
  private static let mostOnSheet = 48

  /// Pixels of animation and film per pixel of a clip: small ones are enlarged in whole steps, or players blur them.
  static func shownScale(height: Int, width: Int) -> Int { max(1, 256 / max(height, width)) }

  /// The first frame as animation and film show it.
  static func shown(_ frame: Frame) -> Frame {
    frame.enlarged(by: shownScale(height: frame.height, width: frame.width))
  }

  static func makeFolder(_ url: URL) throws {
    guard mkdir(url.path, 0o777) == 0 || errno == EEXIST else {
      throw FileError.system(operation: "create the folder", path: url.path, code: errno)
    }
  }
}

/// The files of one clip in the making: its frames are written as they are finished, all else at the end, from the frames in their
/// files. So the clip need not be in memory, and frames of an earlier part of the run are where it went on.
struct ClipFiles {
  private let formats: Set<ClipFormat>
  private let recipe: Recipe
  private let folder: URL
  private var hashes: [Int: String] = [:]
  private var recent: [Int: Frame.Bytes] = [:]

  init(formats: Set<ClipFormat>, recipe: Recipe, folder: URL) {
    self.formats = formats
    self.recipe = recipe
    self.folder = folder
  }

  /// Frames of the clip.
  private var frameCount: Int { recipe.plan.frameCount }

  /// Writes finished frames.
  ///
  /// - Parameter checkpoint: called between files; what it throws ends the writing.
  /// - Throws: `FileError`, `MediaError`.
  mutating func write(_ part: ClipPart, checkpoint: () throws -> Void) throws {
    for start in stride(from: 0, to: part.clip.frameCount, by: ClipFiles.framesAtOnce) {
      try checkpoint()
      let places = start..<min(start + ClipFiles.framesAtOnce, part.clip.frameCount)
      for (place, frame) in zip(places, try encode(part, places)) {
        try AtomicFile.write(frame.png, to: url(ofFrame: part.firstFrame + place))
        hashes[part.firstFrame + place] = frame.hash
        if frameCount <= ClipFiles.mostKept { recent[part.firstFrame + place] = frame.shown }
      }
    }
  }

  /// A frame of the clip as its file shows it, 0-based.
  ///
  /// - Throws: `FileError`, `MediaError`.
  func frame(_ index: Int) throws -> Frame {
    try recent[index]?.frame ?? PNG.read(url(ofFrame: index)).frame
  }

  /// The clip as its files show it.
  ///
  /// - Throws: `FileError`, `MediaError`.
  func clip() throws -> Clip {
    Clip(frames: try (0..<frameCount).map(frame), frameRate: recipe.plan.frameRate)
  }

  /// Writes plan, animation, film and contact sheet, and removes the numbered frames where nobody asked for them.
  ///
  /// A film that cannot be written beside other forms is a warning: what is there already is worth more than it.
  ///
  /// - Parameter checkpoint: called between files; what it throws ends the writing.
  /// - Throws: `FileError`, `MediaError`.
  func finish(checkpoint: () throws -> Void) throws -> ClipWriter.Outcome {
    var outcome = ClipWriter.Outcome()
    func file(_ name: String) -> URL { folder.appendingPathComponent(name) }
    outcome.frames = try (0..<frameCount).map { index in
      Manifest.FrameRecord(
        file: formats.contains(.png) ? ClipFiles.name(ofFrame: index) : "",
        sha256: try hashes[index] ?? ClipWriter.hash(frame(index)))
    }
    try checkpoint()
    try AtomicFile.write(recipe.plan.json(), to: file("plan.json"))
    outcome.files.append("plan.json")
    let first = try frame(0), rate = recipe.plan.frameRate
    let scale = ClipWriter.shownScale(height: first.height, width: first.width)
    if formats.contains(.apng) {
      if frameCount <= ClipFiles.longestAnimation || formats == [.apng] {
        try APNG.write(
          frameCount: frameCount, frameRate: rate, to: file("clip.apng"), texts: recipe.texts(.animation)
        ) {
          index in
          if index % ClipFiles.framesAtOnce == 0 { try checkpoint() }
          // Where frames are shown as they are, their compressed data is taken from their files.
          if scale == 1 { return [UInt8](try Data(contentsOf: url(ofFrame: index))) }
          return try PNG.encode(ClipWriter.shown(frame(index)))
        }
        outcome.files.append("clip.apng")
      } else {
        outcome.warnings.append(
          "clip.apng is left out: animations of over \(ClipFiles.longestAnimation) frames are larger than most programs read; "
            + "ask for the format apng alone to have it")
      }
    }
    try checkpoint()
    try PNG.write(
      ClipWriter.sheet(frameCount, rate, recipe, frame: frame), to: file("contact.png"),
      texts: recipe.texts(.contactSheet))
    outcome.files.append("contact.png")
    if formats.contains(.mp4) {
      try checkpoint()
      do {
        let encoder = try MP4.write(
          frameCount: frameCount, height: first.height, width: first.width, frameRate: rate,
          to: file("clip.mp4"), scale: scale, title: Recipe.printable(recipe.plan.prompt),
          comment: "\(recipe.program), \(recipe.digitalSourceType)", frame: frame)
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
    if !formats.contains(.png) { try FileManager.default.removeItemIfPresent(file(ClipWriter.framesFolder)) }
    return outcome
  }

  // MARK: - Internals

  /// Frames that are compressed at once, on all threads, between two looks at whether to stop.
  private static let framesAtOnce = 8
  /// Frames of clips up to which they are kept in memory until the film is written, as bytes.
  private static let mostKept = 120
  /// Frames up to which an animation is written beside other forms.
  private static let longestAnimation = 360

  private static func name(ofFrame index: Int) -> String {
    "\(ClipWriter.framesFolder)/\(FrameSequence.name(ofFrame: index))"
  }

  private func url(ofFrame index: Int) -> URL {
    folder.appendingPathComponent(ClipFiles.name(ofFrame: index))
  }

  /// A frame ready to be written.
  private struct EncodedFrame {
    let png: [UInt8]
    let shown: Frame.Bytes
    let hash: String
  }

  /// Compresses some frames on all threads.
  private func encode(_ part: ClipPart, _ places: Range<Int>) throws -> [EncodedFrame] {
    let made = Mutex([Int: Result<EncodedFrame, any Error>]())
    Parallel.run(places.count) { index in
      let place = places.lowerBound + index
      let frame = part.clip[frame: place], shown = Frame.Bytes(frame)
      let result = Result {
        EncodedFrame(
          png: try PNG.encode(frame, texts: recipe.texts(.frame(part.firstFrame + place))), shown: shown,
          hash: SHA256.hash(shown.bytes))
      }
      made.withLock { $0[index] = result }
    }
    let results = made.withLock { $0 }
    return try (0..<places.count).map { try results[$0]!.get() }
  }
}

extension Frame {
  /// A frame as its 8-bit file shows it, in a quarter of the memory.
  fileprivate struct Bytes {
    let height: Int
    let width: Int
    let bytes: [UInt8]

    init(_ frame: Frame) {
      (height, width) = (frame.height, frame.width)
      bytes = PixelCode.bytes(frame)
    }

    var frame: Frame { Frame(height: height, width: width, pixels: bytes.map(PixelCode.value)) }
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
