// The library in twenty lines: words become a plan, the plan a clip, the clip a file.
// Run: swift run -c release first-clip "two penguins on the beach"

import Foundation
import Zoetrope

let prompt = CommandLine.arguments.dropFirst().joined(separator: " ")
let studio = try Studio()
let shot = try studio.plan(prompt.isEmpty ? "a fox runs to the left through the snow" : prompt)
print(shot.enhancedPrompt)
for note in shot.notes { print(note) }

var plan = shot.plan
plan.time = .night  // a plan is a value: change what you like

for try await event in studio.events(plan) {
  switch event {
  case .step(let step): print("step \(step.index) of \(step.count)")
  case .finished(let clip): try APNG.write(clip, to: URL(fileURLWithPath: "first-clip.apng"))
  }
}
