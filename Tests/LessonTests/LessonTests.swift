// Every lesson, as its reader runs it, in its short form.

import Foundation
import Testing

@Suite(.serialized) struct LessonTests {
  static let lessons = [
    "Lesson01Patches", "Lesson02Noise", "Lesson03ExactDenoiser", "Lesson04Attention", "Lesson05Block",
    "Lesson06Training", "Lesson07Guidance", "Lesson08Planner", "Lesson09Pipeline", "Lesson10Measuring",
  ]
  /// Seconds that a short lesson may take beside other work; alone, none takes more than 10 on two cores.
  static let limit = 120.0

  @Test(arguments: lessons) func runsAndShowsSomething(name: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(name)-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let log = folder.appending(path: "output.txt")
    try Data().write(to: log)
    let process = Process()
    process.executableURL = try program(name)
    process.arguments = ["--short"]
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["ZOETROPE_MODELS": root.appending(path: "Models").path]) { $1 }
    let handle = try FileHandle(forUpdating: log)
    (process.standardOutput, process.standardError) = (handle, handle)
    process.standardInput = FileHandle.nullDevice
    let start = ContinuousClock.now
    try process.run()
    process.waitUntilExit()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let output = try String(contentsOf: log, encoding: .utf8)
    #expect(process.terminationStatus == 0, "\(output.suffix(2000))")
    #expect(seconds < LessonTests.limit)
    #expect(output.hasPrefix("Lesson \(Int(name.dropFirst(6).prefix(2)) ?? 0): "))
    #expect(output.contains(/\nExercises\n1\. .+\n2\. .+/))
    // What it says it wrote is there, and is a PNG to other eyes too.
    let written = output.matches(of: /wrote (lessons\/\S+\.png)/).map { String($0.output.1) }
    #expect(!written.isEmpty || name == "Lesson10Measuring")
    for path in written {
      let data = try Data(contentsOf: folder.appending(path: path))
      #expect(data.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) && data.count > 200)
    }
  }

  /// Programs, chapters and the table of contents name the same lessons; each program is short and ends with its chapter's exercises.
  @Test(arguments: lessons) func hasAChapter(name: String) throws {
    let place = root.appending(path: "Docs/Lessons")
    let code = try String(contentsOf: place.appending(path: "\(name)/main.swift"), encoding: .utf8)
    #expect(code.split(separator: "\n", omittingEmptySubsequences: false).count - 1 < 150)
    let chapter = try String(contentsOf: place.appending(path: "Lessons.docc/\(name).md"), encoding: .utf8)
    let contents = try String(contentsOf: place.appending(path: "Lessons.docc/Lessons.md"), encoding: .utf8)
    #expect(contents.contains("<doc:\(name)>"))
    let exercises = try #require(code.firstMatch(of: /Lesson\.end\(\s*"(.+)",\s*"(.+)"\s*\)/))
    func plain(_ text: some StringProtocol) -> String {
      String(text.filter { $0.isLetter || $0.isNumber })
    }
    for exercise in [exercises.output.1, exercises.output.2] {
      #expect(plain(chapter).contains(plain(exercise)), "\(exercise)")
    }
  }

  // MARK: - Internals

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
}
