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
      Variable(drawn), noisy: Variable(Tensor.normal(drawn.shape, seed: 4)), levels: [0, 0.5, 0, 1],
      last: Variable(Tensor.normal([4, configuration.hiddenSize], seed: 5)), order
    ).value
    for row in 0..<4 {
      let difference = largestDifference(result.rows(row..<row + 1), drawn.rows(row..<row + 1))
      #expect((difference == 0) == (row % 2 == 0))
    }
  }

  /// Under a pan, a patch that shows what another showed before has that one's position in attention.
  @Test func positionsMoveWithTheCamera() throws {
    var plan = Fixture.plan([])
    plan.camera = Camera(
      move: .panRight, keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 1, x: 1, y: 0, zoom: 1)])
    // One frame per patch in time, and a second between them: the view shifts by a whole frame width, four patches.
    let wide = ClipGeometryCase(times: [0, 1], plan: plan)
    let still = try wide.positions(of: Camera(keyframes: [CameraKeyframe(t: 0)]))
    let moved = try wide.positions(of: plan.camera)
    for row in 0..<4 {
      let parallax = 0.25 + 0.6 * (Double(row) + 0.5) / 4
      for column in 0..<4 {
        let (first, second) = (row * 4 + column, 16 + row * 4 + column)
        #expect(still[first] == [0, Double(row) - 1.5, Double(column) - 1.5])
        #expect(still[second] == [1, Double(row) - 1.5, Double(column) - 1.5])
        #expect(moved[first] == still[first])
        #expect(abs(moved[second][2] - (Double(column) - 1.5 + 4 * parallax)) < 1e-12)
        #expect(moved[second][1] == still[second][1])
      }
    }
  }
}

/// A plan seen through patches of one frame and 4×4 pixels, in a clip of 16×16.
private struct ClipGeometryCase {
  var times: [Double]
  var plan: ShotPlan

  func positions(of camera: Camera) throws -> [[Double]] {
    var plan = plan
    plan.camera = camera
    var configuration = DenoiserConfiguration.thumbnail
    configuration.patch = PatchSize(frames: 1, height: 4, width: 4)
    return try ShotInput(plan, times: times, height: 16, width: 16, for: configuration).features().positions
  }
}
