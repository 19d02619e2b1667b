// A person's own cast: pictures by the names that prompts call them.

import Foundation
import ZoetropeFiles
import ZoetropePictures

/// A person's own pictures, and members of the cast under other names.
///
/// ```swift
/// let cast = try OwnCast(["MARA=photos/mara.png"])
/// let clip = try await Studio().casting(cast).generate("MARA walks along the beach")
/// ```
public struct OwnCast: Sendable, Equatable {
  /// The pictures, each with a name and a file of its own.
  public private(set) var pictures: [OwnPicture] = []
  /// Members of the cast that prompts call by another name.
  public private(set) var members: [(name: String, member: CastMember)] = []

  /// Makes a cast of nobody.
  public init() {}

  /// Reads a cast from texts as people write them: `mara.png`, `MARA=photos/mara.png`, or the path of a cast file.
  ///
  /// A cast file is a JSON object of names. A name's value is the path of a PNG file, a word for a member of the cast, or an object
  /// with any of `picture` (left out: the PNG of the name), `height`, `gait`, `facing`, `heat` and `category`. Paths are relative to
  /// the file.
  ///
  /// - Parameter folder: what paths in the texts are relative to; nil is the working directory.
  /// - Throws: `FileError`, `MediaError` and `CastError` for what cannot be used.
  public init(_ texts: [String], relativeTo folder: URL? = nil) throws {
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let path = parts[parts.count - 1]
      let url = OwnPicture.url(of: path, relativeTo: folder)
      guard !path.isEmpty else {
        throw CastError.ownCastUnusable(
          path: text, reason: "there is no file; expected NAME=FILE.png, or a file")
      }
      if parts.count == 1, path.lowercased().hasSuffix(".json") {
        try read(url)
      } else if parts.count == 2, !OwnPicture.isFile(path), !FileManager.default.fileExists(atPath: url.path)
      {
        try add(member: path, as: parts[0], path: text)
      } else {
        try add(OwnPicture(url, name: parts.count == 2 ? parts[0] : nil))
      }
    }
  }

  /// Whether there is nobody.
  public var isEmpty: Bool { pictures.isEmpty && members.isEmpty }

  /// What was done to the pictures and what was guessed of them, in sentences for people.
  public var notes: [String] { pictures.flatMap(\.notes) }

  /// The picture that a file was read to.
  public func picture(at url: URL) -> OwnPicture? {
    pictures.first { $0.url.standardizedFileURL.path == url.standardizedFileURL.path }
  }

  /// The picture that plans of clips call so.
  public func picture(file: String) -> OwnPicture? { pictures.first { $0.file == file } }

  /// Adds a picture.
  ///
  /// - Throws: `CastError.ownCastUnusable` where somebody is called the same.
  public mutating func add(_ picture: OwnPicture) throws(CastError) {
    try check(picture.name, path: picture.url.path)
    addUnnamed(picture)
  }

  /// Adds a picture that only plans speak of, so that its name may be another's too.
  public mutating func addUnnamed(_ picture: OwnPicture) {
    var picture = picture, number = 2
    let stem = picture.file.dropLast(".png".count)
    while pictures.contains(where: { $0.file == picture.file }) {
      picture.file = "\(stem)-\(number).png"
      number += 1
    }
    pictures.append(picture)
  }

  /// Whether both have the same pictures and members under the same names.
  public static func == (a: OwnCast, b: OwnCast) -> Bool {
    a.pictures == b.pictures && a.members.elementsEqual(b.members) { $0 == $1 }
  }

  // MARK: - Internals

  private mutating func read(_ url: URL) throws {
    let bytes = try MappedFile(url).withUnsafeBytes { Array($0) }
    func wrong(_ reason: String) -> CastError { .ownCastUnusable(path: url.path, reason: reason) }
    let value: JSON
    do throws(JSONError) { value = try JSON(parsing: bytes) } catch {
      throw wrong("it is not JSON: \(error)")
    }
    guard case .object(let entries) = value else {
      throw wrong("expected an object of names, got \(value.kind)")
    }
    for entry in entries {
      let home = url.deletingLastPathComponent()
      switch entry.value {
      case .string(let text) where OwnPicture.isFile(text):
        try add(
          OwnPicture(OwnPicture.url(of: text, relativeTo: home), name: entry.name))
      case .string(let word): try add(member: word, as: entry.name, path: url.path)
      case .object(let fields):
        let place = "\(url.path), \(JSON.quoted(entry.name))"
        let traits = try OwnTraits.Given(fields, path: place, ignoring: ["picture"])
        let file = entry.value["picture"].map(\.string) ?? "\(OwnPicture.slug(entry.name)).png"
        guard let file else {
          throw wrong("\(JSON.quoted(entry.name)): picture must be the path of a PNG file")
        }
        try add(
          OwnPicture(
            OwnPicture.url(of: file, relativeTo: home), name: entry.name, traits: traits
          ))
      default:
        throw wrong(
          "\(JSON.quoted(entry.name)) must be a PNG file, a word for a member of the cast, or an object, not \(entry.value.kind)"
        )
      }
    }
  }

  private mutating func add(member word: String, as name: String, path: String) throws {
    try check(name, path: path)
    let table = try MemberTable.builtIn(), answer = try CastNames.builtIn().answer(word)
    guard let member = table[word] ?? answer.best.flatMap({ table[$0] }) else {
      throw CastError.ownCastUnusable(
        path: path, reason: "\(JSON.quoted(word)) is neither a PNG file nor a word for a member of the cast")
    }
    members.append((name, member))
  }

  /// Names that differ in upper and lower case alone mean the same in a prompt.
  private func check(_ name: String, path: String) throws(CastError) {
    let taken = pictures.map(\.name) + members.map(\.name)
    guard !name.trimmingCharacters(in: .whitespaces).isEmpty else {
      throw .ownCastUnusable(path: path, reason: "a name is empty; expected NAME=FILE.png")
    }
    if let other = taken.first(where: { OwnPicture.slug($0) == OwnPicture.slug(name) }) {
      throw .ownCastUnusable(
        path: path,
        reason:
          "two are called alike, \(JSON.quoted(other)) and \(JSON.quoted(name)); give each a name of its own")
    }
  }
}

/// A judge of takes that looks at the pictures of the cast.
public protocol CastJudge: Sendable {
  /// The same judge with a person's own pictures beside the cast.
  func casting(_ cast: OwnCast) -> Self
}
