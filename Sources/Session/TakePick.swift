// Many takes, one result: every take is graded when it is made, and the best one becomes the clip.

import Foundation
import ZoetropeShot

/// Which of several takes are kept.
public enum TakePick: String, CaseIterable, Sendable, Codable {
  /// All of them, each in a folder of its own.
  case all
  /// The one with the best grade, as if it were the only one.
  case best
}

extension Manifest {
  /// From which takes a clip was picked.
  public struct PickRecord: Sendable, Equatable, Codable {
    /// A take that was made.
    public struct Candidate: Sendable, Equatable, Codable {
      /// Its seed.
      public var seed: UInt64
      /// Its grade.
      public var grade: TakeGrade
    }

    /// Which take this clip is, from 1.
    public var take: Int
    /// All takes that were made, this one among them.
    public var takes: [Candidate]
  }
}

extension Job {
  /// Finds the best of the takes in a folder and writes into its manifest from which it was picked.
  ///
  /// - Returns: the take's folder and manifest.
  /// - Throws: ``SessionError/badRecord(path:reason:)`` where a take has no grade, `FileError`.
  func pickBest(in result: URL) throws -> (folder: URL, manifest: Manifest) {
    let folders = takes.indices.map { folder($0, in: result) }
    var manifests = try folders.map { try Manifest($0.appendingPathComponent(Manifest.name)) }
    let candidates = try zip(folders, manifests).map { folder, manifest in
      guard let grade = manifest.grade else {
        throw SessionError.badRecord(path: folder.path, reason: "the take was not graded")
      }
      return Manifest.PickRecord.Candidate(seed: manifest.seed, grade: grade)
    }
    let best = TakeGrade.best(candidates.map(\.grade)) ?? 0
    manifests[best].pick = Manifest.PickRecord(take: best + 1, takes: candidates)
    try manifests[best].write(to: folders[best].appendingPathComponent(Manifest.name))
    return (folders[best], manifests[best])
  }
}
