import CKernels

/// What follows the affine part of a linear layer.
public enum Activation: String, Sendable, CaseIterable {
  /// Nothing.
  case none
  /// GELU in its tanh form, arXiv:1606.08415.
  case gelu
  /// SiLU, x·σ(x), arXiv:1702.03118.
  case silu
}

extension Variable {
  /// `activation(self · weightᵀ + bias)`: a linear layer, fused with what follows it.
  ///
  /// - Parameters:
  ///   - weight: `[outputs, inputs]`, as PyTorch stores it.
  ///   - bias: `[outputs]` or none.
  ///   - activation: applied to the sum.
  ///   - packed: `weight` packed once for many GEMMs; used where no gradient is wanted.
  /// - Returns: the shape of `self` with `outputs` for its last dimension.
  /// - Precondition: the last dimension of `self` is `inputs`.
  /// - Complexity: O(rows · inputs · outputs).
  public func linear(
    _ weight: Variable, bias: Variable? = nil, activation: Activation = .none, packed: PackedFactor? = nil
  ) -> Variable {
    let (rows, inputs, outputs) = (shape.rows, shape.columns, weight.shape[0])
    require(
      weight.shape.rank == 2 && weight.shape[1] == inputs && (bias.map { $0.shape == [outputs] } ?? true),
      "linear: input \(shape), weight \(weight.shape), bias \(bias?.shape.description ?? "none")")
    let isTracked = isTracked || weight.isTracked || (bias?.isTracked ?? false)
    let result = Tensor(uninitialized: shape.withColumns(outputs))
    // With a gradient to come, the sum before the activation is kept.
    let sum = isTracked && activation != .none ? Tensor(uninitialized: result.shape) : result
    let (target, activated) = (sum.freshPointer, result.freshPointer)
    let epilogue = Epilogue(bias: bias?.value, activation: activation, outputs: outputs)
    func apply(_ rows: Range<Int>, _ columns: Range<Int>) {
      let start = rows.lowerBound * outputs + columns.lowerBound
      if target == activated {
        epilogue(target + start, stride: outputs, rows: rows.count, columns: columns)
      } else {
        epilogue(
          keeping: target + start, to: activated + start, stride: outputs, rows: rows.count, columns: columns)
      }
    }
    let precision = ComputeContext.current.precision
    // Weights in training change with every step, but have many rows to be multiplied with.
    let packed =
      packed?.tensor(precision)
      ?? (isTracked && precision.isPacked
        ? GEMM.packed(weight.value.matrix.transposed, n: outputs, k: inputs, precision) : nil)
    if let packed {
      GEMM.multiply(
        value.matrix, packed: packed, precision, into: target, m: rows, n: outputs, k: inputs, epilogue: apply
      )
    } else {
      GEMM.multiply(
        value.matrix, weight.value.matrix.transposed, into: target, stride: outputs, m: rows, n: outputs,
        k: inputs, epilogue: apply)
    }
    withExtendedLifetime((value, weight.value, epilogue)) {}
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [self, weight] + (bias.map { [$0] } ?? [])) { dy, gradients in
      let dy = activation.gradient(of: sum, dy)
      gradients.write(to: weight) { dw, adds in
        GEMM.multiplyFresh(
          dy.matrix.transposed, value.matrix, into: dw, m: outputs, n: inputs, k: rows, adds: adds)
      }
      if let bias { gradients.accumulate(into: bias) { dy.addColumnSums(to: $0) } }
      if self.isTracked {
        let dx = Tensor(uninitialized: shape)
        GEMM.multiplyFresh(
          dy.matrix, weight.value.matrix, into: dx.freshPointer, m: rows, n: inputs, k: outputs)
        gradients.add(dx, to: self)
      }
      withExtendedLifetime((dy, value, weight.value)) {}
    }
  }

  /// `a · b` for matrices, either of them read transposed.
  ///
  /// - Precondition: both have two dimensions and the inner lengths agree.
  public func matmul(_ other: Variable, transposed: (Bool, Bool) = (false, false)) -> Variable {
    func read(_ shape: Shape, _ isTransposed: Bool) -> (Int, Int) {
      isTransposed ? (shape[1], shape[0]) : (shape[0], shape[1])
    }
    require(
      shape.rank == 2 && other.shape.rank == 2, "matmul: \(shape) by \(other.shape); both need two dimensions"
    )
    let (m, k) = read(shape, transposed.0)
    let (inner, n) = read(other.shape, transposed.1)
    require(inner == k, "matmul: \(shape) by \(other.shape), transposed \(transposed)")
    let result = Tensor(uninitialized: [m, n])
    let a = transposed.0 ? value.matrix.transposed : value.matrix
    let b = transposed.1 ? other.value.matrix.transposed : other.value.matrix
    GEMM.multiply(a, b, into: result.freshPointer, stride: n, m: m, n: n, k: k)
    withExtendedLifetime((value, other.value)) {}
    guard isTracked || other.isTracked else { return Variable(result) }
    return Variable(result, inputs: [self, other]) { dy, gradients in
      // da = dy·bᵀ, or its transpose b·dyᵀ where a was read transposed; db likewise.
      gradients.accumulate(into: self) { da in
        if transposed.0 {
          GEMM.multiply(b, dy.matrix.transposed, into: da, stride: m, m: k, n: m, k: n, beta: 1)
        } else {
          GEMM.multiply(dy.matrix, b.transposed, into: da, stride: k, m: m, n: k, k: n, beta: 1)
        }
      }
      gradients.accumulate(into: other) { db in
        if transposed.1 {
          GEMM.multiply(dy.matrix.transposed, a, into: db, stride: k, m: n, n: k, k: m, beta: 1)
        } else {
          GEMM.multiply(a.transposed, dy.matrix, into: db, stride: n, m: k, n: n, k: m, beta: 1)
        }
      }
      withExtendedLifetime((dy, value, other.value)) {}
    }
  }
}

extension Tensor {
  /// Adds the sum of each column to `sums`, columns spread over threads, rows in order.
  func addColumnSums(to sums: UnsafeMutablePointer<Float>) {
    let (rows, columns, source) = (shape.rows, shape.columns, pointer)
    Parallel.run(columns, by: 64) { range in
      zk_column_sums(source + range.lowerBound, columns, rows, range.count, sums + range.lowerBound)
    }
    withExtendedLifetime(self) {}
  }

  /// The same for few columns of many rows: sums of blocks of rows, which are then added in order.
  func addTallColumnSums(to sums: UnsafeMutablePointer<Float>) {
    let (rows, columns, source) = (shape.rows, shape.columns, pointer)
    let block = 4096
    let blocks = (rows + block - 1) / block
    let parts = Tensor(zeros: [blocks, columns])
    let target = parts.freshPointer
    Parallel.run(rows, by: block) { range in
      zk_column_sums(
        source + range.lowerBound * columns, columns, range.count, columns,
        target + range.lowerBound / block * columns)
    }
    zk_column_sums(target, columns, blocks, columns, sums)
    withExtendedLifetime((self, parts)) {}
  }
}
