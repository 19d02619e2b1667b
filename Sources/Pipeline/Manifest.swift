import Foundation
import ZoetropeFiles
import ZoetropeFilm
import ZoetropeMedia

/// The record of a finished clip: `manifest.json`.
public struct Manifest: Sendable, Equatable, Codable {
  /// A frame's file and what it shows.
  public struct FrameRecord: Sendable, Equatable, Codable {
    /// The path inside the clip's folder.
    public var file: String
    /// SHA-256 of the frame's pixels as bytes, `[H, W, 3]`: the same whatever the compression.
    public var sha256: String
  }

  /// Seconds of wall-clock time.
  public struct Timings: Sendable, Equatable, Codable {
    /// Opening the model.
    public var load = 0.0
    /// Denoising; after a resumption, of all parts of the run together.
    public var denoise = 0.0
    /// Enlarging.
    public var enlarge = 0.0
    /// Writing everything but this file.
    public var write = 0.0
    /// Makes timings of nothing.
    public init() {}
  }

  /// What was expected after the second step, and what came of it.
  public struct EstimateRecord: Sendable, Equatable, Codable {
    /// Seconds expected for denoising.
    public var denoise: Double
    /// Expected over measured, minus one: 0.1 is a tenth too long.
    public var error: Double
  }

  /// What the person asked for.
  public var prompt: String
  /// The full description.
  public var enhancedPrompt: String
  /// Seed of the noise.
  public var seed: UInt64
  /// Everything that decides the pixels; what `rerun` and `verify` read.
  public var recipe: Recipe
  /// The same as the recipe's, where other programs look for it.
  public var digitalSourceType: String
  /// Words of the prompt that were not understood.
  public var unknownWords: [UnknownWord]
  /// The frames in order.
  public var frames: [FrameRecord]
  /// All other files.
  public var files: [String]
  /// How long it took.
  public var timings: Timings
  /// What was expected; nil for fewer than three steps.
  public var estimate: EstimateRecord?
  /// The most memory that the process held, in bytes.
  public var peakMemory: Int
  /// Threads that took part; they do not change the pixels.
  public var threads: Int
  /// When it was finished, ISO 8601, UTC.
  public var finished: String

  /// Writes the file.
  public func write(to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(try encoder.encode(self) + Data("\n".utf8), to: url)
  }

  /// Reads a file.
  ///
  /// - Throws: ``PipelineError/badRecord(path:reason:)``, `FileError`.
  public init(_ url: URL) throws {
    let data = try Record.data(url)
    do {
      self = try JSONDecoder().decode(Manifest.self, from: data)
    } catch {
      throw PipelineError.badRecord(path: url.path, reason: Recipe.reason(error))
    }
    try recipe.plan.validate()
  }

  init(recipe: Recipe, unknownWords: [UnknownWord]) {
    prompt = recipe.plan.prompt
    enhancedPrompt = recipe.plan.enhancedPrompt
    seed = recipe.plan.seed
    self.recipe = recipe
    digitalSourceType = recipe.digitalSourceType
    self.unknownWords = unknownWords
    frames = []
    files = []
    timings = Timings()
    peakMemory = 0
    threads = 0
    finished = ""
  }

  /// The file's name.
  public static let name = "manifest.json"
}

/// A file that says how to make a clip again: a manifest, or a PNG of ours.
public struct Record: Sendable {
  /// The recipe.
  public var recipe: Recipe
  /// The manifest, where that was the file.
  public var manifest: Manifest?
  /// What a PNG shows, where that was the file.
  public var picture: (part: Recipe.Part, frame: Frame)?
  /// The folder of the clip, where given pictures may lie.
  public var folder: URL

  /// Reads a manifest, a PNG, or the manifest of a clip's folder.
  ///
  /// - Throws: ``PipelineError/badRecord(path:reason:)``, `FileError`, `MediaError`.
  public init(_ url: URL) throws {
    var url = url
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
      url.appendPathComponent(Manifest.name)
    }
    let start = try MappedFile(url).withUnsafeBytes { Array($0.prefix(8)) }
    if start == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] {
      let image = try PNG.read(url)
      guard let text = image.texts.first(where: { $0.keyword == Recipe.keyword }) else {
        throw PipelineError.badRecord(path: url.path, reason: "the picture has no text “\(Recipe.keyword)”")
      }
      recipe = try Recipe(json: Data(text.value.utf8), path: url.path)
      if let text = image.texts.first(where: { $0.keyword == Recipe.partKeyword }),
        let part = Recipe.Part(text.value)
      {
        picture = (part, image.frame())
      }
      folder = url.deletingLastPathComponent()
      if folder.lastPathComponent == ClipWriter.framesFolder { folder.deleteLastPathComponent() }
    } else {
      let manifest = try Manifest(url)
      self.manifest = manifest
      recipe = manifest.recipe
      folder = url.deletingLastPathComponent()
    }
  }

  static func data(_ url: URL) throws -> Data {
    try MappedFile(url).withUnsafeBytes { Data($0) }
  }
}
