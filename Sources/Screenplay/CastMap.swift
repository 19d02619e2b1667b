// Who plays whom: a word that the cast has a picture for, or a person's own picture.

import ZoetropeFiles

/// A member for each character; nobody shares one.
public struct CastMap: Sendable, Equatable {
  /// A member of the cast.
  public enum Member: Sendable, Hashable {
    /// A word such as `fox` or `old woman`.
    case word(String)
    /// A picture file, by its path.
    case picture(String)

    /// Reads a member as people write it: what ends in `.png` is a file.
    public init(_ text: String) {
      self = text.lowercased().hasSuffix(".png") ? .picture(text) : .word(text.lowercased())
    }

    /// The word or path.
    public var text: String {
      switch self {
      case .word(let text), .picture(let text): text
      }
    }
  }

  /// The members by name of character, in upper case, in order.
  public private(set) var members: [(name: String, member: Member)]

  /// Makes a cast.
  ///
  /// - Throws: ``ScreenplayError/file(name:issues:)`` if a character is named twice or two share a member.
  public init(_ members: [(name: String, member: Member)]) throws(ScreenplayError) {
    var issues: [ScreenplayError.Issue] = []
    var owners: [Member: String] = [:]
    var names: Set<String> = []
    for (name, member) in members {
      if name.isEmpty || member.text.isEmpty {
        issues.append(.init(path: JSON.quoted(name), message: "empty; expected a name and a word or picture"))
      }
      if !names.insert(name.uppercased()).inserted {
        issues.append(.init(path: name, message: "is named twice"))
      }
      if let owner = owners[member] {
        issues.append(
          .init(
            path: name, message: "has the picture of \(owner), \(JSON.quoted(member.text)); give each its own"
          ))
      }
      owners[member] = name
    }
    if !issues.isEmpty { throw .file(name: "cast", issues: issues) }
    self.members = members.map { ($0.name.uppercased(), $0.member) }
  }

  /// The member of a character.
  public subscript(name: String) -> Member? { members.first { $0.name == name.uppercased() }?.member }

  /// Whether two casts name the same members in the same order.
  public static func == (a: CastMap, b: CastMap) -> Bool {
    a.members.elementsEqual(b.members) { $0.name == $1.name && $0.member == $1.member }
  }

  /// Casts a screenplay: first what is given, then what its notes say, then a word of the character's name or of the action that
  /// introduces it (`MARA, an old fox`), then whoever is left among people.
  ///
  /// - Parameters:
  ///   - given: members that a person chose; they win.
  ///   - words: what the cast has pictures for, in lower case; the first that stands in the text wins.
  /// - Throws: ``ScreenplayError/file(name:issues:)`` where two share a member, or nobody is left for a character.
  public init(casting play: Screenplay, given: CastMap? = nil, words: [String] = CastMap.usualWords)
    throws(ScreenplayError)
  {
    var members: [(name: String, member: Member)] = given?.members ?? []
    var taken = Set(members.map(\.member))
    func isCast(_ name: String) -> Bool { members.contains { $0.name == name } }
    func take(_ name: String, _ member: Member) {
      members.append((name, member))
      taken.insert(member)
    }
    for case .cast(let name, let member) in play.directives where !isCast(name) { take(name, Member(member)) }
    let introductions = play.introductions
    for name in play.characters where !isCast(name) {
      let texts = [name, introductions[name] ?? ""]
      let fitting = texts.lazy.compactMap { text in
        CastMap.first(of: words.filter { !taken.contains(.word($0)) }, in: text)
      }.first
      if let word = fitting ?? CastMap.people.first(where: { !taken.contains(.word($0)) }) {
        take(name, .word(word))
      }
    }
    let left = play.characters.filter { !isCast($0) }
    if !left.isEmpty {
      throw .file(
        name: "cast",
        issues: left.map {
          .init(path: $0, message: "no picture is left; name one in the cast file or a cast note")
        })
    }
    try self.init(members)
  }

  // MARK: - Files

  /// The cast as `cast.json`: an object of names and words or picture files.
  public var json: String {
    JSON.object(members.map { JSON.Member($0.name, .string($0.member.text)) }).text + "\n"
  }

  /// Reads `cast.json`.
  ///
  /// - Throws: ``ScreenplayError/file(name:issues:)``.
  public init(json bytes: [UInt8]) throws(ScreenplayError) {
    let value: JSON
    do throws(JSONError) { value = try JSON(parsing: bytes) } catch {
      throw .file(
        name: "cast",
        issues: [.init(path: "line \(error.line), column \(error.column)", message: error.message)])
    }
    guard case .object(let object) = value else {
      throw .file(
        name: "cast", issues: [.init(path: "cast", message: "expected an object of names, got \(value.kind)")]
      )
    }
    var members: [(name: String, member: Member)] = []
    var issues: [ScreenplayError.Issue] = []
    for member in object {
      if let text = member.value.string {
        members.append((member.name, Member(text)))
      } else {
        issues.append(
          .init(path: member.name, message: "expected a word or a picture file, got \(member.value.kind)"))
      }
    }
    if !issues.isEmpty { throw .file(name: "cast", issues: issues) }
    try self.init(members)
  }

  // MARK: - Internals

  /// Words that every cast has pictures for.
  public static let usualWords = [
    "child", "man", "woman", "old man", "old woman", "robot", "ghost", "wizard", "astronaut", "dancer",
    "ninja", "mermaid", "alien",
    "snowman", "dog", "cat", "fox", "wolf", "rabbit", "horse", "cow", "pig", "sheep", "elephant", "lion",
    "tiger", "bear", "panda",
    "monkey", "mouse", "camel", "kangaroo", "turtle", "snail", "chicken", "penguin", "dinosaur", "unicorn",
    "eagle", "owl", "duck",
    "parrot", "bee", "butterfly", "bat", "dragon", "whale", "dolphin", "fish", "shark", "octopus", "crab",
    "jellyfish",
  ]

  private static let people = ["man", "woman", "old man", "old woman", "child", "dancer", "robot"]

  /// The phrase that stands first in a text, the longest of those that begin at the same word.
  static func first(of phrases: [String], in text: String) -> String? {
    let words = text.lowercased().split { !$0.isLetter }
    let parts = phrases.map { $0.split(separator: " ") }
    for place in words.indices {
      let fitting = parts.indices.filter { words[place...].starts(with: parts[$0]) }
      if let best = fitting.max(by: { parts[$0].count < parts[$1].count }) { return phrases[best] }
    }
    return nil
  }
}

extension Screenplay {
  /// For each character the sentence of action that names it first.
  var introductions: [String: String] {
    var result: [String: String] = [:]
    let names = characters
    for element in elements {
      guard case .action(let text) = element.content else { continue }
      for sentence in FountainMarkup.plain(text).split(whereSeparator: { ".!?\n".contains($0) }) {
        for name in SceneBreakdown.named(in: String(sentence), among: names) where result[name] == nil {
          // What follows the name describes it; what stands before may be of someone else.
          let upper = sentence.uppercased()
          guard let place = upper.range(of: name.uppercased()) else { continue }
          let after = String(upper[place.upperBound...])
          result[name] = after
        }
      }
    }
    return result
  }
}
