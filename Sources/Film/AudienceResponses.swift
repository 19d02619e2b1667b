// What an audience thought of a film while it ran: a value for each viewer and moment, from a dial, a button or an attention meter.

import Foundation
import ZoetropeScreenplay

/// Answers of an audience.
public struct AudienceResponses: Sendable, Equatable {
  /// One answer.
  public struct Sample: Sendable, Equatable {
    /// Who.
    public var viewer: String
    /// When, in seconds from the film's first frame.
    public var time: Double
    /// How much they liked or attended, in any unit; larger is more.
    public var value: Double
  }

  /// All answers.
  public let samples: [Sample]

  /// Takes answers.
  public init(samples: [Sample]) { self.samples = samples }

  /// Reads a table with the columns `viewer`, `time` and `value` in any order.
  ///
  /// - Parameter name: what messages call the table.
  /// - Throws: ``FilmError/unusable(path:reason:)`` with every mistake and its row, of which at most ten are told; `ScreenplayError` for
  ///   quotes that do not end.
  public init(csv text: String, name: String = "responses") throws {
    let rows = try CSV.rows(of: text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
    let names = rows.first?.map { $0.trimmingCharacters(in: .whitespaces).lowercased() } ?? []
    var issues: [String] = []
    func column(_ name: String) -> Int {
      if let place = names.firstIndex(of: name) { return place }
      issues.append("row 1: no column “\(name)”; expected viewer, time and value")
      return 0
    }
    let (viewer, time, value) = (column("viewer"), column("time"), column("value"))
    var samples: [Sample] = []
    for (index, row) in rows.enumerated().dropFirst() where row != [""] && issues.count < 10 {
      let path = "row \(index + 1)"
      guard row.count == names.count else {
        issues.append("\(path): \(row.count) cells; expected \(names.count)")
        continue
      }
      func number(_ cell: String) -> Double? {
        Double(cell.trimmingCharacters(in: .whitespaces)).flatMap { $0.isFinite ? $0 : nil }
      }
      guard let at = number(row[time]), at >= 0, let answer = number(row[value]) else {
        issues.append(
          "\(path): time “\(row[time])”, value “\(row[value])”; expected numbers, the time 0 or more")
        continue
      }
      samples.append(Sample(viewer: row[viewer], time: at, value: answer))
    }
    if issues.isEmpty, samples.isEmpty { issues.append("row 2: no answers") }
    if !issues.isEmpty { throw FilmError.unusable(path: name, reason: issues.joined(separator: "; ")) }
    self.samples = samples
  }

  /// Each viewer's mean answer within stretches of time, in standard deviations of all answers of that viewer: people use dials differently.
  ///
  /// - Returns: for each stretch, one number for every viewer who answered in it.
  func standardized(in stretches: [ClosedRange<Double>]) -> [[Double]] {
    var result: [[Double]] = Array(repeating: [], count: stretches.count)
    for (_, answers) in Dictionary(grouping: samples, by: \.viewer).sorted(by: { $0.key < $1.key }) {
      let values = answers.map(\.value), count = Double(values.count)
      let mean = values.reduce(0, +) / count
      let spread = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
      for (index, stretch) in stretches.enumerated() {
        let inside = answers.filter { stretch.contains($0.time) && $0.time < stretch.upperBound }.map(\.value)
        guard !inside.isEmpty else { continue }
        result[index].append(spread > 1e-9 ? (inside.reduce(0, +) / Double(inside.count) - mean) / spread : 0)
      }
    }
    return result
  }
}
