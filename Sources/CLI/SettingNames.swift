import Foundation

/// Settings have one name in the libraries, their key (`sceneNoise`), and another here, the option's (`--scene-noise`).
/// This is the one place that turns the first into the second.
enum SettingNames {
  /// The option of a setting; its key where it has none.
  static func option(_ key: String) -> String {
    guard let name = names[key] else { return key }
    return "--\(name)"
  }

  /// A text of the libraries in the words of the command line: keys that stand in backticks become options.
  static func translated(_ text: String) -> String {
    names.keys.reduce(text) { text, key in text.replacing("`\(key)`", with: option(key)) }
  }

  // MARK: - Internals

  private static let names: [String: String] = [
    "branches": "branches", "cast": "cast", "fps": "fps", "format": "format", "frames": "frames",
    "guidance": "guidance",
    "model": "model", "out": "out", "overwrite": "overwrite", "pick": "pick", "plan": "plan",
    "sampler": "sampler", "schedule": "schedule", "seed": "seed", "size": "size", "steps": "steps",
    "seconds": "seconds", "section": "section", "frame": "frame", "takes": "takes",
    "temperature": "temperature", "upscale": "upscale", "window": "window",
    "sceneNoise": "scene-noise", "firstFrame": "first-frame", "lastFrame": "last-frame",
    "only": "only", "codec": "codec", "titles": "no-titles", "transition": "transition", "look": "look",
    // As plans name them.
    "frameCount": "frames", "frameRate": "fps",
  ]
}
