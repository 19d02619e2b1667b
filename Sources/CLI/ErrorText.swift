import Foundation
import ZoetropeDenoiser
import ZoetropePlanner
import ZoetropeSession

/// What errors say to a person at a command line: libraries name settings by their keys and know of no command; here keys
/// become options, and what to do becomes a command.
enum ErrorText {
  /// What an error says, and what to do about it.
  static func text(_ error: any Error) -> String {
    switch error {
    case SessionError.badSetting(let name, let value, let expected):
      return "\(option(name)) is \(value); expected \(expected)"
    case DenoiserError.badSetting(let name, let value, let expected):
      return "\(option(name)) is \(value); expected \(expected)"
    case PlannerError.badSetting(let name, let value, let expected):
      return "\(option(name)) is \(value); expected \(expected)"
    case let error as SessionError:
      return [error.description, hint(error)].compactMap { $0 }.joined(separator: "; ")
    case let error as CocoaError:
      let path = error.filePath ?? error.url?.path
      return [path, error.localizedDescription].compactMap { $0 }.joined(separator: ": ")
    default: return (error as? any LocalizedError)?.errorDescription ?? "\(error)"
    }
  }

  /// The command that goes on with a run.
  static func resumption(_ path: String) -> String { "zoetrope resume \(quoted(path))" }

  /// A path as a shell takes it.
  static func quoted(_ path: String) -> String {
    path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+".contains($0)) }
      ? path : "'" + path.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }

  // MARK: - Internals

  /// The option that sets a setting: `sceneNoise` is `--scene-noise`.
  private static func option(_ key: String) -> String {
    let special = ["frameCount": "frames", "frameRate": "fps", "stepCount": "steps"]
    let name = special[key] ?? key
    guard name.allSatisfy({ $0.isASCII && $0.isLetter }) else { return key }
    return "--" + name.flatMap { $0.isUppercase ? ["-", Character($0.lowercased())] : [$0] }
  }

  private static func hint(_ error: SessionError) -> String? {
    switch error {
    case .noModel: "say which with --model"
    case .noPlanner: "with --plan FILE, or: zoetrope render FILE"
    case .outputExists(_, OutputFolder.holdsClip):
      "replace it with --overwrite, or choose another folder with --out"
    case .outputExists, .outputInUse: "choose another folder with --out"
    case .interruptedRun(let path): "go on with: \(resumption(path)), or start anew with --overwrite"
    case .otherModel: "give the right ones with --model"
    case .interrupted(let path?): "go on with: \(resumption(path))"
    default: nil
    }
  }
}

/// A batch was asked to stop before it was done.
struct BatchStopped: LocalizedError {
  let path: String

  var errorDescription: String? {
    "stopped; go on with the same command: zoetrope batch \(ErrorText.quoted(path)) …"
  }
}
