import Foundation
import ZoetropeFiles
import ZoetropeShot

extension ShotPlan {
  /// Reads a plan from a file.
  ///
  /// - Throws: ``SessionError/badPlan(path:reason:)`` with every mistake, `FileError`.
  public init(contentsOf url: URL) throws {
    try self.init(json: MappedFile(url).withUnsafeBytes { Data($0) }, path: url.path)
  }

  /// Reads a plan from JSON that came from somewhere.
  ///
  /// - Throws: ``SessionError/badPlan(path:reason:)`` with every mistake.
  public init(json: Data, path: String) throws(SessionError) {
    do throws(PlanError) {
      try self.init(json: json)
    } catch {
      throw .badPlan(path: path, reason: "\(error)")
    }
  }
}
