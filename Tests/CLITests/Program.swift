import Foundation
import Testing

/// The built `zoetrope`, which lies beside the test bundle.
enum Program {
  /// What one run left behind.
  struct Result: Equatable {
    var status: Int32
    var output: String
    var errors: String
  }

  static func run(_ arguments: String...) throws -> Result { try run(arguments) }

  static func run(
    _ arguments: [String], environment: [String: String] = [:], in folder: URL? = nil
  ) throws -> Result {
    try launch(url, arguments, environment: environment, in: folder)
  }

  /// Directory of the test bundle: the bundle itself where tests are a program, else around it.
  static var url: URL {
    get throws {
      let places = CommandLine.arguments.prefix(1) + Bundle.allBundles.map(\.bundlePath)
      for place in places {
        let url = URL(filePath: place).deletingLastPathComponent().appending(path: "zoetrope")
        if FileManager.default.isExecutableFile(atPath: url.path) { return url }
      }
      throw Missing(places: Array(places))
    }
  }

  struct Missing: Error {
    var places: [String]
  }

  static func launch(
    _ url: URL, _ arguments: [String], environment: [String: String] = [:], in directory: URL? = nil,
    meanwhile: (Process) throws -> Void = { _ in }
  ) throws -> Result {
    // Files, not pipes: a program that prints much would wait for a pipe nobody reads yet.
    let folder = FileManager.default.temporaryDirectory.appending(path: "zoetrope-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func file(_ name: String) throws -> FileHandle {
      let url = folder.appending(path: name)
      try Data().write(to: url)
      return try FileHandle(forUpdating: url)
    }
    let output = try file("output"), errors = try file("errors")
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let directory { process.currentDirectoryURL = directory }
    try process.run()
    try meanwhile(process)
    process.waitUntilExit()
    func text(_ handle: FileHandle) throws -> String {
      try handle.seek(toOffset: 0)
      return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
    }
    return Result(status: process.terminationStatus, output: try text(output), errors: try text(errors))
  }
}

/// A program of the system, asked for what ours is compared with.
enum Tool {
  /// Standard output without the newline at its end.
  static func run(_ name: String, _ arguments: String...) throws -> String {
    let result = try Program.launch(URL(filePath: "/usr/bin/env"), [name] + arguments)
    try #require(result.status == 0, "\(name): \(result.errors)")
    return result.output.trimmingCharacters(in: .newlines)
  }

  struct Failure: Error {
    var message: String
  }

  /// The same for what may fail without a test having failed.
  static func output(_ name: String, _ arguments: String...) throws -> String {
    let result = try Program.launch(URL(filePath: "/usr/bin/env"), [name] + arguments)
    guard result.status == 0 else { throw Failure(message: result.errors) }
    return result.output.trimmingCharacters(in: .newlines)
  }
}

/// The checkout that these tests were built from.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
