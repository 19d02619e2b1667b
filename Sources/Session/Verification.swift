// Does a record still give the pictures that lie beside it?

import Foundation
import ZoetropeCompute
import ZoetropeShot
import ZoetropeMedia

/// What came of rendering a clip again and comparing.
public struct Verification: Sendable, Equatable {
  /// One frame's result.
  public enum Verdict: Sendable, Equatable, CustomStringConvertible {
    /// The same pixels.
    case same
    /// The clip renders differently here; by how much of 255 at most, where the picture lies beside the record.
    case rendersDifferently(by: Int?)
    /// The clip renders as recorded, and the file holds other pixels.
    case fileChanged
    /// The clip renders as recorded, and the file is not there or cannot be read.
    case fileMissing

    /// In words.
    public var description: String {
      switch self {
      case .same: "the same"
      case .rendersDifferently(let difference?) where difference < 256:
        "renders differently, by at most \(difference) of 255"
      case .rendersDifferently: "renders differently"
      case .fileChanged: "renders as recorded, but the file holds other pixels"
      case .fileMissing: "renders as recorded, but the file is missing or cannot be read"
      }
    }
  }

  /// A verdict for each frame that was compared, by its number from 1.
  public var frames: [Int: Verdict]
  /// What the record does not say, or what is otherwise here, where that may make frames differ.
  public var remarks: [String] = []

  /// Whether all is as recorded.
  public var isSame: Bool { frames.values.allSatisfy { $0 == .same } }
}

extension Recipe {
  /// Where a clip was computed otherwise than here, or the record does not say how.
  var computationRemarks: [String] {
    guard let computation else {
      let precision = ComputeContext.current.precision.rawValue
      return [
        "the record is of an earlier version and does not say in which precision and by which kernels it was computed; "
          + "here it is computed in \(precision) by \(KernelFamily.name)"
      ]
    }
    guard computation.kernels != KernelFamily.name else { return [] }
    return [
      "it was computed by \(computation.kernels), here by \(KernelFamily.name), which may round differently"
    ]
  }
}

extension Studio {
  /// Renders a record's clip again and compares every frame: with its hash and file for a manifest, with the picture for
  /// a PNG.
  ///
  /// - Parameter progress: called after each step with its number and their count.
  /// - Throws: ``SessionError/otherModel(name:expected:found:)`` with other weights, ``SessionError/badRecord(path:reason:)``
  ///   for a PNG that is no frame, and what making the clip throws.
  public func verify(_ record: Record, progress: (Int, Int) -> Void = { _, _ in }) throws -> Verification {
    let clip = try render(record, progress: progress)
    var verdicts: [Int: Verification.Verdict] = [:]
    if let manifest = record.manifest {
      guard manifest.frames.count == clip.frameCount else {
        throw SessionError.badRecord(
          path: record.folder.path, reason: "it lists \(manifest.frames.count) frames of \(clip.frameCount)")
      }
      for (index, entry) in manifest.frames.enumerated() {
        verdicts[index + 1] = Studio.verdict(clip[frame: index], entry, in: record.folder)
      }
    } else if let (part, picture) = record.picture {
      let frame = try Studio.part(part, of: clip, record)
      let difference = Studio.difference(frame, picture)
      let number = if case .frame(let index) = part { index + 1 } else { 0 }
      verdicts[number] = difference == 0 ? .same : .rendersDifferently(by: difference)
    }
    return Verification(frames: verdicts, remarks: record.recipe.computationRemarks)
  }

  // MARK: - Internals

  private func render(_ record: Record, progress: (Int, Int) -> Void) throws -> Clip {
    let studio = try casting(record)
    try studio.check(record.recipe)
    return try record.recipe.context().run { try studio.rendered(record, progress) }
  }

  private func rendered(_ record: Record, _ progress: (Int, Int) -> Void) throws -> Clip {
    let pictures = try ConditioningFrames(record.recipe.pictures, from: record.inputs)
    var run = try begin(record.recipe.plan, settings: record.recipe.settings, pictures: pictures)
    while run.next() != nil { progress(run.stepsDone, run.stepCount) }
    return try run.clip()
  }

  private static func verdict(
    _ frame: Frame, _ entry: Manifest.FrameRecord, in folder: URL
  ) -> Verification.Verdict {
    let file = entry.file.isEmpty ? nil : try? PNG.read(folder.appendingPathComponent(entry.file)).frame()
    guard ClipWriter.hash(frame) == entry.sha256 else {
      return .rendersDifferently(by: file.flatMap { difference(frame, $0) })
    }
    if entry.file.isEmpty { return .same }
    guard let file else { return .fileMissing }
    return ClipWriter.hash(file) == entry.sha256 ? .same : .fileChanged
  }

  /// What a PNG of a clip shows.
  private static func part(_ part: Recipe.Part, of clip: Clip, _ record: Record) throws -> Frame {
    switch part {
    case .frame(let index) where index < clip.frameCount: return clip[frame: index]
    case .frame(let index):
      throw SessionError.badRecord(
        path: record.folder.path, reason: "the picture is frame \(index + 1) of \(clip.frameCount)")
    case .animation: return ClipWriter.shown(clip[frame: 0])
    case .contactSheet: return ClipWriter.sheet(clip, record.recipe)
    }
  }

  /// The largest difference of two pictures' 8-bit samples; nil where they differ in size.
  private static func difference(_ a: Frame, _ b: Frame) -> Int? {
    guard a.height == b.height, a.width == b.width else { return nil }
    return zip(PixelCode.bytes(a), PixelCode.bytes(b)).map { abs(Int($0) - Int($1)) }.max()
  }
}
