// Grades clips of networks that are told the scenery: every pixel of the plan's render is what the clip should show, so a question
// is answered by rendering the plan with one thing changed and asking which render is nearer.

import ZoetropeShot
import ZoetropeWorld

/// Grades clips whose scenery is that of their plan's seed.
public struct SceneGrader: Sendable {
  /// Where renders and pictures come from.
  public let world: World

  /// Makes a grader.
  public init(world: World) { self.world = world }

  /// Set pieces of a plan that are asked for: those that show most.
  private static let pieceCount = 4
  /// Share of the smaller box at which two actors are asked who covers whom.
  private static let leastOverlap = 0.15

  /// Grades a clip.
  ///
  /// A question is asked only where the plan's own render, made at twice the size and averaged down, would be taken for the right
  /// answer, and of answers whose renders differ visibly.
  ///
  /// - Throws: ``GradingError/shape(plan:clip:)`` where the clip is not one of the plan's; `WorldError`, `CastError`.
  /// - Complexity: about half a second per actor and another half per clip on one core, nearly all of it rendering.
  public func grade(_ clip: Clip, against plan: ShotPlan) throws -> Grade {
    let factor = try Grader.scale(
      ofFrames: clip.frameCount, height: clip.height, width: clip.width, against: plan)
    let small = clip.reduced(by: factor)
    let written = plan.withAttachmentsWrittenOut {
      (try? world.pictures.picture(named: $0))?.aspectRatio ?? 1
    }
    // Everything else is asked in the light, the place and the view that were found.
    var (reading, outcomes) = try SceneReading(world, small, written).explained(by: shot(written))
    for actor in written.actors.indices {
      guard let report = try SceneActorReport(reading, actor, in: small)?.outcomes() else { continue }
      outcomes += report.outcomes
      reading = try reading.basedOn(report.plan)
    }
    var grade = Grade()
    grade.outcomes = outcomes
    SceneGrader.sumUpCount(&grade)
    grade.outcomes += try together(reading, small)
    grade.outcomes += try pieces(reading)
    grade.outcomes += try SceneChange(world, clip, small, written).outcomes
    return grade
  }

  // MARK: - Internals

  /// One answer for the clip: whether every actor is there.
  private static func sumUpCount(_ grade: inout Grade) {
    let counts = grade.outcomes.filter { $0.measure == .count }
    grade.outcomes.removeAll { $0.measure == .count }
    guard !counts.isEmpty else { return }
    let found = counts.count { $0.value == 1 }
    grade.outcomes.append(
      Grade.Outcome(
        measure: .count, value: found == counts.count ? 1 : 0, planned: "\(counts.count)", found: "\(found)"))
  }

  /// How two actors stand to each other: the first two in each other's places, and who covers whom.
  private func together(_ reading: SceneReading, _ clip: Clip) throws -> [Grade.Outcome] {
    let plan = reading.plan
    guard plan.actors.count > 1 else { return [] }
    var outcomes: [Grade.Outcome] = []
    var swapped = plan
    (swapped.actors[0].picture, swapped.actors[1].picture) = (plan.actors[1].picture, plan.actors[0].picture)
    (swapped.actors[0].tint, swapped.actors[1].tint) = (plan.actors[1].tint, plan.actors[0].tint)
    (swapped.actors[0].gait, swapped.actors[1].gait) = (plan.actors[1].gait, plan.actors[0].gait)
    let exchanged = SceneReading.Alternative(word: "exchanged", plan: swapped)
    if let answer = try reading.answer(
      SceneReading.Question(measure: .relation, planned: "as planned") { _ in [exchanged] })
    {
      outcomes.append(answer.outcome)
    }
    for first in plan.actors.indices {
      for second in plan.actors.indices where second > first {
        let frames = (0..<plan.frameCount).filter { frame in
          let time = plan.time(ofFrame: frame)
          let a = ActorTrack(plan.actors[first]).box(at: time),
            b = ActorTrack(plan.actors[second]).box(at: time)
          return a.overlap(with: b) > SceneGrader.leastOverlap
        }
        guard let frame = frames.dropFirst(frames.count / 2).first else { continue }
        var other = plan
        (other.actors[first].depth, other.actors[second].depth) = (
          plan.actors[second].depth, plan.actors[first].depth
        )
        let reversed = SceneReading.Alternative(word: "the other covers it", plan: other)
        let answer = try reading.lookingAt([frame], in: clip).answer(
          SceneReading.Question(measure: .occlusion, actor: first, planned: "as planned") { _ in [reversed] })
        if let answer { outcomes.append(answer.outcome) }
      }
    }
    return outcomes
  }

  private func pieces(_ reading: SceneReading) throws -> [Grade.Outcome] {
    let plan = reading.plan
    let largest = plan.setPieces.indices.sorted {
      (plan.setPieces[$1].height, $0) < (plan.setPieces[$0].height, $1)
    }
    return try largest.prefix(SceneGrader.pieceCount).compactMap { piece in
      var without = plan
      without.setPieces[piece].x = -70
      let nothing = SceneReading.Alternative(word: "nothing", plan: without)
      return try reading.answer(
        SceneReading.Question(measure: .piece, planned: plan.setPieces[piece].picture) { _ in [nothing] }
      )?.outcome
    }
  }

  /// Questions about the whole shot.
  private func shot(_ plan: ShotPlan) -> [SceneReading.Question] {
    func question<Word: CaseIterable & RawRepresentable<String> & Equatable>(
      _ measure: Measure, _ slot: WritableKeyPath<ShotPlan, Word>
    ) -> SceneReading.Question {
      SceneReading.Question(measure: measure, planned: plan[keyPath: slot].rawValue) { plan in
        Word.allCases.filter { $0 != plan[keyPath: slot] }.map { word in
          var other = plan
          other[keyPath: slot] = word
          return SceneReading.Alternative(word: word.rawValue, plan: other)
        }
      }
    }
    var questions = [
      question(.time, \.time), question(.weather, \.weather), question(.look, \.look),
      question(.scene, \.scene),
      SceneReading.Question(measure: .camera, planned: plan.camera.move.rawValue) { views($0) },
    ]
    guard plan.scene.isBuilt else { return questions }
    questions.append(
      SceneReading.Question(measure: .period, planned: plan.period?.rawValue ?? "present") { plan in
        ([nil] + Period.allCases).filter { $0 != plan.period }.map { period in
          var other = plan
          other.period = period
          return SceneReading.Alternative(word: period?.rawValue ?? "present", plan: other)
        }
      })
    return questions
  }

  /// The camera standing still, and going the other way.
  private func views(_ plan: ShotPlan) -> [SceneReading.Alternative] {
    let views = plan.camera.keyframes
    guard let first = views.first, views.count > 1 else { return [] }
    var still = plan
    still.camera.keyframes = [CameraKeyframe(t: 0, x: first.x, y: first.y, zoom: first.zoom)]
    var back = plan
    for index in views.indices {
      let other = views[views.count - 1 - index]
      (back.camera.keyframes[index].x, back.camera.keyframes[index].y) = (other.x, other.y)
      back.camera.keyframes[index].zoom = other.zoom
    }
    return [
      SceneReading.Alternative(word: "still", plan: still),
      SceneReading.Alternative(word: "backwards", plan: back),
    ]
  }
}
