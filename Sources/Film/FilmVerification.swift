// Does a film still hold what its records say?

import Foundation
import ZoetropeFiles
import ZoetropeScreenplay
import ZoetropeSession
import ZoetropeShot

/// What came of checking a film.
public struct FilmVerification: Sendable {
  /// A shot's clip, rendered again and compared.
  public var shots: [(id: String, verification: Verification)] = []
  /// Shots that have no clip.
  public var missing: [String] = []
  /// Parts whose files are not as they were written.
  public var changed: [String] = []

  /// Whether all is as recorded.
  public var isSame: Bool {
    missing.isEmpty && changed.isEmpty && shots.allSatisfy { $0.verification.isSame }
  }

  /// Renders shots of a film again by their recipes and compares every frame; of the files beside them it compares hashes.
  ///
  /// - Parameters:
  ///   - only: which shots; nil for all.
  ///   - studio: opens the model of a recipe.
  ///   - report: told each shot before it is rendered.
  /// - Throws: ``FilmError/notAFilm(path:)``, ``FilmError/noSuchShot(_:known:)``, and what rendering throws.
  public init(
    _ url: URL, only: String? = nil, studio: (Recipe) throws -> Studio, report: (String) -> Void = { _ in }
  ) throws {
    let folder = FilmFolder(url)
    guard folder.holdsFilm else { throw FilmError.notAFilm(path: url.path) }
    let record = BuildRecord(folder.record)
    let list = try ShotList(json: try FilmScript.bytes(folder.shots))
    let selected = try only.map { try FilmSelection($0, among: list.shots).ids }
    var opened: [String: Studio] = [:]
    for shot in list.shots where selected?.contains(shot.id) ?? true {
      let place = folder.shot(shot.id).appendingPathComponent("clip")
      let manifest = place.appendingPathComponent(Manifest.name)
      guard let hash = BuildRecord.hash(of: manifest), let part = record.parts["clip \(shot.id)"] else {
        missing.append(shot.id)
        continue
      }
      if hash != part.output { changed.append("shot \(shot.id): \(Manifest.name)") }
      report(shot.id)
      let own = try Record(manifest)
      let key = own.recipe.model.sha256
      let studio = try opened[key] ?? studio(own.recipe)
      opened[key] = studio
      shots.append((shot.id, try studio.verify(own)))
    }
    guard selected == nil else { return }
    for (name, file) in [("film.mp4", "film.mp4"), ("film.mov", "film.mov"), ("film.mkv", "film.mkv")] {
      guard let part = record.parts[name] else { continue }
      if BuildRecord.hash(of: folder.file(file)) != part.output { changed.append(file) }
    }
  }
}
