import Foundation
import Testing
import ZoetropeFiles

@Suite struct AtomicFileTests {
  private struct Stop: Error {}

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func writesAndReplaces() throws {
    try withFolder { folder in
      let url = folder.appendingPathComponent("a.bin")
      try AtomicFile.write([1, 2, 3] as [UInt8], to: url)
      chmod(url.path, 0o600)
      let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      try AtomicFile.write(to: url) { file in
        for start in stride(from: 0, to: large.count, by: 999) {
          try file.append(Array(large[start..<min(start + 999, large.count)]))
        }
        try file.append(large)
        #expect(file.count == 600_000)
      }
      #expect(try Data(contentsOf: url) == Data(large + large))
      #expect(try names(folder) == ["a.bin"])
      let mode = try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
  }

  /// The file of a killed writer, which nobody holds a lock on, goes; one being written stays and arrives.
  @Test func removesWhatKilledWritersLeft() throws {
    try withFolder { folder in
      try Data([1]).write(to: folder.appendingPathComponent(".zoetrope-1-0.tmp"))
      try Data([2]).write(to: folder.appendingPathComponent("note.tmp"))
      try AtomicFile.write(to: folder.appendingPathComponent("a.bin")) { file in
        try file.append([3])
        AtomicFile.removeAbandoned(in: folder)
        #expect(try names(folder).count == 2)
      }
      #expect(try names(folder) == ["a.bin", "note.tmp"])
    }
  }

  @Test func leavesEverythingAsItWasWhenTheWriterThrows() throws {
    try withFolder { folder in
      let url = folder.appendingPathComponent("a.bin")
      try AtomicFile.write([1] as [UInt8], to: url)
      #expect(throws: Stop.self) {
        try AtomicFile.write(to: url) { file in
          try file.append([UInt8](repeating: 9, count: 100_000))
          throw Stop()
        }
      }
      #expect(throws: Stop.self) { try AtomicFile.fill(url) { _ in throw Stop() } }
      #expect(try Data(contentsOf: url) == Data([1]))
      #expect(try names(folder) == ["a.bin"])
    }
  }

  @Test func followsLinksAndRefusesDevicesAndFolders() throws {
    try withFolder { folder in
      let target = folder.appendingPathComponent("target"), link = folder.appendingPathComponent("link")
      try AtomicFile.write([1] as [UInt8], to: target)
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
      try AtomicFile.write([2] as [UInt8], to: link)
      #expect(try Data(contentsOf: target) == Data([2]))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == target.path)
      #expect(throws: FileError.notARegularFile(path: "/dev/null")) {
        try AtomicFile.write([2] as [UInt8], to: URL(fileURLWithPath: "/dev/null"))
      }
      #expect(throws: FileError.self) { try AtomicFile.write([2] as [UInt8], to: folder) }
      #expect(throws: FileError.self) {
        try AtomicFile.write([2] as [UInt8], to: folder.appendingPathComponent("missing/a"))
      }
    }
  }

  @Test func mapsWhatWasWritten() throws {
    try withFolder { folder in
      let url = folder.appendingPathComponent("a.bin")
      for bytes in [[], [7], Array(repeating: 5, count: 10_000)] as [[UInt8]] {
        try AtomicFile.write(bytes, to: url)
        let file = try MappedFile(url)
        #expect(file.withUnsafeBytes { Array($0) } == bytes && file.count == bytes.count)
        #expect(MappedFile(copying: bytes).withUnsafeBytes { Array($0) } == bytes)
      }
      #expect(throws: FileError.self) { try MappedFile(folder) }
      #expect(throws: FileError.system(operation: "open", path: "/nowhere", code: ENOENT)) {
        try MappedFile(URL(fileURLWithPath: "/nowhere"))
      }
    }
  }
}
