// Five takes of one prompt, graded against prompt and plan, the best one kept. Needs the emoji font, which grades.
// Run: swift run -c release best-take "a red fox runs to the right at night"

import Foundation
import Zoetrope

let prompt = CommandLine.arguments.dropFirst().joined(separator: " ")
var request = ClipRequest(.prompt(prompt.isEmpty ? "a red fox runs to the right at night" : prompt))
request.takeCount = 5
request.pick = .best

let session = RenderSession(try Studio(model: "sketch"), judge: Grader(world: try World()))
let shot = await session.add(request)
for try await event in shot.events {
  guard case .graded(let grade, let take, let count) = event else { continue }
  let score = grade.score.map { "\(Int($0 * 100)) %" } ?? "nothing to grade"
  let wrong = grade.wrong.isEmpty ? "" : ", wrong: \(grade.wrong.joined(separator: ", "))"
  print("take \(take + 1) of \(count): \(score)\(wrong)")
}
try await APNG.write(shot.result().clips[0], to: URL(fileURLWithPath: "best-take.apng"))
print("done: best-take.apng")
