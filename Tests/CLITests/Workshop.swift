import Foundation
import SmallModels
import ZoetropeShot

/// A folder with small models of random weights, in which the built program is run.
final class Workshop {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "zoetrope ü \(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try SmallModels.writeDenoiser(in: models)
    try SmallModels.writeUpscaler(in: models)
    try SmallModels.writePlanner(in: models)
    try write("plan.json", plan().json())
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Where its models are.
  var models: URL { folder.appending(path: "Models") }

  /// A plan with one actor.
  func plan(prompt: String = "a dog runs to the right") -> ShotPlan { SmallModels.plan(prompt: prompt) }

  func write(_ name: String, _ data: Data) throws { try data.write(to: folder.appending(path: name)) }
  func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }
  func data(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }
  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path)
  }

  /// All files below a folder, by path.
  func files(_ name: String = ".") throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.appending(path: name).path).sorted()
  }

  /// What a manifest or other JSON file holds.
  func json(_ name: String) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: data(name)) as? [String: Any] ?? [:]
  }

  /// What ffmpeg sees in a picture.
  func pixels(_ name: String) throws -> String {
    try Tool.run(
      "ffmpeg", "-v", "error", "-i", folder.appending(path: name).path, "-pix_fmt", "rgb24", "-f", "md5", "-")
  }

  var environment: [String: String] { ["ZOETROPE_MODELS": models.path] }

  func run(_ arguments: String...) throws -> Program.Result { try run(arguments) }
  func run(_ arguments: [String]) throws -> Program.Result {
    try Program.run(arguments, environment: environment, in: folder)
  }

  /// Runs the program and sends it a signal after a while, if it is still there.
  func run(_ arguments: [String], signal: Int32, after seconds: Double) throws -> Program.Result {
    try Program.launch(Program.url, arguments, environment: environment, in: folder) { process in
      Thread.sleep(forTimeInterval: seconds)
      if process.isRunning { kill(process.processIdentifier, signal) }
    }
  }

  /// Runs the program and kills it once a file is there, again from the beginning where it was done before the signal came.
  ///
  /// - Parameter result: the folder that the program must not have finished.
  func runKilled(_ arguments: [String], once name: String, leaving result: String) throws {
    let url = folder.appending(path: result)
    let work = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).zoetrope")
    for _ in 0..<10 {
      let killed = try run(arguments, killedOnce: name)
      if killed.status == SIGKILL, !exists(result) { return }
      for leftover in [url, work] where FileManager.default.fileExists(atPath: leftover.path) {
        try FileManager.default.removeItem(at: leftover)
      }
    }
    throw TooLate(arguments: arguments)
  }

  /// Ten kills came after the program had ended.
  struct TooLate: Error {
    var arguments: [String]
  }

  /// Runs the program and kills it once a file is there.
  func run(_ arguments: [String], killedOnce name: String) throws -> Program.Result {
    try Program.launch(Program.url, arguments, environment: environment, in: folder) { process in
      while process.isRunning, !exists(name) { Thread.sleep(forTimeInterval: 0.005) }
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
  }

  /// Whether two clips are the same to the byte, but for the manifest, which holds times.
  func areSame(_ a: String, _ b: String) throws -> Bool {
    let names = try files(a)
    guard try names == files(b) else { return false }
    return try names.allSatisfy { name in
      let isFile = try folder.appending(path: "\(a)/\(name)").resourceValues(forKeys: [.isRegularFileKey])
        .isRegularFile
      return try isFile != true || name.hasSuffix("manifest.json")
        || data("\(a)/\(name)") == data("\(b)/\(name)")
    }
  }
}
