// Matrix multiplication and the linear layer.

extension Reference {
  /// `alpha·a·b + beta·c`, the definition of GEMM (Dongarra et al. 1990, doi:10.1145/77626.79170).
  ///
  /// - Parameters:
  ///   - a: `[m, k]`.
  ///   - b: `[k, n]`.
  ///   - c: `[m, n]`, or none for zeros.
  package static func gemm(
    _ a: Matrix, _ b: Matrix, alpha: Double = 1, beta: Double = 0, c: Matrix? = nil
  ) -> Matrix {
    require(a.columns == b.rows, "Reference.gemm: [\(a.rows), \(a.columns)] by [\(b.rows), \(b.columns)]")
    var result = Matrix(rows: a.rows, columns: b.columns)
    for i in 0..<a.rows {
      for j in 0..<b.columns {
        var sum = 0.0
        for l in 0..<a.columns { sum += a[i, l] * b[l, j] }
        result[i, j] = alpha * sum
        if let c, beta != 0 { result[i, j] += beta * c[i, j] }
      }
    }
    return result
  }

  /// `activation(x·weightᵀ + bias)`.
  ///
  /// - Parameters:
  ///   - x: `[N, inputs]`.
  ///   - weight: `[outputs, inputs]`.
  ///   - bias: `[1, outputs]` or none.
  ///   - activation: applied to the sum.
  package static func linear(
    _ x: Matrix, weight: Matrix, bias: Matrix? = nil, activation: Activation = .none
  ) -> Matrix {
    var result = gemm(x, weight.transposed)
    for i in 0..<result.rows {
      for j in 0..<result.columns {
        result[i, j] = activate(result[i, j] + (bias?[0, j] ?? 0), activation)
      }
    }
    return result
  }
}
