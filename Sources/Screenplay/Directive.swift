// What our own notes say to the film: `[[shot: close-up, tracking]]`, `[[cast: MARA = fox]]`. To every other program they are notes.

/// An instruction in a note.
public enum Directive: Sendable, Equatable {
  /// How the next element is filmed: words such as `close-up`, separated by commas.
  case shot([String])
  /// Who plays a character: a word, or a picture file.
  case cast(name: String, member: String)

  /// Reads a note's text, without brackets; `nil` for a note that is for people.
  public init?(note: String) {
    guard let colon = note.firstIndex(of: ":") else { return nil }
    let value = String(note[note.index(after: colon)...]).trimmedSpace
    switch String(note[..<colon]).trimmedSpace.lowercased() {
    case "shot":
      let words = value.split(separator: ",").map { String($0).trimmedSpace }.filter { !$0.isEmpty }
      guard !words.isEmpty else { return nil }
      self = .shot(words)
    case "cast":
      guard let equals = value.firstIndex(of: "=") else { return nil }
      let name = String(value[..<equals]).trimmedSpace
      let member = String(value[value.index(after: equals)...]).trimmedSpace
      guard !name.isEmpty, !member.isEmpty else { return nil }
      self = .cast(name: name.uppercased(), member: member)
    default: return nil
    }
  }

  /// The instructions in the notes of a text.
  public static func all(in text: String) -> [Directive] {
    FountainMarkup.notes(in: text).compactMap(Directive.init)
  }
}

extension String {
  /// The text without blanks and line ends around it.
  var trimmedSpace: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
