/// What can go wrong with pictures and films; file-system trouble is a `FileError`.
public enum MediaError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A PNG cannot be read.
  case unreadable(path: String, reason: String)
  /// A picture is in another format than PNG, whatever its name says.
  case otherFormat(path: String, format: FileFormat)
  /// A picture cannot be encoded.
  case unwritable(reason: String)
  /// A text chunk breaks the rules of the format.
  case badText(keyword: String, reason: String)
  /// A program that is needed is not on the search path.
  case toolMissing(name: String, instead: String)
  /// A program that was called reported an error.
  case toolFailed(name: String, status: Int32, message: String)
  /// A folder of frames does not form one clip.
  case badSequence(folder: String, reason: String)

  /// What, where, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): cannot be read as PNG: \(reason)"
    case .otherFormat(let path, let format):
      "\(path): is \(format.described) inside; expected a PNG picture: convert it first"
    case .unwritable(let reason): "the picture cannot be written: \(reason)"
    case .badText(let keyword, let reason): "text '\(keyword)' cannot be stored in a PNG: \(reason)"
    case .toolMissing(let name, let instead):
      "\(name) is needed for this and was not found on PATH; install it (Debian, Ubuntu: apt install \(name); "
        + "macOS: brew install \(name))\(instead.isEmpty ? "" : ", or \(instead)")"
    case .toolFailed(let name, let status, let message): "\(name) failed with status \(status): \(message)"
    case .badSequence(let folder, let reason): "\(folder): not a sequence of frames: \(reason)"
    }
  }
}
