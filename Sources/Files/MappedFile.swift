import Foundation

/// The bytes of a file, mapped into memory and read on demand.
///
/// Nothing is copied: pages come from the file as they are touched and are shared between processes. The file
/// must not be shortened while it is mapped; files replaced by rename, as ``AtomicFile`` does, are safe.
public final class MappedFile: @unchecked Sendable {  // Immutable after init, and the mapping is read-only.
  /// The path it was opened by; `"<memory>"` for bytes that came from elsewhere.
  public let path: String
  private let storage: UnsafeRawBufferPointer
  private let isMapped: Bool

  /// Maps a file.
  ///
  /// - Throws: ``FileError``.
  public init(_ url: URL) throws {
    path = url.path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError.system(operation: "open", path: path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw FileError.system(operation: "examine", path: path, code: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileError.notARegularFile(path: path) }
    let count = Int(status.st_size)
    guard count > 0 else {
      storage = UnsafeRawBufferPointer(start: nil, count: 0)
      isMapped = false
      return
    }
    guard let base = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
      throw FileError.system(operation: "map", path: path, code: errno)
    }
    storage = UnsafeRawBufferPointer(start: base, count: count)
    isMapped = true
  }

  /// Holds a copy of bytes that are not in a file.
  public init(copying bytes: some Collection<UInt8>) {
    path = "<memory>"
    // 16 like any allocation, so that floats at aligned offsets can be read in place.
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    copy.copyBytes(from: bytes)
    storage = UnsafeRawBufferPointer(copy)
    isMapped = false
  }

  deinit {
    if isMapped {
      munmap(UnsafeMutableRawPointer(mutating: storage.baseAddress), storage.count)
    } else {
      storage.deallocate()
    }
  }

  /// Number of bytes.
  public var count: Int { storage.count }

  /// Calls a closure with all bytes, valid during the call only.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try body(storage) }
  }
}
