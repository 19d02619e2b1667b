import Testing
import ZoetropeShot

import ZoetropeGrading

@Suite struct ComparisonTests {
  typealias Candidate = SettingComparison.Candidate

  /// By hand: on four cases the second is below the best by 0.1, 0.1, 0.1 and 0.3. The mean is 0.15, the deviation 0.1, so
  /// the interval is ± 1.96 · 0.1 / √4 = 0.098 and leaves zero out; the third is below by 0.1, 0, 0.1 and −0.1: 0.025 ± 0.094.
  @Test func theCheapestThatCannotBeToldFromTheBest() throws {
    let best = [0: 0.9, 1: 0.8, 2: 0.7, 3: 0.6]
    let comparison = try #require(
      SettingComparison([
        Candidate(cost: 1, scores: [0: 0.8, 1: 0.7, 2: 0.6, 3: 0.3]),
        Candidate(cost: 2, scores: [0: 0.8, 1: 0.8, 2: 0.6, 3: 0.7]),
        Candidate(cost: 9, scores: best),
      ]))
    #expect(comparison.best == 2 && comparison.cheapest == 1 && comparison.alike == [1, 2])
    #expect(abs(comparison.deficits[0].mean - 0.15) < 1e-12)
    #expect(abs(comparison.deficits[0].halfWidth - 0.098) < 1e-5)
    #expect(abs(comparison.deficits[1].mean - 0.025) < 1e-12)
  }

  /// A case that one of them lacks says nothing about the others.
  @Test func onlySharedCasesAreCompared() throws {
    let comparison = try #require(
      SettingComparison([
        Candidate(cost: 1, scores: [0: 0.5, 1: 1]), Candidate(cost: 2, scores: [0: 0.7, 2: 0]),
      ]))
    #expect(comparison.best == 1)
    #expect(SettingComparison([]) == nil)
    #expect(
      SettingComparison([Candidate(cost: 1, scores: [0: 1]), Candidate(cost: 1, scores: [1: 1])]) == nil)
  }

  @Test func moreCasesGoOnWhereFewerEnded() {
    let all = Calibration.choice(140, of: 140)
    #expect(all.sorted() == Array(0..<140) && all != Array(0..<140))
    #expect(Calibration.choice(20, of: 140) == Array(all.prefix(20)))
    // Looks come in runs of fourteen: a few cases hold most of them.
    #expect(Set(Calibration.choice(30, of: 140).map { $0 / 14 }).count >= 8)
  }

  /// Two foxes and a wolf in two clips; each is judged by its own answers.
  @Test func facetsSumUpTheirOwnAnswers() throws {
    func graded(_ index: Int, _ kinds: [ActorKind], _ right: [Double], camera: Double) -> GradedCase {
      let actors = kinds.map {
        Actor(kind: $0, motion: .still, keyframes: [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.2, height: 0.2)])
      }
      var grade = Grade()
      grade.outcomes = right.enumerated().map { Grade.Outcome(measure: .kind, actor: $0, value: $1) }
      grade.outcomes.append(Grade.Outcome(measure: .camera, value: camera))
      grade.outcomes.append(Grade.Outcome(measure: .placeError, actor: 0, value: 7))
      return GradedCase(
        source: .score, index: index, plan: ShotPlan(scene: .snow, actors: actors), grade: grade)
    }
    let cases = [graded(0, [.fox, .wolf], [1, 0], camera: 0), graded(1, [.fox], [0], camera: 1)]
    let kinds = cases.entries(by: .kind, leastCount: 1)
    #expect(kinds.map(\.value) == ["wolf", "fox"] && kinds.map(\.entry.mean) == [0, 0.5])
    #expect(cases.entries(by: .kind, leastCount: 2).map(\.value) == ["fox"])
    #expect(cases.entries(by: .camera, leastCount: 1).map(\.entry.mean) == [0.5])
    #expect(cases.entries(by: .look, leastCount: 1).map(\.entry.count) == [5])
  }
}
