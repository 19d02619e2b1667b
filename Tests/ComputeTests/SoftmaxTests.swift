import CKernels
import Testing
import ZoetropeCompute

/// Softmax kernels against the reference, on every length around the vector width and on the edges of floats.
@Suite struct SoftmaxTests {
  /// Relative error of a probability: the score's rounding (2⁻²⁴ of its distance to the largest, which adds up
  /// to the exponent), one ulp of exp, and a sum of `n` in vector lanes.
  static func tolerance(spread: Double, count: Int) -> Tolerance {
    Tolerance(absolute: 1.5e-45, relative: (4 + 2 * spread + 0.5 * Double(count).squareRoot()) * 0x1p-24)
  }

  struct Case: Sendable {
    var rows = 3
    var columns: Int
    var scale: Float = 0.7
    var causalFirst: Int?
  }

  static func check(_ test: Case, scores: [Float], stride: Int, spread: Double) {
    let (rows, n) = (test.rows, test.columns)
    var x = scores, sums = [Float](repeating: .nan, count: rows)
    zk_softmax(&x, stride, rows, n, test.scale, test.causalFirst ?? n, &sums)
    var matrix = Reference.Matrix(rows: rows, columns: n)
    for i in 0..<rows { for j in 0..<n { matrix[i, j] = Double(scores[i * stride + j]) } }
    let want = Reference.softmax(
      matrix, scale: Double(test.scale),
      visible: test.causalFirst.map { first in { first + $0 + 1 } })
    let got = (0..<rows).flatMap { row in x[row * stride..<row * stride + n] }
    expectClose(got, want.probabilities.elements, tolerance(spread: spread, count: n), "\(test)")
    expectClose(sums, want.logSums, Tolerance(absolute: 1e-6, relative: 4 * 0x1p-24), "log-sums of \(test)")
    for row in 0..<rows {
      #expect(x[row * stride + n..<(row + 1) * stride] == scores[row * stride + n..<(row + 1) * stride])
    }

    var again = scores
    zk_softmax_recompute(&again, stride, rows, n, test.scale, test.causalFirst ?? n, sums)
    let recomputed = (0..<rows).flatMap { row in again[row * stride..<row * stride + n] }
    // The log-sum is rounded too, to half a unit of its own size.
    let largest = want.logSums.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
    expectClose(
      recomputed, want.probabilities.elements, tolerance(spread: spread + largest, count: n),
      "recomputed \(test)")
  }

  @Test func everyLength() {
    for n in Array(0...70) + [127, 128, 129, 1000, 2049] {
      let scores = random([3, n + 5], 100).elements
      Self.check(Case(columns: n), scores: scores, stride: n + 5, spread: 8)
      for first in [-4, -2, -1, 0, n / 2, n - 1, n, n + 3] {
        Self.check(Case(columns: n, causalFirst: first), scores: scores, stride: n + 5, spread: 8)
      }
    }
  }

  @Test func wideScoresUnderflowToZeroAndNeverOverflow() {
    let scores = (0..<120).map { (index: Int) -> Float in
      let (row, column) = (index / 40, index % 40)
      return Float(column * 7 - 100 + row * 10_000)
    }
    Self.check(Case(columns: 40, scale: 1), scores: scores, stride: 40, spread: 110)
  }

  @Test func specialScores() {
    let inf = Float.infinity
    for row in [
      [inf, 0, 1], [-inf, 0, 1], [-inf, -inf, -inf], [.nan, 0, 1], [.nan, .nan, .nan], [0, 1, .nan],
      [-inf, .nan, -inf], [3e38, -3e38, 0], [.leastNonzeroMagnitude, 0, -.leastNonzeroMagnitude],
    ] as [[Float]] {
      Self.check(Case(rows: 1, columns: 3, scale: 1), scores: row, stride: 3, spread: 110)
      // The same beyond one vector, so that the vector body and the rest both meet it.
      let long = row + [Float](repeating: 0.5, count: 30) + row
      Self.check(Case(rows: 1, columns: long.count, scale: 1), scores: long, stride: long.count, spread: 110)
    }
  }

  @Test func aRowThatSeesNothingIsZero() {
    var x: [Float] = [1, 2, 3], sum: [Float] = [0]
    zk_softmax(&x, 3, 1, 3, 1, -1, &sum)
    #expect(x == [0, 0, 0] && sum == [.infinity])
    x = [1, 2, 3]
    zk_softmax_recompute(&x, 3, 1, 3, 1, -1, sum)
    #expect(x == [0, 0, 0])
  }

  @Test func theGradientIsTheFormula() {
    let (rows, n) = (4, 37)
    let p = random([rows, n], 101).elements, dp = random([rows, n], 102).elements,
      delta = random([rows], 103).elements
    var ds = dp
    zk_softmax_vjp(p, &ds, n, rows, n, 0.3, delta)
    let want = (0..<rows * n).map { 0.3 * Double(p[$0]) * (Double(dp[$0]) - Double(delta[$0 / n])) }
    expectClose(ds, want, Tolerance(absolute: 2e-7, relative: 4e-7))
  }
}
