import Foundation

// Softmax and attention.

extension Reference {
  /// Softmax of each row of `scale·x`.
  ///
  /// - Parameters:
  ///   - x: `[N, M]`.
  ///   - scale: a factor of the scores.
  ///   - visible: how many columns, from the first, take part in each row; all if nil.
  /// - Returns: the probabilities (a row that sees nothing is zero) and the logarithm of each row's sum of
  ///   exponentials (+∞ for a row that sees nothing).
  package static func softmax(
    _ x: Matrix, scale: Double = 1, visible: ((Int) -> Int)? = nil
  ) -> (probabilities: Matrix, logSums: [Double]) {
    var result = Matrix(rows: x.rows, columns: x.columns)
    var logSums: [Double] = []
    for i in 0..<x.rows {
      let columns = 0..<min(max(visible?(i) ?? x.columns, 0), x.columns)
      let scores = columns.map { x[i, $0] * scale }
      let hasNaN = scores.contains { $0.isNaN }
      let top = hasNaN ? Double.nan : (scores.max() ?? -.infinity)
      if top == -.infinity {
        logSums.append(.infinity)
        continue
      }
      let sum = scores.reduce(0) { $0 + exp($1 - top) }
      for j in columns { result[i, j] = exp(scores[j] - top) / sum }
      logSums.append(top + log(sum))
    }
    return (result, logSums)
  }

  /// Multi-head attention, `softmax(q·kᵀ/√d)·v` within each segment (arXiv:1706.03762, eq. 1).
  ///
  /// - Parameters:
  ///   - query: `[Nq, A·d]`, heads side by side.
  ///   - key: `[Nk, A·d]`.
  ///   - value: `[Nk, A·d]`.
  ///   - heads: number of heads, A.
  ///   - segments: which rows see which.
  ///   - isCausal: query i of a segment sees keys up to `keys.count − queries.count + i`.
  /// - Returns: `[Nq, A·d]`; rows outside all segments, and rows that see nothing, are zero.
  package static func attention(
    query: Matrix, key: Matrix, value: Matrix, heads: Int, segments: [AttentionSegment],
    isCausal: Bool = false
  ) -> Matrix {
    let headSize = query.columns / heads
    var result = Matrix(rows: query.rows, columns: query.columns)
    for segment in segments {
      for head in 0..<heads {
        let columns = head * headSize..<(head + 1) * headSize
        var scores = Matrix(rows: segment.queries.count, columns: segment.keys.count)
        for (i, q) in segment.queries.enumerated() {
          for (j, k) in segment.keys.enumerated() {
            for column in columns { scores[i, j] += query[q, column] * key[k, column] }
          }
        }
        let p = softmax(
          scores, scale: 1 / Double(headSize).squareRoot(),
          visible: isCausal ? { segment.keys.count - segment.queries.count + $0 + 1 } : nil
        ).probabilities
        for (i, q) in segment.queries.enumerated() {
          for (j, k) in segment.keys.enumerated() {
            for column in columns { result[q, column] += p[i, j] * value[k, column] }
          }
        }
      }
    }
    return result
  }
}
