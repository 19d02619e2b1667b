// Where models are. `Models/scene/weights.safetensors` is the model `scene`; `Models/upscaler`, `Models/picture-upscaler` and
// `Models/planner`, `Models/picture-planner` hold the networks that serve every model beside them.

import Foundation
import ZoetropeDenoiser
import ZoetropeFiles

/// The folders in which models are looked for, and what lies there.
public struct ModelCatalog: Sendable {
  /// One installed model, not yet loaded.
  public struct Entry: Sendable, Equatable {
    /// The folder's name, by which it is asked for.
    public let name: String
    /// The denoiser's weights.
    public let weights: URL
    /// The weights of the upscaler that sees clips alone, where there are any.
    public let upscaler: URL?
    /// The weights of the upscaler that reads pictures, where there are any.
    public let pictureUpscaler: URL?
    /// The weights of the planner that knows single kinds, where there are any.
    public let planner: URL?
    /// The weights of the planner of the open cast, where there are any.
    public let picturePlanner: URL?

    /// The upscaler that serves a denoiser.
    package func upscaler(for appearance: DenoiserConfiguration.Appearance) -> URL? {
      appearance == .pictures ? pictureUpscaler : upscaler
    }

    /// The planner that serves a denoiser; for one of single kinds that of the open cast where there is no other.
    func planner(for appearance: DenoiserConfiguration.Appearance) -> URL? {
      appearance == .pictures ? picturePlanner : planner ?? picturePlanner
    }
  }

  /// The folders, in order of search.
  public let folders: [URL]

  /// Makes a catalog of given folders.
  public init(folders: [URL]) { self.folders = folders }

  /// The folders of this installation: `ZOETROPE_MODELS` (several separated by colons); `Models` beside the program, in
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
      for name in names.sorted() where !Companion.allCases.map(\.rawValue).contains(name) {
        guard !result.contains(where: { $0.name == name }) else { continue }
        if let weights = ModelCatalog.weights(in: folder.appendingPathComponent(name, isDirectory: true)) {
          result.append(entry(name, weights))
        }
      }
    }
    return result
  }

  /// A network that serves every model, by the name of its folder.
  public enum Companion: String, CaseIterable, Sendable {
    /// Doubles the sides of clips.
    case upscaler
    /// Makes clips four times as high and wide, with the pictures of the shot at hand.
    case pictureUpscaler = "picture-upscaler"
    /// Turns prompts into plans of single kinds.
    case planner
    /// Turns prompts into plans of the open cast.
    case picturePlanner = "picture-planner"
  }

  /// The weights of a companion: the first found in order of search.
  ///
  /// - Parameter folder: is looked into before all others.
  public func weights(of companion: Companion, near folder: URL? = nil) -> URL? {
    for folder in (folder.map { [$0] } ?? []) + folders {
      let place = folder.appendingPathComponent(companion.rawValue, isDirectory: true)
      if let weights = ModelCatalog.weights(in: place) { return weights }
    }
    return nil
  }

  /// Finds a model.
  ///
  /// - Parameter choice: a name, the path of a weights file or of a folder that holds one; nil takes, of the first
  ///   folder that holds any, the model called ``defaultName``, or the first there is.
  /// - Throws: ``SessionError/noModel(name:installed:searched:)``.
  public func find(_ choice: String? = nil) throws(SessionError) -> Entry {
    if let choice, choice.contains("/") || choice.hasSuffix(".safetensors") {
      let url = URL(fileURLWithPath: choice)
      if let weights = ModelCatalog.weights(in: url) { return entry(url.lastPathComponent, weights) }
      guard FileManager.default.fileExists(atPath: url.path) else {
        throw .noModel(name: choice, installed: entries.map(\.name), searched: [url.path])
      }
      let isStandard = url.lastPathComponent == ModelCatalog.weightsName
      return entry(
        (isStandard ? url.deletingLastPathComponent() : url.deletingPathExtension()).lastPathComponent, url)
    }
    let entries = entries
    if let choice {
      if let found = entries.first(where: { $0.name == choice }) { return found }
    } else if let first = entries.first {
      // The folder that is looked into first decides, so that a person's own models come before those of the program.
      func folder(_ entry: Entry) -> URL {
        entry.weights.deletingLastPathComponent().deletingLastPathComponent()
      }
      return entries.first { folder($0) == folder(first) && $0.name == ModelCatalog.defaultName } ?? first
    }
    let names = entries.map(\.name)
    throw .noModel(
      name: choice, installed: choice.map { Spelling.nearest(to: $0, among: names, limit: 8) } ?? names,
      searched: folders.map(\.path))
  }

  /// The model that is taken when none is named.
  public static let defaultName = "scene"

  // MARK: - Internals

  private static let weightsName = "weights.safetensors"

  /// A model with the companions beside its folder, or else those of the catalog.
  private func entry(_ name: String, _ weights: URL) -> Entry {
    let shelf = weights.deletingLastPathComponent().deletingLastPathComponent()
    return Entry(
      name: name, weights: weights, upscaler: self.weights(of: .upscaler, near: shelf),
      pictureUpscaler: self.weights(of: .pictureUpscaler, near: shelf),
      planner: self.weights(of: .planner, near: shelf),
      picturePlanner: self.weights(of: .picturePlanner, near: shelf))
  }

  private static func weights(in folder: URL) -> URL? {
    let url = folder.appendingPathComponent(weightsName)
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }
}
