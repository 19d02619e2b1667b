// Programs that are called, never linked.

import Foundation
import ZoetropeFiles

/// A program on the search path, fed through its standard input.
package struct ExternalTool {
  let name: String
  let url: URL

  /// Finds a program.
  ///
  /// - Throws: ``MediaError/toolMissing(name:instead:)``.
  package init(_ name: String, searchPath: String?, instead: String) throws(MediaError) {
    for folder in (searchPath ?? "").split(separator: ":") {
      let path = "\(folder)/\(name)"
      var status = stat()
      if access(path, X_OK) == 0, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
        self.name = name
        url = URL(fileURLWithPath: path)
        return
      }
    }
    throw .toolMissing(name: name, instead: instead)
  }

  /// Runs the program to its end.
  ///
  /// - Parameter feed: hands over the standard input piece by piece; it ends early, without an error of its own,
  ///   if the program stops reading.
  /// - Throws: ``MediaError/toolFailed(name:status:message:)`` with what the program printed, `FileError`, and what
  ///   `feed` throws, after the program was stopped.
  package func run(_ arguments: [String], feed: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void)
    throws
  {
    // A socket and not a pipe: writing to a pipe whose reader died raises SIGPIPE, which would end this process.
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, ExternalTool.stream, 0, &ends) == 0 else {
      throw FileError.system(operation: "start", path: name, code: errno)
    }
    defer { close(ends[0]) }
    _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
    _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    #if canImport(Darwin)
      var yes: Int32 = 1
      setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
    #endif
    // Messages go to a file, so that a talkative program never waits for a reader.
    guard let messages = tmpfile() else {
      close(ends[1])
      throw FileError.system(operation: "start", path: name, code: errno)
    }
    defer { fclose(messages) }

    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.standardInput = FileHandle(fileDescriptor: ends[1], closeOnDealloc: false)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(fileDescriptor: fileno(messages), closeOnDealloc: false)
    do {
      defer { close(ends[1]) }
      try process.run()
    } catch {
      throw MediaError.toolFailed(name: name, status: -1, message: "it cannot be started: \(error)")
    }
    do {
      try feed { try ExternalTool.push($0, to: ends[0]) }
    } catch is ReaderIsGone {
      // Its status and messages say why.
    } catch {
      process.terminate()
      process.waitUntilExit()
      throw error
    }
    shutdown(ends[0], Int32(SHUT_WR))
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw MediaError.toolFailed(
        name: name, status: process.terminationStatus, message: ExternalTool.text(messages))
    }
  }

  // MARK: - Internals

  private struct ReaderIsGone: Error {}

  #if canImport(Darwin)
    private static let stream = SOCK_STREAM
    private static let sendFlags: Int32 = 0
  #else
    private static let stream = Int32(SOCK_STREAM.rawValue)
    private static let sendFlags = Int32(MSG_NOSIGNAL)
  #endif

  private static func push(_ bytes: UnsafeRawBufferPointer, to socket: Int32) throws {
    var rest = bytes
    while let base = rest.baseAddress, !rest.isEmpty {
      let sent = send(socket, base, rest.count, sendFlags)
      if sent < 0 && errno == EINTR { continue }
      guard sent > 0 else { throw ReaderIsGone() }
      rest = UnsafeRawBufferPointer(rebasing: rest[sent...])
    }
  }

  /// The last 2000 bytes of what was printed.
  private static func text(_ file: UnsafeMutablePointer<FILE>) -> String {
    fseek(file, 0, SEEK_END)
    fseek(file, max(0, ftell(file) - 2000), SEEK_SET)
    var bytes = [UInt8](repeating: 0, count: 2000)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self).trimmingCharacters(
      in: .whitespacesAndNewlines)
  }
}
