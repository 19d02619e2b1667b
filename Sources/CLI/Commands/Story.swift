import ArgumentParser
import Foundation
import ZoetropeFiles
import ZoetropeStory

/// `zoetrope story`: an idea becomes screenplays to choose from.
struct StoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "story",
    abstract: "Tell stories about an idea, as screenplays.",
    discussion: """
      Writes a folder: branch-1.fountain, branch-2.fountain …, which `zoetrope film` reads; beside each the fortunes of everybody \
      in it as curves (.svg); and tree.txt, which says what each is about and where it turns off. The stories begin alike and \
      turn out differently. Who is where, has what, knows what and wants what is kept account of, so nobody gives what they do \
      not have or tells what they cannot know.

      Examples:
        zoetrope story "a fox and a stolen balloon" --genre noir --shots 12 --branches 3
        zoetrope story "an old woman and a lantern" --arc fall-rise --out lantern
        zoetrope film story/branch-2.fountain --out film --look noir
      """)

  @Argument(help: "What it is about: who, and one thing.") var idea: String

  @Option(
    help: "Genre.", completion: .list(StoryGenre.allCases.map(\.rawValue)), transform: { try choice($0) })
  var genre = StoryGenre.fairytale

  @Option(
    help: "Shape of the first story's fortune; by default one that suits the genre.",
    completion: .list(StoryArc.allCases.map(\.rawValue)), transform: { try choice($0) })
  var arc: StoryArc?

  @Option(parsing: .unconditional, help: "About how many shots each has, 8…200.") var shots = 24

  @Option(parsing: .unconditional, help: "How many stories, 1…12.") var branches = 3

  @Option(parsing: .unconditional, help: "How many people, 2…5.") var people = 3

  @Option(parsing: .unconditional, help: "Seed of all that is left open.") var seed: UInt64 = 0

  @Option(name: [.short, .long], help: "Folder of the screenplays.", completion: .directory) var out = "story"

  func run() throws {
    var settings = StoryTree.Settings()
    (settings.genre, settings.arc, settings.seed) = (genre, arc, seed)
    (settings.shotCount, settings.branchCount, settings.characterCount) = (shots, branches, people)
    let read = try StoryIdea(idea)
    let tree = try StoryTree(read, settings) { SeededTaste(seed: seed &+ UInt64($0)) }
    let folder = URL(fileURLWithPath: out, isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for note in read.notes { print("note: \(note)") }
    for branch in tree.branches {
      let name = "branch-\(branch.number)"
      try AtomicFile.write(Data(branch.fountain.utf8), to: folder.appendingPathComponent("\(name).fountain"))
      try AtomicFile.write(
        Data(ArcChart.svg(branch.story, title: branch.title).utf8),
        to: folder.appendingPathComponent("\(name).svg"))
    }
    try AtomicFile.write(Data(tree.text.utf8), to: folder.appendingPathComponent("tree.txt"))
    print(tree.text, terminator: "")
    for (index, branch) in tree.branches.enumerated() {
      for other in tree.branches[(index + 1)...] {
        let share = StoryTree.difference(branch.story.beats, other.story.beats)
        print(
          "\(branch.number) and \(other.number) differ in \(Int((share * 100).rounded())) % of their beats")
      }
    }
    print("\(out)/branch-1.fountain … branch-\(tree.branches.count).fountain")
  }
}
