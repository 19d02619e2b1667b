/// Which of several settings is worth its cost, judged on the same cases.
public struct SettingComparison: Sendable {
  /// One setting, and what came of it.
  public struct Candidate: Sendable {
    /// What a clip costs, in any unit.
    public let cost: Double
    /// Scores by case; only cases that all candidates have are compared.
    public let scores: [Int: Double]

    /// Makes a candidate.
    public init(cost: Double, scores: [Int: Double]) {
      self.cost = cost
      self.scores = scores
    }
  }

  /// Index of the candidate with the best mean score.
  public let best: Int
  /// Indices of those that cannot be told from the best, itself among them.
  public let alike: Set<Int>
  /// Index of the cheapest of them.
  public let cheapest: Int
  /// By candidate, the mean of how far it is below the best, case by case, and half the width of its 95 % interval.
  public let deficits: [(mean: Double, halfWidth: Double)]

  /// Compares settings case by case: what cases share, such as a hard plan, falls out of the differences.
  ///
  /// - Returns: nil without a case that all have.
  public init?(_ candidates: [Candidate]) {
    guard let first = candidates.first else { return nil }
    let shared = first.scores.keys.filter { key in candidates.allSatisfy { $0.scores[key] != nil } }.sorted()
    guard !shared.isEmpty else { return nil }
    let columns = candidates.map { candidate in shared.compactMap { candidate.scores[$0] } }
    let means = columns.map(\.mean)
    let best =
      candidates.indices.max { (means[$0], -candidates[$0].cost) < (means[$1], -candidates[$1].cost) } ?? 0
    let deficits = columns.map { column in
      var entry = Tally.Entry()
      for (a, b) in zip(columns[best], column) { entry.add(a - b) }
      return (mean: entry.mean, halfWidth: entry.normal.upperBound - entry.mean)
    }
    self.best = best
    self.deficits = deficits
    alike = Set(candidates.indices.filter { deficits[$0].mean - deficits[$0].halfWidth <= 0 })
    cheapest = alike.min { candidates[$0].cost < candidates[$1].cost } ?? best
  }
}
