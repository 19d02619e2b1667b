import Foundation

/// What can go wrong between a prompt and a plan.
public enum PlannerError: Error, Equatable, LocalizedError {
  /// A prompt is longer than the planner reads.
  case promptTooLong(tokens: Int, limit: Int)
  /// The configuration or the tokenizer of a weights file cannot be used.
  case badConfiguration(String)
  /// A sequence of tokens is not a plan.
  case badToken(position: Int, field: String, reason: String)
  /// A setting of decoding is out of range.
  case badSetting(name: String, value: String, expected: String)
  /// Nothing of a prompt names anything that can be shown.
  case nothingUnderstood(prompt: String, reading: String)

  /// What is wrong, where, what was expected and what to do.
  public var errorDescription: String? {
    switch self {
    case .promptTooLong(let tokens, let limit):
      "the prompt has \(tokens) tokens, \(limit) are read; say it in fewer words"
    case .badConfiguration(let reason): "the planner cannot be built: \(reason)"
    case .badToken(let position, let field, let reason): "token \(position), the \(field): \(reason)"
    case .nothingUnderstood(let prompt, let reading):
      (prompt.contains { !$0.isWhitespace } ? "nothing of “\(prompt)” can be shown" : "the prompt is empty")
        + (reading.isEmpty ? "" : " (read as: \(reading))")
        + "; name who or what is seen and where, such as “a red fox runs through the snow”"
    case .badSetting(let name, let value, let expected): "\(name) is \(value); expected \(expected)"
    }
  }
}
