// JSON as text for people: members in their order, two spaces of indentation, short lists on one line.

extension JSON {
  /// A number as a value; whole numbers without a fraction.
  ///
  /// - Precondition: `value` is finite.
  public init(_ value: Double) { self = .number(literal: JSON.literal(value)) }

  /// A whole number as a value.
  public init(_ value: Int) { self = .number(literal: String(value)) }

  /// The value as text that ``init(parsing:maximumDepth:)-(UnsafeRawBufferPointer,_)`` reads back as an equal value.
  ///
  /// Lists and objects without lists and objects inside stand on one line while they are short. Ends without a newline.
  ///
  /// - Complexity: O(n · depth).
  public var text: String {
    var result = ""
    write(to: &result, indent: "")
    return result
  }

  // MARK: - Internals

  private static let lineLength = 100

  private func write(to text: inout String, indent: String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let literal): text += literal
    case .string(let value): text += JSON.quoted(value)
    case .array(let elements):
      JSON.write(
        elements.map { ("", $0) }, "[", "]", isFlat: elements.allSatisfy(\.isLeaf), to: &text, indent: indent)
    case .object(let members):
      JSON.write(
        members.map { (JSON.quoted($0.name) + ": ", $0.value) }, "{", "}",
        isFlat: members.allSatisfy(\.value.isLeaf), to: &text, indent: indent)
    }
  }

  private static func write(
    _ items: [(label: String, value: JSON)], _ open: String, _ close: String, isFlat: Bool,
    to text: inout String, indent: String
  ) {
    if isFlat {
      let line = items.map { $0.label + $0.value.text }.joined(separator: ", ")
      if line.utf8.count + indent.utf8.count <= lineLength {
        text += open + line + close
        return
      }
    }
    text += open
    for (index, item) in items.enumerated() {
      text += (index > 0 ? ",\n" : "\n") + indent + "  " + item.label
      item.value.write(to: &text, indent: indent + "  ")
    }
    text += "\n" + indent + close
  }

  private var isLeaf: Bool {
    switch self {
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    default: true
    }
  }
}
