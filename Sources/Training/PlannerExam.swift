import Foundation
import ZoetropeLanguage
import ZoetropeShot
import ZoetropePlanner
import ZoetropeRandom
import ZoetropeWorld

/// How well a planner does what prompts say, slot by slot.
///
/// Prompts are those of shots of the synthetic world; everything that a prompt states is held against the plan that the planner makes of it,
/// which is measured: a heading is where the boxes go, a relation must hold in them.
public struct PlannerExam: Sendable {
  /// Right answers of a slot.
  public struct Score: Sendable, Equatable {
    /// How often prompts state the slot.
    public var count = 0
    /// How often the plan has it so.
    public var right = 0
    /// Share of right answers, 0…1.
    public var share: Double { count == 0 ? 1 : Double(right) / Double(count) }
  }

  /// The scores by slot.
  public private(set) var scores: [StatementCheck.Slot: Score] = [:]
  /// Prompts of which everything came true, and all prompts.
  public private(set) var whole = Score()
  /// Prompts with wrong answers: the prompt, and what is wrong.
  public private(set) var failures: [(prompt: String, wrong: [StatementCheck])] = []
  /// Mean seconds per plan.
  public private(set) var secondsPerPlan = 0.0

  /// Examines a planner; the likeliest plan of each prompt counts.
  ///
  /// - Throws: what planning throws.
  public init(_ planner: Planner, split: CaptionSplit, count: Int, seed: UInt64 = 0xE0A) throws {
    let describer = Describer(split: split)
    let clock = ContinuousClock()
    for index in 0..<count {
      var generator = Generator(seed: seed, stream: UInt64(index))
      let truth = ShotSampler().sample(using: &generator)
      let caption = try describer.describe(truth, using: &generator)
      var settings = PlanningSettings()
      settings.shape = truth.size
      let start = clock.now
      let shot = try planner.plan(prompt: caption.prompt, settings: settings)
      secondsPerPlan += (clock.now - start).seconds / Double(count)
      let checks = caption.stated.checks(against: shot.plan)
      for check in checks {
        scores[check.slot, default: Score()].count += 1
        if check.isTrue { scores[check.slot, default: Score()].right += 1 }
      }
      let wrong = checks.filter { !$0.isTrue }
      whole.count += 1
      if wrong.isEmpty { whole.right += 1 } else { failures.append((caption.prompt, wrong)) }
    }
  }

  /// The table, one slot a line.
  public var text: String {
    let rows =
      StatementCheck.Slot.allCases.map { ($0.description, scores[$0] ?? Score()) } + [("whole prompt", whole)]
    return rows.map { name, score in
      let share = String(format: "%6.2f %%", 100 * score.share)
      return name.padding(toLength: 14, withPad: " ", startingAt: 0) + share + "  of \(score.count)"
    }.joined(separator: "\n")
  }
}
