// Small matrix products, one per row.

import CKernels

extension Variable {
  /// Multiplies row by row: a row of `self` is a matrix `[K, inner]`, a row of `weights` a matrix `[inner, O]`.
  ///
  /// - Parameters:
  ///   - weights: `[N, inner · O]`.
  ///   - inner: the shared side of the small matrices.
  /// - Returns: `[N, K · O]` for `self` of `[N, K · inner]`.
  public func rowwiseProduct(_ weights: Variable, inner: Int) -> Variable {
    let (rows, width, weightWidth) = (shape.rows, shape.columns, weights.shape.columns)
    require(
      inner > 0 && width % inner == 0 && weightWidth % inner == 0 && weights.shape.rows == rows,
      "rowwiseProduct: \(shape) by \(weights.shape) with inner side \(inner)")
    let (count, outputs) = (width / inner, weightWidth / inner)
    let result = Tensor(uninitialized: [rows, count * outputs])
    let (x, w, y) = (value.pointer, weights.value.pointer, result.freshPointer)
    Parallel.run(rows, by: 64) { rows in
      let first = rows.lowerBound
      zk_rowwise_product(
        x + first * width, w + first * weightWidth, y + first * count * outputs, rows.count, count, inner,
        outputs)
    }
    withExtendedLifetime((value, weights.value)) {}
    guard isTracked || weights.isTracked else { return Variable(result) }
    return Variable(result, inputs: [self, weights]) { dy, gradients in
      let (x, w, slope) = (self.value.pointer, weights.value.pointer, dy.pointer)
      if self.isTracked {
        gradients.accumulate(into: self) { dx in
          Parallel.run(rows, by: 64) { rows in
            for row in rows {
              let w = w + row * weightWidth
              for k in row * count..<(row + 1) * count {
                for c in 0..<inner {
                  var sum: Float = 0
                  for o in 0..<outputs { sum += slope[k * outputs + o] * w[c * outputs + o] }
                  dx[k * inner + c] += sum
                }
              }
            }
          }
        }
      }
      if weights.isTracked {
        gradients.accumulate(into: weights) { dw in
          Parallel.run(rows, by: 64) { rows in
            for row in rows {
              let dw = dw + row * weightWidth
              for k in row * count..<(row + 1) * count {
                for c in 0..<inner {
                  let factor = x[k * inner + c]
                  for o in 0..<outputs { dw[c * outputs + o] += factor * slope[k * outputs + o] }
                }
              }
            }
          }
        }
      }
      withExtendedLifetime((self.value, weights.value, dy)) {}
    }
  }
}
