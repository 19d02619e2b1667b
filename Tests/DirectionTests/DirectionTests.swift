// Prompts whose plans are told by what they must show: numbers, sides, colours and orders said in the test's own words.

import Foundation
import Testing
import ZoetropeCast
import ZoetropeLanguage
import ZoetropeRandom
import ZoetropeShot

@testable import ZoetropeDirection

/// What all tests share: tables take half a second to read.
enum Shared {
  static let reader = Result { try PromptReader(cast: ["MARA"]) }
  static let director = Result {
    Director(casting: try Casting(own: ["MARA": Performer(picture: "mara.png", displayName: "MARA")]))
  }

  /// A plan of a prompt by usual choices.
  static func direct(_ prompt: String, shape: FrameShape = .wide) throws -> DirectedShot {
    var form = ShotForm()
    form.shape = shape
    return try director.get().direct(reader.get().read(prompt), by: UsualChoices(), form: form)
  }
}

/// Answers at random, and so stands for any weights.
struct RandomChoices: ScriptSource {
  var generator: Generator

  mutating func choose(_ slot: ScriptSlot, among allowed: [Int], usual: Int) -> Int {
    generator.pick(allowed)
  }
}

@Suite struct DirectionTests {
  @Test(arguments: [
    ("one fox and two rabbits in the forest", ["redFox": 1, "rabbit": 2]),
    ("two foxes and a wolf in the snow", ["redFox": 2, "greyWolf": 1]),
    ("a dozen sheep", ["sheep": 6]), ("🦊🦊", ["fox": 2]),
    ("a black cat with a red ball", ["blackCat": 1, "ball": 1]),
    ("a cat and not a dog", ["cat": 1]), ("a fox & a cat in the snow", ["redFox": 1, "cat": 1]),
  ])
  func numbers(_ prompt: String, _ expected: [String: Int]) throws {
    let shot = try Shared.direct(prompt)
    try shot.plan.validate()
    var found: [String: Int] = [:]
    for actor in shot.plan.actors { found[actor.picture, default: 0] += 1 }
    #expect(found == expected, "\(shot.script.notes)")
  }

  @Test func whatIsNotSaidIsNeutral() throws {
    for prompt in ["a cat", "a dog", "a whale", "a car", "a castle", "an apple", "two horses", "a bird"] {
      let plan = try Shared.direct(prompt).plan
      try plan.validate()
      #expect(PlanExam.isNeutral(plan), "\(prompt)")
      #expect(PlanExam.leastShareInView(plan) > 0.85, "\(prompt): \(PlanExam.leastShareInView(plan))")
    }
  }

  @Test func sidesAreKept() throws {
    for (prompt, sign) in [
      ("a dog runs from the left to the right", 1.0), ("a dog runs from right to left", -1),
      ("ein roter Drache fliegt nach links", -1), ("the boat goes right to left at sea", -1),
    ] {
      let plan = try Shared.direct(prompt).plan
      let actor = try #require(plan.actors.first)
      let view = { (time: Double) in plan.camera.view(at: time).x }
      let way = actor.box(at: plan.duration).x - actor.box(at: 0).x + view(plan.duration) - view(0)
      #expect(way * sign > 0.1, "\(prompt): \(way)")
    }
  }

  @Test func eachHasItsOwn() throws {
    let plan = try Shared.direct(
      "a rabbit runs fast to the right and a turtle walks slowly to the left in the meadow"
    ).plan
    #expect(plan.actors.map(\.picture) == ["rabbit", "turtle"])
    #expect(plan.actors.map(\.speed) == [.fast, .slow])
    #expect(plan.actors.map(\.motion) == [.right, .left])
    #expect(plan.scene == .meadow)
  }

  @Test func whatIsDeniedIsAbsent() throws {
    for prompt in ["a street without cars", "an empty street with no cars and no people"] {
      let shot = try Shared.direct(prompt)
      let shown = shot.plan.actors.map(\.picture) + shot.plan.setPieces.map(\.picture)
      #expect(!shown.contains("car") && !shown.contains("taxi"), "\(prompt): \(shown)")
      #expect(!shown.isEmpty)
    }
  }

  @Test func lightChanges() throws {
    let plan = try Shared.direct("a ship on the sea, day turns to night").plan
    #expect(plan.time == .day)
    #expect(plan.changes.map(\.value) == [.time(.night)])
  }

  @Test func beatsFollowEachOther() throws {
    let plan = try Shared.direct("a fox runs to the left, then stops, then jumps").plan
    let actor = try #require(plan.actors.first)
    #expect(actor.beats.map(\.motion) == [.left, .still, .jump])
    #expect(actor.beats.map(\.from) == actor.beats.map(\.from).sorted())
  }

  @Test func ridersGoWithWhatTheyRide() throws {
    let plan = try Shared.direct("a knight rides a horse to the left").plan
    let rider = try #require(plan.actors.first { $0.picture == "knight" })
    #expect(rider.attachment?.manner == .riding)
    let tracks = plan.tracks(), number = try #require(plan.actors.firstIndex { $0.picture == "horse" })
    let first = tracks[0].box(at: 0), last = tracks[0].box(at: plan.duration)
    #expect(plan.actors[number].motion == .left)
    #expect(last.x + plan.camera.view(at: plan.duration).x < first.x + plan.camera.view(at: 0).x - 0.1)
  }

  @Test func peoplesOwnKeepTheirNames() throws {
    let plan = try Shared.direct("MARA walks to the left behind a lighthouse").plan
    #expect(plan.actors.first?.name == "MARA")
    #expect(plan.actors.first?.picture == "mara.png")
  }

  @Test func everyMentionHasAFate() throws {
    let prompts = [
      "a 1950s knitted frobnicator sings sadly in the spring", "a happy dog in a red hat eats an apple",
      "the camera orbits around a fox", "a cat in the style of origami for 3 seconds",
    ]
    for prompt in prompts {
      let reading = try Shared.reader.get().read(prompt)
      let script = try Shared.direct(prompt).script
      #expect(script.fates.count == reading.mentions.count)
      // What is left out is said, once at least for each.
      for (mention, fate) in zip(reading.mentions, script.fates) where fate == .leftOut {
        #expect(
          script.notes.contains { $0.contains("'\(reading.words(of: mention))'") },
          "\(prompt): \(reading.words(of: mention)); \(script.notes)")
      }
    }
  }

  /// Whatever a network answers, the plan is valid, and what the prompt states is in it.
  @Test func anyAnswersHoldWhatIsStated() throws {
    for seed in 0..<40 as Range<UInt64> {
      for prompt in [
        "a red fox runs fast to the left in the snow at night", "three green birds fly over a castle",
        "a blue car behind a tree, then it stops", "two dogs chase a cat, camera pans left",
      ] {
        let reading = try Shared.reader.get().read(prompt)
        var form = ShotForm()
        form.seed = seed
        let shot = try Shared.director.get().direct(
          reading, by: RandomChoices(generator: Generator(seed: seed, stream: 3)), form: form)
        try shot.plan.validate()
        switch shot.plan.actors[0].picture {
        case "fox", "redFox":
          #expect(shot.plan.actors.map(\.picture).allSatisfy { ["fox", "redFox"].contains($0) })
          #expect(shot.plan.scene == .snow && shot.plan.time == .night)
          #expect(shot.plan.actors[0].motion == .left && shot.plan.actors[0].speed == .fast)
        case "car": #expect(shot.plan.actors[0].tint == .word(.blue))
        case "bird": #expect(shot.plan.actors.count { $0.tint == .word(.green) } == 3)
        default: break
        }
      }
    }
  }
}
