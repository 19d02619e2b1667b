import ArgumentParser
import Foundation
import ZoetropeCast

/// `zoetrope cast bake-names`.
struct CastBakeNames: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bake-names",
    abstract: "Bake the table of names from Unicode's CLDR, WordNet and words by hand.",
    discussion: """
      Needs the Debian packages unicode-cldr-core and wordnet-base (Scripts/setup --names). Run it after members or words
      changed, and build again.

      Example: zoetrope cast bake-names
      """)

  @Option(help: "Words by hand.")
  var words = "Sources/Cast/Names/words.txt"

  @Option(help: "Table to write.")
  var out = "Sources/Cast/Names/names.txt"

  @Option(help: "Folder common of CLDR.")
  var cldr = "/usr/share/unicode/cldr/common"

  @Option(help: "Folder of WordNet's files.")
  var wordnet = "/usr/share/wordnet"

  @Option(help: "Folder of member files, *.cast, to read instead of those that the program was built with.")
  var members: String?

  func run() throws {
    let table = try members.map { try MemberTable(folder: URL(fileURLWithPath: $0)) } ?? MemberTable.builtIn()
    let baker = try NameBaker(
      members: table, words: String(contentsOfFile: words, encoding: .utf8),
      cldr: URL(fileURLWithPath: cldr, isDirectory: true),
      wordNet: URL(fileURLWithPath: wordnet, isDirectory: true))
    let text = try baker.bake()
    try Data(text.utf8).write(to: URL(fileURLWithPath: out), options: .atomic)
    let names = try CastNames(text: text)
    print("\(out): \(text.utf8.count / 1000) kB, \(names.languages.count) languages")
  }
}
