// The record of an evaluation: a JSON line per graded clip. An evaluation that was interrupted goes on where it stopped.

import Foundation
import ZoetropeFilm

/// What was graded, and the grade.
public struct GradedCase: Sendable, Codable, Equatable {
  /// Whose clip it was.
  public enum Source: String, Sendable, Codable, CaseIterable {
    /// The model's.
    case score
    /// The plan's own render.
    case ceiling
    /// The render of another plan.
    case floor
  }

  /// Whose clip it was.
  public var source: Source
  /// Number of the plan in the evaluation, 0-based.
  public var index: Int
  /// Seed of the noise.
  public var seed: UInt64
  /// The plan in words.
  public var title: String
  /// The grade.
  public var grade: Grade

  /// Makes a record.
  public init(source: Source, index: Int, seed: UInt64, title: String, grade: Grade) {
    self.source = source
    self.index = index
    self.seed = seed
    self.title = title
    self.grade = grade
  }
}

/// A file of graded cases that grows line by line.
public final class EvaluationLog: @unchecked Sendable {  // the handle is guarded by the lock
  /// What was in the file when it was opened.
  public let earlier: [GradedCase]
  private let handle: FileHandle
  private let lock = NSLock()

  /// Opens a log or begins one.
  ///
  /// Its first line holds the settings. A line that was cut off by an interruption is dropped.
  ///
  /// - Throws: ``GradingError/otherSettings(path:)`` where the file was begun with others; what Foundation throws.
  public init(_ url: URL, settings: [String: String]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let head = try encoder.encode(settings) + Data("\n".utf8)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    var whole = (try? Data(contentsOf: url)) ?? Data()
    if let last = whole.lastIndex(of: 10) { whole = whole[...last] } else { whole = Data() }
    if whole.isEmpty { whole = head }
    guard whole.starts(with: head) else { throw GradingError.otherSettings(path: url.path) }
    let decoder = JSONDecoder()
    earlier = try whole.dropFirst(head.count).split(separator: 10).map {
      try decoder.decode(GradedCase.self, from: Data($0))
    }
    try whole.write(to: url)
    handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
  }

  /// Adds a case.
  public func append(_ graded: GradedCase) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let line = try encoder.encode(graded) + Data("\n".utf8)
    try lock.withLock { try handle.write(contentsOf: line) }
  }
}
