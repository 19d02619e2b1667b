import Foundation

/// What a number counts, and which way is better.
public enum Unit: String, Codable, Sendable {
  case milliseconds = "ms"
  case gigaflop = "GFLOP"
  case gigaflopPerSecond = "GFLOP/s"
  case tokensPerSecond = "tokens/s"
  case clipsPerSecond = "clips/s"
  case percent = "%"
  case megabytes = "MB"
  case count = ""
  case decibels = "dB"

  /// Whether a larger number is the better one; nil where neither is.
  public var isBetterWhenLarger: Bool? {
    switch self {
    case .milliseconds, .megabytes: false
    case .gigaflopPerSecond, .tokensPerSecond, .clipsPerSecond, .percent, .decibels: true
    case .gigaflop, .count: nil
    }
  }
}

/// One measured quantity.
public struct Measurement: Codable, Sendable, Equatable {
  /// What was measured; unique in its record.
  public var name: String
  /// Its unit.
  public var unit: Unit
  /// The numbers.
  public var value: Spread

  /// Makes a measurement.
  public init(_ name: String, _ value: Spread, _ unit: Unit) {
    self.name = name
    self.unit = unit
    self.value = value
  }

  /// Makes a measurement of something that is counted, not timed.
  public init(_ name: String, _ value: Double, _ unit: Unit) {
    self.init(name, Spread(exactly: value), unit)
  }
}

/// The time of one part of a step.
public struct PartTime: Codable, Sendable, Equatable {
  /// Name of the part.
  public var name: String
  /// Milliseconds per step, median.
  public var milliseconds: Double
  /// Multiply-adds of matrix products times two, in 10⁹.
  public var gigaflop: Double
  /// Milliseconds of the matrix products of the part alone, median; nil where it has none.
  public var productMilliseconds: Double?

  /// Makes the time of a part.
  public init(name: String, milliseconds: Double, gigaflop: Double, productMilliseconds: Double? = nil) {
    self.name = name
    self.milliseconds = milliseconds
    self.gigaflop = gigaflop
    self.productMilliseconds = productMilliseconds
  }
}

/// One point of a sweep.
public struct SweepPoint: Codable, Sendable, Equatable {
  /// Frames of the clip.
  public var frameCount: Int
  /// Rows of pixels.
  public var height: Int
  /// Columns of pixels.
  public var width: Int
  /// Tokens of one clip, plan tokens included.
  public var tokenCount: Int
  /// Milliseconds per step.
  public var milliseconds: Spread
  /// Milliseconds of the processor per step, all threads together.
  public var processorMilliseconds: Spread
  /// Work of a step in 10⁹ operations.
  public var gigaflop: Double
  /// The most memory that tensors took during a step.
  public var megabytes: Double

  /// Makes a point.
  public init(
    frameCount: Int, height: Int, width: Int, tokenCount: Int, milliseconds: Spread,
    processorMilliseconds: Spread, gigaflop: Double, megabytes: Double
  ) {
    self.frameCount = frameCount
    self.height = height
    self.width = width
    self.tokenCount = tokenCount
    self.milliseconds = milliseconds
    self.processorMilliseconds = processorMilliseconds
    self.gigaflop = gigaflop
    self.megabytes = megabytes
  }
}

/// Everything one benchmark found out, with the machine it was found on.
public struct BenchmarkRecord: Codable, Sendable, Equatable {
  /// Version of this format.
  public var format = 1
  /// What was measured: `denoise`, `train`, `world`, `compute` …
  public var subject: String
  /// Version of the program.
  public var version: String
  /// When, ISO 8601.
  public var date: String
  /// On what.
  public var machine: Machine
  /// Under which settings.
  public var settings: [String: String]
  /// The figures.
  public var measurements: [Measurement]
  /// Where a step's time goes; empty where nobody looked.
  public var parts: [PartTime] = []
  /// The same at several sizes.
  public var sweep: [SweepPoint] = []
  /// Ways to make a clip.
  public var frontier: [FrontierPoint] = []

  /// Makes a record of now and this machine.
  public init(subject: String, version: String, settings: [String: String], measurements: [Measurement]) {
    self.subject = subject
    self.version = version
    date = Date.now.formatted(.iso8601)
    machine = .current()
    self.settings = settings
    self.measurements = measurements
  }

  /// A figure by name.
  public subscript(name: String) -> Measurement? { measurements.first { $0.name == name } }

  /// The record as JSON with sorted keys, ending in a newline.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  /// Reads a record.
  ///
  /// - Throws: ``BenchmarkError/unreadable(name:reason:)``.
  public init(contentsOf url: URL) throws {
    do {
      self = try JSONDecoder().decode(BenchmarkRecord.self, from: Data(contentsOf: url))
    } catch {
      throw BenchmarkError.unreadable(name: url.lastPathComponent, reason: "\(error)")
    }
  }
}

/// What can be wrong with what a benchmark is asked for.
public enum BenchmarkError: Error, Equatable, LocalizedError {
  /// A file is not a record of a benchmark.
  case unreadable(name: String, reason: String)
  /// Two records are not of the same thing.
  case incomparable(String, String)
  /// A setting is out of range.
  case badSetting(name: String, value: String, expected: String)
  /// The program that was watched failed.
  case childFailed(String)

  /// What is wrong, where, what was expected and what to do.
  public var errorDescription: String? {
    switch self {
    case .unreadable(let name, let reason):
      "\(name) is not a record that `zoetrope bench … --json` wrote: \(reason)"
    case .incomparable(let a, let b):
      "the records are of different things, \(a) and \(b); compare like with like"
    case .badSetting(let name, let value, let expected): "\(name) is \(value); expected \(expected)"
    case .childFailed(let reason): "the measured program ended with \(reason)"
    }
  }
}
