import Foundation
import SmallModels
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeSession

/// A studio of a small denoiser and upscaler with random weights, which every input changes the output of.
final class SmallStudio: Sendable {
  let folder: URL
  let studio: Studio

  /// - Parameter readsKnownPixels: whether the denoiser can be given frames and regions anywhere.
  init(readsKnownPixels: Bool = false) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "zoetrope-pipeline-\(UUID().uuidString)")
    var configuration = DenoiserConfiguration.thumbnail
    configuration.readsKnownPixels = readsKnownPixels
    try SmallModels.writeDenoiser(configuration, in: folder)
    try SmallModels.writeUpscaler(in: folder)
    self.folder = folder
    studio = try Studio(ModelCatalog(folders: [folder]).find("sketch"))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A dog that runs to the right.
  static func plan(frames: Int) -> ShotPlan {
    ShotPlan(
      seed: 3, frameRate: 8, frameCount: frames, size: .square, scene: .snow, time: .night,
      actors: [
        Actor(
          kind: .dog, motion: .right,
          keyframes: [0, 0.5].map {
            Keyframe(t: $0, x: 0.2 + 0.4 * $0, y: 0.6, width: 0.4, height: 0.4)
          })
      ])
  }

  /// Makes a clip.
  func clip(
    _ plan: ShotPlan, _ settings: GenerationSettings, _ pictures: ConditioningFrames = ConditioningFrames()
  )
    throws -> Clip
  {
    var run = try studio.begin(plan, settings: settings, pictures: pictures)
    while run.next() != nil {}
    return try run.clip()
  }

  /// Makes the clip of a request in a folder and returns its record.
  func shoot(_ request: ClipRequest, _ name: String) async throws -> Record {
    let url = folder.appending(path: name, directoryHint: .isDirectory)
    _ = try await RenderSession(studio).add(request, to: .folder(url, formats: [.png])).result()
    return try Record(url)
  }
}
