import Foundation
import ZoetropeGrading
import ZoetropeShot

/// A grade in words.
public enum GradeReport {
  /// JSON with sorted keys.
  public static func json(_ grade: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(grade), as: UTF8.self)
  }

  /// A line per answer.
  public static func text(_ grade: Grade, _ plan: ShotPlan) -> String {
    var lines = grade.outcomes.map { outcome in
      let subject = outcome.actor.map { plan.actors[$0].title } ?? "shot"
      return [
        pad(subject, 12), pad(outcome.measure.rawValue, 12), pad(verdict(outcome), 12), detail(outcome),
      ].joined()
    }
    if let score = grade.score { lines.append(pad("score", 24) + String(format: "%.0f %%", score * 100)) }
    return lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
  }

  // MARK: - Internals

  private static func pad(_ text: String, _ width: Int) -> String {
    text.padding(toLength: max(width, text.count + 1), withPad: " ", startingAt: 0)
  }

  private static func verdict(_ outcome: Grade.Outcome) -> String {
    switch outcome.measure.unit {
    case .share: outcome.value == 1 ? "right" : "wrong"
    case .mean(let unit): String(format: "%.1f ", outcome.value) + unit
    }
  }

  private static func detail(_ outcome: Grade.Outcome) -> String {
    switch (outcome.planned, outcome.found) {
    case (let planned?, let found?) where planned != found: "planned \(planned), found \(found)"
    case (let planned?, _): planned
    case (nil, let found?): found
    case (nil, nil): ""
    }
  }
}
