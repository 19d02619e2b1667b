import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeFilm
import ZoetropeLayers
import ZoetropePlanner
import ZoetropeWeights

/// A folder with small models of random weights, in which the built program is run.
final class Workshop {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "zoetrope ü \(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // Under the names that are shipped, or those of the checkout would serve where one is missing.
    let denoiser = DenoiserConfiguration.thumbnail
    try writeModel(
      "sketch", denoiser.parameterLayout, [DenoiserConfiguration.metadataKey: try denoiser.json()])
    let upscaler = UpscalerConfiguration(channels: 4, blockCount: 1)
    try writeModel(
      "upscaler", upscaler.parameterLayout, [UpscalerConfiguration.metadataKey: try upscaler.json()])
    let planner = PlannerConfiguration.thumbnail(try Tokenizer(merges: [], phraseMerges: [], words: []))
    try writeModel(
      "planner", planner.parameterLayout, [PlannerConfiguration.metadataKey: try planner.json()])
    try write("plan.json", plan().json())
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Weights that every input changes the output of; those before training make one grey clip of everything.
  func writeModel(
    _ name: String, _ layout: ParameterLayout, _ metadata: [String: String], seed: UInt64 = 1
  ) throws {
    let place = folder.appending(path: "Models/\(name)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    var storage = Tensor.normal([layout.count], seed: seed)
    storage.scale(by: 0.1)
    let parameters = Parameters(layout: layout, storage: storage)
    try SafetensorsWriter.write(
      tensors: parameters.storedTensors(), metadata: metadata,
      to: place.appending(path: "weights.safetensors"))
  }

  /// A plan with one actor.
  func plan(prompt: String = "a dog runs to the right") -> ShotPlan {
    ShotPlan(
      prompt: prompt, seed: 3, frameCount: 4, scene: .snow, time: .night,
      actors: [
        Actor(
          kind: .dog, motion: .right,
          keyframes: [
            Keyframe(t: 0, x: 0.2, y: 0.6, width: 0.4, height: 0.4),
            Keyframe(t: 0.5, x: 0.8, y: 0.6, width: 0.4, height: 0.4),
          ])
      ])
  }

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

  var environment: [String: String] { ["ZOETROPE_MODELS": folder.appending(path: "Models").path] }

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
