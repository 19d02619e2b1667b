import Foundation
import ZoetropeGrading

/// Tallies side by side, a measure a line.
struct GradeTable {
  /// A column: its head and what it sums up.
  typealias Column = (name: String, tally: Tally)
  let columns: [Column]

  /// Lines of fixed width; the first column with its interval, measures that nothing answered left out.
  func text() -> String {
    var lines = [row("measure", "n", columns.map(\.name), interval: "95 % interval")]
    for measure in Measure.allCases {
      guard let first = columns.first?.tally[measure], first.count > 0 else { continue }
      let values = columns.map { $0.tally[measure].count > 0 ? value($0.tally[measure], measure) : "-" }
      lines.append(row(measure.rawValue, "\(first.count)", values, interval: interval(first, measure)))
    }
    return lines.joined(separator: "\n")
  }

  // MARK: - Internals

  private func row(_ name: String, _ count: String, _ values: [String], interval: String) -> String {
    name.padding(toLength: 12, withPad: " ", startingAt: 0) + right(count, 6)
      + right(values.first ?? "", 10) + "  " + interval.padding(toLength: 16, withPad: " ", startingAt: 0)
      + values.dropFirst().map { right($0, 10) }.joined()
  }

  private func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private func value(_ entry: Tally.Entry, _ measure: Measure) -> String {
    switch measure.unit {
    case .share: String(format: "%.1f %%", entry.mean * 100)
    case .mean(let unit): String(format: "%.2f ", entry.mean) + unit
    }
  }

  private func interval(_ entry: Tally.Entry, _ measure: Measure) -> String {
    switch measure.unit {
    case .share:
      String(format: "%.1f - %.1f", entry.wilson.lowerBound * 100, entry.wilson.upperBound * 100)
    case .mean: String(format: "%.2f - %.2f", entry.normal.lowerBound, entry.normal.upperBound)
    }
  }
}
