import ArgumentParser
import Foundation
import ZoetropeCast

/// `zoetrope cast find`.
struct CastFind: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find",
    abstract: "Say which members a word means.",
    discussion: "Example: zoetrope cast find lighthouse; zoetrope cast find --language de Leuchtturm")

  @Argument(help: "A noun, or several in quotes.")
  var word: String

  @Option(help: "Language of the word, two letters.")
  var language = "en"

  func run() throws {
    let names = try CastNames.builtIn(), table = try MemberTable.builtIn()
    guard names.languages.contains(language) else {
      throw ValidationError(
        "there are no names in “\(language)”; expected one of \(names.languages.joined(separator: ", "))")
    }
    switch names.answer(word, language: language) {
    case .known(let matches): for match in matches { print(line(match, table)) }
    case .unknown(let near):
      print("\(word): unknown\(near.isEmpty ? "" : "; near it:")")
      for match in near { print(line(match, table)) }
    }
  }

  private func line(_ match: CastNames.Match, _ table: MemberTable) -> String {
    guard let member = table[match.member] else { return match.member }
    let score = String(format: "%.2f", match.score)
    return
      "\(score)  \(member.name): \(member.displayName), \(member.category.rawValue), \(member.height) m, "
      + "\(member.gait.style.rawValue), \(member.heat.rawValue), \(member.habitats.map(\.rawValue).joined(separator: ", "))"
  }
}
