import ZoetropeFiles
import ZoetropeShot

/// A change of one thing in a run, to see what that thing does. Actors, blocks and heads count from 0, as in plans and weights.
public enum WhatIf: Sendable, Equatable, CustomStringConvertible {
  /// The network's estimate with the plan, as trained: guidance 1.
  case noGuidance
  /// Guidance of another strength.
  case guidance(Double)
  /// Other noise for the same plan; nil is the seed after the run's.
  case otherSeed(UInt64?)
  /// Fewer steps, or more.
  case steps(Int)
  /// The layout is not told where an actor is; its plan token stays.
  case dropBox(Int)
  /// The actor leaves the plan.
  case dropActor(Int)
  /// A word is withheld from plan tokens, modulation and layout.
  case dropWord(PlanSlot)
  /// A block passes its input on: its gates are zero.
  case ablateBlock(Int)
  /// What a head found is not read.
  case ablateHead(block: Int, head: Int)

  /// How experiments are written, and what they do.
  public static let forms: [(form: String, meaning: String)] = [
    ("no-guidance", "classifier-free guidance off (scale 1)"),
    ("guidance:SCALE", "that guidance scale"),
    ("other-seed or other-seed:SEED", "noise of that seed, or of the next one"),
    ("steps:COUNT", "that number of denoising steps"),
    ("drop-box:ACTOR", "remove that actor's boxes from the conditioning"),
    ("drop-actor:ACTOR", "remove that actor from the plan"),
    (
      "drop-word:SLOT",
      "remove this word from the conditioning: " + PlanSlot.allCases.map(\.rawValue).joined(separator: "|")
    ),
    ("ablate-block:BLOCK", "skip this block"),
    ("ablate-head:BLOCK.HEAD", "set this head's output to zero"),
  ]

  /// Reads an experiment such as `drop-box:0`.
  ///
  /// - Throws: ``ExplainError/badExperiment(_:)``, which lists ``forms``.
  public init(_ text: String) throws {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let argument = parts.count == 2 ? parts[1] : nil
    let number = argument.flatMap(Int.init).flatMap { $0 >= 0 ? $0 : nil }
    let pair = argument?.split(separator: ".").compactMap { Int($0) } ?? []
    switch (parts[0], argument) {
    case ("no-guidance", nil): self = .noGuidance
    case ("other-seed", nil): self = .otherSeed(nil)
    case ("other-seed", let seed?):
      guard let seed = UInt64(seed) else { throw ExplainError.badExperiment(text) }
      self = .otherSeed(seed)
    case ("guidance", let scale?):
      guard let scale = Double(scale) else { throw ExplainError.badExperiment(text) }
      self = .guidance(scale)
    case ("drop-word", let word?):
      guard let slot = PlanSlot(rawValue: word) else { throw ExplainError.badExperiment(text) }
      self = .dropWord(slot)
    case ("steps", _?), ("fewer-steps", _?):
      guard let number else { throw ExplainError.badExperiment(text) }
      self = .steps(number)
    case ("drop-box", _?):
      guard let number else { throw ExplainError.badExperiment(text) }
      self = .dropBox(number)
    case ("drop-actor", _?):
      guard let number else { throw ExplainError.badExperiment(text) }
      self = .dropActor(number)
    case ("ablate-block", _?):
      guard let number else { throw ExplainError.badExperiment(text) }
      self = .ablateBlock(number)
    case ("ablate-head", _?):
      guard pair.count == 2, pair.allSatisfy({ $0 >= 0 }) else { throw ExplainError.badExperiment(text) }
      self = .ablateHead(block: pair[0], head: pair[1])
    default: throw ExplainError.badExperiment(text)
    }
  }

  /// Reads experiments separated by commas.
  ///
  /// - Throws: ``ExplainError/badExperiment(_:)``.
  public static func list(_ text: String) throws -> [WhatIf] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map {
      try WhatIf($0.trimmingPrefix { $0 == " " }.description)
    }
  }

  /// As it is written.
  public var description: String {
    switch self {
    case .noGuidance: "no-guidance"
    case .guidance(let scale): "guidance:\(scale)"
    case .otherSeed(let seed): seed.map { "other-seed:\($0)" } ?? "other-seed"
    case .steps(let count): "steps:\(count)"
    case .dropBox(let actor): "drop-box:\(actor)"
    case .dropActor(let actor): "drop-actor:\(actor)"
    case .dropWord(let slot): "drop-word:\(slot.rawValue)"
    case .ablateBlock(let block): "ablate-block:\(block)"
    case .ablateHead(let block, let head): "ablate-head:\(block).\(head)"
    }
  }
}
