// Grading: how far a clip is what its plan says. Nothing here is learned: for every question the synthetic world renders the
// answers that were possible, and the clip is compared with them.

import ZoetropeShot
import ZoetropeWorld

/// Grades clips against their plans.
///
/// ```swift
/// let grade = try Grader(world: World()).grade(clip, against: plan)
/// grade.outcomes(of: .kind).first?.found  // "horse"
/// ```
public struct Grader: Sendable {
  /// Pixels of a 64-pixel square by which an actor may be off and still be in its place.
  public static let placeTolerance = 3.0
  /// The least normalised cross-correlation at which an actor counts as found.
  public static let foundScore = 0.45

  /// Where the pictures of the cast come from.
  public let world: World

  /// Whether clips show the scenery of their plan's seed, as those of networks do that are told it; ``SceneGrader`` grades them, and
  /// plans that hold what the first networks have no words for.
  public var knowsScenery: Bool

  /// Makes a grader.
  public init(world: World, knowsScenery: Bool = false) {
    self.world = world
    self.knowsScenery = knowsScenery
  }

  /// Grades a clip.
  ///
  /// A question is asked only where the world itself would get it right: the plan rendered over other scenery goes
  /// through the same measures first. A black cat at night is nobody's mistake.
  ///
  /// Clips larger than 8 pixels per patch are graded at 8: everything that is asked can be seen there.
  ///
  /// - Throws: ``GradingError/shape(plan:clip:)`` where the clip is not one of the plan's; `WorldError`.
  /// - Complexity: about a third of a second per actor and clip on one core, nearly all of it rendering.
  public func grade(_ clip: Clip, against plan: ShotPlan) throws -> Grade {
    if knowsScenery || !plan.closedVocabularyIssues.isEmpty {
      return try SceneGrader(world: world).grade(clip, against: plan)
    }
    let factor = try Grader.scale(
      ofFrames: clip.frameCount, height: clip.height, width: clip.width, against: plan)
    let reading = try ShotReading(world, clip.reduced(by: factor), plan)
    var grade = try castGrade(reading)
    let proof = try castGrade(
      ShotReading(world, world.render(plan, patchSide: 8, seed: plan.seed ^ Grader.proofTwist), plan))
    grade.outcomes.removeAll { outcome in
      guard case .share = outcome.measure.unit else { return false }
      return !proof.outcomes.contains {
        $0.measure == outcome.measure && $0.actor == outcome.actor && $0.value == 1
      }
    }
    grade.outcomes += try ShotReport.outcomes(reading)
    return grade
  }

  /// How many times larger a clip is than what is graded.
  ///
  /// - Throws: ``GradingError/shape(plan:clip:)`` where it cannot be a clip of the plan.
  @discardableResult
  public static func scale(ofFrames frameCount: Int, height: Int, width: Int, against plan: ShotPlan)
    throws(GradingError) -> Int
  {
    let size = plan.size.pixelSize(patchSide: 8)
    let factor = max(1, height / size.height)
    guard height == size.height * factor, width == size.width * factor, frameCount == plan.frameCount else {
      throw GradingError.shape(
        plan: "\(plan.frameCount) frames of \(size.width)×\(size.height) pixels or a multiple",
        clip: "\(frameCount) frames of \(width)×\(height)")
    }
    return factor
  }

  // MARK: - Internals

  /// Other scenery for the plan's own render.
  private static let proofTwist: UInt64 = 0x7072_6F6F_66

  /// Everything about actors.
  private func castGrade(_ reading: ShotReading) throws -> Grade {
    var grade = Grade()
    for actor in reading.plan.actors.indices {
      let report = try ActorReport(reading, actor)
      grade.outcomes += report.outcomes
      grade.sightings.append(report.sightings)
    }
    grade.outcomes += try CastReport.outcomes(reading, grade)
    return grade
  }
}

/// What can go wrong in grading.
public enum GradingError: Error, Equatable, CustomStringConvertible {
  /// A clip and a plan do not belong together.
  case shape(plan: String, clip: String)
  /// An evaluation's record was begun with other settings.
  case otherSettings(path: String)
  /// A suite's file does not read.
  case badSuite(path: String, line: Int, reason: String)

  /// What is wrong, what was expected and what to do.
  public var description: String {
    switch self {
    case .shape(let plan, let clip):
      "the clip has \(clip); its plan says \(plan). Grade a clip with the plan it was made from."
    case .otherSettings(let path):
      "\(path) was begun with other settings; go on with the same ones, or choose another folder."
    case .badSuite(let path, let line, let reason): "\(path), line \(line): \(reason)"
    }
  }
}
