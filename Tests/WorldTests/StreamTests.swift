import Foundation
import Testing
import ZoetropeLanguage
import ZoetropeShot
import ZoetropeRandom

@testable import ZoetropeWorld

/// A stream is the same on any number of threads, and other programs can read it.
@Suite struct StreamTests {
  /// Short and long clips of all shapes, with words.
  private static let options: ClipStreamOptions = {
    var options = ClipStreamOptions()
    options.seed = 31
    options.frameShares = [.init(2, 0.7), .init(16, 0.3)]
    return options
  }()

  @Test func bytesDoNotDependOnThreads() throws {
    let stream = try ClipStream(world: SharedWorld.world.get(), options: StreamTests.options)
    let alone = try StreamTests.records(of: stream, count: 24, threadCount: 1)
    #expect(alone.count == 24 && Set(alone).count == 24)
    #expect(try StreamTests.records(of: stream, count: 24, threadCount: 3) == alone)
    // Two processes that share the stream, and clips made one by one, in any order.
    let even = try StreamTests.records(of: stream, stride: 2, count: 12, threadCount: 2)
    let odd = try StreamTests.records(of: stream, from: 1, stride: 2, count: 12, threadCount: 2)
    let merged = zip(even, odd).flatMap { [$0, $1] }
    #expect(merged == alone)
    for index in [23, 7, 0] { #expect(try stream.clip(at: UInt64(index)).record() == alone[index]) }
  }

  /// What a stream holds is what its plan renders to: the truth can be made again from the plan alone.
  @Test func clipsAreTheRenderingsOfTheirPlans() throws {
    let world = try SharedWorld.world.get()
    let stream = try ClipStream(world: world, options: StreamTests.options)
    for index in 0..<6 as Range<UInt64> {
      let streamed = try stream.clip(at: index)
      let plan = try ShotPlan(json: streamed.plan.json())
      let whole = try world.render(plan, patchSide: 8)
      for frame in 0..<streamed.clip.frameCount {
        #expect(streamed.clip[frame: frame] == whole[frame: streamed.firstFrame + frame])
      }
      #expect(CaptionParser().parse(plan.prompt).contradictions(with: plan).isEmpty)
    }
  }

  @Test func sharesAreOfFrames() throws {
    let stream = try ShotStream(StreamTests.options)
    let lengths = (0..<4000).map { stream.shot(at: $0).frames.count }
    let share = Double(lengths.filter { $0 == 2 }.count * 2) / Double(lengths.reduce(0, +))
    // Three standard deviations: 4000 clips, one in 20 of them long, which holds 30 % of the frames.
    #expect(abs(share - 0.7) < 0.045, "\(share)")
    #expect(Set((0..<400).map { stream.shot(at: $0).frames.lowerBound }).count == 15)
  }

  @Test func wordsNeedNoPictures() throws {
    // A world without pictures cannot exist, so that this compiles and runs is the point.
    let shot = try ShotStream(StreamTests.options).shot(at: 5)
    let clip = try ClipStream(world: SharedWorld.world.get(), options: StreamTests.options).clip(at: 5)
    #expect(shot.plan == clip.plan && shot.frames.lowerBound == clip.firstFrame)
  }

  /// Python's numpy reads the layout of Docs/World.md from shards and finds what this program put in.
  @Test(.enabled(if: StreamTests.hasNumPy, "python3 with numpy is not installed"))
  func numPyReadsShards() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shards-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let stream = try ClipStream(world: SharedWorld.world.get(), options: StreamTests.options)
    var shards = try ClipShards(folder: folder, clipsPerShard: 5, header: StreamTests.options.header())
    try stream.write(count: 12, threadCount: 2) { try shards.append($0) }
    try shards.finish()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)

    let script = """
      import json, sys
      sys.path.insert(0, sys.argv[1])
      from clips import Clips
      shards = Clips.open(sys.argv[2])
      words, slots = shards.header["words"], shards.header["actorSlots"]
      for clip in shards:
          print(json.dumps(dict(
              index=clip.index, shape=clip.frames.shape, sum=int(clip.frames.astype("i8").sum()),
              last=clip.frames[-1, -1, -1].tolist(), views=clip.views.tolist(), boxes=clip.boxes.tolist(),
              depth=clip.depth.tolist(), first=clip.first_frame, prompt=clip.prompt, plan=clip.plan,
              scene=words["scene"][clip.shot[0]], kinds=[words[slots[0]][actor[0]] for actor in clip.actors])))
      """
    let reader = StreamTests.repository.appendingPathComponent("Scripts/reference").path
    let lines = try StreamTests.python(["-c", script, reader, folder.path]).split(separator: "\n")
    #expect(lines.count == 12)
    for (index, line) in lines.enumerated() {
      let clip = try stream.clip(at: UInt64(index))
      try StreamTests.compare(JSONDecoder().decode(Reading.self, from: Data(line.utf8)), clip)
    }
  }

  /// What numpy found in a record.
  private struct Reading: Decodable {
    let index: UInt64
    let shape: [Int]
    let sum: Int
    let last: [Int]
    let views: [[Float]]
    let boxes: [[[Float]]]
    let depth: [Float]
    let first: Int
    let prompt: String
    let plan: String
    let scene: String
    let kinds: [String]
  }

  private static func compare(_ read: Reading, _ made: StreamedClip) throws {
    #expect(read.index == made.index && read.first == made.firstFrame)
    #expect(read.shape == [made.clip.frameCount, made.clip.height, made.clip.width, 3])
    let bytes = made.clip.pixels.map { Int((($0 + 1) * 127.5).rounded()) }
    // A half may round either way.
    #expect(abs(read.sum - bytes.reduce(0, +)) <= bytes.count / 1000)
    #expect(zip(read.last, bytes.suffix(3)).allSatisfy { abs($0 - $1) <= 1 })
    #expect(try ShotPlan(json: Data(read.plan.utf8)) == made.plan && read.prompt == made.plan.prompt)
    #expect(read.scene == made.plan.scene.rawValue && read.kinds == made.plan.actors.map(\.picture))
    #expect(read.depth == made.plan.actors.map { Float($0.depth) })
    let camera = CameraTrack(made.plan.camera), tracks = made.plan.actors.map(ActorTrack.init)
    for (frame, time) in made.times.enumerated() {
      let view = camera.view(at: time)
      #expect(read.views[frame] == [view.x, view.y, view.zoom].map { Float($0) })
      for (actor, track) in tracks.enumerated() {
        let box = track.box(at: time)
        let numbers = [box.x, box.y, box.width, box.height, box.angle, box.flipped ? 1 : 0].map { Float($0) }
        #expect(read.boxes[actor][frame] == numbers)
      }
    }
  }

  private static func records(
    of stream: ClipStream, from first: UInt64 = 0, stride: UInt64 = 1, count: UInt64, threadCount: Int
  ) throws -> [[UInt8]] {
    var records: [[UInt8]] = []
    try stream.write(from: first, stride: stride, count: count, threadCount: threadCount) {
      records.append($0)
    }
    return records
  }

  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let hasNumPy = (try? python(["-c", "import numpy"])) != nil

  /// Standard output of Python; throws where it fails.
  private static func python(_ arguments: [String]) throws -> String {
    struct Failed: Error {}
    let process = Process(), output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-B"] + arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed() }
    return text
  }
}
