import Foundation
import Testing
import ZoetropeFiles
import ZoetropeShot
import ZoetropeMedia

/// What is left behind when the disk fills up: nothing new, and everything old.
///
/// Needs a small file system, named by `ZOETROPE_SMALL_DISK`; as root, for instance:
/// `mount -t tmpfs -o size=256k tmpfs /mnt/small`.
@Suite struct FullDiskTests {
  static let smallDisk = ProcessInfo.processInfo.environment["ZOETROPE_SMALL_DISK"]

  @Test(.enabled(if: smallDisk != nil, "set ZOETROPE_SMALL_DISK to a folder on a file system of 256 kB"))
  func nothingHalfWrittenStays() throws {
    let disk = URL(fileURLWithPath: try #require(Self.smallDisk))
    let folder = disk.appendingPathComponent("test")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let old = folder.appendingPathComponent("old")
    try AtomicFile.write(Array("old".utf8), to: old)
    // Noise of 768 kB, which no compression makes small.
    let clip = Clip(frames: (0..<4).map { noiseFrame(height: 256, width: 256, seed: $0) })

    func expectFull(_ body: () throws -> Void) {
      let error = #expect(throws: FileError.self) { try body() }
      guard case .system(_, _, ENOSPC)? = error else {
        Issue.record("expected ENOSPC, got \(String(describing: error))")
        return
      }
    }
    expectFull { try AtomicFile.write([UInt8](repeating: 7, count: 1 << 20), to: old) }
    expectFull { try APNG.write(clip, to: old) }
    expectFull { try FrameSequence.write(clip, to: folder.appendingPathComponent("frames")) }
    // Here it is ffmpeg that meets the full disk, and says so.
    #expect(throws: MediaError.self) { try MP4.write(clip, to: old, quality: 0) }
    #expect(try fileNames(folder) == ["old"])
    #expect(try Data(contentsOf: old) == Data("old".utf8))
  }
}
