import Foundation
import ZoetropeShot

/// A plan as text: some moments side by side, boxes as letters, and one line per actor.
public struct Storyboard: Sendable {
  /// Moments shown, 1…8.
  public var momentCount: Int
  /// Letters across a panel.
  public var width: Int

  /// Makes a style of storyboard.
  public init(momentCount: Int = 4, width: Int = 24) {
    self.momentCount = min(max(momentCount, 1), 8)
    self.width = min(max(width, 12), 80)
  }

  /// The storyboard, lines that end in newlines.
  public func text(_ plan: ShotPlan) -> String {
    let times = (0..<momentCount).map { moment -> Double in
      let last = plan.time(ofFrame: plan.frameCount - 1)
      return momentCount == 1 ? 0 : last * Double(moment) / Double(momentCount - 1)
    }
    let panels = times.map { panel(plan, at: $0) }
    var lines = [
      times.map { Storyboard.padded(String(format: " %.2f s", $0), to: width + 3) }.joined()
        .trimmingCharacters(in: .newlines)
    ]
    for row in panels.first?.indices ?? 0..<0 {
      lines.append(panels.map { $0[row] }.joined(separator: " "))
    }
    lines += legend(plan)
    while lines[0].last == " " { lines[0].removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: - Internals

  private func panel(_ plan: ShotPlan, at time: Double) -> [String] {
    // A letter is about twice as high as wide.
    let height = max(4, Int((Double(width) / plan.size.aspectRatio / 2).rounded()))
    var cells = Array(repeating: Array(repeating: Character(" "), count: width), count: height)
    let order = plan.actors.indices.sorted { plan.actors[$0].depth > plan.actors[$1].depth }
    let tracks = plan.tracks()
    for index in order {
      let box = tracks[index].box(at: time)
      func span(_ centre: Double, _ side: Double, _ count: Int) -> ClosedRange<Int>? {
        let first = Int(((centre - side / 2) * Double(count)).rounded(.down))
        let last = max(first, Int(((centre + side / 2) * Double(count)).rounded(.up)) - 1)
        return last < 0 || first >= count ? nil : max(first, 0)...min(last, count - 1)
      }
      guard let columns = span(box.x, box.width, width), let rows = span(box.y, box.height, height) else {
        continue
      }
      for row in rows {
        for column in columns {
          let isEdge =
            [rows.lowerBound, rows.upperBound].contains(row)
            || [columns.lowerBound, columns.upperBound].contains(column)
          cells[row][column] = isEdge ? Storyboard.letter(index) : "."
        }
      }
    }
    let border = "+" + String(repeating: "-", count: width) + "+"
    return [border] + cells.map { "|" + String($0) + "|" } + [border]
  }

  private func legend(_ plan: ShotPlan) -> [String] {
    let period = plan.period.map { " (\($0.rawValue))" } ?? ""
    return [
      "\(plan.scene.rawValue)\(period), \(plan.time.rawValue), \(plan.weather.rawValue), \(plan.look.rawValue) look, "
        + "camera \(plan.camera.move.rawValue), \(plan.shotSize.rawValue) shot"
    ]
      + plan.actors.enumerated().map { index, actor in
        let words = [
          actor.size == .medium ? nil : actor.size.rawValue, actor.tint?.text, actor.title, "-",
          actor.motion.rawValue, actor.motion == .still ? nil : actor.speed.rawValue,
        ].compactMap { $0 }
        return "\(Storyboard.letter(index))  \(words.joined(separator: " "))"
      }
  }

  private static func letter(_ index: Int) -> Character { Array("ABCDEF")[index % 6] }

  private static func padded(_ text: String, to width: Int) -> String {
    text.padding(toLength: width, withPad: " ", startingAt: 0)
  }
}
