// A device whose rates come from measured steps.

import Foundation
import ZoetropeLayers

/// A step that was measured part by part.
public struct MeasuredStep: Sendable, Equatable {
  /// What was measured.
  public var name: String
  /// The work of each part.
  public var work: [Part: Work]
  /// Seconds of each part.
  public var partSeconds: [Part: Double]
  /// Seconds of the whole step.
  public var seconds: Double

  /// Makes a measured step.
  public init(name: String, work: [Part: Work], partSeconds: [Part: Double], seconds: Double) {
    self.name = name
    self.work = work
    self.partSeconds = partSeconds
    self.seconds = seconds
  }

  /// The medians of several measurements of one step.
  ///
  /// - Precondition: at least one measurement.
  init(medianOf steps: [MeasuredStep]) {
    self = steps[0]
    for part in partSeconds.keys {
      partSeconds[part] = Spread(steps.map { $0.partSeconds[part] ?? 0 }).median
    }
    seconds = Spread(steps.map(\.seconds)).median
  }

  /// The work of the whole step.
  public var totalWork: Work { work.values.reduce(Work(), +) }
}

extension Device {
  /// The device whose rates explain measured steps best.
  ///
  /// Least squares over all parts of all steps: each part's error counts as a share of its step, so that small sizes speak as
  /// loudly as large ones. Rates that come out negative explain nothing and are left out (as infinite).
  public init(
    fitting steps: [MeasuredStep], name: String, numberSize: Double, weightCopies: Double = 1, memory: Double
  ) {
    var rows: [(coefficients: [Double], value: Double)] = []
    for step in steps {
      for (part, work) in step.work {
        let weight = 1 / step.seconds
        rows.append(
          (
            [work.linear, work.attention, work.convolution, work.numbers * numberSize, work.calls].map {
              $0 * weight
            },
            (step.partSeconds[part] ?? 0) * weight
          ))
      }
    }
    let slopes = LeastSquares.nonnegative(rows)
    self.init(
      name: name, linearRate: 1 / slopes[0], attentionRate: 1 / slopes[1], convolutionRate: 1 / slopes[2],
      bandwidth: 1 / slopes[3], callSeconds: slopes[4], numberSize: numberSize, weightCopies: weightCopies,
      memory: memory,
      source: "fitted to \(steps.count) measured steps: \(steps.map(\.name).joined(separator: "; "))")
  }

  /// How far the model is from a measured step, as a share of the measured time; positive where it says more.
  public func error(of step: MeasuredStep) -> Double { seconds(step.totalWork) / step.seconds - 1 }

  /// What a part adds to ``error(of:)``.
  public func error(of part: Part, in step: MeasuredStep) -> Double {
    (seconds(step.work[part] ?? Work()) - (step.partSeconds[part] ?? 0)) / step.seconds
  }
}

/// Small systems of linear equations.
enum LeastSquares {
  /// The non-negative x that makes Σ (coefficients·x − value)² least, by leaving out what comes out negative.
  static func nonnegative(_ rows: [(coefficients: [Double], value: Double)]) -> [Double] {
    let count = rows.first?.coefficients.count ?? 0
    var active = Array(0..<count)
    while true {
      let matrix = active.map { i in
        active.map { j in rows.reduce(0) { $0 + $1.coefficients[i] * $1.coefficients[j] } }
      }
      let right = active.map { i in rows.reduce(0) { $0 + $1.coefficients[i] * $1.value } }
      let solution = solve(matrix, right)
      let worst = solution.indices.filter { solution[$0] <= 0 }.min { solution[$0] < solution[$1] }
      guard let worst else {
        var result = [Double](repeating: 0, count: count)
        for (index, value) in zip(active, solution) { result[index] = value }
        return result
      }
      active.remove(at: worst)
    }
  }

  /// Solves a symmetric positive definite system. Unknowns differ by many powers of ten, so it is scaled to ones on the diagonal first.
  static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    let n = right.count
    let scale = (0..<n).map { matrix[$0][$0] > 0 ? 1 / matrix[$0][$0].squareRoot() : 0 }
    var a = (0..<n).map { i in (0..<n).map { j in matrix[i][j] * scale[i] * scale[j] } }
    var b = (0..<n).map { right[$0] * scale[$0] }
    for pivot in 0..<n where a[pivot][pivot] > 1e-12 {
      for row in 0..<n where row != pivot {
        let factor = a[row][pivot] / a[pivot][pivot]
        guard factor != 0 else { continue }
        for column in pivot..<n { a[row][column] -= factor * a[pivot][column] }
        b[row] -= factor * b[pivot]
      }
    }
    return (0..<n).map { a[$0][$0] > 1e-12 ? b[$0] / a[$0][$0] * scale[$0] : 0 }
  }
}
