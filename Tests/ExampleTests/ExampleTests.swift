// Every example program, as its reader runs it, on the models that ship.

import Foundation
import Testing

@Suite(.serialized) struct ExampleTests {
  /// Runs an example in a folder of its own and returns what it printed and which files it left.
  private func run(_ name: String, _ arguments: [String] = []) throws -> (output: String, files: [String]) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(name)-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let log = FileManager.default.temporaryDirectory.appending(path: "\(name)-\(UUID().uuidString).txt")
    try Data().write(to: log)
    defer { try? FileManager.default.removeItem(at: log) }
    let process = Process()
    process.executableURL = try program(name)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["ZOETROPE_MODELS": root.appending(path: "Models").path]) { $1 }
    let handle = try FileHandle(forUpdating: log)
    (process.standardOutput, process.standardError) = (handle, handle)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let output = try String(contentsOf: log, encoding: .utf8)
    #expect(process.terminationStatus == 0, "\(output.suffix(2000))")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (output, files.sorted())
  }

  private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A program that was built beside these tests.
  private func program(_ name: String) throws -> URL {
    struct Missing: Error { var program: String }
    for place in CommandLine.arguments.prefix(1) + Bundle.allBundles.map(\.bundlePath) {
      let url = URL(filePath: place).deletingLastPathComponent().appending(path: name)
      if FileManager.default.isExecutableFile(atPath: url.path) { return url }
    }
    throw Missing(program: name)
  }

  @Test func firstClip() throws {
    let (output, files) = try run("first-clip")
    #expect(output.contains("step 2 of 2") && files == ["first-clip.apng"])
  }

  @Test func livePreview() throws {
    let (output, files) = try run("live-preview")
    #expect(output.contains("step 2 of 2, 0 s left: preview.png"))
    #expect(output.hasSuffix("done: live-preview.apng, 48 frames of 448x256\n"))
    #expect(files == ["live-preview.apng", "preview.png"])
  }

  @Test func bestTake() throws {
    let (output, files) = try run("best-take")
    for take in 1...5 { #expect(output.contains("take \(take) of 5: ")) }
    #expect(files == ["best-take.apng"])
  }

  @Test func stoppedBatch() throws {
    let (output, _) = try run("stopped-batch", ["films"])
    let lines = output.split(separator: "\n")
    let expected: [Substring] = [
      "0001-a-fox-runs-to-the-left-through-the-snow: made", "0002-two-penguins-on-the-beach: stopped",
      "0003-a-red-car-drives-at-night: stopped",
      "0001-a-fox-runs-to-the-left-through-the-snow: there already",
      "  its record gives the same pixels", "0002-two-penguins-on-the-beach: made",
      "  its record gives the same pixels", "0003-a-red-car-drives-at-night: made",
      "  its record gives the same pixels",
    ]
    #expect(lines == expected)
  }

  @Test func suiteEvaluation() throws {
    let (output, _) = try run("suite-evaluation", ["2"])
    #expect(output.contains("cheapest that is among the best"))
  }

  @Test func twoSessions() throws {
    let (output, _) = try run("two-sessions")
    let lines = output.split(separator: "\n")
    #expect(lines.count == 2 && lines.allSatisfy { $0.hasSuffix("the same bytes together as alone") })
  }
}
