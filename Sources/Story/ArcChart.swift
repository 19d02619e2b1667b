// The fortunes of everybody in a story as curves.

import Foundation

/// Draws the arcs of a story as SVG.
public enum ArcChart {
  /// The chart: a curve for each character, a mark for each beat, the asked shape as a broken line.
  public static func svg(_ story: Story, title: String) -> String {
    let (left, right, top, height) = (60.0, 860.0, 50.0, 260.0)
    let count = story.beats.count
    func x(_ beat: Int) -> Double { left + (right - left) * Double(beat) / Double(max(count, 1)) }
    func y(_ fortune: Double) -> Double { top + height * (1 - fortune) / 2 }
    func text(_ value: Double) -> String { String(format: "%.1f", value) }
    func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
    let colors = ["#d1495b", "#2e6f95", "#4f9d69", "#8a5a9e", "#c98a2b"]
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 460\" font-family=\"sans-serif\" font-size=\"12\">",
      "<rect width=\"900\" height=\"460\" fill=\"#ffffff\"/>",
      "<text x=\"60\" y=\"28\" font-size=\"16\">\(escaped(title)): \(story.arc.rawValue)</text>",
    ]
    for (fortune, word) in [(1.0, "bliss"), (0, ""), (-1, "misery")] {
      lines.append(
        "<line x1=\"\(text(left))\" x2=\"\(text(right))\" y1=\"\(text(y(fortune)))\" y2=\"\(text(y(fortune)))\" stroke=\"#dddddd\"/>"
      )
      lines.append("<text x=\"10\" y=\"\(text(y(fortune) + 4))\" fill=\"#777777\">\(word)</text>")
    }
    let asked = (0...count).map {
      "\(text(x($0))),\(text(y(story.arc.fortune(at: Double($0) / Double(max(count, 1))))))"
    }
    lines.append(
      "<polyline points=\"\(asked.joined(separator: " "))\" fill=\"none\" stroke=\"#999999\" stroke-dasharray=\"4 4\"/>"
    )
    for (number, character) in story.world.characters.enumerated() {
      let color = colors[number % colors.count]
      let points = story.fortune(of: number).enumerated().map {
        "\(text(x($0.offset))),\(text(y($0.element)))"
      }
      lines.append(
        "<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"\(number == 0 ? 3 : 1.5)\"/>"
      )
      lines.append(
        "<text x=\"\(text(left + 160 * Double(number)))\" y=\"445\" fill=\"\(color)\">\(escaped(character.name)), \(escaped(character.kind))</text>"
      )
    }
    for (index, beat) in story.beats.enumerated() {
      let at = x(index + 1)
      lines.append(
        "<text transform=\"translate(\(text(at)),\(text(top + height + 18))) rotate(60)\" fill=\"#555555\">\(beat.kind.rawValue)</text>"
      )
    }
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }
}
