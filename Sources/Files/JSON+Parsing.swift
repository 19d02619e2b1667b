// A recursive-descent reader of RFC 8259, with nothing optional: no comments, no trailing commas, no
// duplicate names, no lone surrogates. A byte-order mark is passed over, as section 8.1 allows.

extension JSON {
  /// How deep arrays and objects may nest, unless told otherwise.
  public static let defaultMaximumDepth = 32

  /// Reads a whole text.
  ///
  /// Names of one object must differ as Swift strings, that is up to canonical equivalence.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8, with or without a byte-order mark.
  ///   - maximumDepth: how deep arrays and objects may nest.
  /// - Throws: ``JSONError`` with the line and column.
  /// - Complexity: O(n).
  public init(parsing bytes: UnsafeRawBufferPointer, maximumDepth: Int = defaultMaximumDepth)
    throws(JSONError)
  {
    var reader = JSONReader(bytes: bytes, depthLeft: maximumDepth)
    self = try reader.readWhole()
  }

  /// Reads a whole text; see ``init(parsing:maximumDepth:)-(UnsafeRawBufferPointer,_)``.
  ///
  /// - Throws: ``JSONError`` with the line and column.
  public init(parsing bytes: some Collection<UInt8>, maximumDepth: Int = defaultMaximumDepth)
    throws(JSONError)
  {
    let result = Array(bytes).withUnsafeBytes { buffer -> Result<JSON, JSONError> in
      Result { () throws(JSONError) in try JSON(parsing: buffer, maximumDepth: maximumDepth) }
    }
    self = try result.get()
  }
}

private struct JSONReader {
  let bytes: UnsafeRawBufferPointer
  var depthLeft: Int
  var position = 0

  mutating func readWhole() throws(JSONError) -> JSON {
    if let name = TextFile.otherEncoding(of: bytes) {
      throw error("the text is \(name); save it as UTF-8")
    }
    position = TextFile.markLength(of: bytes)
    skipSpace()
    let value = try readValue()
    skipSpace()
    guard position == bytes.count else { throw error("expected the end of the text, got \(here)") }
    return value
  }

  private mutating func readValue() throws(JSONError) -> JSON {
    guard let byte = peek else { throw error("the text ends where a value is expected") }
    switch byte {
    case UInt8(ascii: "{"): return try readObject()
    case UInt8(ascii: "["): return try readArray()
    case UInt8(ascii: "\""): return .string(try readString())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try readNumber()
    default:
      if take("true") { return .bool(true) }
      if take("false") { return .bool(false) }
      if take("null") { return .null }
      throw error("expected a value, got \(here)")
    }
  }

  private mutating func readObject() throws(JSONError) -> JSON {
    try descend()
    var members: [JSON.Member] = []
    var names: Set<String> = []
    if !closes("}") {
      repeat {
        skipSpace()
        guard peek == UInt8(ascii: "\"") else { throw error("expected a name in quotes, got \(here)") }
        let start = position
        let name = try readString()
        guard names.insert(name).inserted else {
          position = start
          throw error("\(JSON.quoted(name)) is given twice")
        }
        skipSpace()
        guard take(":") else { throw error("expected ':' after the name, got \(here)") }
        skipSpace()
        members.append(JSON.Member(name, try readValue()))
      } while try continues(until: "}")
    }
    depthLeft += 1
    return .object(members)
  }

  private mutating func readArray() throws(JSONError) -> JSON {
    try descend()
    var elements: [JSON] = []
    if !closes("]") {
      repeat {
        skipSpace()
        elements.append(try readValue())
      } while try continues(until: "]")
    }
    depthLeft += 1
    return .array(elements)
  }

  private mutating func descend() throws(JSONError) {
    guard depthLeft > 0 else { throw error("nested too deeply") }
    depthLeft -= 1
    position += 1
  }

  private mutating func closes(_ bracket: StaticString) -> Bool {
    skipSpace()
    return take(bracket)
  }

  private mutating func continues(until bracket: StaticString) throws(JSONError) -> Bool {
    skipSpace()
    if take(",") { return true }
    if take(bracket) { return false }
    throw error("expected ',' or '\(bracket)', got \(here)")
  }

  private mutating func readNumber() throws(JSONError) -> JSON {
    let start = position
    _ = take("-")
    if !take("0") { try skipDigits() }
    if take(".") { try skipDigits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try skipDigits()
    }
    return .number(literal: String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func skipDigits() throws(JSONError) {
    let start = position
    while let byte = peek, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    guard position > start else { throw error("expected a digit, got \(here)") }
  }

  // MARK: - Strings

  private mutating func readString() throws(JSONError) -> String {
    position += 1
    let start = position
    var unescaped: [UInt8]?
    while true {
      guard let byte = peek else { throw error("the text ends inside a string") }
      switch byte {
      case UInt8(ascii: "\""):
        let string =
          if let unescaped { String(validating: unescaped, as: UTF8.self) } else {
            String(validating: bytes[start..<position], as: UTF8.self)
          }
        guard let string else {
          position = start
          throw error("the string that starts here is not UTF-8")
        }
        position += 1
        return string
      case UInt8(ascii: "\\"):
        var text = unescaped ?? Array(bytes[start..<position])
        text.append(contentsOf: Array(String(try readEscape()).utf8))
        unescaped = text
      case ..<0x20: throw error("a control character in a string must be escaped")
      default:
        unescaped?.append(byte)
        position += 1
      }
    }
  }

  private mutating func readEscape() throws(JSONError) -> Unicode.Scalar {
    position += 1
    guard let byte = peek else { throw error("the text ends inside a string") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let first = try readHex()
      guard (0xD800..<0xDC00).contains(first) else {
        guard let scalar = Unicode.Scalar(first) else { throw error("half of a surrogate pair") }
        return scalar
      }
      guard take("\\u") else { throw error("half of a surrogate pair") }
      let second = try readHex()
      guard (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      else { throw error("half of a surrogate pair") }
      return scalar
    default:
      position -= 1
      throw error("'\\' must be followed by one of \" \\ / b f n r t u, got \(here)")
    }
  }

  private mutating func readHex() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw error("expected four hexadecimal digits after \\u")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  // MARK: - Bytes

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ expected: StaticString) -> Bool {
    let count = expected.utf8CodeUnitCount
    guard bytes.count - position >= count else { return false }
    for index in 0..<count where bytes[position + index] != expected.utf8Start[index] { return false }
    position += count
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// The byte at the position, for messages.
  private var here: String {
    guard let byte = peek else { return "the end of the text" }
    return (0x21..<0x7F).contains(byte)
      ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x\(String(byte, radix: 16, uppercase: true))"
  }

  private func error(_ message: String) -> JSONError {
    var line = 1, lineStart = 0
    for index in 0..<min(position, bytes.count) where bytes[index] == 0x0A {
      line += 1
      lineStart = index + 1
    }
    return JSONError(line: line, column: position - lineStart + 1, message: message)
  }
}
