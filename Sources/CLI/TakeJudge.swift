import ZoetropeLanguage
import ZoetropeShot
import ZoetropeGrading
import ZoetropeSession
import ZoetropeWorld

/// Grades the takes that the best one is picked from.
struct TakeJudge {
  private let grader: Grader
  /// What the prompt states. Takes differ in their plans, and a plan that leaves out the rain must not win by being followed.
  private let stated: StatedShot?

  /// Gets ready for a job; nil where all takes are kept.
  ///
  /// - Throws: `WorldError` without the emoji font, `SessionError.badSetting` for sizes that cannot be graded.
  init?(_ job: Job) throws {
    guard job.pick == .best else { return nil }
    for recipe in job.takes.map(\.recipe) {
      do throws(GradingError) {
        try Grader.scale(
          ofFrames: recipe.plan.frameCount, height: recipe.settings.finalHeight,
          width: recipe.settings.finalWidth, against: recipe.plan)
      } catch {
        throw SessionError.badSetting(
          name: "pick", value: job.pick.rawValue,
          expected: "a size that can be graded; leave `size` out, or give square, wide or tall")
      }
    }
    grader = Grader(world: try World())
    let plans = job.takes.map(\.recipe.plan)
    let isOnePlan = plans.allSatisfy { plan in
      var same = plan
      same.seed = plans[0].seed
      return same == plans[0]
    }
    stated = isOnePlan ? nil : CaptionParser().parse(plans[0].prompt)
  }

  /// The share of right answers about the clip, times the share of what the prompt states that is in the plan.
  func grade(_ clip: Clip, _ plan: ShotPlan) throws -> TakeGrade {
    let grade = try grader.grade(clip, against: plan)
    let checks = stated?.checks(against: plan) ?? []
    let broken = checks.filter { !$0.isTrue }
    let shares = grade.outcomes.filter { if case .share = $0.measure.unit { true } else { false } }
    let wrong = shares.filter { $0.value == 0 }.map { outcome in
      ([outcome.actor.map { plan.actors[$0].kind.rawValue }, outcome.measure.rawValue].compactMap { $0 })
        .joined(separator: " ")
    }
    let followed = checks.isEmpty ? 1 : 1 - Double(broken.count) / Double(checks.count)
    return TakeGrade(
      score: grade.score.map { $0 * followed },
      wrong: broken.map { "plan: \($0.slot) \($0.found) for \($0.said)" } + wrong)
  }
}
