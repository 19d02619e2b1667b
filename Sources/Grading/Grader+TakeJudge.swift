import ZoetropeCast
import ZoetropeLanguage
import ZoetropeShot
import ZoetropeWorld

extension Grader: TakeJudge {
  /// Makes sure that clips of a size can be graded.
  ///
  /// - Throws: ``GradingError/shape(plan:clip:)``.
  public func checkSize(of plan: ShotPlan, height: Int, width: Int) throws {
    _ = try Grader.scale(ofFrames: plan.frameCount, height: height, width: width, against: plan)
  }

  /// The share of right answers about the clip, times the share of what the prompt states that is in the plan.
  ///
  /// - Throws: as ``grade(_:against:)``.
  public func judge(_ clip: Clip, plan: ShotPlan, prompt: String?) throws -> TakeGrade {
    let grade = try grade(clip, against: plan)
    let checks = prompt.map { CaptionParser().parse($0).checks(against: plan) } ?? []
    let broken = checks.filter { !$0.isTrue }
    let shares = grade.outcomes.filter { if case .share = $0.measure.unit { true } else { false } }
    let wrong = shares.filter { $0.value == 0 }.map { outcome in
      ([outcome.actor.map { plan.actors[$0].title }, outcome.measure.rawValue].compactMap { $0 })
        .joined(separator: " ")
    }
    let followed = checks.isEmpty ? 1 : 1 - Double(broken.count) / Double(checks.count)
    return TakeGrade(
      score: grade.score.map { $0 * followed },
      wrong: broken.map { "plan: \($0.slot) \($0.found) for \($0.said)" } + wrong)
  }
}

extension Grader: CastJudge {
  /// The same grader with a person's own pictures beside the cast.
  public func casting(_ cast: OwnCast) -> Grader {
    Grader(world: World(pictures: world.pictures.casting(cast)), knowsScenery: knowsScenery)
  }
}
