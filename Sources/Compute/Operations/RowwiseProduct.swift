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
    ComputeContext.current.count(rows * count, outputs, inner)
    Parallel.run(rows, by: 64) { rows in
      let first = rows.lowerBound
      zk_rowwise_product(
        x + first * width, w + first * weightWidth, y + first * count * outputs, rows.count, count, inner,
        outputs)
    }
    withExtendedLifetime((value, weights.value)) {}
    guard isTracked || weights.isTracked else { return Variable(result) }
    return Variable(result, inputs: [self, weights]) { dy, gradients in
      self.addRowwiseGradients(weights, inner: inner, dy, &gradients)
    }
  }

  /// Gradients of ``rowwiseProduct(_:inner:)``, given that of its result.
  private func addRowwiseGradients(
    _ weights: Variable, inner: Int, _ dy: Tensor, _ gradients: inout Gradients
  ) {
    let (rows, width, weightWidth) = (shape.rows, shape.columns, weights.shape.columns)
    let (count, outputs) = (width / inner, weightWidth / inner)
    let (x, w, outputGradient) = (value.pointer, weights.value.pointer, dy.pointer)
    gradients.accumulate(into: self) { dx in
      Parallel.run(rows, by: 16) { rows in
        let first = rows.lowerBound
        zk_rowwise_product_vjp(
          w + first * weightWidth, outputGradient + first * count * outputs, dx + first * width, rows.count,
          count, inner, outputs)
      }
    }
    gradients.accumulate(into: weights) { dw in
      Parallel.run(rows, by: 16) { rows in
        let first = rows.lowerBound
        zk_rowwise_product_weight_vjp(
          x + first * width, outputGradient + first * count * outputs, dw + first * weightWidth, rows.count,
          count, inner, outputs)
      }
    }
    withExtendedLifetime((value, weights.value, dy)) {}
  }
}

extension Variable {
  /// `self + Σ xᵢ ⊗ wᵢ`, where ⊗ is ``rowwiseProduct(_:inner:)`` of three numbers: how colours join features.
  ///
  /// - Parameter terms: pairs of `[N, K·3]` and `[N, 3·O]`.
  /// - Returns: `[N, K·O]`, the shape of `self`.
  public func addingRowwiseProducts(_ terms: [(x: Variable, weights: Variable)]) -> Variable {
    let isTracked = isTracked || terms.contains { $0.x.isTracked || $0.weights.isTracked }
    let (rows, width) = (shape.rows, shape.columns)
    for (x, weights) in terms {
      require(
        x.shape.rows == rows && weights.shape.rows == rows && x.shape.columns % 3 == 0
          && weights.shape.columns % 3 == 0 && x.shape.columns * weights.shape.columns == 9 * width,
        "addingRowwiseProducts: \(x.shape) by \(weights.shape) to \(shape)")
      ComputeContext.current.count(rows * x.shape.columns / 3, weights.shape.columns / 3, 3)
    }
    let result = Tensor(uninitialized: shape)
    let (base, target) = (value.pointer, result.freshPointer)
    // All terms of a few rows while these are in cache.
    Parallel.run(rows, by: 4) { range in
      let start = target + range.lowerBound * width
      start.update(from: base + range.lowerBound * width, count: range.count * width)
      for (x, weights) in terms {
        let (inputs, outputs) = (x.shape.columns, weights.shape.columns)
        zk_rowwise_product_add(
          x.value.pointer + range.lowerBound * inputs, weights.value.pointer + range.lowerBound * outputs,
          start, range.count, inputs / 3, outputs / 3)
      }
    }
    withExtendedLifetime((value, terms)) {}
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [self] + terms.flatMap { [$0.x, $0.weights] }) { dy, gradients in
      for (x, weights) in terms { x.addRowwiseGradients(weights, inner: 3, dy, &gradients) }
      gradients.add(dy, to: self)
    }
  }
}
