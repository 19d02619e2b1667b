import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeFilm
import ZoetropeLayers
import ZoetropePipeline
import ZoetropePlanner
import ZoetropeWeights

@testable import ZoetropeExplain

/// A studio of tiny networks with random weights that every input changes the output of, and one explained run of it.
final class TinyStudio: Sendable {
  let folder: URL
  let studio: Studio
  let request: ClipRequest
  let explanation: Explanation

  /// The film set is left out: its font is not needed to explain a run.
  struct NoFilmSet: Error {}

  static let shared = Result { try TinyStudio() }

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "zoetrope-explain-\(UUID().uuidString)")
    func write(_ name: String, _ layout: ParameterLayout, _ metadata: [String: String]) throws {
      let place = folder.appending(path: name)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      var storage = Tensor.normal([layout.count], seed: 1)
      storage.scale(by: 0.1)
      try SafetensorsWriter.write(
        tensors: Parameters(layout: layout, storage: storage).storedTensors(), metadata: metadata,
        to: place.appending(path: "weights.safetensors"))
    }
    let denoiser = DenoiserConfiguration.thumbnail
    try write("sketch", denoiser.parameterLayout, [DenoiserConfiguration.metadataKey: try denoiser.json()])
    let planner = PlannerConfiguration.thumbnail(
      try Tokenizer(merges: [], phraseMerges: [], words: ["a", "dog", "in", "the", "snow"]))
    try write("planner", planner.parameterLayout, [PlannerConfiguration.metadataKey: try planner.json()])
    self.folder = folder
    studio = try Studio(ModelCatalog(folders: [folder]).find("sketch"))
    var request = ClipRequest(.prompt("a dog in the <snow> & \"ice\""))
    (request.stepCount, request.frameCount, request.seed) = (4, 6, 3)
    self.request = request
    explanation = try Explainer(studio, world: .failure(NoFilmSet())).explain(
      request, whatIf: [.noGuidance, .otherSeed(nil), .ablateBlock(1), .ablateHead(block: 0, head: 1)])
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A plan with one actor.
  static let plan = ShotPlan(
    seed: 3, frameCount: 4, scene: .snow, time: .night,
    actors: [
      Actor(
        kind: .dog, motion: .right,
        keyframes: [
          Keyframe(t: 0, x: 0.2, y: 0.6, width: 0.4, height: 0.4),
          Keyframe(t: 0.5, x: 0.8, y: 0.6, width: 0.4, height: 0.4),
        ])
    ])
}

/// The checkout that these tests were built from.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
}
