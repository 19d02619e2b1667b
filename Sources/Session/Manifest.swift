import Foundation
import ZoetropeFiles
import ZoetropeShot
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
    /// Denoising, in processor time of the thread that ran it, since the last resumption; all of it where that thread worked alone.
    public var denoiseThread: Double?
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
  /// What the planner had to say, such as words of the prompt that it did not understand.
  public var notes: [String]
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
  /// The clip's grade, where takes were made to pick from.
  public var grade: TakeGrade?
  /// The takes that the clip was picked from.
  public var pick: PickRecord?
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
  /// - Throws: ``SessionError/badRecord(path:reason:)``, `FileError`.
  public init(_ url: URL) throws {
    let data = try Record.data(url)
    do {
      self = try JSONDecoder().decode(Manifest.self, from: data)
    } catch {
      throw SessionError.badRecord(path: url.path, reason: Recipe.reason(error))
    }
    try recipe.plan.validate()
  }

  init(recipe: Recipe, notes: [String]) {
    prompt = recipe.plan.prompt
    enhancedPrompt = recipe.plan.enhancedPrompt
    seed = recipe.settings.noiseSeed ?? recipe.plan.seed
    self.recipe = recipe
    digitalSourceType = recipe.digitalSourceType
    self.notes = notes
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
