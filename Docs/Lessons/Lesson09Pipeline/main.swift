// Lesson 9: the whole pipeline.
// Words become a plan, the plan becomes a clip, the clip is enlarged, written and graded. Between the stages are values: look
// at them, change them, go on.
// Run: swift run -c release Lesson09Pipeline [PROMPT] [--short]

import Foundation
import LessonKit
import ZoetropeLanguage
import ZoetropeShot
import ZoetropeGrading
import ZoetropeMedia
import ZoetropeSession
import ZoetropePlanner
import ZoetropeWorld

Lesson.begin(9, "the whole pipeline")

// 1. Words to a plan.
let words = CommandLine.arguments.dropFirst().filter { !$0.hasPrefix("--") }.joined(separator: " ")
let studio = try Studio(model: "sketch")
let shot = try studio.plan(words.isEmpty ? "a penguin walks to the right across the ice" : words)
print(shot.enhancedPrompt)
for note in shot.notes { print(note) }
print(Storyboard(momentCount: 3).text(shot.plan))

// 2. The plan is a value: an edit is an assignment. This is what --plan files are for.
var plan = shot.plan
plan.time = .sunset
if Lesson.isShort { plan.frameCount = 4 }
try plan.validate()

// 3. A plan to a clip, step by step; whoever pulls the steps may look, stop or go on.
var settings = try studio.standardSettings(plan)
if Lesson.isShort { settings.stepCount = 3 }
var run = try studio.begin(plan, settings: settings)
var tiles: [ContactSheet.Tile] = []
let clock = ContinuousClock()
var last = clock.now
while let step = run.next() {
  let guess = run.preview(step)[frame: plan.frameCount / 2]
  tiles.append(.init(guess, String(format: "t = %.2f", step.level)))
  let seconds = (clock.now - last).seconds
  print(String(format: "step %2d of %d at t = %.3f, %.2f s", step.index, step.count, step.level, seconds))
  last = clock.now
}
try Lesson.save(ContactSheet(columns: 8, scale: 2).render(tiles), "9-guesses")

// 4. The clip: enlarged by the upscaler, in −1…1, ready for files.
let clip = try run.clip()
try Lesson.save(ContactSheet(columns: 4).render(clip), "9-clip")
try APNG.write(clip, to: URL(fileURLWithPath: "lessons/9-clip.apng"), scale: 2)
print("wrote lessons/9-clip.apng")

// 5. The grade: is it what the plan says? The synthetic world knows, because it can render the plan itself.
do {
  let world = try World()
  let grade = try Grader(world: world).grade(clip, against: plan)
  print("")
  for outcome in grade.outcomes {
    let name = outcome.measure.rawValue.padding(toLength: 12, withPad: " ", startingAt: 0)
    let answer =
      if case .share = outcome.measure.unit { outcome.value == 1 ? "right" : "wrong" } else {
        String(format: "%.2f", outcome.value)
      }
    print("  \(name)\(answer)  \(outcome.found ?? "")")
  }
  let truth = try world.render(plan, height: clip.height, width: clip.width)
  try Lesson.save(
    ContactSheet(columns: 2, scale: 2).render([
      .init(clip[frame: plan.frameCount / 2], "made"),
      .init(truth[frame: plan.frameCount / 2], "synthetic world"),
    ]), "9-made-and-meant")
} catch let error as WorldError {
  print("not graded: \(error)")
}

Lesson.end(
  "Stop after half of the steps, save `run.state`, begin again with it. Is the clip the same, byte for byte?",
  "Move the actor's last keyframe out of the frame. Does the grade still ask for it, and what does it call the motion?"
)
