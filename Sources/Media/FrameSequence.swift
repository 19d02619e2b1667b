// Numbered pictures in a folder: what editors, ffmpeg (`-i frame_%04d.png`) and Blender read as they are.

import Foundation
import ZoetropeFiles
import ZoetropeShot

/// Writes and reads folders of frames named `frame_0001.png`, `frame_0002.png` …
public enum FrameSequence {
  /// The name of a frame's file; frames are counted from 0 and files from 1.
  public static func name(ofFrame index: Int) -> String {
    let number = String(index + 1)
    return prefix + String(repeating: "0", count: max(0, 4 - number.count)) + number + suffix
  }

  /// Writes the frames of a clip.
  ///
  /// A folder that does not exist appears with all its frames at once; in one that does, each file is replaced
  /// atomically. Frames with higher numbers, left by a longer clip, would be read as part of this one.
  ///
  /// - Parameters:
  ///   - texts: words to store with every frame.
  ///   - removingOlder: whether to remove such left-over frames; otherwise they are an error.
  /// - Throws: `FileError`, ``MediaError/badSequence(folder:reason:)`` or another ``MediaError``.
  public static func write(
    _ clip: Clip, to folder: URL, depth: PNG.Depth = .eight, texts: [PNGText] = [],
    removingOlder: Bool = false
  ) throws {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: folder.path, isDirectory: &isFolder) {
      guard isFolder.boolValue else {
        throw FileError.system(operation: "write frames", path: folder.path, code: ENOTDIR)
      }
      let older = try numbers(in: folder).filter { $0 > clip.frameCount }
      guard older.isEmpty || removingOlder else {
        throw MediaError.badSequence(
          folder: folder.path,
          reason: "\(older.count) older frames, to number \(older.max() ?? 0), would follow the new ones; "
            + "remove them or choose another folder")
      }
      try writeFrames(clip, folder, depth, texts)
      for number in older {
        try manager.removeItem(at: folder.appendingPathComponent(name(ofFrame: number - 1)))
      }
    } else {
      let temporary = folder.deletingLastPathComponent().appendingPathComponent(
        ".zoetrope-\(UUID().uuidString).tmp")
      guard mkdir(temporary.path, 0o777) == 0 else {
        throw FileError.system(operation: "create", path: folder.path, code: errno)
      }
      do {
        try writeFrames(clip, temporary, depth, texts)
        guard rename(temporary.path, folder.path) == 0 else {
          throw FileError.system(
            operation: "put the finished frames in place", path: folder.path, code: errno)
        }
      } catch {
        try? manager.removeItem(at: temporary)
        throw error
      }
    }
  }

  /// Reads a folder of frames numbered from 1 without a gap, all of one size; other files are ignored.
  ///
  /// - Parameters:
  ///   - frameRate: frames per second, which pictures do not say.
  ///   - background: grey behind transparent pixels.
  /// - Throws: `FileError`, ``MediaError/badSequence(folder:reason:)`` or ``MediaError/unreadable(path:reason:)``.
  public static func read(_ folder: URL, frameRate: Double = 8, background: Float = -1) throws -> Clip {
    let found = try numbers(in: folder)
    func refuse(_ reason: String) -> MediaError { .badSequence(folder: folder.path, reason: reason) }
    guard !found.isEmpty else { throw refuse("no file is named \(name(ofFrame: 0))") }
    let present = Set(found)
    if let gap = (1...found.count).first(where: { !present.contains($0) }) {
      throw refuse("\(name(ofFrame: gap - 1)) is missing")
    }
    var frames: [Frame] = []
    for index in found.indices {
      let frame = try PNG.read(folder.appendingPathComponent(name(ofFrame: index))).frame(over: background)
      if let first = frames.first, first.height != frame.height || first.width != frame.width {
        throw refuse(
          "\(name(ofFrame: index)) has \(frame.width)×\(frame.height) pixels, the first \(first.width)×\(first.height)"
        )
      }
      frames.append(frame)
    }
    return Clip(frames: frames, frameRate: frameRate)
  }

  // MARK: - Internals

  private static let prefix = "frame_"
  private static let suffix = ".png"

  private static func writeFrames(_ clip: Clip, _ folder: URL, _ depth: PNG.Depth, _ texts: [PNGText]) throws
  {
    for index in 0..<clip.frameCount {
      let url = folder.appendingPathComponent(name(ofFrame: index))
      try PNG.write(clip[frame: index], to: url, depth: depth, texts: texts)
    }
  }

  /// The numbers of the frames in a folder, exactly as this type names them.
  private static func numbers(in folder: URL) throws -> [Int] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw FileError.system(
        operation: "list", path: folder.path, code: access(folder.path, R_OK) == 0 ? ENOTDIR : errno)
    }
    return names.compactMap { file in
      guard file.hasPrefix(prefix), file.hasSuffix(suffix),
        let number = Int(file.dropFirst(prefix.count).dropLast(suffix.count)), number > 0,
        file == name(ofFrame: number - 1)
      else { return nil }
      return number
    }
  }
}
