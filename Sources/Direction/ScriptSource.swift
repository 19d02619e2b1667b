// What is left to choose where a prompt leaves it open, and who chooses.

import ZoetropeCast
import ZoetropeShot

/// A question of the script that a prompt may leave open.
public struct ScriptSlot: Sendable, Hashable {
  /// What is asked.
  public var kind: Kind
  /// What it is asked of: the number of a mention or of an actor, 0 for the shot.
  public var subject: Int

  /// Asks something.
  public init(_ kind: Kind, of subject: Int = 0) { (self.kind, self.subject) = (kind, subject) }

  /// The questions; the answers of each are numbers below ``answerCount``.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Which of a word's senses: of a mention.
    case sense
    /// Whether a thing acts (0) or stands in the scene (1): of a mention.
    case fate
    /// Which of the places where those who act belong, most typical first.
    case place
    /// As usual at the place (0), or `TimeOfDay` from 1 on.
    case time
    /// As usual at the place (0), or `Weather` from 1 on.
    case weather
    /// `ShotSize`.
    case shotSize
    /// `CameraMove`.
    case camera
    /// How far the camera goes.
    case cameraAmount
    /// How large the actors are.
    case scale
    /// To the left (0) or to the right (1): of an actor.
    case heading
    /// Whether an actor of whom nothing is said stands (0) or goes (1).
    case idle
    /// `Speed`: of an actor.
    case pace
    /// Where across the frame: of an actor.
    case column
    /// How far away: of an actor.
    case row
    /// In which eighth of the shot the next step begins, less 1: of a step.
    case border

    /// How many answers there are at most.
    public var answerCount: Int {
      switch self {
      case .sense, .cameraAmount, .row, .shotSize, .pace: 3
      case .fate, .heading, .idle: 2
      case .place: 4
      case .time: 1 + TimeOfDay.allCases.count
      case .weather: 1 + Weather.allCases.count
      case .camera: CameraMove.allCases.count
      case .scale: 5
      case .column: 9
      case .border: 7
      }
    }
  }
}

extension ScriptSlot.Kind {
  /// An answer in a word.
  public func text(of answer: Int) -> String {
    func word<Value: CaseIterable & RawRepresentable<String>>(_ type: Value.Type, _ index: Int) -> String {
      let words = type.allCases.map(\.rawValue)
      return words.indices.contains(index) ? words[index] : "\(answer)"
    }
    switch self {
    case .fate: return answer == 0 ? "actor" : "set piece"
    case .time: return answer == 0 ? "as usual" : word(TimeOfDay.self, answer - 1)
    case .weather: return answer == 0 ? "as usual" : word(Weather.self, answer - 1)
    case .shotSize: return word(ShotSize.self, answer)
    case .camera: return word(CameraMove.self, answer)
    case .heading: return word(Heading.self, answer)
    case .idle: return answer == 0 ? "stands" : "goes"
    case .pace: return word(Speed.self, answer)
    case .sense, .place, .cameraAmount, .scale, .column, .row, .border: return "\(answer)"
    }
  }
}

/// Who chooses where a prompt leaves something open: a network, a hand-made rule, a script that is known.
public protocol ScriptSource {
  /// Chooses one of the answers that are allowed.
  ///
  /// - Parameters:
  ///   - slot: the question.
  ///   - allowed: the answers that agree with the prompt, at least two, in ascending order.
  ///   - usual: what suits when nothing else is known, one of `allowed`.
  /// - Returns: one of `allowed`.
  mutating func choose(_ slot: ScriptSlot, among allowed: [Int], usual: Int) throws -> Int
}

/// Takes what is usual: the rule that plans are made by without a network.
public struct UsualChoices: ScriptSource {
  /// Makes the rule.
  public init() {}

  /// Answers as usual.
  public mutating func choose(_ slot: ScriptSlot, among allowed: [Int], usual: Int) -> Int { usual }
}
