import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot

@Suite struct PatchesTests {
  static let cases: [(clip: (Int, Int, Int), patch: PatchSize)] = [
    ((4, 8, 12), PatchSize(frames: 2, height: 4, width: 4)),
    ((3, 5, 7), PatchSize(frames: 1, height: 1, width: 1)),
    ((6, 6, 11), PatchSize(frames: 3, height: 2, width: 11)),
    ((2, 16, 8), PatchSize(frames: 2, height: 16, width: 8)),
  ]

  private func counting(_ frames: Int, _ height: Int, _ width: Int) -> Clip {
    Clip(
      frameCount: frames, height: height, width: width,
      pixels: (0..<frames * height * width * 3).map(Float.init))
  }

  @Test(arguments: cases) func cuttingAndPuttingTogetherChangesNothing(
    size: (Int, Int, Int), patch: PatchSize
  ) throws {
    let clip = counting(size.0, size.1, size.2)
    let grid = try PatchGrid(frameCount: size.0, height: size.1, width: size.2, patch: patch)
    let patches = try clip.patchify(patch)
    #expect(patches.shape == [grid.count, patch.valueCount])
    #expect(Clip(unpatchifying: patches, grid: grid, patch: patch) == clip)
  }

  /// Against the definition: every pixel by its own indices.
  @Test(arguments: cases) func everyPixelIsWhereTheDefinitionPutsIt(
    size: (Int, Int, Int), patch: PatchSize
  ) throws {
    let clip = counting(size.0, size.1, size.2)
    let patches = try clip.patchify(patch)
    for f in 0..<size.0 {
      for y in 0..<size.1 {
        for x in 0..<size.2 {
          for c in 0..<3 {
            let (rows, columns) = (size.1 / patch.height, size.2 / patch.width)
            let row = (f / patch.frames * rows + y / patch.height) * columns + x / patch.width
            let inside = (f % patch.frames * patch.height + y % patch.height) * patch.width + x % patch.width
            #expect(patches[row, inside * 3 + c] == clip.pixels[((f * size.1 + y) * size.2 + x) * 3 + c])
          }
        }
      }
    }
  }

  @Test func sidesThatDoNotDivideAreNamed() {
    #expect(throws: DenoiserError.indivisible(clip: "3×8×8", patch: "2×8×8")) {
      try counting(3, 8, 8).patchify(PatchSize(frames: 2, height: 8, width: 8))
    }
  }
}
