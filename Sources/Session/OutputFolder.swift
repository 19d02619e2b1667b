// A folder that appears whole or not at all. While a run is under way everything lies in a hidden folder beside the
// destination; the last act is one rename.

import Foundation
import ZoetropeFiles

/// The destination of a run, and the hidden folder in which the run keeps its work.
///
/// Where the destination is a symbolic link, the folder it points to is the destination, and the link stays.
///
/// For `clips/fox` the work lies in `clips/.fox.zoetrope/`: `job.json`, `state.safetensors`, the pictures that were
/// given, and `result/`, which becomes `clips/fox`. A lock, which the system releases when the process ends in
/// whatever way, keeps a second run out.
public final class OutputFolder: @unchecked Sendable {
  /// Where the result appears.
  public let destination: URL
  /// Where the work lies.
  public let work: URL
  // Set once in init and closed in deinit, hence the unchecked Sendable.
  private var lock: Int32 = -1

  /// Whether an existing result is replaced.
  public enum Existing: Sendable {
    /// Refuse to write over anything.
    case refuse
    /// Replace an earlier result of this program, and forget an interrupted run.
    case replace
    /// Go on with an interrupted run.
    case resume
  }

  /// Takes a destination for this process.
  ///
  /// - Throws: ``SessionError/outputExists(path:reason:)``, ``SessionError/outputInUse(path:)``,
  ///   ``SessionError/interruptedRun(path:)``, ``SessionError/nothingToResume(path:)``, `FileError`.
  public init(_ url: URL, existing: Existing) throws {
    destination = OutputFolder.followingLinks(url)
    work = OutputFolder.work(for: destination)
    guard destination.lastPathComponent != "/" else {
      throw SessionError.outputExists(path: "/", reason: "cannot be replaced; choose another `out` folder")
    }
    let manager = FileManager.default
    let job = work.appendingPathComponent(OutputFolder.jobName)
    switch existing {
    case .resume:
      guard manager.fileExists(atPath: job.path) else {
        guard OutputFolder.holdsResult(destination) else {
          throw SessionError.nothingToResume(path: destination.path)
        }
        OutputFolder.tidy(destination)
        throw SessionError.alreadyFinished(path: destination.path)
      }
    case .refuse, .replace:
      try OutputFolder.check(destination, existing)
      do {
        try manager.createDirectory(
          at: destination.deletingLastPathComponent(), withIntermediateDirectories: true)
      } catch {
        throw OutputFolder.fileError(error, "create the folder", destination.deletingLastPathComponent())
      }
    }
    let hadWork = manager.fileExists(atPath: work.path)
    lock = try OutputFolder.takeLock(work, destination)
    do {
      // Looked at again now that no other run can come in between.
      if existing != .resume { try OutputFolder.check(destination, existing) }
      if existing == .refuse, manager.fileExists(atPath: job.path) {
        throw SessionError.interruptedRun(path: destination.path)
      }
      if existing != .resume { try clear() }
      try removeLeftovers()
    } catch {
      if !hadWork { try? manager.removeItem(at: work) }
      throw error
    }
  }

  deinit { if lock >= 0 { close(lock) } }

  /// Where the finished files are gathered.
  public var result: URL { work.appendingPathComponent("result", isDirectory: true) }
  /// The description of the work.
  public var job: URL { work.appendingPathComponent(OutputFolder.jobName) }
  /// The saved state of the denoiser.
  public var state: URL { work.appendingPathComponent("state.safetensors") }
  /// The pictures that were given.
  public var inputs: URL { work.appendingPathComponent("inputs", isDirectory: true) }

  /// Puts the result in place and removes the work.
  ///
  /// - Parameter finished: ``result``, or the part of it that is kept.
  /// - Throws: `FileError`, ``SessionError/outputExists(path:reason:)``; the work is then still there.
  public func finish(_ finished: URL, replacing: Bool) throws {
    let manager = FileManager.default
    try OutputFolder.check(destination, replacing ? .replace : .refuse)
    var old: URL?
    if replacing, manager.fileExists(atPath: destination.path) {
      let aside = work.appendingPathComponent("replaced", isDirectory: true)
      try? manager.removeItem(at: aside)
      try move(destination, aside)
      old = aside
    }
    do {
      try move(finished, destination)
    } catch {
      if let old { rename(old.path, destination.path) }
      throw error
    }
    discard()
  }

  /// Removes what a run left behind that was killed while it tidied up, its result in place.
  public static func tidy(_ destination: URL) {
    let destination = followingLinks(destination)
    let work = work(for: destination)
    guard FileManager.default.fileExists(atPath: work.path),
      !FileManager.default.fileExists(atPath: work.appendingPathComponent(jobName).path),
      let lock = try? takeLock(work, destination)
    else { return }
    try? FileManager.default.removeItem(at: work)
    close(lock)
  }

  /// Removes all work.
  public func discard() { try? FileManager.default.removeItem(at: work) }

  /// The hidden folder of a destination.
  public static func work(for destination: URL) -> URL {
    destination.deletingLastPathComponent().appendingPathComponent(
      ".\(destination.lastPathComponent).zoetrope", isDirectory: true)
  }

  /// The destination that a path means: itself, or, for a hidden folder of work, what that works for.
  public static func destination(of url: URL) -> URL {
    let name = url.standardizedFileURL.lastPathComponent
    guard name.hasPrefix("."), name.hasSuffix(".zoetrope"), name.count > ".zoetrope".count + 1 else {
      return url
    }
    return url.standardizedFileURL.deletingLastPathComponent().appendingPathComponent(
      String(name.dropFirst().dropLast(".zoetrope".count)), isDirectory: true)
  }

  /// Whether a folder holds a result of this program.
  public static func holdsResult(_ folder: URL) -> Bool {
    [Manifest.name, Takes.name].contains {
      FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
    }
  }

  /// Whether an interrupted run waits for a destination.
  public static func canResume(_ destination: URL) -> Bool {
    FileManager.default.fileExists(
      atPath: work(for: destination.standardizedFileURL).appendingPathComponent(jobName).path)
  }

  // MARK: - Internals

  private static let jobName = "job.json"

  /// What a path points to where it is a link, or a link to a link, also where nothing is there yet.
  private static func followingLinks(_ url: URL) -> URL {
    var url = url.standardizedFileURL
    // As many as Linux follows. In a circle of links nothing can be made, and the system says so.
    for _ in 0..<40 {
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: url.path) else { break }
      let folder = url.deletingLastPathComponent()
      url = URL(fileURLWithPath: target, isDirectory: true, relativeTo: folder).standardizedFileURL
    }
    return url
  }

  /// Whether the destination is free, or may be replaced. Only what this program wrote is ever removed.
  private static func check(_ destination: URL, _ existing: Existing) throws {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    guard manager.fileExists(atPath: destination.path, isDirectory: &isFolder) else { return }
    func refuse(_ reason: String) -> SessionError { .outputExists(path: destination.path, reason: reason) }
    guard isFolder.boolValue else { throw refuse("is a file; choose a folder as `out`") }
    let names: [String]
    do {
      names = try manager.contentsOfDirectory(atPath: destination.path)
    } catch {
      throw fileError(error, "list", destination)
    }
    if names.isEmpty { return }
    guard holdsResult(destination) else {
      throw refuse("is not empty and holds no clip of zoetrope; choose another `out` folder")
    }
    if existing != .replace {
      throw refuse("holds a clip already; replace it (`overwrite`), or choose another `out` folder")
    }
  }

  private static func takeLock(_ work: URL, _ destination: URL) throws -> Int32 {
    let path = work.appendingPathComponent("lock").path
    // The holder removes the folder when it is done; then the file that was opened here is not the one there now.
    for _ in 0..<100 {
      if mkdir(work.path, 0o777) != 0, errno != EEXIST {
        throw FileError.system(operation: "create", path: destination.path, code: errno)
      }
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
      if descriptor < 0 {
        if errno == ENOENT { continue }
        throw FileError.system(operation: "create", path: destination.path, code: errno)
      }
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        let code = errno
        close(descriptor)
        if code == EWOULDBLOCK { throw SessionError.outputInUse(path: destination.path) }
        throw FileError.system(operation: "lock", path: destination.path, code: code)
      }
      var opened = stat()
      var present = stat()
      if fstat(descriptor, &opened) == 0, stat(path, &present) == 0, opened.st_ino == present.st_ino {
        return descriptor
      }
      close(descriptor)
    }
    throw SessionError.outputInUse(path: destination.path)
  }

  /// Forgets everything but the lock.
  private func clear() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: work.path) where name != "lock" {
      do {
        try FileManager.default.removeItem(at: work.appendingPathComponent(name))
      } catch {
        throw OutputFolder.fileError(error, "remove", work.appendingPathComponent(name))
      }
    }
  }

  /// Removes temporary files that a killed process left behind.
  private func removeLeftovers() throws {
    guard let all = FileManager.default.enumerator(at: work, includingPropertiesForKeys: nil) else { return }
    for case let url as URL in all
    where url.lastPathComponent.hasPrefix(".zoetrope-") && url.pathExtension == "tmp" {
      try? FileManager.default.removeItem(at: url)
    }
  }

  private func move(_ from: URL, _ to: URL) throws {
    guard rename(from.path, to.path) == 0 else {
      throw FileError.system(operation: "put the finished clip in place", path: to.path, code: errno)
    }
  }

  /// Foundation's error in the words of `FileError`.
  static func fileError(_ error: any Error, _ operation: String, _ url: URL) -> FileError {
    let error = error as NSError
    let underlying = (error.userInfo[NSUnderlyingErrorKey] as? NSError) ?? error
    var code = underlying.domain == NSPOSIXErrorDomain ? Int32(underlying.code) : EIO
    if let posix = (error as? CocoaError)?.underlying as? POSIXError { code = posix.code.rawValue }
    return .system(operation: operation, path: url.path, code: code)
  }
}
