import Foundation
import ZoetropeGrading

/// Settings against grades, a setting a line.
public struct SweepTable: Sendable {
  private var rows: [(setting: EvaluationSetting, graded: [GradedCase])] = []

  /// Makes an empty table.
  public init() {}

  /// Measures that have a column.
  private static let measures: [Measure] = [
    .kind, .place, .motion, .identity, .scene, .time, .weather, .look, .camera, .placeError, .flicker, .drift,
    .dynamics,
  ]

  /// Adds what a setting's clips were graded.
  public mutating func add(_ setting: EvaluationSetting, _ graded: [GradedCase]) {
    rows.append((setting, graded))
  }

  /// One line about the setting that was added last.
  public var progress: String {
    guard let row = rows.last else { return "" }
    return
      "\(row.setting.name): \(GradeTable.percent(SweepTable.score(row.graded).mean)) of \(row.graded.count) clips"
  }

  /// The table, and which settings are worth their time.
  public func text(asMarkdown: Bool) -> String {
    let head =
      ["sampler", "steps", "guidance", "s/clip", "score", "95 %"] + SweepTable.measures.map(\.rawValue)
    let lines = rows.map { row -> [String] in
      let score = SweepTable.score(row.graded), tally = Tally(row.graded.map(\.grade))
      let seconds = SweepTable.seconds(row.graded)
      return [
        row.setting.sampler.rawValue, "\(row.setting.stepCount)", "\(row.setting.guidanceScale)",
        String(format: "%.2f", seconds), GradeTable.percent(score.mean),
        GradeTable.percent(max(0, score.normal.lowerBound)) + "–"
          + GradeTable.percent(min(1, score.normal.upperBound)),
      ]
        + SweepTable.measures.map {
          tally[$0].count > 0 ? GradeTable.value(tally[$0], $0, withUnit: false) : "-"
        }
    }
    let table = asMarkdown ? GradeTable.markdown(head, lines) : GradeTable.aligned(head, lines)
    return ([table] + verdict).joined(separator: "\n")
  }

  // MARK: - Internals

  /// The share of right answers of a clip, over all clips.
  private static func score(_ graded: [GradedCase]) -> Tally.Entry {
    Tally.Entry(graded.compactMap(\.grade.score))
  }

  /// Seconds of the processor for a clip.
  private static func seconds(_ graded: [GradedCase]) -> Double {
    Tally.Entry(graded.compactMap(\.processorSeconds)).mean
  }

  /// What settings are compared by.
  private enum Criterion: CaseIterable {
    case score, place, flicker, drift

    /// A clip's value, more is better; nil where it has none.
    func value(_ grade: Grade) -> Double? {
      switch self {
      case .score: return grade.score
      case .place: return Criterion.negated(grade, .placeError)
      case .flicker: return Criterion.negated(grade, .flicker)
      case .drift: return Criterion.negated(grade, .drift)
      }
    }

    private static func negated(_ grade: Grade, _ measure: Measure) -> Double? {
      let values = grade.outcomes(of: measure).map(\.value)
      return values.isEmpty ? nil : -values.reduce(0, +) / Double(values.count)
    }
  }

  private var verdict: [String] {
    let costs = rows.map { SweepTable.seconds($0.graded) }
    let comparisons = Criterion.allCases.compactMap { criterion -> (String, SettingComparison)? in
      let candidates = zip(rows, costs).map { row, cost in
        SettingComparison.Candidate(
          cost: cost,
          scores: Dictionary(
            row.graded.compactMap { graded in criterion.value(graded.grade).map { (graded.index, $0) } },
            uniquingKeysWith: { first, _ in first }))
      }
      return SettingComparison(candidates).map { ("\(criterion)", $0) }
    }
    func words(_ index: Int) -> String {
      let setting = rows[index].setting
      return "\(setting.sampler.rawValue), \(setting.stepCount) steps, guidance \(setting.guidanceScale)"
    }
    let lines = comparisons.map { name, comparison in
      "best \(name): \(words(comparison.best)); cheapest that cannot be told from it: \(words(comparison.cheapest))"
    }
    let alike = comparisons.map(\.1.alike).reduce(Set(rows.indices)) { $0.intersection($1) }
    let choice = alike.min { costs[$0] < costs[$1] }
    return [""] + lines + ["cheapest that is among the best in all of these: \(choice.map(words) ?? "none")"]
  }
}
