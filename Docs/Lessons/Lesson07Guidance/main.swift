// Lesson 7: conditioning and guidance.
// The trained network is asked with the plan and without it; guidance goes further in the direction of the difference.
// Run: swift run -c release Lesson07Guidance [--short]    (the trained model in Models is used; --short takes few steps)

import LessonKit
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeMedia
import ZoetropeSession

Lesson.begin(7, "conditioning and guidance")

let studio = try Studio(model: "sketch")
let plan = ShotPlan(
  seed: 4, frameRate: 8, frameCount: Lesson.isShort ? 4 : 16, size: .square, scene: .beach, time: .sunset,
  actors: [
    Actor(
      kind: .elephant, motion: .right,
      keyframes: [
        Keyframe(t: 0, x: 0.3, y: 0.62, width: 0.5, height: 0.45, flipped: true),
        Keyframe(t: 1.9, x: 0.7, y: 0.62, width: 0.5, height: 0.45, flipped: true),
      ])
  ])
var settings = try studio.standardSettings(plan, doublings: 0)
if Lesson.isShort { settings.stepCount = 3 }

// First one question, by hand: what does the plan change in the guess, on the way from noise to picture?
let run = try studio.begin(plan, settings: settings)
let (denoiser, with, without) = (studio.denoiser, run.input.features(), run.input.unconditionalFeatures())
print(
  "the plan tells \(with.contextRows.count) tokens and touches \(with.isUnderActor.filter { $0 }.count) of \(with.geometry.grid.count) patches\n"
)
print("t                         what the plan changes in the guess (root mean square)")
var walk = run
while case let state = walk.state.denoising.sampler.z, let step = walk.next() {
  let levels = [Float](repeating: Float(step.level), count: with.geometry.grid.count)
  func guess(_ features: PlanFeatures) -> [Float] {
    denoiser(patches: Variable(state), levels: levels, conditioning: denoiser.conditioning([features])).value
      .elements
  }
  if step.index % 3 == 1 {
    Lesson.row(String(format: "%.2f", step.level), [Lesson.distance(guess(with), guess(without))])
  }
}

// Then whole clips: no plan at all (scale 0), as trained (1), and beyond.
print("")
var tiles: [ContactSheet.Tile] = []
var reference: [Float] = []
for scale in Lesson.isShort ? [0, 1.5] : [0, 1, 1.5, 3, 7] {
  settings.guidance.scale = scale
  let frame = try picture(plan, settings)
  if reference.isEmpty { reference = frame.pixels }
  let beyond = frame.pixels.filter { abs($0) > 0.98 }.count
  print("guidance \(scale): \(100 * beyond / frame.pixels.count) % of the numbers at their limits")
  tiles.append(.init(frame, "guidance \(scale)"))
}

// And one word or box changed: the noise stays, the rest of the picture nearly does.
settings.guidance.scale = 1.5
var night = plan
night.time = .night
tiles.append(.init(try picture(night, settings), "at night"))
var moved = plan
for index in moved.actors[0].keyframes.indices { moved.actors[0].keyframes[index].y = 0.35 }
tiles.append(.init(try picture(moved, settings), "box moved up"))
var small = plan
for index in small.actors[0].keyframes.indices {
  small.actors[0].keyframes[index].width = 0.25
  small.actors[0].keyframes[index].height = 0.22
}
tiles.append(.init(try picture(small, settings), "box halved"))
try Lesson.save(ContactSheet(columns: 4, scale: 3).render(tiles), "7-guidance")

/// The middle frame of a plan's clip.
func picture(_ plan: ShotPlan, _ settings: GenerationSettings) throws -> Frame {
  var run = try studio.begin(plan, settings: settings)
  while run.next() != nil {}
  return try run.clip()[frame: plan.frameCount / 2]
}

Lesson.end(
  "Give guidance an interval (Guidance(scale: 3, lowest: 0, highest: 0.6)). What of the picture is decided above t = 0.6?",
  "Change the actor's kind and keep its box. Which stage of the network has to notice: tokens, layout or textures?"
)
