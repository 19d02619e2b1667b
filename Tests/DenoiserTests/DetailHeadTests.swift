import Testing
import ZoetropeCompute
import ZoetropeShot
import ZoetropeLayers

@testable import ZoetropeDenoiser

@Suite struct DetailHeadTests {
  private let patch = DenoiserConfiguration.thumbnail.patch

  private func geometry(frames: Int, height: Int, width: Int) throws -> ClipGeometry {
    try ClipGeometry(
      times: (0..<frames).map { Double($0) / 8 }, height: height, width: width, patch: patch)
  }

  /// Against cutting a clip into patches: what pixel of which patch a pixel of a frame is.
  @Test func pixelsAreFoundInPatchesOfSeveralClips() throws {
    let sizes = [(4, 8, 12), (2, 16, 4)]
    let clips = sizes.enumerated().map { index, size in
      let count = size.0 * size.1 * size.2 * 3
      return Clip(
        frameCount: size.0, height: size.1, width: size.2,
        pixels: (0..<count).map { Float($0 + 10_000 * index) })
    }
    let patches = try clips.flatMap { try $0.patchify(patch).elements }
    let order = FrameOrder(try sizes.map { try geometry(frames: $0.0, height: $0.1, width: $0.2) })
    let found = order.patchPixels.flatMap { patches[3 * Int($0)..<3 * Int($0) + 3] }
    #expect(found == clips.flatMap(\.pixels))
    for (pixel, place) in order.patchPixels.enumerated() {
      #expect(order.framePixels[Int(place)] == Int32(pixel))
    }
    #expect(
      order.stacks == sizes.map { PictureStack(count: $0.0, height: $0.1, width: $0.2) })
  }

  /// A patch at level 0 is known: what is drawn there is not touched, whatever the weights.
  @Test func knownPatchesAreNotCorrected() throws {
    let configuration = DenoiserConfiguration.thumbnail
    let layout = ParameterLayout.of { _ = DetailHead(configuration, $0) }
    var parameters = Parameters(layout: layout, seed: 1)
    parameters.storage.add(Tensor.normal([layout.count], seed: 2), scaledBy: 0.3)
    let head = DetailHead(configuration, ParameterSource(parameters))
    let order = FrameOrder([try geometry(frames: 2, height: 8, width: 8)])
    let drawn = Tensor.normal([4, patch.valueCount], seed: 3)
    let result = head(
      Variable(drawn), noisy: Variable(Tensor.normal(drawn.shape, seed: 4)), pictures: nil, known: nil,
      levels: [0, 0.5, 0, 1],
      last: Variable(Tensor.normal([4, configuration.hiddenSize], seed: 5)), order
    ).value
    for row in 0..<4 {
      let difference = largestDifference(result.rows(row..<row + 1), drawn.rows(row..<row + 1))
      #expect((difference == 0) == (row % 2 == 0))
    }
  }

  /// Under a moving camera, a patch that shows what another showed before has that one's position in attention.
  ///
  /// The figures are worked out by hand from the formulas in Docs/Conventions.md for the middles of four rows, whose parallaxes
  /// are 0.325, 0.475, 0.625 and 0.775; that scenery moves so too is what SceneTrackingTests find.
  @Test func positionsMoveWithTheCamera() throws {
    // One frame per patch in time, and a second between them.
    func positions(_ second: CameraKeyframe) throws -> [[Double]] {
      try ClipGeometryCase(
        times: [0, 1], camera: Camera(move: .track, keyframes: [CameraKeyframe(t: 0), second])
      ).positions()
    }
    let centred = [-1.5, -0.5, 0.5, 1.5]
    // By a whole frame, four patches, to the right and down, and a view of half the width.
    let still = try positions(CameraKeyframe(t: 1))
    let right = try positions(CameraKeyframe(t: 1, x: 1))
    let down = try positions(CameraKeyframe(t: 1, y: 1))
    let close = try positions(CameraKeyframe(t: 1, zoom: 2))
    for row in 0..<4 {
      for column in 0..<4 {
        let (y, x) = (centred[row], centred[column])
        func expect(_ positions: [[Double]], _ expected: (y: Double, x: Double)) {
          #expect(positions[row * 4 + column] == [0, y, x])
          let second = positions[16 + row * 4 + column]
          #expect(second[0] == 1)
          // A few roundings of numbers below 8.
          #expect(abs(second[1] - expected.y) < 1e-12 && abs(second[2] - expected.x) < 1e-12)
        }
        expect(still, (y, x))
        expect(right, (y, x + [1.3, 1.9, 2.5, 3.1][row]))
        expect(down, (y + [3.595, 3.685, 3.775, 3.865][row], x))
        expect(close, (y / 2, x / 2))
      }
    }
  }
}

/// A camera seen through patches of one frame and 4×4 pixels, in a clip of 16×16.
private struct ClipGeometryCase {
  var times: [Double]
  var camera: Camera

  func positions() throws -> [[Double]] {
    var plan = Fixture.plan([])
    plan.camera = camera
    var configuration = DenoiserConfiguration.thumbnail
    configuration.patch = PatchSize(frames: 1, height: 4, width: 4)
    return try ShotInput(plan, times: times, height: 16, width: 16, for: configuration).features().positions
  }
}
