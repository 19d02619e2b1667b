import Testing
import ZoetropeGrading

@Suite struct TallyTests {
  private func entry(right: Int, of count: Int) -> Tally.Entry {
    var grade = Grade()
    grade.outcomes = (0..<count).map {
      Grade.Outcome(measure: .kind, actor: 0, value: $0 < right ? 1 : 0)
    }
    return Tally([grade])[.kind]
  }

  /// Bounds worked out in Python from Brown, Cai & DasGupta 2001, “Interval estimation for a binomial proportion”, eq. 4.
  @Test(arguments: [
    (8, 10, 0.490162, 0.943318), (0, 10, 0.0, 0.277533), (10, 10, 0.722467, 1.0),
    (45, 100, 0.356145, 0.547554),
  ])
  func wilsonAgreesWithItsDefinition(right: Int, count: Int, low: Double, high: Double) {
    let interval = entry(right: right, of: count).wilson
    #expect(abs(interval.lowerBound - low) < 1e-6 && abs(interval.upperBound - high) < 1e-6, "\(interval)")
  }

  @Test func emptyEntriesSayNothing() {
    #expect(Tally([])[.scene].count == 0)
    #expect(Tally([])[.scene].wilson == 0...1)
  }

  @Test func scoreWeighsMeasuresEqually() {
    var grade = Grade()
    grade.outcomes = [
      Grade.Outcome(measure: .kind, actor: 0, value: 1), Grade.Outcome(measure: .kind, actor: 1, value: 0),
      Grade.Outcome(measure: .scene, value: 1), Grade.Outcome(measure: .placeError, actor: 0, value: 9),
    ]
    #expect(grade.score == 0.75)
    #expect(Grade().score == nil)
  }
}
