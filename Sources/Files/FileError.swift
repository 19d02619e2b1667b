import Foundation

/// What can go wrong between this program and the file system.
public enum FileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The operating system refused an operation; `code` is `errno`.
  case system(operation: String, path: String, code: Int32)
  /// The path names something that is not a regular file: a folder, a device, a pipe.
  case notARegularFile(path: String)
  /// A file of text is in another encoding than UTF-8.
  case notUTF8(path: String, reason: String)

  /// What, where, why, and what to do.
  public var description: String {
    switch self {
    case .system(let operation, let path, let code):
      let hint = FileError.hint(for: code)
      return "\(path): cannot \(operation): \(String(cString: strerror(code)))"
        + (hint.isEmpty ? "" : "; \(hint)")
    case .notARegularFile(let path):
      return "\(path): not a regular file; give the path of a file"
    case .notUTF8(let path, let reason):
      return "\(path): expected text in UTF-8; \(reason); save the file as UTF-8"
    }
  }

  private static func hint(for code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "free some space or write to another disk"
    case EACCES, EPERM, EROFS: "choose a folder that you may write to, or change its permissions"
    case ENOENT: "check the spelling, and that the folder exists"
    default: ""
    }
  }
}
