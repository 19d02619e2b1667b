/// Elements of XML 1.0, written for people.
struct XML {
  private var name: String
  private var attributes: [(String, String)]
  private var content: Content

  private enum Content {
    case text(String)
    case children([XML])
  }

  /// An element with text; none makes it empty.
  init(_ name: String, _ attributes: [(String, String)] = [], text: String = "") {
    self.name = name
    self.attributes = attributes
    content = .text(text)
  }

  /// An element with a number.
  init(_ name: String, _ number: Int) { self.init(name, text: String(number)) }

  /// An element with elements.
  init(_ name: String, _ attributes: [(String, String)] = [], _ children: [XML]) {
    self.name = name
    self.attributes = attributes
    content = .children(children)
  }

  /// A document with its declaration and, where given, a document type.
  func document(type: String? = nil) -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + (type.map { "<!DOCTYPE \($0)>\n" } ?? "")
      + text(indent: "")
  }

  /// A text with what XML reserves escaped; characters that XML cannot hold are left out.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += "&#\(scalar.value);"
      case "\0"..<" ", "\u{FFFE}", "\u{FFFF}": continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  // MARK: - Internals

  private func text(indent: String) -> String {
    let head = name + attributes.map { " \($0.0)=\"\(XML.escaped($0.1))\"" }.joined()
    switch content {
    case .text(let text) where text.isEmpty: return "\(indent)<\(head)/>\n"
    case .text(let text): return "\(indent)<\(head)>\(XML.escaped(text))</\(name)>\n"
    case .children(let children) where children.isEmpty: return "\(indent)<\(head)/>\n"
    case .children(let children):
      return "\(indent)<\(head)>\n" + children.map { $0.text(indent: indent + "  ") }.joined()
        + "\(indent)</\(name)>\n"
    }
  }
}
