import CKernels

/// What follows a GEMM while its result is still in cache: a bias and an activation.
struct Epilogue {
  private let bias: Tensor?
  private let activation: Activation

  /// - Parameter outputs: columns of the whole result.
  init(bias: Tensor?, activation: Activation, outputs: Int) {
    // The fused kernels want a bias.
    self.bias = bias ?? (activation == .none ? nil : Tensor(zeros: [outputs]))
    self.activation = activation
  }

  /// Applies it to some columns of some rows, in place.
  func callAsFunction(_ start: UnsafeMutablePointer<Float>, stride: Int, rows: Int, columns: Range<Int>) {
    guard let bias else { return }
    let first = bias.pointer + columns.lowerBound
    switch activation {
    case .none: zk_bias(start, stride, first, rows, columns.count)
    case .gelu: zk_bias_gelu(start, stride, first, rows, columns.count)
    case .silu: zk_bias_silu(start, stride, first, rows, columns.count)
    }
  }

  /// The same where the sum with its bias is kept for a gradient: what the activation makes of it goes to `target`, which lies as
  /// `start` does.
  func callAsFunction(
    keeping start: UnsafeMutablePointer<Float>, to target: UnsafeMutablePointer<Float>, stride: Int,
    rows: Int,
    columns: Range<Int>
  ) {
    let first = bias.map { $0.pointer + columns.lowerBound }
    if columns.count == stride {
      if let first { zk_bias(start, stride, first, rows, stride) }
      return activation.apply(start, target, rows * stride)
    }
    // Row by row: the activation finds what the bias has just been added to.
    for row in 0..<rows {
      if let first { zk_bias(start + row * stride, stride, first, 1, columns.count) }
      activation.apply(start + row * stride, target + row * stride, columns.count)
    }
  }
}
