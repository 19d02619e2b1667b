// The planner of the open cast with random weights: whatever a network answers, plans are valid and hold what is stated.

import Foundation
import Testing
import ZoetropeCast
import ZoetropeDirection
import ZoetropeLanguage
import ZoetropeLayers
import ZoetropeRandom
import ZoetropeShot

@testable import ZoetropePlanner

@Suite struct ScriptPlannerTests {
  private static func planner(seed: UInt64) throws -> ScriptPlanner {
    let configuration = ScriptConfiguration.thumbnail
    return try ScriptPlanner(
      configuration, ParameterSource(Parameters(layout: configuration.parameterLayout, seed: seed)))
  }

  /// What is stated is in plans of any weights and temperatures.
  @Test func anyWeightsHoldWhatIsStated() throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let planner = try Self.planner(seed: seed)
      var settings = PlanningSettings.open
      settings.temperature = Double(seed) - 1
      for take in 0..<8 as Range<UInt64> {
        let plan = try planner.plan(
          prompt: "two blue horses run fast to the left in the desert at sunset, film noir, zoom in",
          seed: take,
          settings: settings
        ).plan
        try plan.validate()
        #expect(plan.actors.map(\.picture) == ["horse", "horse"])
        #expect(plan.actors.allSatisfy { $0.tint == .word(.blue) && $0.motion == .left && $0.speed == .fast })
        #expect(plan.scene == .desert && plan.time == .sunset && plan.look == .noir)
        #expect(plan.camera.move == .zoomIn && plan.camera.view(at: plan.duration).zoom > 1.1)
      }
    }
  }

  /// The tokens of a prompt do not change when a member is put in the place of another of the same sort.
  @Test func namesOfMembersAreNoTokens() throws {
    let casting = try Casting(), vocabulary = ScriptVocabulary(), reader = try PromptReader()
    func tokens(_ prompt: String) throws -> [Int] {
      vocabulary.tokens(of: try reader.read(prompt), casting: casting)
    }
    // Both are animals of less than a metre that walk and live in forests.
    let fox = casting.member("redFox")!, raccoon = casting.member("raccoon")!
    #expect(fox.category == raccoon.category && fox.habitats[0] == raccoon.habitats[0])
    #expect(
      try tokens("a raccoon runs to the left") == tokens("a badger runs to the left")
        || fox.height != raccoon.height)
    #expect(try tokens("a raccoon runs to the left") != tokens("a raccoon runs to the right"))
    #expect(try tokens("ein Hund rennt nach links") == tokens("a dog runs to the left"))
  }

  @Test func nothingUnderstoodIsRefused() throws {
    let planner = try ScriptPlanner()
    for prompt in ["", "   ", "qwertz asdfgh"] {
      #expect(throws: PlannerError.self) { try planner.plan(prompt: prompt) }
      var settings = PlanningSettings.open
      settings.acceptsAnything = true
      try planner.plan(prompt: prompt, settings: settings).plan.validate()
    }
  }

  @Test func aLengthThatIsSaidCounts() throws {
    let planner = try ScriptPlanner()
    let plan = try planner.plan(prompt: "a fox runs through the snow for 6 seconds").plan
    #expect(plan.duration == 4 || plan.duration == 6)
    var settings = PlanningSettings.open
    (settings.frameCount, settings.isLengthFree) = (24, false)
    #expect(try planner.plan(prompt: "a fox, 6 seconds", settings: settings).plan.frameCount == 24)
  }

  /// The description names who is seen, in which colour, and where.
  @Test func descriptionsAreOfThePlan() throws {
    let text = try ScriptPlanner().plan(
      prompt: "ein roter Drache fliegt nach links über das Meer bei Nacht"
    ).enhancedPrompt
    for words in ["red dragon", "to the left", "at sea", "at night"] {
      #expect(text.lowercased().contains(words), "\(text)")
    }
  }

  @Test func samplesAnswerWhatIsAsked() throws {
    let sampler = DirectedSampler(casting: try Casting()), vocabulary = ScriptVocabulary()
    var generator = Generator(seed: 3, stream: 0)
    var asked: Set<String> = []
    for _ in 0..<400 {
      let sample = try sampler.sample(using: &generator)
      let sequence = ScriptSequence(sample, casting: sampler.casting, vocabulary: vocabulary)
      for answer in sample.answers {
        #expect(answer.allowed.contains(answer.chosen) && answer.allowed.count > 1)
        #expect(answer.allowed.allSatisfy { $0 < answer.slot.kind.answerCount })
        asked.insert(answer.slot.kind.rawValue)
      }
      for (place, allowed) in sequence.answers { #expect(allowed.contains(sequence.tokens[place])) }
      // Who is kept from training is in no sample.
      for mention in sample.reading.mentions where mention.kind == .thing {
        #expect(mention.senses.allSatisfy { !CastMember.heldOutNames.contains($0.member) })
      }
    }
    #expect(asked.count == ScriptSlot.Kind.allCases.count)
  }
}
