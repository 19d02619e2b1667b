// A person's own picture through a clip: planned, painted, kept, made again.

import Foundation
import SmallModels
import Testing
import ZoetropeCast
import ZoetropeDenoiser
import ZoetropeMedia
import ZoetropeShot

@testable import ZoetropeSession

@Suite struct OwnCastTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "zoetrope-cast-\(UUID().uuidString)")
  let studio: Studio

  init() throws {
    let configuration = DenoiserConfiguration(
      name: "tiny", patch: PatchSize(frames: 2, height: 4, width: 4), hiddenSize: 32, depth: 2, headCount: 2,
      mlpRatio: 2, bottleneckSize: 16, appearance: .pictures, detailChannels: 4)
    try SmallModels.writeDenoiser(configuration, in: folder)
    studio = try Studio(ModelCatalog(folders: [folder]).find("sketch"))
  }

  /// A figure of a colour, 20 by 40 pixels on a transparent ground.
  private func draw(_ name: String, _ colour: [UInt8]) throws -> URL {
    var rgba: [UInt8] = []
    for y in 0..<50 {
      for x in 0..<30 {
        rgba += (5..<25).contains(x) && (5..<45).contains(y) ? colour + [255] : [0, 0, 0, 0]
      }
    }
    let url = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(RGBAPicture(width: 30, height: 50, rgba: rgba).png()).write(to: url)
    return url
  }

  private func request(_ subject: ClipRequest.Subject) -> ClipRequest {
    var request = ClipRequest(subject)
    (request.frameCount, request.stepCount, request.upscale) = (4, 2, 1)
    request.size = .pixels(width: 28, height: 16)
    return request
  }

  private func make(_ request: ClipRequest, _ name: String) async throws -> Record {
    let url = folder.appending(path: name)
    _ = try await RenderSession(studio).add(request, to: .folder(url, formats: [.png])).result()
    return try Record(url)
  }

  private func frames(_ record: Record) throws -> [Data] {
    try record.frames().map { try Data(contentsOf: $0) }
  }

  @Test func clipsKeepThePictureAndAreMadeAgainFromIt() async throws {
    var request = request(.prompt("MARA walks along the beach"))
    request.cast = try OwnCast(["MARA=\(draw("mara.png", [200, 30, 30]).path)"])
    let record = try await make(request, "clip")
    #expect(record.recipe.plan.actors.map(\.picture) == ["pictures/mara.png"])
    #expect(record.recipe.cast?["pictures/mara.png"]?.count == 64)
    #expect(record.manifest?.notes.contains { $0.contains("MARA: guessed") } == true)
    // The original may go: the clip has a copy.
    try FileManager.default.removeItem(at: folder.appending(path: "mara.png"))
    #expect(try studio.verify(record).isSame)
    let url = folder.appending(path: "again")
    _ = try await RenderSession(studio).add(record, to: .folder(url, formats: [.png])).result()
    let again = try Record(url)
    #expect(again.manifest?.frames == record.manifest?.frames)
    // So has what was made again.
    #expect(try studio.verify(again).isSame)
    // Its plan is a plan: read from the folder, made with the same noise.
    var planned = self.request(.plan(try ShotPlan(contentsOf: url.appending(path: "plan.json"))))
    planned.folder = url
    #expect(try await make(planned, "planned").manifest?.frames == record.manifest?.frames)
  }

  @Test func otherPicturesMakeOtherClips() async throws {
    var shots: [[String]] = []
    for (index, colour) in [[200, 30, 30], [20, 20, 220]].enumerated() {
      var request = request(.prompt("MARA walks along the beach"))
      request.cast = try OwnCast(["MARA=\(draw("mara\(index).png", colour.map(UInt8.init)).path)"])
      shots.append(try await make(request, "clip\(index)").manifest?.frames.map(\.sha256) ?? [])
    }
    #expect(shots[0].count == 4 && shots[0] != shots[1])
  }

  @Test func changedAndMissingPicturesAreSaid() async throws {
    var request = request(.prompt("MARA walks along the beach"))
    request.cast = try OwnCast(["MARA=\(draw("mara.png", [200, 30, 30]).path)"])
    let record = try await make(request, "clip")
    let copy = folder.appending(path: "clip/pictures/mara.png")
    try OwnPicture(draw("other.png", [0, 200, 0]), name: "MARA").write(to: copy)
    #expect {
      try studio.verify(record)
    } throws: {
      "\($0)".contains("pictures/mara.png") && "\($0)".contains("not the picture that the clip was made with")
    }
    try FileManager.default.removeItem(at: copy)
    #expect {
      try studio.verify(record)
    } throws: {
      "\($0)".contains("pictures/mara.png") && "\($0)".contains("missing")
    }
  }

  @Test func plansNamePicturesByPath() async throws {
    _ = try draw("a/fig.png", [200, 30, 30])
    _ = try draw("b/fig.png", [30, 30, 200])
    func actor(_ picture: String, _ x: Double) -> Actor {
      Actor(picture: picture, keyframes: [Keyframe(t: 0, x: x, y: 0.6, width: 0.2, height: 0.5)])
    }
    var request = request(
      .plan(
        ShotPlan(
          frameRate: 8, frameCount: 4, size: .wide, scene: .meadow,
          actors: [actor("a/fig.png", 0.3), actor("b/fig.png", 0.7)])))
    request.folder = folder
    let record = try await make(request, "two")
    // Two files of one name get names of their own.
    #expect(record.recipe.plan.actors.map(\.picture) == ["pictures/fig.png", "pictures/fig-2.png"])
    #expect(Set(record.recipe.cast?.values.map(\.self) ?? []).count == 2)
    #expect(try studio.verify(record).isSame)
  }

  @Test func modelsOfSingleKindsSayThatTheyPaintNobodyElse() throws {
    let small = try SmallStudio()
    let cast = try OwnCast(["MARA=\(draw("mara.png", [200, 30, 30]).path)"])
    #expect {
      try small.studio.casting(cast)
    } throws: {
      "\($0)".contains("MARA") && "\($0)".contains("reads pictures")
    }
  }

  @Test func batchesCastByLine() throws {
    _ = try draw("mara.png", [200, 30, 30])
    let file = folder.appending(path: "batch.jsonl")
    try Data(
      """
      {"prompt": "MARA walks", "cast": "MARA=mara.png"}
      {"prompt": "MARA walks", "cast": ["MARA=nowhere.png"]}
      {"prompt": "MARA walks", "cast": 3}
      """.utf8
    ).write(to: file)
    let lines = try BatchFile.read(file, defaults: ClipRequest(.prompt("")))
    #expect(try lines[0].request.get().cast.pictures.map(\.name) == ["MARA"])
    #expect { try lines[1].request.get() } throws: { "\($0)".contains("nowhere.png") }
    #expect { try lines[2].request.get() } throws: { "\($0)".contains("cast must be") }
  }
}
