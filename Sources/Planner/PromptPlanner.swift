// What every planner does, whatever it reads with.

import Foundation
import ZoetropeCompute
import ZoetropeShot
import ZoetropeWeights

/// Turns prompts into plans.
public protocol PromptPlanner: Sendable {
  /// How it plans where nobody asks for a shape and a length.
  var standardSettings: PlanningSettings { get }

  /// Name and size of its network, for records: `network`, `hidden`, `depth`, `parameters`.
  var facts: [String: String] { get }

  /// Plans a shot.
  ///
  /// - Parameters:
  ///   - prompt: any text.
  ///   - seed: decides what is drawn, and is the plan's seed.
  ///   - settings: how to choose, and the form of the shot.
  ///   - probe: sees every choice.
  /// - Throws: ``PlannerError``.
  func plan(prompt: String, seed: UInt64, settings: PlanningSettings, probe: PlanningProbe?) throws
    -> PlannedShot
}

extension PromptPlanner {
  /// Plans a shot; see ``plan(prompt:seed:settings:probe:)``.
  public func plan(prompt: String, seed: UInt64 = 0, settings: PlanningSettings? = nil) throws -> PlannedShot
  {
    try plan(prompt: prompt, seed: seed, settings: settings ?? standardSettings, probe: nil)
  }
}

extension Planner: PromptPlanner {
  /// The likeliest plan of two seconds for a square frame.
  public var standardSettings: PlanningSettings { PlanningSettings() }

  /// Name and size of its network.
  public var facts: [String: String] {
    network.configuration.shape.facts(
      named: network.configuration.name, network.configuration.parameterLayout.count)
  }
}

/// Opens planners of any kind.
public enum PlannerFile {
  /// Opens trained weights: a file, or a folder with `weights.safetensors`.
  ///
  /// - Throws: `WeightsError` and `FileError` for the file, ``PlannerError/badConfiguration(_:)`` for what it says.
  public static func open(_ url: URL) throws -> any PromptPlanner {
    let file = try SafetensorsFile(weights(url))
    if file.metadata[ScriptConfiguration.metadataKey] != nil { return try ScriptPlanner(contentsOf: url) }
    return try Planner(contentsOf: url)
  }

  /// The file of weights in a folder, or the file itself.
  static func weights(_ url: URL) -> URL {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
    return exists && isFolder.boolValue ? url.appending(path: "weights.safetensors") : url
  }
}
