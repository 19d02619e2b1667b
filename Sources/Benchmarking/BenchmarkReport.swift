import Foundation

extension BenchmarkRecord {
  /// The record as a table for people.
  public func text() -> String {
    var lines = [
      "\(subject)" + (settings.isEmpty ? "" : ": ") + BenchmarkRecord.line(settings), machine.line, "",
    ]
    let names = measurements.map(\.name.count).max() ?? 0
    for measurement in measurements {
      let value = measurement.value
      var line = measurement.name.padded(to: names + 2) + value.median.short.padded(to: -9)
      line += " " + measurement.unit.rawValue.padded(to: 9)
      if value.count > 1 {
        line += "half of \(value.count) runs within \(value.low.short)…\(value.high.short)"
      }
      lines.append(line.trimmingCharacters(in: .whitespaces))
    }
    if !parts.isEmpty { lines += [""] + partLines() }
    if !sweep.isEmpty { lines += [""] + sweepLines() }
    if !frontier.isEmpty { lines += frontierLines() }
    return lines.joined(separator: "\n")
  }

  // MARK: - Internals

  private func partLines() -> [String] {
    let total = parts.reduce(0) { $0 + $1.milliseconds }
    let names = (parts.map(\.name.count).max() ?? 0) + 2
    func row(_ cells: [String]) -> String {
      cells[0].padded(to: names) + cells.dropFirst().map { $0.padded(to: -13) }.joined()
    }
    return [row(["part", "ms", "share", "GFLOP", "GFLOP/s", "its GEMMs"])]
      + parts.map { part in
        let hasWork = part.gigaflop > 0
        return row([
          part.name, part.milliseconds.short, (part.milliseconds / total * 100).short + " %",
          hasWork ? part.gigaflop.short : "–",
          hasWork ? (part.gigaflop / part.milliseconds * 1000).short : "–",
          part.productMilliseconds.map { $0.short + " ms" } ?? "–",
        ])
      }
  }

  private func sweepLines() -> [String] {
    func row(_ cells: [String]) -> String { cells.map { $0.padded(to: -11) }.joined() }
    var lines = [row(["frames", "size", "tokens", "ms/step", "processor", "GFLOP", "GFLOP/s", "MB"])]
    for point in sweep {
      lines.append(
        row([
          "\(point.frameCount)", "\(point.width)×\(point.height)", "\(point.tokenCount)",
          point.milliseconds.median.short, point.processorMilliseconds.median.short, point.gigaflop.short,
          (point.gigaflop / point.milliseconds.median * 1000).short, point.megabytes.short,
        ]))
    }
    return lines
  }

  private func frontierLines() -> [String] {
    func row(_ cells: [String]) -> String { cells.map { $0.padded(to: -13) }.joined() }
    var best = -Double.infinity
    var lines = [row(["sampler", "steps", "guided", "evaluations", "seconds", "processor s", "dB"])]
    for point in frontier {
      // Sorted by cost: what is better than everything before it is worth its price.
      let isWorthIt = point.decibels > best
      best = max(best, point.decibels)
      lines.append(
        row([
          point.sampler.rawValue, "\(point.stepCount)",
          "\(point.lowest)…\(point.highest)", "\(point.evaluationCount)",
          point.seconds.short, point.processorSeconds.short, point.decibels.short,
        ]) + (isWorthIt ? " *" : ""))
    }
    return lines
  }

  static func line(_ settings: [String: String]) -> String {
    settings.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}

extension Machine {
  /// Processor, threads, kernels and BLAS on one line.
  var line: String {
    "\(processor), \(threadCount) of \(coreCount) cores, \(kernels) kernels, \(blas)"
  }
}

extension Double {
  /// Three digits, more only before the point.
  var short: String {
    if !isFinite { return "\(self)" }
    let digits = self == 0 ? 0 : max(0, 2 - Int(Foundation.floor(Foundation.log10(abs(self)))))
    return String(format: "%.\(min(digits, 4))f", self)
  }
}

extension String {
  /// Filled up with blanks behind, or in front for a negative width.
  func padded(to width: Int) -> String {
    let blanks = String(repeating: " ", count: max(0, abs(width) - count))
    return width < 0 ? blanks + self : self + blanks
  }
}
