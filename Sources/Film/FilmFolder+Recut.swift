// An audience's answers applied to a film: the lengths in its shot list, which the next run makes the film of.

import Foundation
import ZoetropeEdit
import ZoetropeScreenplay

extension FilmFolder {
  /// Decides on the lengths of a film's shots, as it was cut last.
  ///
  /// - Throws: ``FilmError/notAFilm(path:)`` where it was not cut yet, `ScreenplayError`, `EditError`, `FileError`.
  public func recut(by responses: AudienceResponses) throws -> Recut {
    let cut = file("timeline.otio")
    guard holdsFilm, FileManager.default.fileExists(atPath: cut.path) else {
      throw FilmError.notAFilm(path: url.path)
    }
    let starts = FilmCut.starts(of: try Timeline(otio: try FilmScript.bytes(cut)))
    let list = try ShotList(json: try FilmScript.bytes(shots)), speed = ReadingSpeed()
    return Recut(
      list.shots.compactMap { shot in
        guard let start = starts[shot.id] else { return nil }
        let spoken = shot.dialogue.isEmpty ? 0 : speed.seconds(saying: shot.dialogue)
        return Recut.Shot(
          id: shot.id, scene: shot.scene, start: Double(start) / 24, seconds: shot.seconds,
          least: max(speed.minimum, spoken))
      }, by: responses)
  }

  /// Writes new lengths into the shot list, and beside it what was done and why.
  ///
  /// - Throws: `ScreenplayError`, `FileError`.
  public func apply(_ recut: Recut) throws {
    var list = try ShotList(json: try FilmScript.bytes(shots))
    let seconds = Dictionary(recut.decisions.map { ($0.shot.id, $0.seconds) }) { first, _ in first }
    for index in list.shots.indices {
      if let length = seconds[list.shots[index].id] {
        list.shots[index].seconds = (length * 100).rounded() / 100
      }
    }
    try list.validate()
    try FilmScript.write(list.json, shots)
    try FilmScript.write(recut.text, file("recut.txt"))
    try FilmScript.write(RecutChart.svg(recut, title: list.title), file("recut.svg"))
  }
}
