import Testing
import ZoetropeCompute
import ZoetropeLayers
import ZoetropeShot

@testable import ZoetropeDenoiser

@Suite struct LightHeadTests {
  private static let patch = PatchSize(frames: 2, height: 4, width: 6)

  private func geometry(frames: Int, height: Int, width: Int) throws -> ClipGeometry {
    try ClipGeometry(
      times: (0..<frames).map { Double($0) / 8 }, height: height, width: width, patch: Self.patch)
  }

  /// A field that is linear across the frame on the coarse grid is so on the pixels, whatever patch they are in, but for the half cell at
  /// the edge, where it stays; frames and clips do not touch.
  @Test func linearFieldsStayLinear() throws {
    let clips = [
      try geometry(frames: 4, height: 8, width: 18), try geometry(frames: 2, height: 12, width: 12),
    ]
    let side = 2
    func field(_ clip: Int, _ frame: Int, _ y: Double, _ x: Double) -> Float {
      Float(100 * Double(clip) + 10 * Double(frame) + 0.5 * y - 0.25 * x)
    }
    var cells: [Float] = []
    for (number, clip) in clips.enumerated() {
      for index in 0..<clip.grid.count {
        let (column, row) = (index % clip.grid.columns, index / clip.grid.columns % clip.grid.rows)
        for frame in 0..<2 {
          for cell in 0..<side * side {
            let y = (Double(row * side + cell / side) + 0.5) * 4 / Double(side)
            let x = (Double(column * side + cell % side) + 0.5) * 6 / Double(side)
            cells.append(field(number, index / clip.grid.columns / clip.grid.rows * 2 + frame, y, x))
          }
        }
      }
    }
    let grid = LightHead.grid(clips, side: side)
    let pixels = Variable(Tensor(cells, [cells.count, 1])).interpolated(grid).value.elements
    var place = 0
    for (number, clip) in clips.enumerated() {
      for index in 0..<clip.grid.count {
        let (column, row) = (index % clip.grid.columns, index / clip.grid.columns % clip.grid.rows)
        for pixel in 0..<Self.patch.pixelCount {
          let frame = index / clip.grid.columns / clip.grid.rows * 2 + pixel / 24
          let y = Double(row * 4 + pixel / 6 % 4) + 0.5, x = Double(column * 6 + pixel % 6) + 0.5
          let inside = (
            min(max(y, 1), Double(clip.height) - 1), min(max(x, 1.5), Double(clip.width) - 1.5)
          )
          #expect(abs(pixels[place] - field(number, frame, inside.0, inside.1)) < 1e-4)
          place += 1
        }
      }
    }
    #expect(place == pixels.count)
  }

  /// Gains leave black black, offsets do not; without weights nothing changes.
  @Test func gainsAndOffsets() throws {
    var configuration = DenoiserConfiguration.thumbnail
    configuration.lightSide = 2
    let clip = try ClipGeometry(times: [0, 0.1], height: 8, width: 8, patch: configuration.patch)
    let layout = ParameterLayout.of { _ = LightHead(configuration, $0) }
    let rows = Variable(Tensor.normal([4, configuration.hiddenSize], seed: 5))
    let black = Variable(Tensor(repeating: -1, [4, configuration.patch.valueCount]))
    let grid = LightHead.grid([clip], side: 2)
    var parameters = Parameters(layout: layout, seed: 1)
    func lit() -> Tensor {
      LightHead(configuration, ParameterSource(parameters))(black, last: rows, grid).value
    }
    #expect(lit() == black.value)
    for specification in layout.specifications where specification.name.hasPrefix("gains") {
      parameters.storage.withUnsafeMutableBuffer { for index in specification.range { $0[index] = 0.1 } }
    }
    #expect(zip(lit().elements, black.value.elements).allSatisfy { abs($0 - $1) < 1e-6 })
    for specification in layout.specifications where specification.name.hasPrefix("offsets") {
      parameters.storage.withUnsafeMutableBuffer { for index in specification.range { $0[index] = 0.1 } }
    }
    #expect(lit() != black.value)
  }
}
