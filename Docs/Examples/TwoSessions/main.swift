// Two sessions at once in one process, with different precision and threads: each gives the bytes that it gives alone.
// Run: swift run -c release two-sessions

import Foundation
import Zoetrope

let studio = try Studio(model: "sketch")
let plan = try studio.plan("a fox runs to the left through the snow").plan
let contexts = [
  try ComputeContext(precision: .float32, threadCount: 1),
  try ComputeContext(precision: Precision.bfloat16.isAvailable ? .bfloat16 : .float32, threadCount: 2),
]

func clip(_ context: ComputeContext) async throws -> Clip {
  let session = RenderSession(studio, context: context)
  return try await session.add(ClipRequest(.plan(plan))).result().clips[0]
}

var alone: [Clip] = []
for context in contexts { alone.append(try await clip(context)) }
async let first = clip(contexts[0])
async let second = clip(contexts[1])
let together = try await [first, second]
for (context, clips) in zip(contexts, zip(alone, together)) {
  let same = clips.0 == clips.1 ? "the same bytes together as alone" : "OTHER BYTES TOGETHER THAN ALONE"
  print("\(context.precision.rawValue) on \(context.threadCount) threads: \(same)")
}
