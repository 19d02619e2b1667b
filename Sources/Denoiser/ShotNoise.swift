import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeRandom

/// The noise that clips begin with.
public enum PatchNoise {
  /// Standard normal deviates for every patch of a grid, `[N, P]`.
  ///
  /// Each patch draws from a stream of its own, named by its place: time step, and row and column from the middle of
  /// the frame. So an edited plan, a longer clip or a wider frame leaves the noise of all other patches as it
  /// was, and only the edit shows.
  public static func make(_ grid: PatchGrid, _ patch: PatchSize, seed: UInt64) -> Tensor {
    var noise = Tensor(uninitialized: [grid.count, patch.valueCount])
    noise.withUnsafeMutableBuffer { buffer in
      for index in 0..<grid.count {
        let column = index % grid.columns - grid.columns / 2
        let row = index / grid.columns % grid.rows - grid.rows / 2
        let step = index / grid.columns / grid.rows
        let start = index * patch.valueCount
        Generator.fillNormal(
          UnsafeMutableBufferPointer(rebasing: buffer[start..<start + patch.valueCount]), seed: seed,
          stream: stream(step: step, row: row, column: column))
      }
    }
    return noise
  }

  /// 24 bits of time step, 20 of row and 20 of column.
  static func stream(step: Int, row: Int, column: Int) -> UInt64 {
    let mask: UInt64 = (1 << 20) - 1
    return UInt64(step) << 40 | (UInt64(bitPattern: Int64(row)) & mask) << 20
      | UInt64(bitPattern: Int64(column)) & mask
  }
}
