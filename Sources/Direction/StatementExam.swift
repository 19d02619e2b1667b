// How much of what prompts state is in their plans, from lines that people write: a prompt, a bar, and what it states in the
// plan's own words.
//
//   # a comment
//   two penguins run on the beach at dusk | 2 penguin, penguin moves, place beach, time sunset
//
//   statement := [count] [colour] WHO        so many of them are shown: 2, some (two or more), no; one where nothing is said
//              | WHO (moves | still | fast | slow | jumps | spins | circles)
//              | WHO goes (left | right | up | down | towards | away | in | out)
//              | WHO (leftOf | rightOf | above | below | behind | inFrontOf | chases | meets | on | with) WHO
//              | (place | time | weather | look | camera | shot) WORD
//   WHO := a member of the cast, or several that will do, with / between

import Foundation
import ZoetropeCast
import ZoetropeFiles
import ZoetropeShot

/// Whether plans hold what prompts of a file state.
public struct StatementExam: Sendable {
  /// A prompt of the file.
  public struct Prompt: Sendable, Equatable {
    /// The text.
    public let text: String
    /// What it states.
    public let statements: [String]
  }

  /// What is wrong with a file.
  public struct Mistake: Error, Equatable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// The line, from 1.
    public let line: Int
    /// What is wrong.
    public let reason: String

    /// Where and what.
    public var description: String { "\(path), line \(line): \(reason)" }
  }

  private let judge: StatementJudge

  /// Makes an exam.
  ///
  /// - Throws: `CastError` when the program was built with tables that break their rules.
  public init() throws { judge = try StatementJudge() }

  /// Reads a file of prompts and checks that its statements say something.
  ///
  /// - Throws: `FileError`, ``Mistake``.
  public func prompts(_ url: URL) throws -> [Prompt] {
    var prompts: [Prompt] = []
    for (index, line) in try TextFile.lines(url).enumerated() {
      let line = line.trimmingCharacters(in: .whitespaces)
      if line.isEmpty || line.hasPrefix("#") { continue }
      guard let bar = line.range(of: " | ", options: .backwards) else {
        throw Mistake(path: url.path, line: index + 1, reason: "expected a prompt, ' | ' and what it states")
      }
      let statements = line[bar.upperBound...].split(separator: ",").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      for statement in statements where judge.meaning(of: statement) == nil {
        throw Mistake(path: url.path, line: index + 1, reason: "'\(statement)' states nothing that is known")
      }
      prompts.append(Prompt(text: String(line[..<bar.lowerBound]), statements: statements))
    }
    return prompts
  }

  /// The statements of a prompt that a plan does not hold.
  public func lacking(_ plan: ShotPlan, _ prompt: Prompt) -> [String] {
    prompt.statements.filter { judge.meaning(of: $0)?(plan) != true }
  }
}

/// Understands statements and asks plans for them.
struct StatementJudge: Sendable {
  private let members: MemberTable
  private let names: CastNames
  private let scenes: SceneTable

  init() throws {
    members = try MemberTable.builtIn()
    names = try CastNames.builtIn()
    scenes = try SceneTable.builtIn()
  }

  typealias Meaning = (ShotPlan) -> Bool

  /// What a statement asks of a plan; nil where it says nothing that is known.
  func meaning(of statement: String) -> Meaning? {
    let words = statement.split(separator: " ").map(String.init)
    guard let first = words.first else { return nil }
    switch first {
    case "place": return place(words.dropFirst().joined(separator: " "))
    case "time":
      return any(words, TimeOfDay.self) { plan in
        [plan.time] + plan.changes.compactMap { if case .time(let time) = $0.value { time } else { nil } }
      }
    case "weather":
      return any(words, Weather.self) { plan in
        [plan.weather] + plan.changes.compactMap { if case .weather(let air) = $0.value { air } else { nil } }
      }
    case "look": return any(words, Look.self) { [$0.look] }
    case "shot": return any(words, ShotSize.self) { [$0.shotSize] }
    case "camera": return any(words, CameraMove.self) { $0.camera.moves.map(\.move) }
    default: break
    }
    if words.count > 1, let who = pictures(first), let meaning = doing(who, words.dropFirst()) {
      return meaning
    }
    return shown(words)
  }

  // MARK: - Internals

  private func any<Word: RawRepresentable<String> & Equatable>(
    _ words: [String], _ type: Word.Type, _ found: @escaping (ShotPlan) -> [Word]
  ) -> Meaning? {
    guard words.count == 2 else { return nil }
    let wanted = words[1].split(separator: "/").map { Word(rawValue: String($0)) }
    if wanted.contains(nil) { return nil }
    return { plan in found(plan).contains { wanted.contains($0) } }
  }

  /// A backdrop, or a recipe of which a piece is shown.
  private func place(_ text: String) -> Meaning? {
    let choices = text.split(separator: "/").map(String.init)
    let tests = choices.map { name -> Meaning? in
      if let scene = Scene(rawValue: name) { return { $0.scene == scene } }
      guard let recipe = scenes[name] else { return nil }
      return { plan in
        plan.scene == recipe.backdrop && plan.setPieces.contains { recipe.pictures.contains($0.picture) }
      }
    }
    if tests.isEmpty || tests.contains(where: { $0 == nil }) { return nil }
    return { plan in tests.contains { $0?(plan) == true } }
  }

  /// The pictures that show any of several members; nil where one is none.
  private func pictures(_ text: String) -> Set<String>? {
    var pictures: Set<String> = []
    for name in text.split(separator: "/").map(String.init) {
      guard let member = members[name] else { return nil }
      pictures.insert(name)
      // A fox is the red fox: names are of whatever shows them best.
      if case .known(let matches) = names.answer(member.displayName) {
        pictures.formUnion(matches.filter { $0.score >= 0.97 }.map(\.member))
      }
    }
    return pictures
  }

  /// So many of somebody in some colour.
  private func shown(_ words: [String]) -> Meaning? {
    var words = words[...], count: ClosedRange<Int> = 1...1, tint: Tint?
    if let number = words.first.flatMap(Int.init) {
      count = number...number
      words = words.dropFirst()
    } else if words.first == "some" {
      count = 2...99
      words = words.dropFirst()
    } else if words.first == "no" {
      count = 0...0
      words = words.dropFirst()
    }
    if words.count > 1, let colour = words.first.flatMap(Tint.init(rawValue:)) {
      tint = colour
      words = words.dropFirst()
    }
    guard words.count == 1, let pictures = pictures(words[words.startIndex]) else { return nil }
    return { plan in
      func has(_ picture: String, _ paint: PictureTint?) -> Bool {
        guard pictures.contains(picture) else { return false }
        guard let tint else { return true }
        // Some have a picture of their own in the colour.
        return paint == .word(tint)
          || paint == nil && members[picture]?.displayName.lowercased().hasPrefix(tint.rawValue) == true
      }
      let named =
        plan.actors.count { has($0.picture, $0.tint) }
        + plan.setPieces.count { $0.name != nil && has($0.picture, $0.tint) }
      let scenery = plan.setPieces.count { $0.name == nil && has($0.picture, $0.tint) }
      if count == 0...0 { return named + scenery == 0 }
      return count.contains(named) || named == 0 && scenery > 0 && count.lowerBound <= scenery
    }
  }

  private func doing(_ who: Set<String>, _ words: ArraySlice<String>) -> Meaning? {
    let verb = words[words.startIndex], other = words.dropFirst().first
    func some(_ test: @escaping (ShotPlan, Int) -> Bool) -> Meaning {
      { plan in plan.actors.indices.contains { who.contains(plan.actors[$0].picture) && test(plan, $0) } }
    }
    func does(_ motions: Set<Motion>) -> Meaning {
      some { plan, index in
        carriers(plan, index).contains { plan.actors[$0].beats.contains { motions.contains($0.motion) } }
      }
    }
    switch (verb, other) {
    case ("moves", nil): return does(Set(Motion.allCases).subtracting([.still]))
    case ("still", nil):
      return some { plan, index in plan.actors[index].beats.allSatisfy { $0.motion == .still } }
    case ("fast", nil), ("slow", nil):
      return some { plan, index in
        carriers(plan, index).contains { plan.actors[$0].speed.rawValue == verb }
      }
    case ("jumps", nil): return does([.jump, .bounce])
    case ("spins", nil): return does([.spin])
    case ("circles", nil): return does([.orbit])
    case ("goes", "towards"): return does([.approach])
    case ("goes", "away"): return does([.recede])
    case ("goes", "in"): return does([.enter])
    case ("goes", "out"): return does([.exit])
    case ("goes", let way?):
      guard let motion = Motion(rawValue: way), [.left, .right, .up, .down].contains(motion) else {
        return nil
      }
      return some { plan, index in goes(plan, index, motion) }
    case (_, let name?):
      guard let others = pictures(name) else { return nil }
      return related(who, verb, others)
    default: return nil
    }
  }

  /// An actor, what carries it, what carries that.
  private func carriers(_ plan: ShotPlan, _ index: Int) -> [Int] {
    var found = [index]
    while let attachment = plan.actors[found[found.count - 1]].attachment,
      case .actor(let next)? = plan.thing(attachment.to), !found.contains(next)
    {
      found.append(next)
    }
    return found
  }

  /// Whether an actor goes a way: as the last beat that goes anywhere says, or as its boxes do.
  private func goes(_ plan: ShotPlan, _ index: Int, _ way: Motion) -> Bool {
    let track = plan.tracks()[index]
    let first = track.box(at: 0), last = track.box(at: plan.duration)
    switch way {
    case .left where last.x < first.x - 0.05: return true
    case .right where last.x > first.x + 0.05: return true
    case .up where last.y < first.y - 0.05: return true
    case .down where last.y > first.y + 0.05: return true
    default: return carriers(plan, index).contains { plan.actors[$0].beats.contains { $0.motion == way } }
    }
  }

  private func related(_ who: Set<String>, _ verb: String, _ others: Set<String>) -> Meaning? {
    let relation: Relation? =
      switch verb {
      case "chases": .chasing
      case "meets": .meeting
      case "on": .above
      default: Relation(rawValue: verb)
      }
    guard relation != nil || verb == "with" else { return nil }
    return { plan in
      func isOf(_ reference: PlanReference, _ pictures: Set<String>) -> Bool {
        switch plan.thing(reference) {
        case .actor(let index): pictures.contains(plan.actors[index].picture)
        case .setPiece(let index): pictures.contains(plan.setPieces[index].picture)
        case nil: false
        }
      }
      func carries(_ carrier: Set<String>, _ carried: Set<String>) -> Bool {
        plan.actors.contains { actor in
          carried.contains(actor.picture) && actor.attachment.map { isOf($0.to, carrier) } == true
        }
      }
      if verb == "with" { return carries(who, others) || carries(others, who) }
      if verb == "on", carries(others, who) { return true }
      let pursuit: Motion? = ["chases": .chase, "meets": .meet][verb]
      let pursues = plan.actors.contains { actor in
        who.contains(actor.picture)
          && actor.beats.contains {
            guard $0.motion == pursuit, case .thing(let thing) = $0.towards else { return false }
            return isOf(thing, others)
          }
      }
      if pursues { return true }
      return plan.relations.contains { stated in
        stated.relation == relation && isOf(stated.first, who) && isOf(stated.second, others)
          || stated.relation.inverse == relation && isOf(stated.first, others) && isOf(stated.second, who)
      }
    }
  }
}
