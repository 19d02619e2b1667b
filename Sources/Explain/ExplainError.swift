import Foundation
import ZoetropeDenoiser
import ZoetropeShot

/// What can go wrong in explaining a run, beyond what making the clip itself reports.
public enum ExplainError: Error, Equatable, LocalizedError {
  /// A text is not an experiment.
  case badExperiment(String)
  /// An experiment speaks of something that this shot or network does not have.
  case impossible(experiment: String, reason: String)

  /// What is wrong, what was expected and what to do.
  public var errorDescription: String? {
    switch self {
    case .badExperiment(let text):
      "“\(text)” is no experiment; expected "
        + WhatIf.forms.map { "\($0.form) (\($0.meaning))" }.joined(separator: ", ")
    case .impossible(let experiment, let reason): "\(experiment): \(reason)"
    }
  }

  /// Checks experiments against a plan and a network.
  ///
  /// - Throws: ``impossible(experiment:reason:)``.
  static func check(_ experiments: [WhatIf], _ plan: ShotPlan, _ network: DenoiserConfiguration) throws {
    func check(_ experiment: WhatIf, _ what: String, _ index: Int, _ count: Int) throws {
      guard !(0..<count).contains(index) else { return }
      let range = count == 0 ? "has none" : count == 1 ? "has only 0" : "has 0…\(count - 1)"
      throw ExplainError.impossible(
        experiment: "\(experiment)", reason: "there is no \(what) \(index); this run \(range)")
    }
    for experiment in experiments {
      switch experiment {
      case .dropBox(let actor), .dropActor(let actor):
        try check(experiment, "actor", actor, plan.actors.count)
      case .ablateBlock(let block): try check(experiment, "block", block, network.depth)
      case .ablateHead(let block, let head):
        try check(experiment, "block", block, network.depth)
        try check(experiment, "head", head, network.headCount)
      case .dropWord(let slot) where plan.words(of: slot).isEmpty:
        throw ExplainError.impossible(
          experiment: "\(experiment)", reason: "the plan has no word for \(slot.rawValue)")
      default: break
      }
    }
  }
}

extension ShotPlan {
  /// The words that the plan has for a slot: one for the shot, or those of its actors.
  func words(of slot: PlanSlot) -> [String] {
    slot.word(in: self).map { [$0] } ?? actors.compactMap { slot.word(in: $0) }
  }
}
