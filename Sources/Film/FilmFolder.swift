// Where everything of a film lies.

import Foundation
import ZoetropeFiles

/// The folder of a film.
///
///     screenplay.fountain   what it is made from
///     cast.json shots.json  who plays whom, and the shots; made to be edited
///     shots/3.2/            plan.json, clip/ (the take), picture.mp4; draft/ and draft.mp4
///     film.mp4 draft.mp4    the film
///     timeline.otio …       the cut, for editors
///     .film/                what was made from what
public struct FilmFolder: Sendable, Equatable {
  /// The folder.
  public let url: URL

  /// Names a folder.
  public init(_ url: URL) { self.url = url.standardizedFileURL }

  /// The screenplay.
  public var screenplay: URL { file("screenplay.fountain") }
  /// Who plays whom.
  public var cast: URL { file("cast.json") }
  /// The shot list.
  public var shots: URL { file("shots.json") }

  /// A file of the film by its name.
  public func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  /// The folder of a shot.
  public func shot(_ id: String) -> URL {
    file("shots").appendingPathComponent(FilmFolder.name(of: id), isDirectory: true)
  }

  /// The plan of a shot.
  public func plan(_ id: String) -> URL { shot(id).appendingPathComponent("plan.json") }

  /// Where the record is kept, and copies of what was written for people to edit.
  var record: URL { file(".film/build.json") }
  func written(_ name: String) -> URL { file(".film").appendingPathComponent(name) }

  /// Whether the folder holds a film.
  public var holdsFilm: Bool { FileManager.default.fileExists(atPath: record.path) }

  /// A shot's name as the name of a folder.
  static func name(of id: String) -> String {
    let name = String(id.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "_" })
    return name.hasPrefix(".") || name.isEmpty ? "_" + name : name
  }

  /// Makes the folders that are there from the start.
  func prepare() throws {
    do {
      try FileManager.default.createDirectory(at: file(".film"), withIntermediateDirectories: true)
    } catch {
      throw FileError.system(operation: "create the folder", path: url.path, code: EIO)
    }
  }

  /// Makes a folder with all around it.
  static func make(_ url: URL) throws {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      let code = ((error as? CocoaError)?.underlying as? POSIXError)?.code.rawValue ?? EIO
      throw FileError.system(operation: "create the folder", path: url.path, code: code)
    }
  }
}

/// Keeps a second run out of a film; the system opens the lock when the process ends in whatever way.
final class FilmLock: @unchecked Sendable {
  // Set once in init and closed in deinit, hence the unchecked Sendable.
  private let descriptor: Int32

  init(_ folder: FilmFolder) throws {
    let path = folder.file(".film/lock").path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError.system(operation: "create", path: path, code: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw FilmError.inUse(path: folder.url.path)
    }
  }

  deinit { close(descriptor) }
}
