import Foundation
import Testing
import ZoetropeLanguage
import ZoetropeShot
import ZoetropePlanner
import ZoetropeRandom
import ZoetropeWorld

@Suite struct PlanCodecTests {
  static let plans: [ShotPlan] = {
    var generator = Generator(seed: 11)
    return (0..<2000).map { _ in ShotSampler().sample(using: &generator) }
  }()

  /// Words come back exactly and numbers within one step of their grids, measured in the plan's own units.
  ///
  /// The grammar is a little stricter than the World about how far apart or how near two related actors are, and keeps boxes
  /// within the frame; the few plans at those margins are moved.
  @Test func plansOfTheWorldComeBack() throws {
    var moved = 0
    for plan in PlanCodecTests.plans {
      let reading = try PlanReading(plan)
      let back = try PlanReading(reading.choices(), shape: plan.size)
      try back.plan.validate()
      #expect(back.relation == reading.relation && back.headings == reading.headings)
      #expect(PlanCodecTests.differences(plan, back.plan, tolerance: .infinity).isEmpty)
      if !PlanCodecTests.differences(plan, back.plan, tolerance: 1).isEmpty { moved += 1 }
    }
    #expect(moved <= PlanCodecTests.plans.count / 50, "\(moved) plans are off by more than a step")
  }

  /// A plan that has been through tokens once is a fixed point: its numbers are on the grids.
  @Test func plansFromTokensComeBackExactly() throws {
    for plan in PlanCodecTests.plans.prefix(500) {
      let once = try PlanReading(PlanReading(plan).choices(), shape: plan.size)
      let twice = try PlanReading(once.choices(), shape: plan.size)
      #expect(PlanCodecTests.differences(once.plan, twice.plan, tolerance: 1).isEmpty)
    }
  }

  /// A list that is cut, lengthened or belongs to another plan is refused with the place.
  @Test func brokenListsAreRefused() throws {
    let choices = try PlanReading(PlanCodecTests.plans[0]).choices()
    let shape = PlanCodecTests.plans[0].size
    #expect(throws: PlannerError.self) { try PlanReading(Array(choices.dropLast()), shape: shape) }
    #expect(throws: PlannerError.self) { try PlanReading(choices + [choices[0]], shape: shape) }
    #expect(throws: PlannerError.self) { try PlanReading(Array(choices.reversed()), shape: shape) }
    var wild = choices
    wild[0] = PlanChoice(.shot(.scene), 999)
    #expect(throws: PlannerError.self) { try PlanReading(wild, shape: shape) }
  }

  /// A plan of what the grammar has no token for is refused with the field, not turned into tokens of something else.
  @Test func whatHasNoTokenIsRefused() throws {
    var plan = try #require(PlanCodecTests.plans.first { !$0.actors.isEmpty })
    var reading = try PlanReading(plan)
    plan.actors[0].picture = "gorilla"
    reading.plan = plan
    let refusal = PlanError([.init("actors[0].picture", "\"gorilla\" is no kind")])
    #expect(throws: refusal) { try PlanReading(plan) }
    #expect(throws: refusal) { try reading.choices() }
  }

  static func differences(_ a: ShotPlan, _ b: ShotPlan, tolerance: Double) -> [String] {
    var found: [String] = []
    func check(_ name: String, _ isSame: Bool) { if !isSame { found.append(name) } }
    check("words", (a.scene, a.time, a.weather, a.look) == (b.scene, b.time, b.weather, b.look))
    check("more words", (a.period, a.shotSize, a.camera.move) == (b.period, b.shotSize, b.camera.move))
    check("count", a.actors.count == b.actors.count)
    check("camera keyframes", a.camera.keyframes.count == b.camera.keyframes.count)
    for (x, y) in zip(a.camera.keyframes, b.camera.keyframes) {
      check("camera.x", abs(x.x - y.x) <= 0.0101 * tolerance)
      check("camera.y", abs(x.y - y.y) <= 0.0101 * tolerance)
      check("camera.zoom", abs(log(x.zoom / y.zoom)) <= log(1.021) * tolerance)
    }
    for (x, y) in zip(a.actors, b.actors) {
      check("kind", x.kind == y.kind && x.tint == y.tint && x.size == y.size)
      check("motion", x.motion == y.motion && x.speed == y.speed)
      check("depth", abs(x.depth - y.depth) <= 0.051 * tolerance)
      check("keyframes", x.keyframes.count == y.keyframes.count)
      for (k, l) in zip(x.keyframes, y.keyframes) {
        check("x", abs(k.x - l.x) <= 0.0201 * tolerance)
        check("y", abs(k.y - l.y) <= 0.0201 * tolerance)
        check("angle", abs(k.angle - l.angle) <= 6.01 * tolerance)
        // Scale and stretch are each within a step; the area is scale squared, the form stretch squared.
        check("area", abs(log(k.width * k.height / l.width / l.height)) <= 2 * log(1.051) * tolerance)
        check("form", abs(log(k.width / k.height * l.height / l.width)) <= 2 * log(1.041) * tolerance)
        check("flipped", k.flipped == l.flipped)
      }
    }
    return found
  }
}
