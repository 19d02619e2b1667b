import Foundation
import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeWorld

@testable import ZoetropeTraining

/// What the denoiser is trained on: the clips of the world's stream, and noise by the formulas of the documentation.
@Suite struct DenoiserStreamTests {
  private static let world = Result { try World() }

  private static let data: DenoiserData = {
    var data = DenoiserData()
    data.patchesPerBatch = 600
    data.frameShares = [.init(2, 0.7), .init(16, 0.3)]
    data.knownShare = 0.5
    return data
  }()

  private static func stream(_ data: DenoiserData = data, seed: UInt64 = 5) throws -> DenoiserStream {
    try DenoiserStream(
      world: world.get(), configuration: DenoiserConfiguration.thumbnail, data: data, seed: seed)
  }

  /// The first clips of training are those that a program that reads the stream gets, and the Python reader with them: the same
  /// plans, the same frames, the same pixels.
  @Test func clipsAreThoseOfTheStream() throws {
    let stream = try Self.stream()
    let patch = DenoiserConfiguration.thumbnail.patch
    let options = DenoiserStream.options(.thumbnail, data: Self.data, seed: 5)
    let clips = try ClipStream(world: Self.world.get(), options: options)
    var number: UInt64 = 0
    for index in 0..<3 {
      let batch = try stream.batch(index)
      #expect(stream.clipNumbers(ofBatch: index).lowerBound == number)
      for (rows, features) in zip(batch.clipRows, batch.features) {
        let made = try clips.clip(at: number)
        #expect(try batch.clean.rows(rows) == made.clip.patchify(patch))
        #expect(features.geometry.times == made.times)
        number += 1
      }
    }
    #expect(number == UInt64(3 * stream.clipsPerBatch))
  }

  /// `Scripts/reference/clips.py` sees the plans that the Swift trainer draws.
  @Test(.enabled(if: Python.hasNumPy, "python3 with numpy is not installed"))
  func thePythonReaderSeesTheSamePlans() throws {
    var options = DenoiserStream.options(.thumbnail, data: Self.data, seed: 5)
    options.hasText = true
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).zoeclips")
    defer { try? FileManager.default.removeItem(at: file) }
    let count: UInt64 = 12
    var bytes = Data(try options.header())
    try ClipStream(world: Self.world.get(), options: options).write(count: count, threadCount: 1) {
      bytes += $0
    }
    try bytes.write(to: file)
    let script = """
      import json, sys
      sys.path.insert(0, sys.argv[1])
      from clips import Clips
      for clip in Clips.open(sys.argv[2]):
          print(json.dumps(dict(plan=clip.plan, first=clip.first_frame, frames=len(clip.frames))))
      """
    struct Line: Decodable {
      let plan: String
      let first: Int, frames: Int
    }
    let lines = try Python.run(["-c", script, Python.scripts, file.path]).split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    #expect(lines.count == Int(count))
    // Training streams carry no text; everything else of the plans is the same.
    let shots = try ShotStream(DenoiserStream.options(.thumbnail, data: Self.data, seed: 5))
    for (number, line) in lines.enumerated() {
      let shot = shots.shot(at: UInt64(number))
      var plan = try ShotPlan(json: Data(line.plan.utf8))
      (plan.prompt, plan.enhancedPrompt) = ("", "")
      #expect(plan == shot.plan && line.first == shot.frames.lowerBound && line.frames == shot.frames.count)
    }
  }

  /// Batches of any index are made on their own and are always the same; another seed gives others.
  @Test func batchesAreReproducible() throws {
    let (one, other) = (try Self.stream().batch(7), try Self.stream().batch(7))
    #expect(one.noisy == other.noisy && one.levels == other.levels && one.weights == other.weights)
    #expect(try Self.stream(seed: 6).batch(7).noisy != one.noisy)
    #expect(try Self.stream().batch(8).noisy != one.noisy)
  }

  /// Each row by hand: known patches are clean and weigh nothing; of open ones the state lies on the line from data to a noise of
  /// about unit variance, and the weight is that of the documentation.
  @Test func rowsFollowTheirFormulas() throws {
    var seen = (known: 0, open: 0), squares = 0.0, count = 0
    for index in 0..<8 {
      let batch = try Self.stream().batch(index)
      let open = batch.levels.filter { $0 > 0 }.count * batch.noisy.shape.columns
      for (clip, rows) in batch.clipRows.enumerated() {
        let level = batch.clipLevels[clip]
        for row in rows {
          let z = batch.noisy.rows(row..<row + 1).elements, x = batch.clean.rows(row..<row + 1).elements
          let weight = batch.weights.elements[row]
          if batch.levels[row] == 0 {
            seen.known += 1
            #expect(z == x && weight == 0)
            continue
          }
          seen.open += 1
          #expect(batch.levels[row] == level)
          let factor: Float = batch.features[clip].isUnderActor[row - rows.lowerBound] ? 3 : 1
          let divisor = max(level, 0.2)
          #expect(
            abs(weight * Float(open) - factor / (divisor * divisor)) < 1e-4 * factor / (divisor * divisor))
          guard level > 0.3 else { continue }
          for (z, x) in zip(z, x) {
            let noise = Double((z - (1 - level) * x) / level)
            squares += noise * noise
            count += 1
          }
        }
      }
    }
    #expect(seen.known > 100 && seen.open > 100)
    // Noise that is anchored to the scene repeats from frame to frame, so it has far fewer independent values than `count`.
    #expect(abs(squares / Double(count) - 1) < 0.1, "variance \(squares / Double(count))")
  }

  /// Batches hold as many patches as they should on average: with 30 batches of 17 clips whose sizes have a standard deviation of
  /// about 1.2 means, the mean of all is known to 5 %.
  @Test func batchesHaveTheirSizeOnAverage() throws {
    let stream = try Self.stream()
    let shots = try ShotStream(DenoiserStream.options(.thumbnail, data: Self.data, seed: 5))
    let patch = DenoiserConfiguration.thumbnail.patch
    let numbers = stream.clipNumbers(ofBatch: 0).lowerBound..<stream.clipNumbers(ofBatch: 99).upperBound
    let patches = numbers.reduce(0) { sum, number in
      let shot = shots.shot(at: number)
      let units = shot.plan.size.units
      return sum + shot.frames.count / patch.frames * units.height * units.width
    }
    #expect(abs(Double(patches) / 100 / 600 - 1) < 0.15, "\(patches / 100) patches a batch")
    var long = Self.data
    (long.frameShares, long.shapes, long.patchesPerBatch) = ([.init(16, 1)], [.square], 2048)
    // 8 × 8 patches in 8 time steps.
    #expect(try Self.stream(long).clipsPerBatch == 2048 / 512)
  }

  @Test func lengthsThatPatchesDoNotDivideAreRefused() throws {
    var odd = Self.data
    odd.frameShares = [.init(3, 1)]
    #expect(
      throws: TrainingError.badSetting(name: "frameShares", value: "3 frames", expected: "a multiple of 2")
    ) { try Self.stream(odd) }
  }
}

/// The Python that reads the project's streams.
enum Python {
  static let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Scripts/reference").standardizedFileURL.path

  static let hasNumPy = (try? run(["-c", "import numpy"])) != nil

  /// Standard output; throws where it fails.
  static func run(_ arguments: [String]) throws -> String {
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
