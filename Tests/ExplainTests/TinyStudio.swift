import Foundation
import SmallModels
import ZoetropeSession

@testable import ZoetropeExplain

/// A studio of tiny networks with random weights that every input changes the output of, and one explained run of it.
final class TinyStudio: Sendable {
  let folder: URL
  let studio: Studio
  let request: ClipRequest
  let explanation: Explanation

  /// The synthetic world is left out: its font is not needed to explain a run.
  struct NoFilmSet: Error {}

  static let shared = Result { try TinyStudio() }

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "zoetrope-explain-\(UUID().uuidString)")
    try SmallModels.writeDenoiser(in: folder)
    try SmallModels.writePlanner(words: ["a", "dog", "in", "the", "snow"], in: folder)
    self.folder = folder
    studio = try Studio(ModelCatalog(folders: [folder]).find("sketch"))
    var request = ClipRequest(.prompt("a dog in the <snow> & \"ice\""))
    (request.stepCount, request.frameCount, request.seed) = (4, 6, 3)
    self.request = request
    explanation = try Explainer(studio, world: .failure(NoFilmSet())).explain(
      request, whatIf: [.noGuidance, .otherSeed(nil), .ablateBlock(1), .ablateHead(block: 0, head: 1)])
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}

/// The checkout that these tests were built from.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
}
