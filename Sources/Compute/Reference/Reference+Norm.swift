import Foundation

// Norms with modulation, gated residuals, and the preparation of queries and keys.

extension Reference {
  /// `x/√(mean x² + ε)·(1 + scale) + shift` of each row.
  ///
  /// - Parameters:
  ///   - x: `[N, D]`.
  ///   - table: `[G, slots·D]`, where shift and scale come from.
  ///   - groups: the row of `table` for each row of `x`; row 0 if nil.
  ///   - shiftSlot: which D columns of the table hold the shift; nil for 0.
  ///   - scaleSlot: which D columns hold the scale; nil for 0.
  ///   - epsilon: added to the mean square.
  package static func rmsNorm(
    _ x: Matrix, table: Matrix? = nil, groups: [Int]? = nil, shiftSlot: Int? = nil,
    scaleSlot: Int? = nil, epsilon: Double = 1e-6
  ) -> Matrix {
    let n = x.columns
    var result = Matrix(rows: x.rows, columns: n)
    for i in 0..<x.rows {
      let row = (0..<n).map { x[i, $0] }
      let meanSquare = row.reduce(0) { $0 + $1 * $1 } / Double(n)
      let inverse = 1 / (meanSquare + epsilon).squareRoot()
      let group = groups?[i] ?? 0
      for j in 0..<n {
        let scale = scaleSlot.map { table?[group, $0 * n + j] ?? 0 } ?? 0
        let shift = shiftSlot.map { table?[group, $0 * n + j] ?? 0 } ?? 0
        result[i, j] = row[j] * inverse * (1 + scale) + shift
      }
    }
    return result
  }

  /// `x + gate·branch`, with the gate of each row taken from a slot of `table` as in ``rmsNorm(_:table:groups:shiftSlot:scaleSlot:epsilon:)``.
  package static func gatedAdd(
    _ x: Matrix, _ branch: Matrix, table: Matrix, groups: [Int]? = nil, gateSlot: Int
  ) -> Matrix {
    var result = x
    for i in 0..<x.rows {
      for j in 0..<x.columns {
        result[i, j] += table[groups?[i] ?? 0, gateSlot * x.columns + j] * branch[i, j]
      }
    }
    return result
  }

  /// RMS norm of each head with weights, then rotation of the pairs `(j, j + d/2)` by `angles` (arXiv:2104.09864).
  ///
  /// - Parameters:
  ///   - x: `[N, A·d]`.
  ///   - heads: number of heads, A.
  ///   - weight: `[1, d]`.
  ///   - angles: radians, `[N, d/2]`; nil rotates by nothing.
  ///   - epsilon: added to the mean square.
  package static func normRotate(
    _ x: Matrix, heads: Int, weight: Matrix, angles: Matrix?, epsilon: Double = 1e-6
  ) -> Matrix {
    let size = x.columns / heads
    let half = size / 2
    var result = x
    for i in 0..<x.rows {
      for head in 0..<heads {
        let columns = (0..<size).map { head * size + $0 }
        let meanSquare = columns.reduce(0) { $0 + x[i, $1] * x[i, $1] } / Double(size)
        let inverse = 1 / (meanSquare + epsilon).squareRoot()
        let y = columns.enumerated().map { j, column in x[i, column] * inverse * weight[0, j] }
        for j in 0..<half {
          let angle = angles?[i, j] ?? 0
          result[i, columns[j]] = y[j] * cos(angle) - y[j + half] * sin(angle)
          result[i, columns[j + half]] = y[j] * sin(angle) + y[j + half] * cos(angle)
        }
      }
    }
    return result
  }
}
