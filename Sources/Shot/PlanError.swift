/// Everything that is wrong with a plan, found in one go.
public struct PlanError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One thing that is wrong.
  public struct Issue: Sendable, Equatable, CustomStringConvertible {
    /// The field, such as `actors[1].keyframes[0].x`, or the line and column of a text that is not JSON.
    public let path: String
    /// What is wrong with it: got, expected, what to do.
    public let message: String

    /// Makes an issue.
    public init(_ path: String, _ message: String) {
      self.path = path
      self.message = message
    }

    /// The path and the message.
    public var description: String { "\(path): \(message)" }

    static let wholePlan = "plan"

    /// Whether this is about a field or about something inside it.
    func isWithin(_ field: String) -> Bool {
      field == Issue.wholePlan || path == field || path.hasPrefix(field + ".") || path.hasPrefix(field + "[")
    }
  }

  /// All issues: fields that cannot be read, then values out of range, each in the order of the fields.
  public let issues: [Issue]

  /// Makes an error.
  public init(_ issues: [Issue]) { self.issues = issues }

  /// One line per issue; after 50 only their number.
  public var description: String {
    let lines = issues.prefix(50).map(\.description)
    let rest = issues.count - lines.count
    return (lines + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n")
  }
}
