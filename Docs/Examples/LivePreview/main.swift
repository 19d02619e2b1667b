// A clip as it forms: a contact sheet of what each step guesses at, written while the next one is under way.
// Run: swift run -c release live-preview "a fox runs to the left through the snow"

import Foundation
import Zoetrope

let prompt = CommandLine.arguments.dropFirst().joined(separator: " ")
let session = RenderSession(try Studio())
let request = ClipRequest(.prompt(prompt.isEmpty ? "a fox runs to the left through the snow" : prompt))
let shot = await session.add(request, wantsPreviews: true)
for try await event in shot.events {
  switch event {
  case .planned(let job, _): print(job.takes[0].recipe.plan.enhancedPrompt)
  case .step(let step):
    guard let clip = step.preview?.clip else { continue }
    try PNG.write(ContactSheet(columns: 4, scale: 2).render(clip), to: URL(fileURLWithPath: "preview.png"))
    print("step \(step.index) of \(step.count), \(Int(step.secondsLeft.rounded(.up))) s left: preview.png")
  default: break
  }
}
let clip = try await shot.result().clips[0]
try APNG.write(clip, to: URL(fileURLWithPath: "live-preview.apng"))
print("done: live-preview.apng, \(clip.frameCount) frames of \(clip.width)x\(clip.height)")
