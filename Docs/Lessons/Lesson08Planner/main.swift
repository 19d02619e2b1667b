// Lesson 8: the planner.
// A small language model writes a description and a plan, token by token. Its grammar allows only valid plans; its probabilities
// say how sure it is.
// Run: swift run -c release Lesson08Planner [PROMPT] [--short]

import Foundation
import LessonKit
import ZoetropeShot
import ZoetropeMedia
import ZoetropeSession
import ZoetropePlanner

Lesson.begin(8, "the planner")

let words = CommandLine.arguments.dropFirst().filter { !$0.hasPrefix("--") }.joined(separator: " ")
let prompt = words.isEmpty ? "a small dog chases a cat through the city in the rain" : words
guard let weights = ModelCatalog.standard().weights(of: .planner) else { throw SessionError.noPlanner }
let planner = try Planner(contentsOf: weights)

// What it chooses can be watched.
let probe = PlanningProbe()
let shot = try planner.plan(prompt: prompt, seed: 0, settings: PlanningSettings(), probe: probe)
print("prompt: \(prompt)")
print("tokens: \(probe.prompt.map { "[\($0)]" }.joined())\n")
for note in shot.notes { print(note) }

print("description, with the probability of each token:")
for choice in probe.description {
  let bar = String(repeating: "#", count: Int(choice.chosen.probability * 20 + 0.5))
  let text = choice.chosen.text.isEmpty ? "(end)" : choice.chosen.text
  let rival = choice.rivals.first.map { "or\($0.text.isEmpty ? " (end)" : $0.text)" } ?? ""
  print(
    "  " + text.padding(toLength: 30, withPad: " ", startingAt: 0)
      + bar.padding(toLength: 22, withPad: " ", startingAt: 0) + rival)
}

print("\nwords of the plan:")
for choice in probe.words {
  let name = (choice.field ?? "").padding(toLength: 22, withPad: " ", startingAt: 0)
  let share = String(format: "%5.1f %% of %3d", 100 * choice.chosen.probability, choice.allowedCount)
  print("  \(name)\(choice.chosen.text.padding(toLength: 14, withPad: " ", startingAt: 0))\(share)")
}
print(
  "\nnumbers of the plan: \(probe.layouts[probe.keptLayout].count), layouts tried: \(probe.layouts.count)\n")
print(Storyboard().text(shot.plan))

// Temperature: 0 takes the likeliest, more draws more freely.
var tiles: [ContactSheet.Tile] = []
var kinds: Set<String> = []
for temperature in Lesson.isShort ? [0, 1.0] : [0, 0.5, 1.0, 2.0] {
  for seed in 0..<(Lesson.isShort ? UInt64(1) : 3) {
    let take = try planner.plan(prompt: prompt, seed: seed, temperature: temperature)
    kinds.insert(
      "\(take.plan.scene) \(take.plan.camera.move) \(take.plan.actors.map { "\($0.kind) \($0.motion)" })")
    let drawing = Animatic().render(take.plan)
    tiles.append(.init(drawing[frame: drawing.frameCount / 2], "temperature \(temperature)"))
  }
}
print("\(tiles.count) takes, \(kinds.count) of them different in words")
try Lesson.save(ContactSheet(columns: Lesson.isShort ? 2 : 3).render(tiles), "8-takes")

Lesson.end(
  "Ask for something that is not in the cast (a giraffe). Where does the planner say so, and what does it do instead?",
  "Find a prompt at which it is less than half sure of a token of the description. What is the prompt silent about, and why are the words of the plan then certain?"
)
