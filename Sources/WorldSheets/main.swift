// Shows what the World can do: writes pictures of every kind, scene, look, motion … to look at, and measures its speed.
// Run: swift run -c release world-sheets <folder> [patch side]; swift run -c release world-sheets --bench

import Foundation
import ZoetropeFilm
import ZoetropeWorld

let arguments = CommandLine.arguments.dropFirst()
do {
  let world = try World()
  if arguments.first == "--bench" {
    try Benchmark(world: world).run()
  } else if arguments.first == "--aspects" {
    for kind in ActorKind.allCases { print(kind.rawValue, world.pictureAspect(of: kind)) }
  } else {
    let folder = URL(fileURLWithPath: arguments.first ?? "sheets")
    let side = arguments.dropFirst().first.flatMap { Int($0) } ?? 16
    try Sheets(world: world, folder: folder, patchSide: side).writeAll()
  }
} catch {
  FileHandle.standardError.write(Data("world-sheets: \(error)\n".utf8))
  exit(1)
}
