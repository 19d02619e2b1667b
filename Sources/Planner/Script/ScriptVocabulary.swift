// The tokens of scripts: what mentions say in closed words, and answers. Names of members are none of them: what the network sees of
// a fox is that it is an animal that walks, is small, and lives in forests.

import Foundation
import ZoetropeCast
import ZoetropeDirection
import ZoetropeLanguage
import ZoetropeShot

/// All tokens of the planner that reads mentions, in one numbering.
public struct ScriptVocabulary: Sendable, Equatable {
  /// The tokens by name.
  public let names: [String]
  private let numbers: [String: Int]

  /// The most mentions, and actors, that have a number of their own; those after share the last.
  static let numberCount = 24

  /// Makes the vocabulary of this program.
  public init() {
    var names = ["begin"]
    names += (0..<ScriptVocabulary.numberCount).map { "number:\($0)" }
    for kind in Mention.Kind.allCases {
      names.append(kind.rawValue + ":other")
      names += (ScriptVocabulary.keys[kind] ?? []).map { "\(kind.rawValue):\($0)" }
    }
    names += CastMember.Category.allCases.map { "category:\($0.rawValue)" }
    names += Gait.Style.allCases.map { "gait:\($0.rawValue)" }
    names += CastMember.Habitat.allCases.map { "home:\($0.rawValue)" }
    names += (0..<ScriptVocabulary.sizeBounds.count + 1).map { "height:\($0)" }
    names += (0...7).map { "count:\($0)" }
    names += ["sense", "negated", "of", "to"]
    for kind in ScriptSlot.Kind.allCases {
      names.append("ask:\(kind.rawValue)")
      names += (0..<kind.answerCount).map { "\(kind.rawValue)=\($0)" }
    }
    self.names = names
    numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  }

  /// The tokens of what a prompt says, from the beginning mark on.
  public func tokens(of reading: PromptReading, casting: Casting) -> [Int] {
    var tokens = [number("begin")]
    for (index, mention) in reading.mentions.enumerated() {
      guard mention.kind != .stripped, mention.kind != .unknown else { continue }
      let isThing = mention.kind == .thing
      tokens.append(
        numbers["\(mention.kind.rawValue):\(isThing ? "other" : mention.key)"]
          ?? number(mention.kind.rawValue + ":other"))
      tokens.append(place(index))
      if mention.isNegated { tokens.append(number("negated")) }
      if isThing { tokens += features(of: mention, casting) }
      for (word, others) in [("of", mention.subjects), ("to", mention.objects)] {
        for other in others.prefix(2) { tokens += [number(word), place(other)] }
      }
    }
    return tokens
  }

  /// The two tokens of a question.
  public func question(_ slot: ScriptSlot) -> [Int] {
    [number("ask:\(slot.kind.rawValue)"), place(slot.subject)]
  }

  /// The tokens of a question's answers; consecutive.
  public func answers(_ kind: ScriptSlot.Kind) -> Range<Int> {
    let first = number("\(kind.rawValue)=0")
    return first..<first + kind.answerCount
  }

  // MARK: - Internals

  private func number(_ name: String) -> Int { numbers[name] ?? 0 }

  private func place(_ index: Int) -> Int {
    number("number:\(min(max(index, 0), ScriptVocabulary.numberCount - 1))")
  }

  /// What is said of somebody without his name: up to three senses.
  private func features(of mention: Mention, _ casting: Casting) -> [Int] {
    let performers =
      mention.isOwn
      ? [casting.own(mention.key)] : mention.senses.prefix(3).map { casting.member($0.member) }
    var tokens = [number("count:\(min(max(mention.count?.value ?? 1, 0), 7))")]
    for (place, performer) in performers.compactMap({ $0 }).enumerated() {
      if place > 0 { tokens.append(number("sense")) }
      let size = ScriptVocabulary.sizeBounds.count { $0 <= performer.height }
      tokens += [
        number("category:\(performer.category.rawValue)"), number("gait:\(performer.gaitStyle.rawValue)"),
        number("home:\(performer.habitats[0].rawValue)"), number("height:\(size)"),
      ]
    }
    return tokens
  }

  /// Heights in metres between classes of size.
  private static let sizeBounds = [0.1, 0.25, 0.6, 1.2, 2.2, 5, 15]

  /// The closed words of each kind of mention.
  private static let keys: [Mention.Kind: [String]] = [
    .colour: Tint.allCases.map(\.rawValue), .size: SizeWord.allCases.map(\.rawValue),
    .relation: [
      "leftOf", "rightOf", "above", "over", "on", "below", "under", "behind", "inFrontOf", "beside", "inside",
      "between",
      "among", "around", "chasing", "chasedBy", "following", "fleeing", "riding", "holding", "wearing",
      "touching",
      "facing", "toward", "past", "through", "with", "passing", "jumpingOver",
    ],
    .motion: [
      "walk", "run", "move", "drive", "ride", "fly", "swim", "sail", "roll", "slide", "ski", "surf", "float",
      "up", "down",
      "approach", "recede", "bounce", "dance", "spin", "orbit", "zigzag", "jump", "enter", "exit", "stand",
      "sit", "lie",
      "sleep", "stop", "turn", "return", "swing", "grow", "shrink", "meet",
    ],
    .direction: [
      "right", "left", "up", "down", "approach", "recede", "orbit", "zigzag", "enter", "exit", "around",
      "backAndForth",
      "upAndDown", "still", "straight", "return", "through",
    ],
    .side: ["left", "right", "centre", "top", "bottom", "near", "far"],
    .speed: Speed.allCases.map(\.rawValue),
    .place: Scene.allCases.map(\.rawValue), .time: TimeOfDay.allCases.map(\.rawValue),
    .weather: Weather.allCases.map(\.rawValue), .look: Look.allCases.map(\.rawValue),
    .period: Period.allCases.map(\.rawValue),
    .camera: CameraMove.allCases.map(\.rawValue) + [
      "pan", "tilt", "zoom", "slowMotion", "fastMotion", "orbit", "steady", "shake",
    ],
    .shot: ShotSize.allCases.map(\.rawValue), .beat: ["first", "then", "until", "while", "when", "end"],
  ]
}
