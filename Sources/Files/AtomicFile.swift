// Files that appear whole or not at all. A reader never meets half of one, whatever happens to the writer.

import Foundation

/// Writes a file beside its destination and renames it into place once it is complete and on disk.
///
/// The temporary file lives in the destination's folder (a rename is atomic only within a file system), is
/// named `.zoetrope-<process>-<n>.tmp`, is locked while it is written, and is removed when the writer throws.
/// Where the destination is a symbolic link, the file it points to is replaced and the link stays.
public enum AtomicFile {
  /// Writes bytes to a file.
  ///
  /// - Throws: ``FileError``; the destination is then untouched.
  public static func write(_ bytes: some ContiguousBytes, to url: URL) throws {
    try write(to: url) { writer in try bytes.withUnsafeBytes { try writer.append($0) } }
  }

  /// Writes a file piece by piece.
  ///
  /// - Parameter body: is handed the writer; what it throws is passed on, and the destination is then untouched.
  /// - Throws: ``FileError``, and what `body` throws.
  @discardableResult
  public static func write<Result>(to url: URL, _ body: (inout FileWriter) throws -> Result) throws -> Result
  {
    try replace(url) { temporary, descriptor in
      var writer = FileWriter(descriptor: descriptor, path: temporary.path)
      let result = try body(&writer)
      try writer.flush()
      return result
    }
  }

  /// Lets another program write the file: it is handed the path of an empty temporary file to fill in place.
  ///
  /// - Parameter body: is handed the temporary file's address. It must fill that file, not replace it.
  /// - Throws: ``FileError``, and what `body` throws; the destination is then untouched.
  @discardableResult
  public static func fill<Result>(_ url: URL, _ body: (URL) throws -> Result) throws -> Result {
    try replace(url) { temporary, _ in try body(temporary) }
  }

  /// Removes the temporary files in a folder whose writers were killed; those being written are locked and stay.
  public static func removeAbandoned(in folder: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
      let path = folder.appendingPathComponent(name).path
      let descriptor = open(path, O_RDWR | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
      close(descriptor)
    }
  }

  // MARK: - Internals

  private static let prefix = ".zoetrope-"
  private static let suffix = ".tmp"

  private static func replace<Result>(_ url: URL, _ body: (URL, Int32) throws -> Result) throws -> Result {
    let target = url.resolvingSymlinksInPath()
    let path = target.path
    var status = stat()
    let exists = stat(path, &status) == 0
    // A rename over a device such as /dev/null would replace the device.
    if exists && status.st_mode & S_IFMT != S_IFREG { throw FileError.notARegularFile(path: path) }
    let folder = target.deletingLastPathComponent()
    let (temporary, descriptor) = try openTemporary(in: folder)
    do {
      defer { close(descriptor) }
      let result = try body(temporary, descriptor)
      if exists { _ = fchmod(descriptor, status.st_mode & 0o7777) }
      guard fsync(descriptor) == 0 else {
        throw FileError.system(operation: "write", path: path, code: errno)
      }
      guard rename(temporary.path, path) == 0 else {
        throw FileError.system(operation: "put the finished file in place", path: path, code: errno)
      }
      syncFolder(folder)
      return result
    } catch {
      unlink(temporary.path)
      throw error
    }
  }

  private static func openTemporary(in folder: URL) throws -> (URL, Int32) {
    var attempt = 0
    while true {
      let url = folder.appendingPathComponent("\(prefix)\(getpid())-\(attempt)\(suffix)")
      let descriptor = open(url.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 {
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
        return (url, descriptor)
      }
      guard errno == EEXIST && attempt < 10_000 else {
        throw FileError.system(operation: "create a file here", path: folder.path, code: errno)
      }
      attempt += 1
    }
  }

  /// Makes the rename itself durable; a file system that cannot is no error, the file is whole either way.
  private static func syncFolder(_ folder: URL) {
    let descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }
}

/// Appends bytes to a file being written by ``AtomicFile``, in blocks.
public struct FileWriter {
  /// Bytes appended so far.
  public private(set) var count = 0
  private let descriptor: Int32
  private let path: String
  private var pending: [UInt8] = []
  private static let blockSize = 1 << 16

  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
    pending.reserveCapacity(FileWriter.blockSize)
  }

  /// Appends bytes.
  ///
  /// - Throws: ``FileError/system(operation:path:code:)``, for instance when the disk is full.
  public mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
    count += bytes.count
    if pending.count + bytes.count > FileWriter.blockSize { try flush() }
    if bytes.count >= FileWriter.blockSize {
      try writeAll(bytes)
    } else {
      pending.append(contentsOf: bytes)
    }
  }

  /// Appends bytes.
  ///
  /// - Throws: ``FileError/system(operation:path:code:)``, for instance when the disk is full.
  public mutating func append(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try append($0) }
  }

  mutating func flush() throws {
    try pending.withUnsafeBytes { try writeAll($0) }
    pending.removeAll(keepingCapacity: true)
  }

  private func writeAll(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while let base = rest.baseAddress, !rest.isEmpty {
      let written = write(descriptor, base, rest.count)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else {
        throw FileError.system(operation: "write", path: path, code: written < 0 ? errno : EIO)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }
}
