// Where models are. A model is a folder `<name>/` with `weights.safetensors`, or a weights file by itself.

import Foundation
import ZoetropeDenoiser
import ZoetropeFiles
import ZoetropeWeights

/// The folders in which models are looked for, and what lies there.
public struct ModelCatalog: Sendable {
  /// One installed model, not yet loaded.
  public struct Entry: Sendable, Equatable {
    /// The folder's name, by which it is asked for.
    public let name: String
    /// The denoiser's weights.
    public let weights: URL
    /// The upscaler's weights, where there are any.
    public let upscaler: URL?
    /// The planner's weights, where there are any.
    public let planner: URL?
  }

  /// The folders, in order of search.
  public let folders: [URL]

  /// Makes a catalog of given folders.
  public init(folders: [URL]) { self.folders = folders }

  /// The folders of this installation: `ZOETROPE_MODELS` (several parted by colons); `Models` beside the program, in
  /// `share/zoetrope` of its prefix, and in the checkout it was built in; then `Models` of the working directory.
  public static func standard(
    environment: [String: String] = ProcessInfo.processInfo.environment, program: URL? = programURL
  ) -> ModelCatalog {
    var folders: [URL] = []
    func add(_ url: URL) {
      let url = url.standardizedFileURL
      if !folders.contains(url) { folders.append(url) }
    }
    for path in (environment["ZOETROPE_MODELS"] ?? "").split(separator: ":") {
      add(URL(fileURLWithPath: String(path), isDirectory: true))
    }
    if let folder = program?.deletingLastPathComponent() {
      add(folder.appendingPathComponent("Models", isDirectory: true))
      add(folder.appendingPathComponent("../share/zoetrope/Models", isDirectory: true))
      // `.build/<triple>/release/zoetrope`: the checkout is the folder around `.build`.
      let parts = folder.pathComponents
      if let index = parts.lastIndex(of: ".build"), index > 0 {
        let checkout = parts[..<index].dropFirst().joined(separator: "/")
        add(URL(fileURLWithPath: "/\(checkout)/Models", isDirectory: true))
      }
    }
    add(URL(fileURLWithPath: "Models", isDirectory: true))
    return ModelCatalog(folders: folders)
  }

  /// The running program's file, links resolved.
  public static var programURL: URL? {
    #if os(Linux)
      let path = "/proc/self/exe"
    #else
      let path = CommandLine.arguments.first ?? ""
    #endif
    return path.isEmpty ? nil : URL(fileURLWithPath: path).resolvingSymlinksInPath()
  }

  /// All models found, each name once, in order of search and then of name.
  public var entries: [Entry] {
    var result: [Entry] = []
    for folder in folders {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      for name in names.sorted() where !result.contains(where: { $0.name == name }) {
        if let entry = ModelCatalog.entry(folder.appendingPathComponent(name, isDirectory: true)) {
          result.append(entry)
        }
      }
    }
    return result
  }

  /// Finds a model.
  ///
  /// - Parameter choice: a name, the path of a weights file or of a folder that holds one; nil takes the model
  ///   called ``defaultName``, or the first there is.
  /// - Throws: ``PipelineError/noModel(name:installed:searched:)``.
  public func find(_ choice: String? = nil) throws(PipelineError) -> Entry {
    if let choice, choice.contains("/") || choice.hasSuffix(".safetensors") {
      let url = URL(fileURLWithPath: choice)
      if let entry = ModelCatalog.entry(url) { return entry }
      if FileManager.default.fileExists(atPath: url.path) {
        let folder = url.deletingLastPathComponent()
        let name = url.lastPathComponent == ModelCatalog.weightsName ? folder.lastPathComponent : url.deletingPathExtension().lastPathComponent
        return Entry(name: name, weights: url, upscaler: ModelCatalog.file("upscaler", folder), planner: ModelCatalog.file("planner", folder))
      }
      throw .noModel(name: choice, installed: entries.map(\.name), searched: [url.path])
    }
    let entries = entries
    if let found = entries.first(where: { $0.name == choice ?? ModelCatalog.defaultName })
      ?? (choice == nil ? entries.first : nil)
    {
      return found
    }
    let names = entries.map(\.name)
    throw .noModel(
      name: choice, installed: choice.map { Spelling.nearest(to: $0, among: names, limit: 8) } ?? names,
      searched: folders.map(\.path))
  }

  /// The model that is taken when none is named.
  public static let defaultName = "sketch"

  // MARK: - Internals

  static let weightsName = "weights.safetensors"

  private static func entry(_ folder: URL) -> Entry? {
    guard let weights = file("weights", folder) else { return nil }
    return Entry(
      name: folder.lastPathComponent, weights: weights, upscaler: file("upscaler", folder),
      planner: file("planner", folder))
  }

  private static func file(_ name: String, _ folder: URL) -> URL? {
    let url = folder.appendingPathComponent(name + ".safetensors")
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }
}
