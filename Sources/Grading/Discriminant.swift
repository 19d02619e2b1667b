/// Fisher's linear discriminant with a shrunken covariance (Ledoit & Wolf 2004 shrink towards the identity likewise).
///
/// Fitted afresh for each question from a few renders of each answer, so it needs no training and no file.
struct Discriminant {
  /// Weight of the identity in the covariance: few samples, many features.
  private static let shrinkage = 0.4
  /// What a feature varies by at least, as a share of how much it differs over all samples: no feature is to be trusted more
  /// than this, since clips that are graded are not renders.
  private static let leastShare = 0.15

  private let means: [Double]
  private let scales: [Double]
  /// By class: weights and offset of the linear score.
  private let classes: [(weights: [Double], offset: Double)]

  /// - Parameters:
  ///   - samples: by class, at least one each, all of one length.
  ///   - leastDeviation: what every number varies by at least, in its own unit.
  init(_ samples: [[[Float]]], leastDeviation: Double = 0.004) {
    let all = samples.flatMap { $0 }
    let size = all[0].count
    let means = (0..<size).map { feature in all.map { Double($0[feature]) }.mean }
    var centres: [[Double]] = []
    for group in samples {
      centres.append((0..<size).map { feature in group.map { Double($0[feature]) }.mean })
    }
    let freedom = Double(max(1, all.count - samples.count))
    let scales = (0..<size).map { feature -> Double in
      var within = 0.0, total = 0.0
      for (group, centre) in zip(samples, centres) {
        for sample in group {
          let value = Double(sample[feature])
          within += (value - centre[feature]) * (value - centre[feature])
          total += (value - means[feature]) * (value - means[feature])
        }
      }
      let spread = (total / Double(all.count)).squareRoot()
      return 1 / max((within / freedom).squareRoot(), Discriminant.leastShare * spread, leastDeviation)
    }
    var covariance = [Double](repeating: 0, count: size * size)
    for (group, centre) in zip(samples, centres) {
      for sample in group {
        let x = (0..<size).map { (Double(sample[$0]) - centre[$0]) * scales[$0] }
        for row in 0..<size where x[row] != 0 {
          for column in 0...row { covariance[row * size + column] += x[row] * x[column] }
        }
      }
    }
    let keep = (1 - Discriminant.shrinkage) / freedom
    for row in 0..<size {
      for column in 0...row { covariance[row * size + column] *= keep }
      covariance[row * size + row] += Discriminant.shrinkage
    }
    let factor = Cholesky(covariance, size)
    classes = centres.map { centre in
      let x = (0..<size).map { (centre[$0] - means[$0]) * scales[$0] }
      let weights = factor.solve(x)
      return (weights, -0.5 * zip(weights, x).map { $0 * $1 }.reduce(0, +))
    }
    self.means = means
    self.scales = scales
  }

  /// The classes' scores for a sample; the largest is the answer.
  func scores(_ sample: [Float]) -> [Double] {
    let x = sample.indices.map { (Double(sample[$0]) - means[$0]) * scales[$0] }
    return classes.map { zip($0.weights, x).reduce($0.offset) { $0 + $1.0 * $1.1 } }
  }

  /// The class that fits best, and by how much its score beats the next.
  func classify(_ sample: [Float]) -> (index: Int, margin: Double) {
    let scores = scores(sample)
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    return (order[0], order.count > 1 ? scores[order[0]] - scores[order[1]] : 0)
  }
}

/// The lower triangular factor of a positive definite matrix.
private struct Cholesky {
  private var lower: [Double]
  private let size: Int

  /// - Parameter matrix: `[size, size]`, only the lower triangle is read.
  init(_ matrix: [Double], _ size: Int) {
    lower = matrix
    self.size = size
    lower.withUnsafeMutableBufferPointer { l in
      for row in 0..<size {
        for column in 0...row {
          var sum = l[row * size + column]
          for k in 0..<column { sum -= l[row * size + k] * l[column * size + k] }
          l[row * size + column] =
            row == column ? max(sum, 1e-12).squareRoot() : sum / l[column * size + column]
        }
      }
    }
  }

  func solve(_ right: [Double]) -> [Double] {
    var x = right
    for row in 0..<size {
      for k in 0..<row { x[row] -= lower[row * size + k] * x[k] }
      x[row] /= lower[row * size + row]
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      for k in row + 1..<max(size, row + 1) { x[row] -= lower[k * size + row] * x[k] }
      x[row] /= lower[row * size + row]
    }
    return x
  }
}
