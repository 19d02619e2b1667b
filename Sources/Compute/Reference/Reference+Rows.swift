import Foundation

// Moving rows, and losses.

extension Reference {
  /// Rows by index; a negative index gives zeros.
  public static func rows(_ x: Matrix, at indices: [Int]) -> Matrix {
    var result = Matrix(rows: indices.count, columns: x.columns)
    for (i, index) in indices.enumerated() where index >= 0 {
      for j in 0..<x.columns { result[i, j] = x[index, j] }
    }
    return result
  }

  /// Row i of `x` is added to row `targets[i]` of the result; a negative target drops the row.
  public static func rowSums(_ x: Matrix, into targets: [Int], count: Int) -> Matrix {
    var result = Matrix(rows: count, columns: x.columns)
    for (i, target) in targets.enumerated() where target >= 0 {
      for j in 0..<x.columns { result[target, j] += x[i, j] }
    }
    return result
  }

  /// `Σ weightᵢ · (log Σⱼ exp xᵢⱼ − xᵢ,label)`; a negative label leaves its row out.
  public static func softmaxCrossEntropy(_ x: Matrix, labels: [Int], weights: [Double]? = nil) -> Double {
    let logSums = softmax(x).logSums
    var total = 0.0
    for (i, label) in labels.enumerated() where label >= 0 {
      total += (weights?[i] ?? 1) * (logSums[i] - x[i, label])
    }
    return total
  }

  /// `Σ weightᵢ · (xᵢⱼ − targetᵢⱼ)²` with one weight per row.
  public static func weightedSquaredError(_ x: Matrix, target: Matrix, weights: [Double]) -> Double {
    var total = 0.0
    for i in 0..<x.rows {
      for j in 0..<x.columns {
        let difference = x[i, j] - target[i, j]
        total += weights[i] * difference * difference
      }
    }
    return total
  }
}
