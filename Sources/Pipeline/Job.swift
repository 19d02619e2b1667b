import Foundation
import ZoetropeFiles
import ZoetropeFilm
import ZoetropeMedia

/// One folder's worth of work: a clip, or several takes of one. It lies beside the saved state while it runs.
public struct Job: Sendable, Codable, Equatable {
  /// One clip.
  public struct Take: Sendable, Codable, Equatable {
    /// What to make.
    public var recipe: Recipe
    /// What the planner has to say, such as words that it did not understand.
    public var notes: [String]

    /// Makes a take.
    public init(recipe: Recipe, notes: [String] = []) {
      self.recipe = recipe
      self.notes = notes
    }
  }

  /// The clips, in order.
  public var takes: [Take]
  /// Which takes are kept.
  public var pick: TakePick
  /// Forms to write.
  public var formats: Set<ClipFormat>
  /// The weights file, so that resuming finds it.
  public var weights: String
  /// Whether an earlier result is replaced.
  public var replaces: Bool

  /// Makes a job.
  public init(
    takes: [Take], pick: TakePick = .all, formats: Set<ClipFormat> = Set(ClipFormat.allCases),
    weights: String, replaces: Bool = false
  ) {
    self.takes = takes
    self.pick = pick
    self.formats = formats
    self.weights = weights
    self.replaces = replaces
  }

  /// Writes the job.
  public func write(to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(try encoder.encode(self), to: url)
  }

  /// Reads a job.
  ///
  /// - Throws: ``PipelineError/badRecord(path:reason:)``, `FileError`.
  public init(_ url: URL) throws {
    do {
      self = try JSONDecoder().decode(Job.self, from: try Record.data(url))
    } catch let error as DecodingError {
      throw PipelineError.badRecord(path: url.path, reason: Recipe.reason(error))
    }
    guard !takes.isEmpty else { throw PipelineError.badRecord(path: url.path, reason: "it has no takes") }
  }

  /// The folder of a take inside the result; the result itself where there is one only.
  func folder(_ index: Int, in result: URL) -> URL {
    takes.count == 1 ? result : result.appendingPathComponent("take_\(index + 1)", isDirectory: true)
  }
}

/// The list of takes in a folder of several: `takes.json`.
struct Takes: Codable {
  var program = Release.program
  var takes: [String]

  static let name = "takes.json"

  func write(to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try AtomicFile.write(try encoder.encode(self) + Data("\n".utf8), to: url)
  }
}

extension GivenPictures {
  /// Reads pictures and brings them to a size.
  ///
  /// - Throws: `FileError`, `MediaError`.
  public init(first: URL?, last: URL?, height: Int, width: Int) throws {
    func read(_ url: URL) throws -> Frame {
      try PNG.read(url).frame(over: -1).fitted(height: height, width: width)
    }
    try self.init(first: first.map(read), last: last.map(read))
  }

  /// The hashes of the pictures, for a recipe.
  public var hashes: Recipe.Pictures {
    Recipe.Pictures(first: first.map(GivenPictures.hash), last: last.map(GivenPictures.hash))
  }

  /// The same pictures as the 16-bit files that a clip's folder keeps hold them: what is rendered from.
  public var stored: GivenPictures {
    func stored(_ frame: Frame) -> Frame {
      var frame = frame
      frame.pixels = frame.pixels.map { PixelCode.value(PixelCode.word($0)) }
      return frame
    }
    return GivenPictures(first: first.map(stored), last: last.map(stored))
  }

  /// Writes the pictures into a folder, made where there is anything to write.
  ///
  /// - Throws: `FileError`, `MediaError`.
  func write(to folder: URL) throws {
    for (frame, name) in [(first, GivenPictures.firstName), (last, GivenPictures.lastName)] {
      guard let frame else { continue }
      try ClipWriter.makeFolder(folder)
      try PNG.write(frame, to: folder.appendingPathComponent(name), depth: .sixteen)
    }
  }

  /// Reads the pictures that a recipe names from a folder of them.
  ///
  /// - Throws: ``PipelineError/otherPicture(path:reason:)`` where one is missing or changed, `MediaError`.
  public init(_ recipe: Recipe.Pictures, from folder: URL) throws {
    func read(_ hash: String?, _ name: String) throws -> Frame? {
      guard let hash else { return nil }
      let url = folder.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: url.path) else {
        throw PipelineError.otherPicture(
          path: url.path,
          reason:
            "the clip was given this picture, and it is missing; the record must lie in the clip's folder")
      }
      let frame = try PNG.read(url).frame
      guard GivenPictures.hash(frame) == hash else {
        throw PipelineError.otherPicture(path: url.path, reason: "is not the picture that the clip was given")
      }
      return frame
    }
    try self.init(
      first: read(recipe.first, GivenPictures.firstName), last: read(recipe.last, GivenPictures.lastName))
  }

  /// The folder of given pictures inside a clip's folder.
  public static let folderName = "inputs"
  static let firstName = "first_frame.png"
  static let lastName = "last_frame.png"

  private static func hash(_ frame: Frame) -> String {
    var hash = SHA256()
    frame.pixels.map { PixelCode.word($0).bigEndian }.withUnsafeBytes { hash.update($0) }
    return hash.finish()
  }
}
