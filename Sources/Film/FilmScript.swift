// From the screenplay to the shot list, with whatever people changed on the way.

import Foundation
import ZoetropeFiles
import ZoetropeScreenplay
import ZoetropeShot

/// What a film is made from: screenplay, cast and shot list as they are now.
public struct FilmScript: Sendable {
  /// The screenplay.
  public let play: Screenplay
  /// Its scenes.
  public let scenes: [SceneBreakdown]
  /// Who plays whom.
  public let cast: CastMap
  /// The shots.
  public let list: ShotList

  /// The things that its actions name, each with its colour where a colour word stands before it anywhere.
  var things: [(word: String, tint: Tint?)] {
    var order: [String] = []
    var tints: [String: Tint] = [:]
    for shot in list.shots {
      let words = shot.action.lowercased().split { !$0.isLetter }.map(String.init)
      for (index, word) in words.enumerated() where ShotPrompt.things.contains(word) {
        if !order.contains(word) { order.append(word) }
        if index > 0, tints[word] == nil, let tint = Tint(rawValue: words[index - 1]) { tints[word] = tint }
      }
    }
    return order.map { ($0, tints[$0]) }
  }

  /// The action of a scene.
  func words(ofScene number: Int) -> String {
    guard scenes.indices.contains(number - 1) else { return "" }
    return scenes[number - 1].elements.map { index -> String in
      if case .action(let text) = play.elements[index].content { text } else { "" }
    }.joined(separator: "\n")
  }

  /// The heading that a shot stands under, or what stands for it.
  func heading(ofScene number: Int) -> String {
    guard scenes.indices.contains(number - 1), let heading = scenes[number - 1].heading else {
      return "scene \(number)"
    }
    return heading.text.uppercased()
  }

  /// The title; the file's name where the screenplay has none.
  var title: String { list.title.isEmpty ? "Untitled" : list.title }

  /// The authors as the title page names them.
  var authors: [String] {
    (play.titlePage.map { $0["author"] + $0["authors"] } ?? []).map(FountainMarkup.plain)
  }

  // MARK: Reading

  /// Brings a screenplay into a film's folder.
  ///
  /// - Parameter source: the screenplay, `.fountain` or `.fdx`; nil goes on with the folder's own.
  /// - Throws: ``FilmError``, `ScreenplayError`, `FileError`.
  static func bring(_ source: URL?, into folder: FilmFolder) throws {
    let manager = FileManager.default
    let own = BuildRecord.hash(of: folder.screenplay)
    guard let source else {
      guard own != nil else { throw FilmError.notAFilm(path: folder.url.path) }
      return
    }
    if source.standardizedFileURL.resolvingSymlinksInPath() == folder.screenplay.resolvingSymlinksInPath() {
      return
    }
    let names = ((try? manager.contentsOfDirectory(atPath: folder.url.path)) ?? []).filter { $0 != ".film" }
    if own == nil, !folder.holdsFilm, !names.isEmpty {
      throw FilmError.folderTaken(path: folder.url.path)
    }
    let text = try FilmScript.fountain(source)
    let before = BuildRecord(folder.record).parts["screenplay"]?.output
    if let own, let before, own != before, own != SHA256.hash(text) {
      throw FilmError.twoScreenplays(path: folder.screenplay.path, source: source.path)
    }
    if own != SHA256.hash(text) { try AtomicFile.write(Data(text), to: folder.screenplay) }
  }

  /// Reads what the folder holds, makes what it lacks, and keeps what people changed.
  ///
  /// - Throws: ``FilmError/nothingToFilm(path:)``, `ScreenplayError`, `CastError`, `FileError`.
  init(_ folder: FilmFolder, isSaved: Bool = true) throws {
    play = try Screenplay(fountain: try FilmScript.bytes(folder.screenplay))
    scenes = play.scenes()
    let made = folder.written("cast.json"), words = try FilmCast.words()
    var given: CastMap?
    if let bytes = try? FilmScript.bytes(folder.cast), bytes != (try? FilmScript.bytes(made)) {
      given = try CastMap(json: bytes)
    }
    cast = try CastMap(casting: play, given: given, words: words)
    let fresh = ShotList(breaking: play, cast: cast)
    guard !fresh.shots.isEmpty else { throw FilmError.nothingToFilm(path: folder.screenplay.path) }
    var list = fresh
    if let bytes = try? FilmScript.bytes(folder.shots) {
      let edited = try ShotList(json: bytes)
      if let old = try? FilmScript.bytes(folder.written("shots.json")), let base = try? ShotList(json: old) {
        list = fresh.merged(base: base, edited: edited)
        try list.validate()
      } else {
        list = edited
      }
    }
    guard !list.shots.isEmpty else { throw FilmError.nothingToFilm(path: folder.shots.path) }
    self.list = list
    guard isSaved else { return }
    // What people edit first: were the copies first, a run that stops in between would take its own words for theirs.
    try FilmScript.write(cast.json, folder.cast)
    if given == nil { try FilmScript.write(cast.json, made) }
    try FilmScript.write(list.json, folder.shots)
    try FilmScript.write(fresh.json, folder.written("shots.json"))
  }

  // MARK: - Internals

  private static func fountain(_ source: URL) throws -> [UInt8] {
    let bytes = try bytes(source)
    guard source.pathExtension.lowercased() == "fdx" else {
      // Read once now, so that what is no screenplay, or holds nothing, is refused before it is copied.
      let isEmpty = try Screenplay(fountain: bytes).elements.allSatisfy { element in
        switch element.content {
        case .action, .speech, .section, .lyric: false
        default: true
        }
      }
      if isEmpty { throw FilmError.nothingToFilm(path: source.path) }
      return bytes
    }
    return Array(try Screenplay(finalDraft: bytes).fountain.utf8)
  }

  /// The contents of a file, which must be one of at most 64 MB.
  static func bytes(_ url: URL) throws -> [UInt8] {
    let file = try MappedFile(url)
    guard file.count <= 64 << 20 else {
      throw FilmError.unusable(
        path: url.path, reason: "is \(file.count >> 20) MB; expected at most 64 MB of text")
    }
    return file.withUnsafeBytes { Array($0) }
  }

  /// Writes a text unless it is there already.
  static func write(_ text: String, _ url: URL) throws {
    if let old = try? bytes(url), old == Array(text.utf8) { return }
    try AtomicFile.write(Data(text.utf8), to: url)
  }
}
