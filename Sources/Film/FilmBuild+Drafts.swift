// Drafts: shots drawn from their plans in milliseconds a frame, with the timing of the film.

import Foundation
import ZoetropeFiles
import ZoetropeMedia
import ZoetropeShot
import ZoetropeWorld

extension FilmBuild {
  /// Height and width of a draft's pictures.
  static let draftSize = (height: 192, width: 336)

  /// Draws a shot, unless it is drawn already.
  mutating func draft(_ shot: PlannedShot) throws -> ShotClip {
    try checkStop()
    let place = folder.shot(shot.id).appendingPathComponent("draft", isDirectory: true)
    let last = place.appendingPathComponent(FrameSequence.name(ofFrame: shot.plan.frameCount - 1))
    let part = "draft \(shot.id)"
    let inputs = ["plan": shot.planHash, "drawing": maker.world == nil ? "boxes" : "pictures"]
    let reasons = record.reasons(for: part, inputs: inputs, output: BuildRecord.hash(of: last))
    if !reasons.isEmpty {
      report(.making("draft \(shot.id)", reasons: reasons))
      let clip = try drawn(shot.plan)
      try? FileManager.default.removeItem(at: place)
      try FilmFolder.make(folder.shot(shot.id))
      try FrameSequence.write(clip, to: place)
      try enter(part, inputs, BuildRecord.hash(of: last) ?? "")
      if settings.isDraft { made.append(shot.id) }
    }
    return ShotClip(
      shot: shot, folder: place, frames: place, hash: BuildRecord.key(inputs), isDraft: true)
  }

  // MARK: - Internals

  private func drawn(_ plan: ShotPlan) throws -> Clip {
    let size = FilmBuild.draftSize
    // A person's own picture, or whatever else the world has none of, leaves the plan's boxes.
    if let world = maker.world, let clip = try? world.render(plan, height: size.height, width: size.width) {
      return clip
    }
    return Animatic(side: size.height).render(plan)
  }
}
