// What a prompt states is in the plan, or a note says what is missing.

import ZoetropeLanguage
import ZoetropePlanner
import ZoetropeShot

extension Studio {
  /// Plans made of a prompt before the one that holds most of it is taken.
  static let planningAttempts = 4

  /// Turns a prompt into a plan that holds what the prompt states: a plan that lacks something is made again, and what the best
  /// one still lacks is among its notes.
  ///
  /// - Parameters:
  ///   - seed: of the plan; the first attempt draws with it, later ones with others at a higher temperature.
  ///   - probe: sees what the planner chooses at the first attempt.
  /// - Throws: ``SessionError/noPlanner``, and what the planner throws.
  func checkedPlan(
    _ prompt: String, seed: UInt64, _ settings: PlanningSettings, probe: PlanningProbe? = nil
  ) throws -> PlannedShot {
    if plannerReadsMentions {
      // It holds what is stated, whatever its weights, or says what is missing.
      var shot = try plan(prompt, seed: seed, settings, probe: probe)
      if denoiser.configuration.appearance == .kinds {
        let (plan, notes) = shot.plan.forClosedVocabulary()
        shot.plan = plan
        shot.notes += notes
      }
      return shot
    }
    let stated = CaptionParser().parse(prompt)
    func missing(_ shot: PlannedShot) -> [StatementCheck] {
      stated.checks(against: shot.plan).filter { !$0.isTrue }
    }
    var best = try plan(prompt, seed: seed, settings, probe: probe)
    var lacks = missing(best)
    for attempt in 1..<Studio.planningAttempts where !lacks.isEmpty {
      var varied = settings
      varied.temperature = min(max(settings.temperature, 0.5 * Double(attempt)), 4)
      var shot = try plan(prompt, seed: seed &+ UInt64(attempt) << 40, varied)
      let found = missing(shot)
      guard found.count < lacks.count else { continue }
      shot.plan.seed = seed
      (best, lacks) = (shot, found)
    }
    best.notes += lacks.map(\.note)
    return best
  }
}

extension StatementCheck {
  /// What is missing, in a sentence for people.
  var note: String {
    switch slot {
    case .count: "the prompt seems to name \(said) actors; the plan has \(found)"
    case .relation: "the plan does not hold that one actor is \(said) the other"
    case .plan(.kind):
      found == "nothing" ? "the plan has no \(said)" : "the plan has a \(found) for the \(said)"
    default: "the prompt says \(said) (\(slot)); the plan has \(found)"
    }
  }
}
