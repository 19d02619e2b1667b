// Plans inside other JSON files, such as records of clips: read and written by the same rules as a plan's own file.

import ZoetropeFiles

extension ShotPlan: Decodable {
  /// Reads a plan from within another document as strictly as ``init(json:)`` reads a file, and validates it.
  ///
  /// - Throws: ``PlanError`` with every issue and its path inside the plan; `DecodingError` where a value is not JSON.
  public init(from decoder: any Decoder) throws {
    try self.init(try ForeignJSON(from: decoder).value)
  }
}

/// A JSON value as some decoder hands it over, or some encoder takes it.
struct ForeignJSON: Codable {
  let value: JSON

  init(_ value: JSON) { self.value = value }

  init(from decoder: any Decoder) throws {
    if let members = try? decoder.container(keyedBy: Name.self) {
      value = .object(
        try members.allKeys.map {
          JSON.Member($0.stringValue, try members.decode(ForeignJSON.self, forKey: $0).value)
        })
    } else if var elements = try? decoder.unkeyedContainer() {
      var array: [JSON] = []
      while !elements.isAtEnd { array.append(try elements.decode(ForeignJSON.self).value) }
      value = .array(array)
    } else {
      value = try ForeignJSON.scalar(decoder.singleValueContainer())
    }
  }

  private static func scalar(_ container: any SingleValueDecodingContainer) throws -> JSON {
    if container.decodeNil() { return .null }
    if let number = try? container.decode(Double.self) {
      // A seed uses all of its 64 bits, of which a Double keeps 53.
      if number == number.rounded() {
        if let integer = try? container.decode(UInt64.self) { return .number(literal: String(integer)) }
        if let integer = try? container.decode(Int64.self) { return .number(literal: String(integer)) }
      }
      return .number(literal: shown(number))
    }
    if let flag = try? container.decode(Bool.self) { return .bool(flag) }
    return .string(try container.decode(String.self))
  }

  func encode(to encoder: any Encoder) throws {
    switch value {
    case .object(let members):
      var container = encoder.container(keyedBy: Name.self)
      for member in members {
        try container.encode(ForeignJSON(member.value), forKey: Name(stringValue: member.name))
      }
    case .array(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(ForeignJSON(element)) }
    case .string(let text): try ForeignJSON.encode(text, to: encoder)
    case .bool(let flag): try ForeignJSON.encode(flag, to: encoder)
    case .number:
      if let integer = value.integer(UInt64.self) { return try ForeignJSON.encode(integer, to: encoder) }
      if let integer = value.integer(Int64.self) { return try ForeignJSON.encode(integer, to: encoder) }
      try ForeignJSON.encode(value.double ?? .nan, to: encoder)
    case .null:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    }
  }

  private static func encode(_ value: some Encodable, to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }

  /// The name of any member.
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
