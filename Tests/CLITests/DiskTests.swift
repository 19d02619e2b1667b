// Disks that are full or may not be written: one clear line, nothing half-written, and the work can go on.

import Foundation
import Testing

/// A small file system of its own, in memory; only root may make one.
final class Disk {
  let folder: URL

  /// Whether one can be made here.
  static let isAllowed: Bool = (try? Disk(size: "64k")) != nil

  init(size: String) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "zoetrope-disk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    do {
      _ = try Tool.output("mount", "-t", "tmpfs", "-o", "size=\(size)", "tmpfs", folder.path)
    } catch {
      try? FileManager.default.removeItem(at: folder)
      throw error
    }
  }

  func remount(_ options: String) throws {
    _ = try Tool.output("mount", "-o", "remount,\(options)", folder.path)
  }

  deinit {
    _ = try? Tool.output("umount", folder.path)
    try? FileManager.default.removeItem(at: folder)
  }
}

@Suite struct DiskTests {
  let workshop: Workshop
  static let arguments = [
    "generate", "--plan", "plan.json", "--steps", "20", "--takes", "2", "--format", "png,apng",
  ]

  init() throws { workshop = try Workshop() }

  @Test(.enabled(if: Disk.isAllowed, "making a small disk needs root"), arguments: ["8k", "64k", "160k"])
  func aFullDiskLeavesNothingHalfWritten(size: String) throws {
    try #require(workshop.run(DiskTests.arguments + ["--out", "whole"]).status == 0)
    let disk = try Disk(size: size)
    let clip = disk.folder.appending(path: "clip").path
    let result = try workshop.run(DiskTests.arguments + ["--out", clip])
    #expect(result.status == 74, "\(result)")
    #expect(result.errors.contains("No space left on device"))
    #expect(!FileManager.default.fileExists(atPath: clip))
    let left = try FileManager.default.subpathsOfDirectory(atPath: disk.folder.path)
    #expect(!left.contains { $0.hasSuffix(".tmp") }, "\(left)")
    try disk.remount("size=64m")
    if left.contains(where: { $0.hasSuffix("job.json") }) {
      #expect(result.errors.contains("zoetrope resume"))
      #expect(try workshop.run("resume", clip).status == 0)
    } else {
      #expect(left.isEmpty, "\(left)")
      #expect(try workshop.run(DiskTests.arguments + ["--out", clip]).status == 0)
    }
    try FileManager.default.copyItem(
      atPath: clip, toPath: workshop.folder.appending(path: "resumed").path)
    #expect(try workshop.areSame("whole", "resumed"))
  }

  @Test(.enabled(if: Disk.isAllowed, "making a disk that cannot be written needs root"))
  func aReadOnlyDiskIsNamed() throws {
    let disk = try Disk(size: "1m")
    try disk.remount("ro")
    let result = try workshop.run(
      DiskTests.arguments + ["--out", disk.folder.appending(path: "clip").path])
    #expect(result.status == 77, "\(result)")
    #expect(
      result.errors.contains("Read-only file system") && result.errors.split(separator: "\n").count <= 2)
    #expect(try FileManager.default.subpathsOfDirectory(atPath: disk.folder.path).isEmpty)
  }

  /// Permissions do not bind root.
  @Test(.enabled(if: geteuid() != 0, "root may write everywhere")) func aFolderWithoutPermissionIsNamed()
    throws
  {
    let folder = workshop.folder.appending(path: "closed")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    let result = try workshop.run(DiskTests.arguments + ["--out", "closed/clip"])
    #expect(result.status == 77 && result.errors.contains("Permission denied"), "\(result)")
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).isEmpty)
  }
}
