// The record of an evaluation: a JSON line per graded clip. An evaluation that was interrupted goes on where it stopped.

import Foundation
import ZoetropeShot

/// What was graded, and the grade.
public struct GradedCase: Sendable, Codable, Equatable {
  /// Whose clip it was.
  public enum Source: String, Sendable, Codable, CaseIterable {
    /// The model's.
    case score
    /// The plan's own render.
    case oracle
    /// The render of another plan.
    case shuffled

    /// Reads a source; logs of earlier versions say `ceiling` and `floor`.
    public init(from decoder: any Decoder) throws {
      let name = try decoder.singleValueContainer().decode(String.self)
      guard let source = Source(rawValue: ["ceiling": "oracle", "floor": "shuffled"][name] ?? name) else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "“\(name)” is no source of clips"))
      }
      self = source
    }
  }

  /// Whose clip it was.
  public var source: Source
  /// Number of the plan in the evaluation, 0-based.
  public var index: Int
  /// Seed of the noise.
  public var seed: UInt64
  /// The plan in words.
  public var title: String
  /// What the shot is, such as `scene snow`, `look noir`: to see where a model is weak.
  public var tags: [String]
  /// By actor what it is, such as `kind fox`, `motion left`.
  public var actorTags: [[String]]
  /// Seconds of the processor that making the clip took; nil where nothing was made.
  public var processorSeconds: Double?
  /// Of a prompt's requirements, how many there are, and how many the plan met; nil for cases without.
  public var required: Met?
  /// The grade of the clip.
  public var grade: Grade

  /// Requirements and how many were met.
  public struct Met: Sendable, Codable, Equatable {
    /// How many there are.
    public var count: Int
    /// How many the plan met.
    public var met: Int
    /// What the plan has instead.
    public var contradictions: [String]

    /// Checks a plan.
    public init(_ requirements: SuiteCase.Requirements, _ plan: ShotPlan) {
      let checks = requirements.stated.checks(against: plan)
      let wrong = checks.filter { !$0.isTrue }
      count = checks.count
      met = count - wrong.count
      contradictions = wrong.map { "\($0.slot): said \($0.said), plan has \($0.found)" }
    }
  }

  /// Makes a record.
  public init(
    source: Source, index: Int, plan: ShotPlan, requires: SuiteCase.Requirements? = nil, grade: Grade,
    processorSeconds: Double? = nil
  ) {
    self.source = source
    self.index = index
    seed = plan.seed
    title = plan.prompt.isEmpty ? GradedCase.words(plan) : plan.prompt
    tags = GradedCase.tags(plan)
    actorTags = plan.actors.map { actor in Facet.allCases.compactMap { $0.tag(of: actor) } }
    self.processorSeconds = processorSeconds
    required = requires.map { Met($0, plan) }
    self.grade = grade
  }

  // MARK: - Internals

  private static func tags(_ plan: ShotPlan) -> [String] {
    Facet.allCases.compactMap { $0.tag(of: plan) } + [
      "shape \(plan.size.rawValue)", "actors \(plan.actors.count)",
    ]
  }

  private static func words(_ plan: ShotPlan) -> String {
    let actors = plan.actors.map { actor in
      [PlanSlot.tint, .kind, .motion].compactMap { $0.word(in: actor) }
    }
    let words = actors + [[PlanSlot.scene, .time, .weather, .look].compactMap { $0.word(in: plan) }]
    return words.map { $0.joined(separator: " ") }.joined(separator: ", ")
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
    var whole = FileManager.default.fileExists(atPath: url.path) ? try Data(contentsOf: url) : Data()
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
