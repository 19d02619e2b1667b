/// What can be wrong with a screenplay, or a file made from one.
public enum ScreenplayError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A byte that is not UTF-8; line and column (in bytes) from 1.
  case notUTF8(line: Int, column: Int, byte: UInt8)
  /// The file holds something else than text.
  case notText(reason: String)
  /// A Final Draft file that is not well-formed or not one.
  case finalDraft(line: Int, message: String)
  /// Fields of a shot list or cast file, each with its path.
  case file(name: String, issues: [Issue])

  /// One thing that is wrong in a file.
  public struct Issue: Sendable, Equatable, CustomStringConvertible {
    /// The field, such as `shots[3].size`, or line and column.
    public let path: String
    /// What is wrong: got, expected.
    public let message: String

    /// The path and the message.
    public var description: String { "\(path): \(message)" }
  }

  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .notUTF8(let line, let column, let byte):
      let digits = String(byte, radix: 16, uppercase: true)
      return
        "line \(line), column \(column): byte 0x\(digits) is not UTF-8; save the screenplay as UTF-8 text"
    case .notText(let reason):
      return "not a screenplay: \(reason); expected UTF-8 text in Fountain's syntax"
    case .finalDraft(let line, let message):
      return "line \(line): \(message); expected a Final Draft file (.fdx)"
    case .file(let name, let issues):
      let lines = issues.prefix(50).map { "\(name): \($0)" }
      let rest = issues.count - lines.count
      return (lines + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n")
    }
  }
}
