import Foundation

/// Two records of one benchmark side by side.
public struct BenchmarkComparison: Sendable {
  /// The record that is compared with.
  public let before: BenchmarkRecord
  /// The record that is compared.
  public let after: BenchmarkRecord

  /// Puts two records side by side.
  ///
  /// - Throws: ``BenchmarkError/incomparable(_:_:)`` where they are not of one subject.
  public init(_ before: BenchmarkRecord, _ after: BenchmarkRecord) throws {
    guard before.subject == after.subject else {
      throw BenchmarkError.incomparable(before.subject, after.subject)
    }
    self.before = before
    self.after = after
  }

  /// What happened to one figure.
  public enum Verdict: String, Sendable {
    /// It moved the right way, and the ranges of both do not touch.
    case better
    /// It moved the wrong way, and the ranges of both do not touch.
    case worse
    /// It moved less than it varies by itself.
    case same
    /// No way is better.
    case neutral = ""
  }

  /// Compares one figure of both; nil where one of them lacks it.
  public func verdict(on name: String) -> Verdict? {
    guard let a = before[name], let b = after[name] else { return nil }
    guard let isBetterWhenLarger = a.unit.isBetterWhenLarger else { return .neutral }
    if b.value.low > a.value.high { return isBetterWhenLarger ? .better : .worse }
    if b.value.high < a.value.low { return isBetterWhenLarger ? .worse : .better }
    return .same
  }

  /// The comparison as a table for people.
  public func text() -> String {
    var lines = [before.subject]
    for (key, values) in differences { lines.append("  \(key): \(values.0) → \(values.1)") }
    if before.machine != after.machine {
      lines.append("  measured on different machines or settings of them:")
      lines += ["  \(before.machine.line)", "  \(after.machine.line)"]
    }
    let width = (before.measurements.map(\.name.count) + before.parts.map(\.name.count)).max() ?? 0
    func row(_ name: String, _ a: Double, _ b: Double, _ unit: String, _ verdict: String) -> String {
      let ratio = a == 0 ? "" : "× " + (b / a).short
      let cells = [
        a.short.padded(to: -10), b.short.padded(to: -10), " " + unit.padded(to: 9), ratio.padded(to: 9),
      ]
      return (name.padded(to: width + 2) + cells.joined() + verdict).trimmingTrailingBlanks
    }
    lines.append("")
    for measurement in before.measurements {
      guard let other = after[measurement.name] else { continue }
      lines.append(
        row(
          measurement.name, measurement.value.median, other.value.median, measurement.unit.rawValue,
          verdict(on: measurement.name)?.rawValue ?? ""))
    }
    for part in before.parts {
      guard let other = after.parts.first(where: { $0.name == part.name }) else { continue }
      lines.append(row(part.name, part.milliseconds, other.milliseconds, "ms", ""))
    }
    return lines.joined(separator: "\n")
  }

  // MARK: - Internals

  private var differences: [(key: String, values: (String, String))] {
    Set(before.settings.keys).union(after.settings.keys).sorted().compactMap { key in
      let values = (before.settings[key] ?? "–", after.settings[key] ?? "–")
      return values.0 == values.1 ? nil : (key, values)
    }
  }
}

extension String {
  /// Without the blanks at its end.
  var trimmingTrailingBlanks: String { String(reversed().drop { $0 == " " }.reversed()) }
}
