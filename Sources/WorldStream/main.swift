// Streams clips for trainers on machines that have nothing else: it needs no font and no BLAS, and built with
// `swift build -c release --static-swift-stdlib --product world-stream` it runs wherever libpng and the C library do.
// `zoetrope world stream` is the same for people; the bytes are those of Docs/World.md.

import Foundation
import ZoetropeLanguage
import ZoetropeShot
import ZoetropeWorld

let usage = """
  USAGE: world-stream --atlas FILE [options] > clips

    --atlas FILE      pictures saved by `zoetrope world atlas`; without it the font is looked for
    --seed N          seed of the stream (1)
    --start N         number of the first clip (0)
    --stride N        distance to the next clip (1)
    --count N         number of clips (no end)
    --patch-side N    pixels per patch side: 8 is 64×64, 16 is 128×128 (8)
    --frames LIST     lengths and shares of frames, as 4:0.8,16:0.2 (16:1)
    --shapes LIST     square,wide,tall (all)
    --split NAME      words of the prompts: training, heldOutTemplates, heldOut, everyWord (training)
    --threads N       threads that render (all cores)
    --no-text         leave out prompts, descriptions and plans
  """

struct WrongArguments: Error, CustomStringConvertible {
  let description: String
}

/// What the arguments ask for.
struct Request {
  var options = ClipStreamOptions()
  var atlas: String?
  var start: UInt64 = 0
  var stride: UInt64 = 1
  var count: UInt64?
  var threadCount = ProcessInfo.processInfo.activeProcessorCount

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      if name == "--no-text" {
        options.hasText = false
        continue
      }
      guard let value = rest.popFirst() else { throw WrongArguments(description: "\(name) lacks its value") }
      func number<Number: LosslessStringConvertible>() throws -> Number {
        guard let number = Number(value) else {
          throw WrongArguments(description: "“\(value)” is no value for \(name)")
        }
        return number
      }
      switch name {
      case "--atlas": atlas = value
      case "--seed": options.seed = try number()
      case "--start": start = try number()
      case "--stride": stride = try number()
      case "--count": count = try number()
      case "--patch-side": options.patchSide = try number()
      case "--threads": threadCount = try number()
      case "--frames": options.frameShares = try ClipStreamOptions.frameShares(value)
      case "--shapes":
        options.shapes = try value.split(separator: ",").map {
          guard let shape = FrameShape(rawValue: String($0)) else {
            throw WrongArguments(description: "“\($0)” is no shape: square, wide, tall")
          }
          return shape
        }
      case "--split":
        guard let split = CaptionSplit(rawValue: value) else {
          throw WrongArguments(
            description: "“\(value)” is no split: training, heldOutTemplates, heldOut, everyWord")
        }
        options.split = split
      default: throw WrongArguments(description: "\(name) is not known")
      }
    }
  }
}

do {
  let request = try Request(Array(CommandLine.arguments.dropFirst()))
  let world =
    try request.atlas.map { try World(atlas: URL(fileURLWithPath: $0)) } ?? World()
  let stream = try ClipStream(world: world, options: request.options)
  try FileHandle.standardOutput.write(contentsOf: Data(request.options.header()))
  try stream.write(
    from: request.start, stride: request.stride, count: request.count, threadCount: request.threadCount
  ) { try FileHandle.standardOutput.write(contentsOf: Data($0)) }
} catch let error as WrongArguments {
  FileHandle.standardError.write(Data("Error: \(error)\n\n\(usage)\n".utf8))
  exit(64)
} catch {
  FileHandle.standardError.write(Data("Error: \(error)\n".utf8))
  exit(1)
}
