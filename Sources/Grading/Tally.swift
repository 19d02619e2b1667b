import ZoetropeShot

/// Outcomes of many clips, summed up.
public struct Tally: Sendable, Codable, Equatable {
  /// What one measure came to.
  public struct Entry: Sendable, Codable, Equatable {
    /// Number of answers.
    public var count = 0
    /// Their sum: the number of right ones, or of whatever was measured.
    public var sum = 0.0
    /// The sum of their squares.
    public var squares = 0.0

    /// Makes an entry without answers.
    public init() {}

    /// Makes an entry of numbers.
    public init(_ values: some Sequence<Double>) {
      for value in values { add(value) }
    }

    /// The share of right answers, or the mean.
    public var mean: Double { count > 0 ? sum / Double(count) : 0 }

    /// The 95 % interval of the share of right answers.
    ///
    /// By Wilson's score (1927), which stays within 0…1 and is right for few answers too.
    public var wilson: ClosedRange<Double> {
      guard count > 0 else { return 0...1 }
      let n = Double(count), z = 1.959964, share = mean
      let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
      let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
      return max(0, middle - half)...min(1, middle + half)
    }

    /// The 95 % interval of a mean, by the normal approximation.
    public var normal: ClosedRange<Double> {
      guard count > 1 else { return mean...mean }
      let n = Double(count)
      let variance = max(0, squares / n - mean * mean) * n / (n - 1)
      let half = 1.959964 * (variance / n).squareRoot()
      return mean - half...mean + half
    }

    mutating func add(_ value: Double) {
      count += 1
      sum += value
      squares += value * value
    }

    /// Adds the answers of another entry.
    public static func + (a: Entry, b: Entry) -> Entry {
      var result = a
      result.count += b.count
      result.sum += b.sum
      result.squares += b.squares
      return result
    }
  }

  /// Entries by measure.
  public private(set) var entries: [Measure: Entry] = [:]

  /// Makes a tally of nothing.
  public init() {}

  /// Sums up grades.
  public init(_ grades: some Sequence<Grade>) {
    for grade in grades { add(grade) }
  }

  /// Adds a grade.
  public mutating func add(_ grade: Grade) {
    for outcome in grade.outcomes { entries[outcome.measure, default: Entry()].add(outcome.value) }
  }

  /// The entry of a measure; empty where nothing was asked.
  public subscript(measure: Measure) -> Entry { entries[measure] ?? Entry() }
}
