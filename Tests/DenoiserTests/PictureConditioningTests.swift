import Foundation
import Testing
import ZoetropeCompute
import ZoetropeLayers
import ZoetropePictures
import ZoetropeScenery
import ZoetropeShot
import ZoetropeWeights
import ZoetropeWorld

@testable import ZoetropeDenoiser

@Suite struct PictureConditioningTests {
  private static let world = Result { try World() }
  private let configuration = DenoiserConfiguration(
    name: "tiny", patch: PatchSize(frames: 2, height: 4, width: 4), hiddenSize: 32, depth: 2, headCount: 2,
    mlpRatio: 2, bottleneckSize: 16, appearance: .pictures, detailChannels: 4)

  private func plan(_ picture: String = "giraffe") -> ShotPlan {
    ShotPlan(
      frameRate: 12, frameCount: 4, scene: .meadow,
      actors: [
        Actor(
          picture: picture,
          keyframes: [
            Keyframe(t: 0, x: 0.4, y: 0.6, width: 0.4, height: 0.5),
            Keyframe(t: 0.4, x: 0.6, y: 0.6, width: 0.4, height: 0.5),
          ])
      ])
  }

  private func input(_ plan: ShotPlan) throws -> ShotInput {
    try ShotInput(
      plan, height: 16, width: 24, for: configuration, pictures: Self.world.get().pictures)
  }

  private func denoiser() -> Denoiser {
    var parameters = Parameters(layout: configuration.parameterLayout, seed: 1)
    parameters.storage.add(.normal([parameters.layout.count], seed: 2), scaledBy: 0.05)
    return Denoiser(configuration, ParameterSource(parameters))
  }

  /// A patch's numbers in order of frame, row, column, channel, against the buffer read pixel by pixel.
  @Test func patchesHoldTheBuffer() throws {
    let plan = plan(), input = try input(plan)
    let pictures = try #require(input.features().pictures)
    let fitted = plan.fitted(toAspectRatio: 1.5)
    let buffer = PictureBuffer(
      try fitted.placedPictures(from: Self.world.get().pictures, frameAspectRatio: 1.5),
      scenery: Scenery(plan), times: input.geometry.times, height: 16, width: 24)
    #expect(pictures.shape == [2 * 4 * 6, 2 * 4 * 4 * 8])
    let values = pictures.elements
    for frame in 0..<4 {
      for y in 0..<16 {
        for x in 0..<24 {
          for channel in 0..<8 {
            let patch = (frame / 2 * 4 + y / 4) * 6 + x / 4
            let pixel = (frame % 2 * 4 + y % 4) * 4 + x % 4
            #expect(
              values[patch * 256 + pixel * 8 + channel]
                == buffer.values[((frame * 16 + y) * 24 + x) * 8 + channel])
          }
        }
      }
    }
    #expect(values.contains { $0 > 0.5 })
  }

  @Test func withoutPicturesItSaysSo() {
    #expect(throws: DenoiserError.noPictures) {
      try ShotInput(plan(), height: 16, width: 24, for: configuration)
    }
  }

  @Test func whatIsWithheldIsGone() throws {
    let withheld = try input(plan()).unconditionalFeatures()
    #expect(try #require(withheld.pictures).elements.allSatisfy { $0 == 0 })
    #expect(withheld.lights[0].count == 6 && withheld.contextRows.count == 6)
    #expect(!withheld.isUnderActor.contains(true))
  }

  /// Two members that the network has never heard of give two clips: what it is told is the picture.
  @Test func anotherPictureGivesAnotherClip() throws {
    let network = denoiser()
    func estimate(_ picture: String) throws -> Tensor {
      let input = try input(plan(picture))
      let noise = input.noise(seed: 5)
      return network(
        patches: Variable(noise), levels: [Float](repeating: 0.9, count: input.geometry.grid.count),
        conditioning: network.conditioning([input.features()])
      ).value
    }
    let (giraffe, hydrant) = (try estimate("giraffe"), try estimate("fireHydrant"))
    #expect(giraffe.elements != hydrant.elements)
    #expect(giraffe.elements == (try estimate("giraffe")).elements)
  }

  /// The frame rate is the last camera feature, log₂ of twelfths.
  @Test func theFrameRateIsTold() throws {
    var plan = plan()
    plan.frameRate = 24
    let camera = try input(plan).features().camera
    #expect(camera.shape.columns == PlanFeatures.cameraCount(configuration.patch, .pictures))
    #expect(camera.elements[camera.shape.columns - 1] == 1)
  }

  /// What a network that knows kinds has learned is carried over by name, words by word, camera features column by column.
  @Test func learnedMatricesCarryOver() throws {
    var old = configuration
    old.appearance = .kinds
    old.knowledge = .everything
    let source = Parameters(layout: old.parameterLayout, seed: 9)
    let url = FileManager.default.temporaryDirectory.appending(path: "carry-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    try SafetensorsWriter.write(
      tensors: source.storedTensors(), metadata: [DenoiserConfiguration.metadataKey: try old.json()], to: url)
    let (made, fresh) = try Parameters.carryingOver(SafetensorsFile(url), to: configuration, seed: 4)
    #expect(
      Set(fresh) == [
        "pictures.in.weight", "final.picture_colors.weight", "final.picture_colors.bias",
        "detail.picture_mix.weight", "detail.picture_mix.bias",
      ])
    func matrix(_ parameters: Parameters, _ name: String) throws -> Tensor {
      parameters[try #require(parameters.layout[name])]
    }
    let block = "blocks.0.attention.qkv.weight"
    if made.layout[block] != nil {
      #expect(try matrix(made, block).elements == matrix(source, block).elements)
    }
    let (a, b) = (try matrix(source, "camera.weight"), try matrix(made, "camera.weight"))
    #expect(b.shape.columns == a.shape.columns + 1)
    for row in 0..<a.shape.rows {
      #expect(b.elements[row * b.shape.columns + a.shape.columns] == 0)
      #expect(
        b.elements[row * b.shape.columns..<row * b.shape.columns + a.shape.columns]
          == a.elements[row * a.shape.columns..<(row + 1) * a.shape.columns])
    }
    let words = [("scene", "city"), ("look", "noir"), ("weather", "rain")]
    for (slot, word) in words {
      let slot = try #require(PlanSlot(rawValue: slot))
      let from = Int(try old.knowledge.row(of: word, as: slot))
      let to = Int(try configuration.knowledge.row(of: word, as: slot))
      let width = configuration.hiddenSize
      #expect(
        try matrix(made, "words.weight").elements[to * width..<(to + 1) * width]
          == matrix(source, "words.weight").elements[from * width..<(from + 1) * width])
    }
  }
}
