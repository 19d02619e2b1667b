import Foundation
import ZoetropeGrading

/// Tallies side by side, a measure a line.
struct GradeTable {
  /// A column: its head and what it sums up.
  typealias Column = (name: String, tally: Tally)
  let columns: [Column]

  /// The first column with its interval, the others beside it; measures that nothing answered are left out.
  func text(asMarkdown: Bool) -> String {
    let names = columns.map(\.name)
    let head = ["measure", "n"] + names.prefix(1) + ["95 % interval"] + names.dropFirst()
    let lines = Measure.allCases.compactMap { measure -> [String]? in
      guard let first = columns.first?.tally[measure], first.count > 0 else { return nil }
      let values = columns.map {
        $0.tally[measure].count > 0 ? GradeTable.value($0.tally[measure], measure) : "-"
      }
      return [measure.rawValue, "\(first.count)", values[0], GradeTable.interval(first, measure)]
        + values.dropFirst()
    }
    return asMarkdown ? GradeTable.markdown(head, lines) : GradeTable.aligned(head, lines)
  }

  // MARK: Parts of tables

  /// `94.0 %`, or `0.22 px`.
  static func value(_ entry: Tally.Entry, _ measure: Measure, withUnit: Bool = true) -> String {
    switch measure.unit {
    case .share: withUnit ? percent(entry.mean) + " %" : percent(entry.mean)
    case .mean(let unit): String(format: "%.2f", entry.mean) + (withUnit ? " \(unit)" : "")
    }
  }

  static func percent(_ share: Double) -> String { String(format: "%.1f", share * 100) }

  /// Lines of a Markdown table.
  static func markdown(_ head: [String], _ lines: [[String]]) -> String {
    ([head, head.indices.map { $0 == 0 ? "---" : "---:" }] + lines).map {
      "| " + $0.joined(separator: " | ") + " |"
    }.joined(separator: "\n")
  }

  /// Lines of a table for the eye: words to the left, numbers to the right.
  static func aligned(_ head: [String], _ lines: [[String]]) -> String {
    let widths = head.indices.map { column in
      ([head] + lines).map { $0[column].count }.max() ?? 0
    }
    return ([head] + lines).map { line in
      line.enumerated().map { column, text in
        let gap = String(repeating: " ", count: widths[column] - text.count)
        return column == 0 ? text + gap : gap + text
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  // MARK: - Internals

  private static func interval(_ entry: Tally.Entry, _ measure: Measure) -> String {
    switch measure.unit {
    case .share: "\(percent(entry.wilson.lowerBound))–\(percent(entry.wilson.upperBound))"
    case .mean:
      String(format: "%.2f–%.2f", entry.normal.lowerBound, entry.normal.upperBound)
    }
  }
}
