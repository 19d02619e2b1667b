import Foundation
import Testing
import ZoetropeShot
import ZoetropePlanner
import ZoetropeRandom

/// Chooses anything that is allowed: what a network with any weights can say.
struct RandomChoices: PlanSource {
  var generator: Generator

  mutating func choose(_ field: PlanField, among allowed: Range<Int>) -> Int {
    // The ends of ranges are where rules break, so they are drawn more often than evenly.
    generator.chance(0.2)
      ? (generator.chance(0.5) ? allowed.lowerBound : allowed.upperBound - 1)
      : allowed.lowerBound + generator.index(below: allowed.count)
  }
}

@Suite struct GrammarTests {
  /// 10 000 by default; the environment variable asks for more.
  static let count = ProcessInfo.processInfo.environment["ZOETROPE_PLANS"].flatMap(Int.init) ?? 10_000

  /// Whatever the choices, the plan is valid, comes back from its file, and shows no mistake of the kinds that the grammar rules out.
  @Test func anyChoicesAreAValidPlan() throws {
    var kinds: Set<ActorKind> = [], motions: Set<Motion> = [], moves: Set<CameraMove> = []
    for index in 0..<GrammarTests.count {
      let generator = Generator(seed: 3, stream: UInt64(index))
      let shape = FrameShape.allCases[index % 3]
      var grammar = PlanGrammar(shape: shape, source: RandomChoices(generator: generator))
      let frameCount = [16, 1, 2, 33][index % 4]
      let plan = try grammar.read(frameCount: frameCount).plan
      let file = try plan.json()
      if index % 10 == 0 { #expect(try ShotPlan(json: file) == plan) }
      let warnings = PlanReview(plan).warnings.filter {
        !$0.path.hasSuffix("speed") && !$0.message.contains("cover") && frameCount == 16
      }
      #expect(warnings.isEmpty, "\(index): \(warnings) \(String(decoding: file, as: UTF8.self))")
      kinds.formUnion(plan.actors.compactMap(\.kind))
      motions.formUnion(plan.actors.map(\.motion))
      moves.insert(plan.camera.move)
    }
    // The choices went everywhere.
    #expect(kinds.count == ActorKind.allCases.count && motions.count == Motion.allCases.count)
    #expect(moves.count == CameraMove.allCases.count)
  }
}

@Suite struct GridTests {
  /// Values on a grid are their own nearest, and bounds hold for every bin that is offered within them.
  @Test(arguments: PlanTokenGroup.allCases.compactMap(\.grid)) func binsAndValuesAgree(grid: Grid) {
    for bin in 0..<grid.count { #expect(grid.bin(of: grid.value(at: Double(bin))) == bin) }
    let (low, high) = (grid.value(at: 3), grid.value(at: Double(grid.count - 4)))
    let bins = grid.bins(low...high)
    #expect(bins == 3..<grid.count - 3)
    #expect(grid.bins(-1e9...(-1e8)) == 0..<1)
    #expect(grid.bins(1e8...1e9) == grid.count - 1..<grid.count)
  }
}
