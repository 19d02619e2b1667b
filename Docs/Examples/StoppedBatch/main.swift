// A batch that is stopped in the middle of a clip and goes on: what is finished is left alone, what was begun is resumed.
// Run: swift run -c release stopped-batch FOLDER

import Foundation
import Zoetrope

let folder = URL(fileURLWithPath: CommandLine.arguments.dropFirst().first ?? "batch", isDirectory: true)
let prompts = [
  "a fox runs to the left through the snow", "two penguins on the beach", "a red car drives at night",
]
let list = folder.appending(path: "prompts.txt")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
try prompts.joined(separator: "\n").write(to: list, atomically: true, encoding: .utf8)
let lines = try BatchFile.read(list, defaults: ClipRequest(.prompt("")))
let studio = try Studio(model: "sketch")

/// Adds every line; the same call begins the batch and goes on with it.
func begin(_ session: RenderSession) async throws -> [QueuedShot] {
  var shots: [QueuedShot] = []
  for line in lines {
    let place = RenderDestination.continued(folder.appending(path: line.folderName), formats: [.png])
    shots.append(try await session.add(line.request.get(), to: place))
  }
  return shots
}

// The first time, everything is cancelled at the second step of the second clip.
let first = RenderSession(studio)
let shots = try await begin(first)
_ = try await shots[0].result()
for try await event in shots[1].events {
  if case .step(let step) = event, step.index == 2 { break }
}
await first.cancelAll()
for (line, shot) in zip(lines, shots) {
  let outcome = await Result { try await shot.result() }
  print("\(line.folderName): \(outcome.isMade ? "made" : "stopped")")
}

// The second time it goes on.
for (line, shot) in zip(lines, try await begin(RenderSession(studio))) {
  let result = try await shot.result()
  print("\(line.folderName): \(result.wasMadeBefore ? "there already" : "made")")
  let isSame = try studio.verify(Record(folder.appending(path: line.folderName))).isSame
  print("  its record gives \(isSame ? "the same pixels" : "other pixels")")
}

extension Result where Success == RenderResult, Failure == any Error {
  init(_ body: () async throws -> RenderResult) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }

  var isMade: Bool { if case .success = self { true } else { false } }
}
