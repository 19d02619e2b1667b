import Testing
import ZoetropeGrading
import ZoetropeWorld

@Suite struct GraderTests {
  @Test func truthIsRecognised() throws {
    let grader = Grader(world: try World())
    let plan = Calibration.heldOutPlan(0)
    let grade = try Calibration.ceiling(plan, grader)
    #expect(grade.outcomes(of: .kind).allSatisfy { $0.value == 1 })
    #expect(!grade.outcomes.isEmpty)
  }
}
