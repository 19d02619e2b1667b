import CKernels

extension GEMM {
  /// `c = a·b` on the calling thread in fp32, by our own kernels where this processor has them, otherwise by the library.
  ///
  /// - Parameters:
  ///   - a: `[m, k]`.
  ///   - b: `[k, n]`.
  ///   - c: `[m, n]`, contiguous.
  package static func multiplyHere(
    _ a: Matrix, _ b: Matrix, into c: UnsafeMutablePointer<Float>, m: Int, n: Int, k: Int
  ) {
    guard Precision.float32.isPacked else {
      return multiplyTile(a, b, in: .float32, into: c, stride: n, m: m, n: n, k: k)
    }
    let factor = packed(b, n: n, k: k, .float32)
    multiplyTile(a, packed: factor.pointer, .float32, into: c, stride: n, m: m, n: n, k: k)
    withExtendedLifetime(factor) {}
  }

  /// `c = a·b` where that is known to be symmetric, on the calling thread in fp32: what lies above the diagonal is copied from
  /// below it, so that the result is symmetric to the last bit, for little more than half of the work.
  ///
  /// - Parameters:
  ///   - a: `[n, k]`.
  ///   - b: `[k, n]`.
  ///   - c: `[n, n]`, contiguous.
  package static func multiplySymmetric(
    _ a: Matrix, _ b: Matrix, into c: UnsafeMutablePointer<Float>, n: Int, k: Int
  ) {
    if Precision.float32.isPacked {
      let factor = packed(b, n: n, k: k, .float32)
      // Rows of one pass of the kernel, and the columns up to the last one's diagonal, in whole panels.
      for row in stride(from: 0, to: n, by: 48) {
        let rows = min(48, n - row)
        multiplyTile(
          a.from(row: row), packed: factor.pointer, .float32, into: c + row * n, stride: n, m: rows,
          n: min(n, (row + rows + 31) / 32 * 32), k: k)
      }
      withExtendedLifetime(factor) {}
    } else {
      multiplyTile(a, b, in: .float32, into: c, stride: n, m: n, n: n, k: k)
    }
    zk_mirror(c, n)
  }
}
