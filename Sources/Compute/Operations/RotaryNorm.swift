import CKernels
import Foundation

/// Angles of a rotary embedding for each row: cosines and sines of `[N, headSize / 2]`.
public struct RotaryTable: Sendable {
  /// Cosines, `[N, headSize / 2]`.
  public let cosines: Tensor
  /// Sines, `[N, headSize / 2]`.
  public let sines: Tensor

  /// Makes a table from angles in radians, `[N, headSize / 2]`.
  public init(angles: Tensor) {
    cosines = Tensor(angles.elements.map { Float(cos(Double($0))) }, angles.shape)
    sines = Tensor(angles.elements.map { Float(sin(Double($0))) }, angles.shape)
  }
}

extension Columns {
  /// RMS norm of each head with learned weights, then rotary embedding: how queries and keys are prepared.
  ///
  /// QK-norm as in Dehghani et al. 2023 (arXiv:2302.05442, §2.1), rotation of the pairs `(j, j + d/2)` as in RoFormer
  /// (arXiv:2104.09864).
  ///
  /// - Parameters:
  ///   - weight: `[d]`, shared by all heads.
  ///   - table: angles per row; nil rotates by nothing.
  ///   - epsilon: added to the mean square.
  /// - Returns: `[N, count]`.
  public func normalizedAndRotated(
    heads: Int, weight: Variable, table: RotaryTable?, epsilon: Float = 1e-6
  ) -> Variable {
    let rows = variable.shape.rows
    let headSize = count / heads
    require(
      count % heads == 0 && headSize % 2 == 0 && headSize <= 512 && weight.shape == [headSize]
        && (table.map { $0.cosines.shape == [rows, headSize / 2] } ?? true),
      "normalizedAndRotated: \(count) columns of \(variable.shape), \(heads) heads, weight \(weight.shape), "
        + "angles \(table?.cosines.shape.description ?? "none")")
    let isTracked = variable.isTracked || weight.isTracked
    let result = Tensor(uninitialized: [rows, count])
    let inverse = Tensor(uninitialized: [isTracked ? rows : 0, heads])
    let (x, y, w) = (pointer(row: 0), result.freshPointer, weight.value.pointer)
    let half = headSize / 2
    Parallel.run(rows, by: rowBlock(count)) { range in
      let first = range.lowerBound
      zk_norm_rotate(
        x + first * stride, stride, y + first * count, count, range.count, heads, headSize, epsilon, w,
        table.map { $0.cosines.pointer + first * half }, table.map { $0.sines.pointer + first * half },
        isTracked ? inverse.freshPointer + first * heads : nil)
    }
    withExtendedLifetime((variable.value, weight.value, table)) {}
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [variable, weight]) { dy, gradients in
      let scratch = variable.isTracked ? nil : Tensor(zeros: variable.shape)
      guard let dx = gradients.buffer(for: variable) ?? scratch?.freshPointer else { return }
      // Each block of rows sums its part of the weight's gradient; the parts are added in order.
      let block = rowBlock(count)
      let blocks = (rows + block - 1) / block
      let partial = Tensor(zeros: [blocks, headSize])
      let (x, w) = (pointer(row: 0), weight.value.pointer)
      Parallel.run(blocks) { index in
        let first = index * block
        zk_norm_rotate_vjp(
          x + first * stride, stride, inverse.pointer + first * heads, dy.pointer + first * count, count,
          dx + first * stride + start, stride, min(block, rows - first), heads, headSize, w,
          table.map { $0.cosines.pointer + first * half }, table.map { $0.sines.pointer + first * half },
          partial.freshPointer + index * headSize)
      }
      gradients.accumulate(into: weight) { partial.addColumnSums(to: $0) }
      withExtendedLifetime((variable.value, weight.value, table, dy, inverse, partial, scratch)) {}
    }
  }
}
