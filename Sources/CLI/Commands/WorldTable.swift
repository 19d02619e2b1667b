import ArgumentParser
import Foundation
import ZoetropeWorld

/// `zoetrope world table`.
struct WorldTable: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Count how often each word of the plans' vocabulary is sampled.",
    discussion: """
      One line per word: its slot in the plan, the word, its count, its share, what the share is of (shots, actors or pairs), \
      and the least share that the tests require when nothing is restricted.
      """)

  @Option(help: "Number of shots to sample.")
  var count = 10_000

  @OptionGroup var shots: ShotOptions

  func validate() throws {
    guard (1...10_000_000).contains(count) else {
      throw ValidationError("--count is \(count); expected 1…10000000")
    }
  }

  func run() throws {
    var options = shots.stream()
    options.hasText = false
    let stream = try ShotStream(options)
    let distribution = Distribution(of: (0..<UInt64(count)).lazy.map { stream.shot(at: $0).plan })
    print(WorldTable.line("slot", "word", "count", "share", "of", "least"))
    for row in distribution.rows {
      print(
        WorldTable.line(
          row.slot.rawValue, row.value, "\(row.count)", WorldTable.percent(row.share), row.slot.unit.rawValue,
          row.value == "none" ? "-" : WorldTable.percent(row.slot.leastShare)))
    }
  }

  // MARK: - Internals

  private static func percent(_ share: Double) -> String { String(format: "%.2f%%", share * 100) }

  private static func line(
    _ slot: String, _ word: String, _ count: String, _ share: String, _ unit: String, _ least: String
  ) -> String {
    func pad(_ text: String, _ width: Int, left: Bool = false) -> String {
      let blanks = String(repeating: " ", count: max(0, width - text.count))
      return left ? blanks + text : text + blanks
    }
    return pad(slot, 12) + pad(word, 12) + pad(count, 8, left: true) + pad(share, 9, left: true) + "  "
      + pad(unit, 8) + pad(least, 7, left: true)
  }
}
