// From a world and a shape to a story: the sequence of beats that the grammar allows and that comes nearest to the shape.

import Foundation
import ZoetropeRandom

/// Who has a taste in what happens next: a seed, or a network.
public protocol StorySource {
  /// How much a beat is liked at a point of the story.
  ///
  /// - Parameter index: how many beats came before.
  /// - Returns: 0 not at all … 1 very much.
  mutating func liking(_ beat: StoryBeat, after beats: [StoryBeat], _ state: StoryState) throws -> Double
}

/// Likes by chance, the same for the same seed.
public struct SeededTaste: StorySource {
  private var generator: Generator

  /// Makes a taste.
  public init(seed: UInt64) { generator = Generator(seed: seed, stream: 0x570_41) }

  /// Likes by chance.
  public mutating func liking(_ beat: StoryBeat, after beats: [StoryBeat], _ state: StoryState) -> Double {
    generator.uniform()
  }
}

/// A story as it was told: what happens, and how everything stands after each beat.
public struct Story: Sendable, Equatable {
  /// Whom and what it is about.
  public let world: StoryWorld
  /// The shape that was asked for.
  public let arc: StoryArc
  /// How things stand before the first beat.
  public let start: StoryState
  /// What happens.
  public let beats: [StoryBeat]
  /// How things stand after each beat.
  public let states: [StoryState]

  /// Somebody's fortune, before the first beat and after each.
  public func fortune(of character: Int) -> [Double] {
    [start.fortune[character]] + states.map { $0.fortune[character] }
  }
}

/// Tells stories.
public struct StoryTeller: Sendable {
  /// What may happen.
  public let grammar: StoryGrammar
  /// How things stand at the beginning.
  public let start: StoryState
  /// What must happen once, such as the theft of what is called stolen.
  public var required: Set<StoryBeat.Kind> = []

  /// Stories on the way at each beat.
  private static let width = 90

  /// Makes a teller.
  public init(_ grammar: StoryGrammar, from start: StoryState) {
    (self.grammar, self.start) = (grammar, start)
  }

  /// Tells a story.
  ///
  /// - Parameters:
  ///   - count: how many beats, at least 4.
  ///   - prefix: what has happened already.
  ///   - others: stories that it must not go on like: at its first free beat it does something that none of them does.
  /// - Returns: the story that comes nearest to the shape; nil where the grammar finds no end.
  /// - Complexity: O(`count`).
  public func tell(
    _ arc: StoryArc, count: Int, by source: inout some StorySource, after prefix: [StoryBeat] = [],
    unlike others: [[StoryBeat]] = []
  ) throws -> Story? {
    var first = start
    first.fortune[0] = arc.turns[0]
    var draft = Draft(state: first)
    for beat in prefix { draft = extended(draft, beat, arc, count, liking: 0) }
    var drafts = [draft]
    for index in prefix.count..<count {
      var longer: [Draft] = []
      for draft in drafts {
        for beat in grammar.next(draft.state, after: draft.beats.last, ends: index == count - 1) {
          if index == prefix.count, others.contains(where: { $0.count > index && $0[index] == beat }) {
            continue
          }
          let liking = try source.liking(beat, after: draft.beats, draft.state)
          longer.append(extended(draft, beat, arc, count, liking: liking))
        }
      }
      // Of drafts that stand alike only the best goes on, so that the others differ.
      longer.sort { $0.cost < $1.cost }
      var kinds: [[StoryBeat.Kind]: Int] = [:]
      drafts = []
      for draft in longer where drafts.count < StoryTeller.width {
        let tail = draft.beats.suffix(3).map(\.kind)
        guard kinds[tail, default: 0] < 6 else { continue }
        kinds[tail, default: 0] += 1
        drafts.append(draft)
      }
    }
    // Others end otherwise.
    let ends = others.compactMap { $0.last?.kind }
    let whole = drafts.map { draft in
      (draft, draft.cost + finalCost(draft) + (ends.contains { $0 == draft.beats.last?.kind } ? 0.5 : 0))
    }
    guard let best = whole.min(by: { $0.1 < $1.1 })?.0 else { return nil }
    return Story(world: grammar.world, arc: arc, start: first, beats: best.beats, states: best.states)
  }

  // MARK: - Internals

  private struct Draft {
    var state: StoryState
    var beats: [StoryBeat] = []
    var states: [StoryState] = []
    var cost = 0.0
  }

  private func extended(
    _ draft: Draft, _ beat: StoryBeat, _ arc: StoryArc, _ count: Int, liking: Double
  ) -> Draft {
    var next = draft
    let before = draft.state
    next.state = grammar.state(before, after: beat)
    next.beats.append(beat)
    next.states.append(next.state)
    let share = Double(next.beats.count) / Double(count)
    let miss = next.state.fortune[0] - arc.fortune(at: share)
    next.cost += 9 * miss * miss - 0.25 * liking - 0.12 * grammar.world.genre.weight(beat.kind)
    let same = draft.beats.count { $0.kind == beat.kind }
    next.cost += 0.12 * Double(same * same) * min(1, 8 / Double(count))
    if draft.beats.contains(where: { $0 == beat }) { next.cost += 0.5 }
    // It is the first one's story.
    if beat.who != 0, beat.whom != 0 {
      next.cost += draft.beats.last.map { $0.who != 0 && $0.whom != 0 } == true ? 0.8 : 0.15
    }
    // Every cut to another place needs a reason.
    if let last = draft.beats.last, last.to == nil, before.places[beat.who] != before.places[last.who] {
      next.cost += 0.1
    }
    return next
  }

  private func finalCost(_ draft: Draft) -> Double {
    let seen = Set(draft.beats.flatMap { [$0.who] + ($0.whom.map { [$0] } ?? []) })
    let kinds = Set(draft.beats.map(\.kind))
    return Double(grammar.world.characters.count - seen.count) * 0.6 + Double(
      required.subtracting(kinds).count) * 2
      + (draft.beats.last.map { $0.who != 0 && $0.whom != 0 } == true ? 1 : 0)
  }
}
