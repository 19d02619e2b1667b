/// What can be wrong with a timeline or a file of one.
public enum EditError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Values of a timeline, each with its path, such as `tracks[0].items[3].source`.
  case timeline([Issue])
  /// A file that cannot be read: what, where in it.
  case file(format: String, place: String, message: String)
  /// A format that cannot hold what the timeline has.
  case unsupported(format: String, path: String, message: String)

  /// One thing that is wrong with a timeline.
  public struct Issue: Sendable, Equatable, CustomStringConvertible {
    /// The value.
    public let path: String
    /// What is wrong: got, expected, what to do.
    public let message: String

    /// Makes an issue.
    public init(_ path: String, _ message: String) {
      self.path = path
      self.message = message
    }

    /// The path and the message.
    public var description: String { "\(path): \(message)" }
  }

  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .timeline(let issues):
      let lines = issues.prefix(50).map(\.description)
      let rest = issues.count - lines.count
      return (lines + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n")
    case .file(let format, let place, let message): return "\(format) file, \(place): \(message)"
    case .unsupported(let format, let path, let message):
      return "\(path): \(format) cannot hold this: \(message)"
    }
  }
}
