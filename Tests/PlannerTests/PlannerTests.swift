import Foundation
import Testing
import ZoetropeLanguage
import ZoetropeShot
import ZoetropeLayers
@testable import ZoetropePlanner
import ZoetropeWorld

@Suite struct PlannerTests {
  /// The shipped weights.
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Models/planner").standardizedFileURL

  /// Random weights behind the shipped tokenizer.
  private func untrained() throws -> Planner {
    let shipped = try Planner(contentsOf: PlannerTests.folder).network.configuration.tokenizer
    let configuration = PlannerConfiguration.thumbnail(shipped)
    return Planner(
      configuration, ParameterSource(Parameters(layout: configuration.parameterLayout, seed: 9)))
  }

  /// 100 by default; the environment variable asks for more.
  @Test func randomWeightsGiveValidPlans() throws {
    let count = ProcessInfo.processInfo.environment["ZOETROPE_DECODES"].flatMap(Int.init) ?? 100
    let planner = try untrained()
    var settings = PlanningSettings()
    (settings.temperature, settings.topP) = (2, 1)
    // One decode each: what a second layout mends must not be needed.
    settings.layoutAttempts = 1
    for seed in 0..<count {
      settings.shape = FrameShape.allCases[seed % 3]
      let shot = try planner.plan(prompt: "a fox runs", seed: UInt64(seed), settings: settings)
      try shot.plan.validate()
      #expect(shot.plan.enhancedPrompt == shot.enhancedPrompt && shot.plan.prompt == "a fox runs")
    }
  }

  @Test func seedsAndTemperaturesDoWhatTheySay() throws {
    let planner = try untrained()
    func plan(_ seed: UInt64, _ temperature: Double) throws -> ShotPlan {
      var plan = try planner.plan(prompt: "a fox", seed: seed, temperature: temperature).plan
      plan.seed = 0
      return plan
    }
    #expect(try plan(1, 1.5) == plan(1, 1.5))
    #expect(try plan(1, 1.5) != plan(2, 1.5))
    #expect(try plan(1, 0).scene == plan(2, 0).scene)
  }

  /// Whatever is typed, there is a plan or a clear answer.
  @Test(arguments: [
    "", "   ", "\u{0}\u{1}\u{7F}\n\t", "ein Hund läuft durch den Schnee", "一只狐狸", "🦊🦊🦊", "!!!",
  ])
  func oddPromptsGivePlans(prompt: String) throws {
    let shot = try Planner(contentsOf: PlannerTests.folder).plan(prompt: prompt)
    try shot.plan.validate()
    #expect(!shot.notes.isEmpty)
  }

  @Test func refusesWhatItCannotRead() throws {
    let planner = try untrained()
    #expect(throws: PlannerError.self) { try planner.plan(prompt: String(repeating: "fox ", count: 2500)) }
    #expect(throws: PlannerError.self) { try planner.plan(prompt: "fox", temperature: .nan) }
    #expect(throws: PlannerError.self) { try planner.plan(prompt: "fox", temperature: -1) }
    var settings = PlanningSettings()
    settings.frameCount = 0
    #expect(throws: PlannerError.self) { try planner.plan(prompt: "fox", settings: settings) }
    #expect(throws: PlannerError.self) { try planner.branches(prompt: "fox", count: 0) }
  }

  /// Plain requests of the shipped weights; what `CaptionParser` reads from the prompt must be true of the plan.
  @Test(arguments: [
    "a red fox runs to the left in the snow at night", "two rabbits, no camera movement",
    "a dog chases a cat on the beach", "close-up of a small blue car driving to the right, film noir style",
    "a whale jumping in the sea at sunset, the camera pans left", "an empty medieval city in the fog",
  ])
  func doesAsItIsTold(prompt: String) throws {
    let shot = try Planner(contentsOf: PlannerTests.folder).plan(prompt: prompt)
    #expect(CaptionParser().parse(prompt).contradictions(with: shot.plan) == [])
    #expect(CaptionParser().parse(shot.enhancedPrompt).contradictions(with: shot.plan) == [])
    #expect(shot.notes.isEmpty)
  }

  /// Slips of the hand are mended, nouns that the cast lacks are played by the nearest kind, and all of it is said.
  @Test func unknownWordsAreReported() throws {
    let planner = try Planner(contentsOf: PlannerTests.folder)
    let shot = try planner.plan(prompt: "a giraffe and a rabbet in a groovy meadow")
    #expect(
      shot.notes == [
        "“giraffe” is not in the cast; nearest: camel, horse; read as “camel”",
        "“rabbet” is not a known word; read as “rabbit”", "not known, and left out: “groovy”",
      ])
    #expect(shot.plan.actors.map(\.kind) == [.camel, .rabbit] && shot.plan.prompt.contains("giraffe"))
    let crowd = try planner.plan(prompt: "7 sheep")
    #expect(
      crowd.notes == ["“7”: the planner counts to three; read as “three”"] && crowd.plan.actors.count == 3)
    #expect(try planner.plan(prompt: "a pirate ship").plan.actors.map(\.kind) == [.ship])
    #expect(planner.unknownWords(in: "The foxes' dogs run, RUN! my") == [])
  }

  @Test func branchesDiffer() throws {
    let branches = try Planner(contentsOf: PlannerTests.folder).branches(
      prompt: "a cat on the beach", count: 4)
    #expect(branches.count == 4 && Set(branches.map(\.logline)).count == 4)
    for branch in branches {
      #expect(branch.shot.plan.actors.map(\.kind) == [.cat] && branch.shot.plan.scene == .beach)
    }
  }
}
