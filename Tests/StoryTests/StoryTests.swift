import Foundation
import Testing
import ZoetropeScreenplay

@testable import ZoetropeStory

@Suite("Stories: told by a grammar, checked without it")
struct StoryTests {
  static let ideas = [
    "a fox and a stolen balloon", "an old woman and a lantern", "a detective and a stolen crown",
    "a bear and a kite",
    "a child who finds a key",
  ]

  static func tree(_ number: Int, branches: Int = 1) throws -> StoryTree {
    var settings = StoryTree.Settings()
    settings.genre = StoryGenre.allCases[number % StoryGenre.allCases.count]
    settings.arc = settings.genre.arcs[number / 7 % 2]
    (settings.shotCount, settings.branchCount, settings.seed) = (20 + number % 13, branches, UInt64(number))
    return try StoryTree(StoryIdea(ideas[number % ideas.count]), settings) {
      SeededTaste(seed: UInt64(number * 1000 + $0))
    }
  }

  /// The checker keeps its own account of places, hands and knowledge, reads the finished screenplays by their words, and has its own
  /// measure of shape.
  @Test func aHundredStoriesHoldTogether() throws {
    var titles: Set<String> = []
    for number in 0..<34 {
      let tree = try StoryTests.tree(number, branches: 3)
      for branch in tree.branches {
        let story = branch.story
        #expect(StoryChecker.faults(story) == [], "\(number)")
        #expect(
          StoryChecker.has(story.fortune(of: 0), story.arc), "\(number): \(story.arc) \(story.fortune(of: 0))"
        )
        let play = Screenplay(fountain: branch.fountain)
        #expect(StoryChecker.faults(play, thing: story.world.thing) == [], "\(number): \(branch.fountain)")
        #expect(branch.shotCount > 8)
        titles.insert(branch.logline)
      }
      for (index, branch) in tree.branches.enumerated() {
        for other in tree.branches[(index + 1)...] {
          // Branches share a beginning of up to six tenths; what is left must not be the same again.
          #expect(StoryTree.difference(branch.story.beats, other.story.beats) >= 0.2)
        }
      }
    }
    #expect(titles.count > 80)
  }

  @Test func theSameSeedTellsTheSame() throws {
    let (a, b) = (try StoryTests.tree(3), try StoryTests.tree(3))
    #expect(a.branches[0].fountain == b.branches[0].fountain)
    #expect(try StoryTests.tree(8).branches[0].fountain != a.branches[0].fountain)
  }

  /// Every fault that is put into a whole story is found.
  @Test func faultsAreFound() throws {
    let story = try StoryTests.tree(0).branches[0].story
    func broken(_ change: (inout [StoryBeat]) -> Void) -> [String] {
      var beats = story.beats
      change(&beats)
      return StoryChecker.faults(
        Story(world: story.world, arc: story.arc, start: story.start, beats: beats, states: story.states))
    }
    #expect(broken { _ in }.isEmpty)
    let stranger = story.world.characters.indices.last!
    #expect(!broken { $0.insert(StoryBeat(.give, stranger, 0), at: 1) }.isEmpty)
    #expect(!broken { $0.insert(StoryBeat(.yield, 0, stranger), at: 1) }.isEmpty)
    #expect(!broken { $0.insert(StoryBeat(.find, stranger), at: 2) }.isEmpty)
    #expect(!broken { $0.insert(StoryBeat(.refuse, 1, 0), at: 1) }.isEmpty)
    #expect(!broken { $0.insert(StoryBeat(.lonely, 0), at: 1) }.isEmpty)
    #expect(!broken { $0.removeLast() }.isEmpty)
  }

  @Test func faultsOfAScreenplayAreFound() {
    func faults(_ scene: String) -> Int {
      StoryChecker.faults(
        Screenplay(fountain: "[[cast: MARA = fox]] [[cast: PIP = mouse]]\n\nEXT. MEADOW - DAY\n\n" + scene),
        thing: "balloon"
      ).count
    }
    #expect(
      faults("Mara takes the balloon. Pip waits.\n\nMARA\nMine.\n\nMara gives the balloon to Pip.\n") == 0)
    #expect(faults("Pip waits.\n\nMARA\nMine.\n") == 1)
    #expect(faults("Mara takes the balloon. Pip waits.\n\nPip gives the balloon to Mara.\n") == 1)
    #expect(faults("Pip and Mara wait.\n\nMara runs away.\n\nMARA\nBye.\n") == 1)
    #expect(faults("Pip and Mara wait.\n\nMara runs away.\n\nMara takes the balloon.\n") >= 1)
  }

  /// Curves whose shape is plain to see.
  @Test func shapesAreTold() {
    #expect(StoryChecker.directions(of: [0, 0.1, 0.5]) == [1])
    #expect(StoryChecker.directions(of: [0.5, 0.4, 0, 0.1]) == [-1])
    #expect(StoryChecker.directions(of: [0.3, -0.5, 0.6]) == [-1, 1])
    #expect(StoryChecker.directions(of: [0, 0.5, 0.4, 0.7, -0.2, 0.3]) == [1, -1, 1])
    #expect(StoryChecker.directions(of: [0, 0.1, 0, 0.1]) == [])
    #expect(StoryChecker.has([0.3, -0.5, 0.6], .fallRise) && !StoryChecker.has([0.3, -0.5, 0.6], .rise))
    for arc in StoryArc.allCases {
      #expect(StoryChecker.has((0...24).map { arc.fortune(at: Double($0) / 24) }, arc))
    }
  }

  @Test func ideasAreRead() throws {
    let fox = try StoryIdea("a fox and a stolen red balloon")
    #expect(fox.kinds == ["fox"] && fox.thing == "balloon" && fox.colour == "red" && fox.isOfTheft)
    #expect(try StoryIdea("two thieves").thing == nil)
    #expect(throws: StoryError.emptyIdea("nothing at all")) { try StoryIdea("nothing at all") }
  }

  @Test func settingsAreChecked() throws {
    var settings = StoryTree.Settings()
    settings.shotCount = 3
    #expect(throws: StoryError.badSetting(name: "shots", value: "3", expected: "8…200")) {
      try StoryTree(StoryIdea("a fox"), settings) { SeededTaste(seed: UInt64($0)) }
    }
  }

  /// Whoever plugs in another taste gets other stories, and never one that the grammar forbids.
  @Test func anotherTasteTellsAnotherStory() throws {
    struct Rainy: StorySource {
      func liking(_ beat: StoryBeat, after beats: [StoryBeat], _ state: StoryState) -> Double {
        beat.kind == .rain || beat.kind == .quarrel ? 4 : 0
      }
    }
    let idea = try StoryIdea("a fox and a stolen balloon")
    let tree = try StoryTree(idea, StoryTree.Settings()) { _ in Rainy() }
    #expect(tree.branches[0].story.beats.contains { $0.kind == .rain })
    #expect(tree.branches.allSatisfy { StoryChecker.faults($0.story).isEmpty })
  }
}
