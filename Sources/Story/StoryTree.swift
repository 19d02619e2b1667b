// The branches of an idea: stories that begin alike and turn out differently, to choose from.

import Foundation
import ZoetropeScreenplay

/// Stories that grow out of one idea.
public struct StoryTree: Sendable {
  /// What is asked for.
  public struct Settings: Sendable, Equatable {
    /// How they are told.
    public var genre = StoryGenre.fairytale
    /// About how many shots each has, 8…200.
    public var shotCount = 24
    /// How many, 1…12.
    public var branchCount = 3
    /// The shape of the first; nil for the genre's. The others take the shapes that come next.
    public var arc: StoryArc?
    /// How many people, 2…5.
    public var characterCount = 3
    /// Decides all that is left open.
    public var seed: UInt64 = 0

    /// The usual.
    public init() {}

    /// Checks ranges.
    ///
    /// - Throws: ``StoryError/badSetting(name:value:expected:)``.
    public func validate() throws(StoryError) {
      for (name, value, range) in [
        ("shots", shotCount, 8...200), ("branches", branchCount, 1...12), ("people", characterCount, 2...5),
      ] where !range.contains(value) {
        throw .badSetting(name: name, value: "\(value)", expected: "\(range.lowerBound)…\(range.upperBound)")
      }
    }
  }

  /// One of the stories.
  public struct Branch: Sendable {
    /// Its number, from 1.
    public let number: Int
    /// The story that it begins like, and how many beats they share; nil for the first.
    public let parent: (number: Int, beats: Int)?
    /// What happens.
    public let story: Story
    /// Its title.
    public let title: String
    /// What it is about, in a sentence.
    public let logline: String
    /// The screenplay.
    public let fountain: String
    /// Shots that the first shot list of it has.
    public let shotCount: Int
  }

  /// The idea.
  public let idea: StoryIdea
  /// The stories; each begins like an earlier one.
  public private(set) var branches: [Branch] = []

  /// Grows the branches of an idea.
  ///
  /// - Parameter makeSource: who likes what, by the number of the branch.
  /// - Throws: ``StoryError``, and what a source throws.
  public init<Source: StorySource>(
    _ idea: StoryIdea, _ settings: Settings, source makeSource: (Int) -> Source
  ) throws {
    try settings.validate()
    self.idea = idea
    let world = idea.world(settings.genre, characterCount: settings.characterCount, seed: settings.seed)
    let premises = StoryIdea.Premise.allCases.prefix(idea.isOfTheft ? 2 : 3)
    let first = Int(settings.seed % UInt64(premises.count))
    // Not every beginning leads to every shape.
    var failure: (any Error)?
    for premise in premises[first...] + premises[..<first] {
      let (begun, start) = idea.beginning(premise, in: world)
      var teller = StoryTeller(StoryGrammar(begun), from: start)
      if idea.isOfTheft { teller.required = [.steal] }
      do {
        branches = try StoryTree.branches(teller, settings, source: makeSource)
        return
      } catch let error as StoryError { failure = failure ?? error }
    }
    if let failure { throw failure }
  }

  /// How much two stories differ: the share of beats that are not the same in the same order, 0 the same … 1 nothing in common.
  public static func difference(_ a: [StoryBeat], _ b: [StoryBeat]) -> Double {
    var common = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
    for (i, first) in a.enumerated() {
      for (j, second) in b.enumerated() {
        common[i + 1][j + 1] = first == second ? common[i][j] + 1 : max(common[i][j + 1], common[i + 1][j])
      }
    }
    return 1 - Double(common[a.count][b.count]) / Double(max(a.count, b.count, 1))
  }

  /// The tree for people to read.
  public var text: String {
    var lines = [idea.text, ""]
    func add(_ branch: Branch, _ indent: String) {
      let from = branch.parent.map { "like \($0.number) for \($0.beats) beats, then: " } ?? ""
      lines.append(
        "\(indent)\(branch.number)  \(branch.title) (\(branch.story.arc.rawValue), \(branch.story.beats.count) beats, \(branch.shotCount) shots)"
      )
      lines.append("\(indent)   \(from)\(branch.logline)")
      for child in branches where child.parent?.number == branch.number { add(child, indent + "   ") }
    }
    for branch in branches where branch.parent == nil { add(branch, "") }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: - Internals

  private static func branches<Source: StorySource>(
    _ teller: StoryTeller, _ settings: Settings, source makeSource: (Int) -> Source
  ) throws -> [Branch] {
    var branches: [Branch] = []
    for number in 1...settings.branchCount {
      // The second turns off late, the third early, and so on from those.
      let parent = number == 1 ? nil : branches[(number - 2) / 2]
      branches.append(
        try branch(
          number, of: parent, sharing: number % 2 == 0 ? 0.6 : 0.3, teller, settings,
          unlike: branches.map(\.story.beats), source: makeSource))
    }
    return branches
  }

  /// The shapes that a story may have, the one that is wanted most first.
  private static func shapes(_ settings: Settings, _ number: Int) -> [StoryArc] {
    if number == 1, let arc = settings.arc { return [arc] }
    // Each turn takes beats, and each beat shots.
    let fitting = settings.genre.arcs.filter { 2.2 * Double(least($0)) <= Double(settings.shotCount + 4) }
    let shapes = (fitting.isEmpty ? [.rise, .fall] : fitting).filter { $0 != settings.arc }
    let first = (number - 1) % max(shapes.count, 1)
    return shapes[first...] + shapes[..<first] + (settings.arc.map { [$0] } ?? [])
  }

  /// How much branches differ at least, as ``difference(_:_:)`` has it.
  private static let leastDifference = 0.25

  /// The fewest beats of a shape.
  private static func least(_ arc: StoryArc) -> Int { 2 * arc.turns.count + 1 }

  private static func branch<Source: StorySource>(
    _ number: Int, of parent: Branch?, sharing share: Double, _ teller: StoryTeller, _ settings: Settings,
    unlike others: [[StoryBeat]], source makeSource: (Int) -> Source
  ) throws -> Branch {
    let shapes = shapes(settings, number)
    let most = parent.map { Int((Double($0.story.beats.count) * share).rounded()) } ?? 0
    // Where a shape does not fit a beginning so long, the story turns off earlier; two beats in common are the least, if they can be had.
    let common = min(2, most)
    let early = shapes.flatMap { arc in (0..<common).reversed().map { (arc, $0) } }
    let choices = shapes.flatMap { arc in (common...most).reversed().map { (arc, $0) } } + early
    for (arc, kept) in choices {
      let guess = max(least(arc), Int((Double(settings.shotCount) / 3.4).rounded()))
      var best: Branch?
      for offset in [0, -1, 1, -2, 2, 3, 4, 5] where guess + offset >= max(least(arc), kept + 2) {
        let prefix = Array(parent?.story.beats.prefix(kept) ?? [])
        for attempt in 0..<(shapes.count == 1 ? 6 : 3) {
          var source = makeSource(number + 100 * attempt)
          guard
            let story = try teller.tell(
              arc, count: guess + offset, by: &source, after: prefix, unlike: others), story.hasShape,
            others.allSatisfy({ difference($0, story.beats) >= leastDifference })
          else { continue }
          for isBrief in [false, true] {
            let written = written(story, number, parent.map { ($0.number, kept) }, settings, isBrief: isBrief)
            let miss = abs(written.shotCount - settings.shotCount)
            if best.map({ miss < abs($0.shotCount - settings.shotCount) }) ?? true { best = written }
          }
          break
        }
        if let best, abs(best.shotCount - settings.shotCount) <= 1 { break }
      }
      if let best { return best }
    }
    throw StoryError.noStory(arc: shapes[0], shots: settings.shotCount)
  }

  private static func written(
    _ story: Story, _ number: Int, _ parent: (number: Int, beats: Int)?, _ settings: Settings, isBrief: Bool
  ) -> Branch {
    let logline = StoryLogline(story, number: number)
    let text = StoryWriter(seed: settings.seed &+ UInt64(number), isBrief: isBrief).fountain(
      story, title: logline.title, logline: logline.text)
    let play = Screenplay(fountain: text)
    let count = (try? CastMap(casting: play)).map { ShotList(breaking: play, cast: $0).shots.count } ?? 0
    return Branch(
      number: number, parent: parent, story: story, title: logline.title, logline: logline.text,
      fountain: text,
      shotCount: count)
  }
}

extension Story {
  /// Whether the first one's fortune can be cut into as many stretches as the shape has, each of which goes its way by at least 0.36 and never
  /// back by as much as a turn.
  var hasShape: Bool {
    let curve = fortune(of: 0)
    let signs = zip(arc.turns, arc.turns.dropFirst()).map { $0 < $1 ? 1.0 : -1 }
    /// Whether the stretches from a number on can begin at a place of the curve.
    func fits(_ stretch: Int, from start: Int) -> Bool {
      guard stretch < signs.count else { return false }
      let sign = signs[stretch]
      var best = curve[start] * sign
      for end in start + 1..<max(curve.count, start + 1) {
        let value = curve[end] * sign
        if best - value >= 0.28 || value < curve[start] * sign - 0.28 { return false }
        best = max(best, value)
        guard value - curve[start] * sign >= 0.36 else { continue }
        if stretch == signs.count - 1 ? end == curve.count - 1 : fits(stretch + 1, from: end) { return true }
      }
      return false
    }
    return fits(0, from: 0)
  }
}
