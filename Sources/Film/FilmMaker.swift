// A screenplay becomes a film: each part is made from those before it, and only if one of them changed.
//
//   screenplay ─▶ cast ─▶ shots ─▶ plan of each ─▶ clip of each ─▶ cut ─▶ film

import Foundation
import ZoetropeCast
import ZoetropeEdit
import ZoetropeFiles
import ZoetropeMedia
import ZoetropeScreenplay
import ZoetropeSession
import ZoetropeShot
import ZoetropeWorld

/// What happens while a film is made.
public enum FilmEvent: Sendable {
  /// Something that the person should know.
  case note(String)
  /// A part is made, and why it has to be.
  case making(String, reasons: [String])
  /// Something happens to the clip of a shot.
  case shot(String, SessionEvent)
  /// The film is in its folder.
  case finished(FilmResult)
}

/// What came of a run.
public struct FilmResult: Sendable, Equatable {
  /// The film.
  public var film: URL
  /// Frames of the film.
  public var frameCount: Int
  /// Names of the shots whose clips were made in this run.
  public var made: [String]
  /// Names of the shots that the film shows as drafts.
  public var drafts: [String]
  /// Breaks of continuity.
  public var notes: [ContinuityNote]
}

/// Makes films in a folder. The same call again makes what is missing or out of date; a run that was stopped is taken up by the
/// next.
public struct FilmMaker: Sendable {
  /// Where the film is made.
  public let folder: FilmFolder
  /// How.
  public let settings: FilmSettings
  /// What renders; nil for drafts alone.
  let model: FilmModel?
  /// The synthetic world that drafts are drawn by; nil where its pictures are missing.
  let world: World?
  private let lock: FilmLock

  /// Takes a folder for this process and brings the screenplay into it.
  ///
  /// - Parameters:
  ///   - source: the screenplay; nil goes on with the folder's own.
  ///   - model: what renders the shots; may be nil for a draft.
  ///   - world: draws drafts with the pictures of the cast; without it they are boxes.
  /// - Throws: ``FilmError``, `ScreenplayError`, `FileError`, `MediaError` where ffmpeg is missing.
  public init(
    _ source: URL?, in folder: URL, settings: FilmSettings, model: FilmModel?, world: World?
  ) throws {
    try settings.validate()
    guard model != nil || settings.isDraft else {
      throw FilmError.badSetting(name: "model", value: "none", expected: "a model, or a draft")
    }
    try FilmEncoder(size: settings.size, codec: settings.codec).checkTool()
    self.folder = FilmFolder(folder)
    self.settings = settings
    self.model = model
    self.world = world
    let isNew = !FileManager.default.fileExists(atPath: self.folder.url.path)
    do {
      try FilmMaker.check(source, self.folder)
      try self.folder.prepare()
      lock = try FilmLock(self.folder)
      try FilmScript.bring(source, into: self.folder)
    } catch {
      if isNew { try? FileManager.default.removeItem(at: self.folder.url) }
      throw error
    }
  }

  /// Makes the film.
  ///
  /// - Parameters:
  ///   - report: told what happens.
  ///   - shouldStop: asked between steps of the work; what is finished stays.
  /// - Throws: ``FilmError/stopped(path:)`` when asked to stop, and what the rooms throw whose work it is.
  public func make(
    report: @escaping @Sendable (FilmEvent) -> Void = { _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) async throws -> FilmResult {
    var build = FilmBuild(self, report: report, shouldStop: shouldStop)
    let script = try FilmScript(folder)
    try build.enterScreenplay()
    let shots = try await build.plans(of: script)
    let notes = Continuity.notes(shots.map(\.listing), facing: facing)
    try FilmScript.write(Continuity.text(notes, shotCount: shots.count), folder.file("continuity.txt"))
    try FilmScript.write(Continuity.json(notes), folder.file("continuity.json"))
    if !notes.isEmpty {
      report(.note("continuity: \(notes.count) \(notes.count == 1 ? "note" : "notes"), in continuity.txt"))
    }
    let selected = try settings.only.map { try FilmSelection($0, among: script.list.shots).ids }
    let clips = try await build.clips(of: shots, selected: selected)
    var result = try build.film(script, clips)
    result.notes = notes
    report(.finished(result))
    return result
  }

  // MARK: - Internals

  private static func check(_ source: URL?, _ folder: FilmFolder) throws {
    guard let source else { return }
    _ = try MappedFile(source)
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.url.path)) ?? [])
    if !folder.holdsFilm, !names.isEmpty, !names.contains(".film"), !names.contains("screenplay.fountain") {
      throw FilmError.folderTaken(path: folder.url.path)
    }
  }

  func facing(_ picture: String) -> Facing? {
    (try? MemberTable.builtIn())?[picture]?.facing ?? ActorKind(rawValue: picture)?.traits.facing
  }

  /// Width divided by height of a person's own picture.
  func aspectRatio(_ picture: String) -> Double? {
    (try? world?.pictures.picture(named: picture))?.aspectRatio
  }

  /// What the film's plans may say.
  var vocabulary: FilmVocabulary { model?.vocabulary ?? .pictures }
}

/// A shot on its way: listed, cut to length, planned.
struct PlannedShot: Sendable {
  var entry: FilmCut.Entry
  var listing: PlannedListing
  /// SHA-256 of the plan's file.
  var planHash: String

  var id: String { entry.shot.id }
  var plan: ShotPlan { listing.plan }
}

/// A shot whose pictures are there.
struct ShotClip: Sendable {
  var shot: PlannedShot
  /// The folder of the clip.
  var folder: URL
  /// The folder of its numbered pictures.
  var frames: URL
  /// What the pictures are: changes whenever one of them does.
  var hash: String
  var isDraft: Bool
}

/// One run: the record, and who is told.
struct FilmBuild {
  let maker: FilmMaker
  var record: BuildRecord
  let report: @Sendable (FilmEvent) -> Void
  let shouldStop: @Sendable () -> Bool
  var made: [String] = []

  var folder: FilmFolder { maker.folder }
  var settings: FilmSettings { maker.settings }

  init(
    _ maker: FilmMaker, report: @escaping @Sendable (FilmEvent) -> Void,
    shouldStop: @escaping @Sendable () -> Bool
  ) {
    self.maker = maker
    record = BuildRecord(maker.folder.record)
    self.report = report
    self.shouldStop = shouldStop
  }

  /// Ends the run where somebody asked for it.
  func checkStop() throws {
    if shouldStop() { throw FilmError.stopped(path: folder.url.path) }
  }

  /// Runs another program; Ctrl-C reaches it too, and what it then complains about is no failure of ours.
  func calling(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as MediaError {
      try checkStop()
      throw error
    }
  }

  /// Enters a part and saves the record.
  mutating func enter(
    _ part: String, _ inputs: [String: String], _ output: String, note: String? = nil
  ) throws {
    record.enter(part, inputs: inputs, output: output, note: note)
    try record.write(to: folder.record)
  }

  mutating func enterScreenplay() throws {
    try enter("screenplay", [:], BuildRecord.hash(of: folder.screenplay) ?? "")
  }
}
