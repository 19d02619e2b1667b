import Foundation
import ZoetropeShot
import ZoetropeMedia

extension ClipRequest {
  /// Asks for an earlier clip and more frames that go on from it.
  ///
  /// The plan is prolonged (`ShotPlan.prolonged(to:)`), and all frames of the clip, as they lie in its folder now, are the opening of
  /// the new one. Settings are those of the clip.
  ///
  /// - Parameter frameCount: how many frames more.
  /// - Throws: ``SessionError/badSetting(name:value:expected:)`` for a number of frames that no plan may have,
  ///   ``SessionError/otherPicture(path:reason:)`` where the clip's frames are not there.
  public init(extending record: Record, by frameCount: Int) throws {
    let plan = record.recipe.plan
    let room = ShotPlan.maximumFrameCount - plan.frameCount
    guard frameCount >= 1, frameCount <= room else {
      throw SessionError.badSetting(
        name: "frames", value: "\(frameCount)",
        expected: room > 0
          ? "1…\(room) more, since the clip has \(plan.frameCount) and none has over \(ShotPlan.maximumFrameCount)"
          : "another clip: this one has \(plan.frameCount) frames, and none has more")
    }
    self.init(.plan(plan.prolonged(to: plan.frameCount + frameCount)))
    settings = record.recipe.settings
    folder = record.folder
    opening = try record.frames()
  }
}

extension Record {
  /// The files of the clip's frames, in order.
  ///
  /// - Throws: ``SessionError/otherPicture(path:reason:)`` where one is missing.
  public func frames() throws -> [URL] {
    let folder = folder.appendingPathComponent(ClipWriter.framesFolder, isDirectory: true)
    return try (0..<recipe.plan.frameCount).map { index in
      let url = folder.appendingPathComponent(FrameSequence.name(ofFrame: index))
      guard FileManager.default.fileExists(atPath: url.path) else {
        throw SessionError.otherPicture(
          path: url.path,
          reason:
            "there is no such frame, and an extended clip begins with all of the earlier one; make that again, with png as "
            + "`format`")
      }
      return url
    }
  }
}
