import Foundation
import SmallModels
import Synchronization
import Testing
import ZoetropeFiles
import ZoetropeMedia
import ZoetropeSession

@testable import ZoetropeFilm

/// A folder with a screenplay and a small model of random weights, in which films are made.
final class FilmWorkshop: Sendable {
  let folder: URL
  let model: FilmModel

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "zoetrope film ü \(UUID().uuidString)")
    let models = folder.appending(path: "models")
    try SmallModels.writeDenoiser(in: models)
    model = try FilmModel(ModelCatalog(folders: [models]).find("sketch"))
    try write(FilmWorkshop.script)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static let script = """
    Title: Two Shots
    Author: Nobody

    [[cast: MARA = wolf]] [[cast: PIP = mouse]]

    EXT. MEADOW - DAY

    Mara walks in the grass.

    PIP
    Is that yours?

    Pip jumps.

    DISSOLVE TO:

    EXT. FOREST - NIGHT

    Mara runs.
    """

  var source: URL { folder.appending(path: "script.fountain") }
  var film: URL { folder.appending(path: "film") }
  var place: FilmFolder { FilmFolder(film) }

  func write(_ text: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: source)
  }

  static var quick: FilmSettings {
    var settings = FilmSettings()
    settings.stepCount = 1
    settings.size = .init(width: 96, height: 54)
    settings.planRate = 4
    settings.hasTitles = false
    return settings
  }

  static var draft: FilmSettings {
    var settings = quick
    settings.isDraft = true
    return settings
  }

  /// Makes the film and tells what was made and why.
  @discardableResult
  func make(
    _ settings: FilmSettings = FilmWorkshop.quick, from source: URL? = nil,
    stopAfter count: Int = .max
  ) async throws -> (result: FilmResult, parts: [String]) {
    let parts = Parts()
    let maker = try FilmMaker(
      source ?? self.source, in: film, settings: settings, model: settings.isDraft ? nil : model, world: nil)
    let result = try await maker.make(report: { parts.note($0) }, shouldStop: { parts.clipCount >= count })
    return (result, parts.all)
  }

  /// SHA-256 of each shot's record.
  func clips() throws -> [String: String] {
    var result: [String: String] = [:]
    let shots = film.appending(path: "shots")
    for name in try FileManager.default.contentsOfDirectory(atPath: shots.path) {
      result[name] = BuildRecord.hash(of: shots.appending(path: "\(name)/clip/manifest.json"))
    }
    return result
  }

  /// What happened.
  final class Parts: Sendable {
    private let state = Mutex<(names: [String], clips: Int)>(([], 0))
    var all: [String] { state.withLock { $0.names } }
    var clipCount: Int { state.withLock { $0.clips } }

    func note(_ event: FilmEvent) {
      state.withLock { state in
        switch event {
        case .making(let part, let reasons):
          state.names.append("\(part): \(reasons.joined(separator: ", "))")
        case .shot(_, .finished): state.clips += 1
        default: break
        }
      }
    }
  }
}

/// Programs of the system that our files are looked at with.
enum Outside {
  static func isInstalled(_ name: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }

  static func run(_ name: String, _ arguments: String...) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [name] + arguments
    let out = FileManager.default.temporaryDirectory.appending(path: "zoetrope-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: out) }
    try Data().write(to: out)
    process.standardOutput = try FileHandle(forUpdating: out)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try Data(contentsOf: out)
  }

  /// What ffprobe says of the first picture stream.
  static func probe(_ url: URL, _ entries: String) throws -> String {
    let data = try run(
      "ffprobe", "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries",
      "stream=\(entries)", "-of", "csv=p=0", url.path)
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// All frames as bytes, `[frames, height, width, 3]`.
  static func frames(_ url: URL, width: Int, height: Int) throws -> [[UInt8]] {
    let data = try run(
      "ffmpeg", "-v", "error", "-i", url.path, "-vf", "scale=\(width):\(height):flags=area", "-f", "rawvideo",
      "-pix_fmt", "rgb24", "-fps_mode", "passthrough", "-")
    let size = width * height * 3
    return (0..<data.count / size).map { Array(data[$0 * size..<($0 + 1) * size]) }
  }
}
