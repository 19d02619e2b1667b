import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeFilm
import ZoetropePipeline

/// An edit must not stir the noise: patches that two clips share begin alike.
@Suite struct PatchNoiseTests {
  let patch = PatchSize(frames: 2, height: 4, width: 4)

  private func rows(_ grid: PatchGrid, seed: UInt64 = 5) -> [[Float]] {
    let noise = PatchNoise.make(grid, patch, seed: seed).elements
    return (0..<grid.count).map { Array(noise[$0 * patch.valueCount..<($0 + 1) * patch.valueCount]) }
  }

  @Test func longerClipsBeginAlike() {
    let short = rows(PatchGrid(frames: 2, rows: 6, columns: 6))
    let long = rows(PatchGrid(frames: 5, rows: 6, columns: 6))
    #expect(Array(long.prefix(short.count)) == short)
  }

  @Test func widerFramesKeepTheirMiddle() {
    let (narrow, wide) = (
      PatchGrid(frames: 1, rows: 6, columns: 6), PatchGrid(frames: 1, rows: 8, columns: 11)
    )
    let (a, b) = (rows(narrow), rows(wide))
    for row in 0..<6 {
      for column in 0..<6 { #expect(a[row * 6 + column] == b[(row + 1) * 11 + column + 2]) }
    }
  }

  /// Mean 0 and variance 1 within five standard errors, and no two patches alike.
  @Test func isStandardNormal() {
    let rows = rows(PatchGrid(frames: 8, rows: 8, columns: 8))
    let values = rows.joined().map(Double.init)
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + $1 * $1 } / count - mean * mean
    #expect(abs(mean) < 5 / count.squareRoot())
    #expect(abs(variance - 1) < 5 * (2 / count).squareRoot())
    #expect(Set(rows).count == rows.count)
    #expect(self.rows(PatchGrid(frames: 1, rows: 1, columns: 1), seed: 6) != [rows[0]])
  }
}
