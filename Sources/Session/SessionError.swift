import Foundation

/// What can go wrong between a prompt and a folder of frames, beyond what the rooms below report themselves.
public enum SessionError: Error, Equatable, CustomStringConvertible, LocalizedError {
  /// No model of that name, or none at all.
  case noModel(name: String?, installed: [String], searched: [String])
  /// A prompt was given, and nothing here turns prompts into plans.
  case noPlanner
  /// A setting is out of range.
  case badSetting(name: String, value: String, expected: String)
  /// A plan cannot be used.
  case badPlan(path: String, reason: String)
  /// A file is not a record that this program wrote.
  case badRecord(path: String, reason: String)
  /// The output exists and may not be replaced.
  case outputExists(path: String, reason: String)
  /// Another process is writing there.
  case outputInUse(path: String)
  /// An interrupted run waits to be resumed there.
  case interruptedRun(path: String)
  /// There is nothing to resume.
  case nothingToResume(path: String)
  /// There is nothing to resume, since the clip is finished.
  case alreadyFinished(path: String)
  /// The model on disk is not the one that a record was made with.
  case otherModel(name: String, expected: String, found: String)
  /// A picture that was given is missing or changed.
  case otherPicture(path: String, reason: String)
  /// Numbers of a clip are NaN or infinite: from where on, and the first tensor of the weights that is not finite, if one is.
  case notFinite(place: String, path: String, tensor: String?)
  /// The run was asked to stop before it was done; `path` is where to resume, if anything was saved.
  case interrupted(path: String?)

  /// What, where, expected and got, and what to do.
  public var description: String {
    switch self {
    case .noModel(let name, let installed, let searched):
      let what = name.map { "there is no model “\($0)”" } ?? "no model is installed"
      let known = installed.isEmpty ? "" : "; installed: \(installed.joined(separator: ", "))"
      return
        "\(what)\(known); looked in \(searched.joined(separator: ", ")); give a weights file as `model`, "
        + "or the folder that holds models in the environment variable ZOETROPE_MODELS"
    case .noPlanner:
      return "no planner is installed, so a prompt cannot be turned into a plan"
    case .badSetting(let name, let value, let expected): return "\(name) is \(value); expected \(expected)"
    case .badPlan(let path, let reason):
      let lines = reason.split(separator: "\n")
      return "\(path): not a plan that can be used: "
        + (lines.count == 1 ? reason : "\(lines.count) mistakes" + lines.map { "\n  \($0)" }.joined())
    case .badRecord(let path, let reason):
      return "\(path): holds no record of a clip: \(reason)"
    case .outputExists(let path, let reason):
      return "\(path): \(reason)"
    case .outputInUse(let path):
      return "\(path): another run is writing there; wait for it or choose another `out` folder"
    case .interruptedRun(let path):
      return "\(path): an interrupted run waits there; resume it, or start anew (`overwrite`)"
    case .nothingToResume(let path):
      return "\(path): no interrupted run waits there; give the folder that the run was to write"
    case .alreadyFinished(let path): return "\(path): the clip is finished; there is nothing to resume"
    case .otherModel(let name, let expected, let found):
      return
        "model \(name) has SHA-256 \(found.prefix(16))…, the clip was made with \(expected.prefix(16))…; "
        + "other weights give another clip; give the right ones as `model`"
    case .otherPicture(let path, let reason): return "\(path): \(reason)"
    case .notFinite(let place, let path, let tensor):
      let why =
        tensor.map {
          "its tensor “\($0)” holds a NaN or an infinity; fetch the file again or use other weights"
        }
        ?? "its tensors are all finite, so the settings are at fault; try `guidance` 1"
      return "\(path): the result of \(place) is not finite: \(why)"
    case .interrupted(let path):
      return path == nil ? "stopped; nothing was saved" : "stopped; it can be resumed"
    }
  }

  /// The same as ``description``.
  public var errorDescription: String? { description }
}
