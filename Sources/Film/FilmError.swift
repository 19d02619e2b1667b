/// What can go wrong while a film is made; trouble with a file is a `FileError`, with ffmpeg a `MediaError`.
public enum FilmError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A setting that cannot be used.
  case badSetting(name: String, value: String, expected: String)
  /// A folder that holds no film.
  case notAFilm(path: String)
  /// A folder that holds other things than a film.
  case folderTaken(path: String)
  /// The screenplay in the film's folder was edited, and so was, or is, the one that it was copied from.
  case twoScreenplays(path: String, source: String)
  /// A screenplay in which nothing is seen or heard.
  case nothingToFilm(path: String)
  /// A file of the film that cannot be used.
  case unusable(path: String, reason: String)
  /// A selection that no shot is in.
  case noSuchShot(String, known: [String])
  /// Another run works on the film.
  case inUse(path: String)
  /// The work was stopped before it was done.
  case stopped(path: String)

  /// What is wrong, where, what was expected and what to do.
  public var description: String {
    switch self {
    case .badSetting(let name, let value, let expected): "`\(name)` is \(value); expected \(expected)"
    case .notAFilm(let path):
      "\(path): holds no film; give the folder that a film was made in, or a screenplay"
    case .folderTaken(let path):
      "\(path): is not empty and holds no film; choose another `out` folder"
    case .twoScreenplays(let path, let source):
      "\(path): was edited and differs from \(source); give the film's folder to go on with the edited one, "
        + "or remove it to begin with the other"
    case .nothingToFilm(let path):
      "\(path): there is neither action nor dialogue in it; expected a screenplay in Fountain's syntax"
    case .unusable(let path, let reason): "\(path): \(reason)"
    case .noSuchShot(let text, let known):
      "`only` is “\(text)”; expected a scene (“scene 3”), a shot (“shot 3.2” or its number “shot 12”), of: "
        + known.prefix(12).joined(separator: ", ") + (known.count > 12 ? " …" : "")
    case .inUse(let path): "\(path): another run works on this film; wait for it to end"
    case .stopped(let path): "\(path): stopped; all finished shots are kept"
    }
  }
}
