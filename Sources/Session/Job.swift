import Foundation
import ZoetropeFiles

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
  /// - Throws: ``SessionError/badRecord(path:reason:)``, `FileError`.
  public init(_ url: URL) throws {
    do {
      self = try JSONDecoder().decode(Job.self, from: try Record.data(url))
    } catch let error as DecodingError {
      throw SessionError.badRecord(path: url.path, reason: Recipe.reason(error))
    }
    guard !takes.isEmpty else { throw SessionError.badRecord(path: url.path, reason: "it has no takes") }
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
