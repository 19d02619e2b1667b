// Whether every member of the cast can be asked for by its name.

import ZoetropeCast
import ZoetropeShot

/// Prompts about one member of the cast each, and what their plans must hold.
public struct MemberExam: Sendable {
  /// What is asked of a member.
  public enum Question: String, CaseIterable, Sendable {
    /// "a K": one of it, everything else neutral, at least nine tenths of it in view all the time.
    case one
    /// "two Ks": two of it.
    case two
    /// "a red K": one in red.
    case red
    /// "a K in the street": one, in the city.
    case street
  }

  /// The members that are asked for.
  public let members: [CastMember]
  private let names: CastNames

  /// Makes an exam of all members.
  ///
  /// - Throws: `CastError` when the program was built with tables that break their rules.
  public init() throws {
    members = try MemberTable.builtIn().members
    names = try CastNames.builtIn()
  }

  /// The prompt of a question.
  public func prompt(_ question: Question, of member: CastMember) -> String {
    let name = member.displayName
    // What is many by name, such as grapes, takes no article.
    let isMany = MemberExam.isMany(name)
    let one = isMany ? name : "\(article(name)) \(name)"
    switch question {
    case .one: return one
    case .two: return "two \(plural(name))"
    case .red: return isMany ? "red \(name)" : "a red \(name)"
    case .street: return "\(one) in the street"
    }
  }

  /// Whether a plan holds what a question asks for.
  public func holds(_ plan: ShotPlan, _ question: Question, of member: CastMember) -> Bool {
    // A fox is the red fox: names are of whatever shows them best.
    var pictures: Set<String> = [member.name]
    if case .known(let matches) = names.answer(member.displayName) {
      pictures.formUnion(matches.filter { $0.score >= 0.97 }.map(\.member))
    }
    // Some have a picture of their own in red.
    let inRed = "red " + member.displayName.lowercased()
    if question == .red {
      pictures.formUnion(members.filter { $0.displayName.lowercased() == inRed }.map(\.name))
    }
    let own = plan.actors.filter { pictures.contains($0.picture) }
    if own.isEmpty, plan.actors.isEmpty {
      // What is a place is shown as one.
      let pieces = plan.setPieces.filter { pictures.contains($0.picture) }
      switch question {
      case .one: return !pieces.isEmpty
      case .street: return plan.scene == .city && !pieces.isEmpty
      case .two, .red: return false
      }
    }
    guard own.count == (question == .two ? 2 : 1), own.count == plan.actors.count else { return false }
    guard PlanExam.leastShareInView(plan) > 0.9 else { return false }
    switch question {
    case .one, .two: return PlanExam.isNeutral(plan)
    case .red:
      return own[0].tint == .word(.red)
        || members.first { $0.name == own[0].picture }?.displayName.lowercased().hasPrefix("red ") == true
    case .street: return plan.scene == .city
    }
  }

  // MARK: - Internals

  /// Whether a name is a plural: its last word ends in s, and is not of those that do so in the singular.
  private static func isMany(_ name: String) -> Bool {
    guard let last = name.split(separator: " ").last, last.hasSuffix("s"), !last.hasSuffix("ss") else {
      return false
    }
    let singular: Set<Substring> = [
      "bus", "trolleybus", "minibus", "octopus", "walrus", "cactus", "lotus", "hibiscus", "compass", "canvas",
      "Claus", "tennis", "abacus", "asparagus", "platypus", "triceratops", "stegosaurus", "hippopotamus",
      "rhinoceros", "clematis", "chess", "colossus", "iris", "mars", "Mars", "venus", "citrus", "couscous",
    ]
    return !singular.contains(last)
  }

  private func article(_ name: String) -> String {
    "aeiou".contains(name.first?.lowercased() ?? "x") ? "an" : "a"
  }

  private func plural(_ name: String) -> String {
    var words = name.split(separator: " ").map(String.init)
    let head =
      words.firstIndex { ["of", "on", "with", "in"].contains($0) }.map { max(0, $0 - 1) } ?? words.count - 1
    let word = words[head]
    if word.hasSuffix("man") && word != "human" && word != "caiman" {
      words[head] = word.dropLast(2) + "en"
    } else if ["s", "x", "ch", "sh"].contains(where: word.hasSuffix) {
      words[head] = word.hasSuffix("ss") || !word.hasSuffix("s") ? word + "es" : word
    } else if word.hasSuffix("y"), let before = word.dropLast().last, !"aeiou".contains(before) {
      words[head] = word.dropLast() + "ies"
    } else if !["sheep", "deer", "fish", "bison", "moose"].contains(word) {
      words[head] = word + "s"
    }
    return words.joined(separator: " ")
  }
}
