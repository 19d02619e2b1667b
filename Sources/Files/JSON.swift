// Strict JSON that remembers what was written: member order, and numbers as literals.
// Foundation's readers drop duplicate members and round large integers; files from outside deserve better.

/// A JSON value (RFC 8259).
public enum JSON: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number as it is spelled, so that no digit of a 64-bit integer is lost.
  case number(literal: String)
  /// A string.
  case string(String)
  /// An array.
  case array([JSON])
  /// An object: its members in file order, names unique.
  case object([Member])

  /// A named value of an object.
  public struct Member: Sendable, Equatable {
    /// The name.
    public let name: String
    /// The value.
    public let value: JSON

    /// Makes a member.
    public init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }
}

extension JSON {
  /// The kind of value with an article, for messages.
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a Boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }

  /// The value of a member, where this is an object that has it.
  ///
  /// - Complexity: O(n) in the number of members.
  public subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The string, where this is one.
  public var string: String? {
    if case .string(let value) = self { return value }
    return nil
  }

  /// The number as an exact integer; `nil` if it is spelled with a fraction or exponent or does not fit.
  public func integer<Value: FixedWidthInteger>(_ type: Value.Type = Int.self) -> Value? {
    guard case .number(let literal) = self else { return nil }
    return Value(literal)
  }

  /// The number as the nearest `Double`; infinite where it is too large.
  public var double: Double? {
    guard case .number(let literal) = self else { return nil }
    return Double(literal)
  }

  /// A string as a JSON literal with its quotes; only what must be is escaped.
  public static func quoted(_ string: String) -> String {
    var result = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      case "\u{c}": result += "\\f"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// The shortest literal that reads back as the same number: `8`, `0.1`, `1.5e-07`.
  ///
  /// - Precondition: `value` is finite; JSON has no spelling for anything else.
  public static func literal(_ value: Double) -> String {
    precondition(value.isFinite, "JSON: \(value) has no literal")
    if value == value.rounded() && abs(value) < 1e15 { return String(Int(value)) }
    return value.description
  }
}

/// Where and why a text is not JSON.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Line of the offending byte, from 1.
  public let line: Int
  /// Column of the offending byte, in bytes from 1.
  public let column: Int
  /// What is wrong there.
  public let message: String

  /// `line 3, column 14: expected ':' after the name, got '}'`.
  public var description: String { "line \(line), column \(column): \(message)" }
}
