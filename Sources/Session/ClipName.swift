import Foundation

/// Names of folders, made from prompts.
public enum ClipName {
  /// A short name of letters, digits and hyphens, in whatever script the prompt is written; `clip` where none is left.
  public static func folder(_ prompt: String) -> String {
    let words = Recipe.printable(prompt).lowercased().split { !$0.isLetter && !$0.isNumber }
    var name = ""
    for word in words {
      // 255 bytes are the most that file systems take; the hidden folder of work needs some of them too.
      let longer = name.isEmpty ? String(word.prefix(40)) : "\(name)-\(word)"
      if longer.utf8.count > 60 && !name.isEmpty { break }
      name = longer
    }
    while name.utf8.count > 160 { name.removeLast() }
    return name.isEmpty ? "clip" : name
  }
}
