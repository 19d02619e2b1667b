// Charts of a record as SVG: a bar per part, with its matrix products inside, and a line over sizes. Text and shapes
// only, on white paper.

import Foundation

extension BenchmarkRecord {
  /// The parts of a step, or the sweep where there is one, as a drawing.
  ///
  /// - Returns: a whole SVG document; nil where the record holds neither.
  public func svg() -> String? {
    if !sweep.isEmpty { return sweepChart() }
    return parts.isEmpty ? nil : partChart()
  }

  // MARK: - Internals

  /// What was measured; a sweep has no one length and size.
  private var title: String {
    let names = sweep.isEmpty ? ["network", "frames", "size", "precision"] : ["network", "precision"]
    let what = names.compactMap { name in settings[name].map { name == "frames" ? "\($0) frames" : $0 } }
    return "One denoising step: " + what.joined(separator: ", ")
  }

  private func partChart() -> String {
    let shown = parts.filter { $0.milliseconds >= 0.001 }
    let (left, right, top, row) = (110.0, 560.0, 64.0, 24.0)
    let longest = shown.map(\.milliseconds).max() ?? 1
    let scale = (right - left) / max(longest, 1e-9)
    let total = parts.reduce(0) { $0 + $1.milliseconds }
    var drawing = Drawing(width: 680, height: top + row * Double(shown.count) + 30)
    drawing.text(title, x: 16, y: 24, size: 15, isStrong: true)
    drawing.text(machine.processor + ", \(machine.threadCount) threads", x: 16, y: 42, size: 11)
    for (index, part) in shown.enumerated() {
      let y = top + row * Double(index)
      drawing.text(part.name, x: left - 8, y: y + 13, size: 12, anchor: "end")
      drawing.rectangle(
        x: left, y: y, width: part.milliseconds * scale, height: row - 7, color: Drawing.light)
      if let products = part.productMilliseconds {
        let width = min(products, part.milliseconds) * scale
        drawing.rectangle(x: left, y: y, width: width, height: row - 7, color: Drawing.dark)
      }
      let label = "\(part.milliseconds.short) ms, \((part.milliseconds / total * 100).short) %"
      drawing.text(label, x: left + part.milliseconds * scale + 6, y: y + 13, size: 11)
    }
    let y = top + row * Double(shown.count) + 8
    drawing.rectangle(x: left, y: y, width: 12, height: 12, color: Drawing.dark)
    drawing.text("its GEMMs alone", x: left + 18, y: y + 10, size: 11)
    drawing.rectangle(x: left + 190, y: y, width: 12, height: 12, color: Drawing.light)
    drawing.text("all else", x: left + 208, y: y + 10, size: 11)
    return drawing.document
  }

  private func sweepChart() -> String {
    let (left, right, top, bottom) = (70.0, 640.0, 64.0, 360.0)
    let x = Axis(sweep.map { Double($0.tokenCount) }, from: left, to: right)
    let y = Axis(sweep.map(\.milliseconds.median), from: bottom, to: top)
    var drawing = Drawing(width: 680, height: 410)
    drawing.text(title, x: 16, y: 24, size: 15, isStrong: true)
    drawing.text(machine.processor + ", \(machine.threadCount) threads", x: 16, y: 42, size: 11)
    for tick in x.ticks {
      drawing.line([(x[tick], top), (x[tick], bottom)], color: Drawing.grid, width: 1)
      drawing.text(tick.tick, x: x[tick], y: bottom + 16, size: 11, anchor: "middle")
    }
    for tick in y.ticks {
      drawing.line([(left, y[tick]), (right, y[tick])], color: Drawing.grid, width: 1)
      drawing.text(tick.tick, x: left - 8, y: y[tick] + 4, size: 11, anchor: "end")
    }
    let points = sweep.map { (x[Double($0.tokenCount)], y[$0.milliseconds.median]) }
    drawing.line(points, color: Drawing.dark, width: 2)
    for (point, place) in zip(sweep, points) {
      drawing.circle(x: place.0, y: place.1, radius: 3.5, color: Drawing.dark)
      let isRight = place.0 > right - 90
      drawing.text(
        "\(point.frameCount) × \(point.width)×\(point.height)", x: place.0 + (isRight ? -7 : 7),
        y: place.1 + (isRight ? -8 : 14), size: 10, anchor: isRight ? "end" : "start")
    }
    drawing.text("tokens of a clip", x: (left + right) / 2, y: 398, size: 11, anchor: "middle")
    drawing.text("ms per step", x: left, y: top - 8, size: 11)
    return drawing.document
  }
}

/// A logarithmic axis from the power of two below the smallest number to the one above the largest.
private struct Axis {
  let low: Double
  let high: Double
  let start: Double
  let end: Double

  init(_ values: [Double], from start: Double, to end: Double) {
    low = log2(values.min() ?? 1).rounded(.down)
    high = max(log2(values.max() ?? 2).rounded(.up), log2(values.min() ?? 1).rounded(.down) + 1)
    (self.start, self.end) = (start, end)
  }

  subscript(value: Double) -> Double { start + (log2(value) - low) / (high - low) * (end - start) }
  var ticks: [Double] { stride(from: low, through: high, by: 1).map { exp2($0) } }
}

extension Double {
  /// A power of two as the label of an axis.
  fileprivate var tick: String { self >= 1 ? String(Int(self)) : "1/\(Int(1 / self))" }
}

/// A drawing that grows shape by shape.
private struct Drawing {
  static let dark = "#1b6ca8"
  static let light = "#f2a65a"
  static let grid = "#8886"

  private let width: Double
  private let height: Double
  private var shapes: [String] = []

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  mutating func text(
    _ text: String, x: Double, y: Double, size: Double, anchor: String = "start", isStrong: Bool = false
  ) {
    let escaped = text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(
      of: "<", with: "&lt;")
    let weight = isStrong ? " font-weight=\"600\"" : ""
    shapes.append(
      "<text x=\"\(x.plain)\" y=\"\(y.plain)\" font-size=\"\(size.plain)\" text-anchor=\"\(anchor)\"\(weight)>\(escaped)</text>"
    )
  }

  mutating func rectangle(x: Double, y: Double, width: Double, height: Double, color: String) {
    shapes.append(
      "<rect x=\"\(x.plain)\" y=\"\(y.plain)\" width=\"\(width.plain)\" height=\"\(height.plain)\" fill=\"\(color)\"/>"
    )
  }

  mutating func circle(x: Double, y: Double, radius: Double, color: String) {
    shapes.append("<circle cx=\"\(x.plain)\" cy=\"\(y.plain)\" r=\"\(radius.plain)\" fill=\"\(color)\"/>")
  }

  mutating func line(_ points: [(Double, Double)], color: String, width: Double) {
    let places = points.map { "\($0.0.plain),\($0.1.plain)" }.joined(separator: " ")
    shapes.append(
      "<polyline points=\"\(places)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"\(width.plain)\"/>")
  }

  var document: String {
    let size =
      "width=\"\(width.plain)\" height=\"\(height.plain)\" viewBox=\"0 0 \(width.plain) \(height.plain)\""
    let style = "text { font-family: sans-serif; fill: #222 } rect.paper { fill: #fff }"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" \(size)>
      <style>\(style)</style>
      <rect class="paper" width="100%" height="100%"/>
      \(shapes.joined(separator: "\n"))
      </svg>

      """
  }
}

extension Double {
  /// At most two decimals.
  fileprivate var plain: String {
    self == rounded() ? String(Int(self)) : String(format: "%.2f", self)
  }
}
