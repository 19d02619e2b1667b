import ZoetropeDirection
import Foundation

/// A token that the planner chose, and how likely it found it.
public struct PlannerChoice: Sendable, Equatable, Codable {
  /// A token and its probability.
  public struct Candidate: Sendable, Equatable, Codable {
    /// The token as text.
    public var text: String
    /// Its probability among the tokens that the grammar allows there, at temperature 1, 0…1.
    public var probability: Double
  }

  /// The slot of the plan that it fills, in words; nil for a token of the description.
  public var field: String?
  /// Whether it fills a word of the plan, rather than a number.
  public var isWord: Bool
  /// What was chosen; an empty text ends the description.
  public var chosen: Candidate
  /// The likeliest others, likeliest first.
  public var rivals: [Candidate]
  /// How many tokens were allowed.
  public var allowedCount: Int
}

/// Receives what a planner chooses, for teaching.
///
/// An argument of planning and no `ComputeObserver`: it is about choices of the grammar, which no operation on tensors knows.
public final class PlanningProbe {
  /// Tokens of the prompt as text.
  public private(set) var prompt: [String] = []
  /// The description, token by token.
  public private(set) var description: [PlannerChoice] = []
  /// Words of the plan.
  public private(set) var words: [PlannerChoice] = []
  /// Numbers of the plan: each layout that was tried.
  public private(set) var layouts: [[PlannerChoice]] = []
  /// The layout that was kept.
  public private(set) var keptLayout = 0

  /// How many rivals of a choice are kept.
  public static let rivalCount = 4

  /// Makes an empty probe.
  public init() {}

  func readPrompt(_ tokens: [String]) { prompt = tokens }

  func beginLayout() { layouts.append([]) }

  func keep(_ attempt: Int) { keptLayout = attempt }

  /// Records a token of the description.
  func record(_ scores: [Float], _ chosen: Int, text: (Int) -> String) {
    description.append(choice(nil, isWord: true, scores, chosen, text))
  }

  /// Records a choice for a slot of the plan.
  func record(_ field: PlanField, _ allowed: Range<Int>, _ scores: [Float], _ chosen: Int) {
    let group = field.group
    let made = choice(field.title, isWord: field.isWord, scores, chosen) { index in
      let choice = allowed.lowerBound + index
      guard let grid = group.grid else { return group.names[choice] }
      return String(format: "%.4g", grid.value(at: Double(choice)))
    }
    if layouts.isEmpty { words.append(made) } else { layouts[layouts.count - 1].append(made) }
  }

  /// Records the answer to a question of a script.
  func record(_ slot: ScriptSlot, _ allowed: [Int], _ scores: [Float], _ chosen: Int) {
    words.append(
      choice("\(slot.kind.rawValue) of \(slot.subject)", isWord: true, scores, chosen) {
        slot.kind.text(of: allowed[$0])
      })
  }

  // MARK: - Internals

  private func choice(
    _ field: String?, isWord: Bool, _ scores: [Float], _ chosen: Int, _ text: (Int) -> String
  ) -> PlannerChoice {
    let best = Double(scores.max() ?? 0)
    let weights = scores.map { exp(Double($0) - best) }
    let total = weights.reduce(0, +)
    func candidate(_ index: Int) -> PlannerChoice.Candidate {
      PlannerChoice.Candidate(text: text(index), probability: weights[index] / total)
    }
    let order = weights.indices.filter { $0 != chosen }.sorted { (weights[$1], $0) < (weights[$0], $1) }
    return PlannerChoice(
      field: field, isWord: isWord, chosen: candidate(chosen),
      rivals: order.prefix(PlanningProbe.rivalCount).map(candidate), allowedCount: scores.count)
  }
}

extension PlanField {
  /// The slot in words, such as `actor 1: x at keyframe 2`; actors and keyframes count from 0.
  var title: String {
    func of(_ actor: Int, _ what: String) -> String { "actor \(actor): \(what)" }
    switch self {
    case .actor(let actor, _), .heading(let actor), .depth(let actor), .facing(let actor):
      return of(actor, group.rawValue)
    case .flip(let actor, let keyframe): return of(actor, "mirrored at keyframe \(keyframe)")
    case .form(let track): return "\(track.title), form"
    case .value(let track, let keyframe): return "\(track.title) at keyframe \(keyframe)"
    default: return group.rawValue
    }
  }
}

extension PlanTrack {
  /// The number in words.
  fileprivate var title: String {
    func of(_ actor: Int, _ what: String) -> String { "actor \(actor): \(what)" }
    return switch self {
    case .scale(let actor): of(actor, "scale")
    case .stretch(let actor): of(actor, "stretch")
    case .x(let actor): of(actor, "x")
    case .y(let actor): of(actor, "y")
    case .angle(let actor): of(actor, "angle")
    case .cameraX: "camera: x"
    case .cameraY: "camera: y"
    case .cameraZoom: "camera: zoom"
    }
  }
}
