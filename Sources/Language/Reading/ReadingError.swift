// What can go wrong with the reader.

/// An error of the reader of prompts.
public enum ReadingError: Error, Equatable, CustomStringConvertible {
  /// A glossary breaks its rules.
  case glossaryUnreadable(name: String, line: Int, reason: String)
  /// There is no glossary of a language.
  case languageUnknown(String, known: [String])

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .glossaryUnreadable(let name, let line, let reason):
      "glossary '\(name)', line \(line): \(reason); mend the file in Sources/Language/Reading/Glossary and build again"
    case .languageUnknown(let language, let known):
      "there is no glossary of the language '\(language)'; give one of \(known.joined(separator: ", ")), or none to have it found"
    }
  }
}
