import CBLAS
import CKernels

/// A matrix inside memory that somebody else owns: rows of contiguous floats, `stride` apart.
package struct Matrix {
  package var pointer: UnsafePointer<Float>
  package var stride: Int
  package var isTransposed = false

  package init(pointer: UnsafePointer<Float>, stride: Int, isTransposed: Bool = false) {
    self.pointer = pointer
    self.stride = stride
    self.isTransposed = isTransposed
  }

  /// The matrix read with rows and columns exchanged.
  package var transposed: Matrix { Matrix(pointer: pointer, stride: stride, isTransposed: !isTransposed) }

  /// The matrix from a row on.
  func from(row: Int) -> Matrix {
    Matrix(pointer: offset(row: row, column: 0), stride: stride, isTransposed: isTransposed)
  }

  /// Where the part begins that starts at row `row` and column `column` of the matrix as it is read.
  func offset(row: Int, column: Int) -> UnsafePointer<Float> {
    isTransposed ? pointer + column * stride + row : pointer + row * stride + column
  }
}

/// General matrix multiplication on BLAS, cut by us into a fixed grid of tiles that threads share.
package enum GEMM {
  /// Size of one tile of the result. Depends on the sizes of the problem only, so results do not depend on
  /// the number of threads.
  ///
  /// Each tile makes the library pack its part of A and B anew, so tiles are as large as sharing allows;
  /// ``BenchmarkCompute`` measures what that costs.
  package static func tile(m: Int, n: Int, k: Int) -> (rows: Int, columns: Int) {
    // Below about half a million multiplications a second thread costs more than it brings.
    if m * n * k < 1 << 19 { return (m, n) }
    if m >= 256 { return (even(m, near: 256), even(n, near: 1024)) }
    if n >= 256 { return (m, even(n, near: 256)) }
    return m >= n ? (even(m, near: m / 2), n) : (m, even(n, near: n / 2))
  }

  /// Length of equal pieces of about `size`, an even number of them where there are several, so that two, four
  /// … threads finish together; a multiple of 16, which keeps the library's register blocks whole.
  private static func even(_ length: Int, near size: Int) -> Int {
    guard 2 * length > 3 * size else { return length }
    let pieces = max(2, (length + size) / (2 * size) * 2)
    return min(length, ((length + pieces - 1) / pieces + 15) / 16 * 16)
  }

  /// `c = alpha·a·b + beta·c` with a [m, k], b [k, n], c [m, n] (row stride `stride`).
  ///
  /// `epilogue(rows, columns)` is called on each finished tile while it is still in cache.
  package static func multiply(
    _ a: Matrix, _ b: Matrix, into c: UnsafeMutablePointer<Float>, stride: Int, m: Int, n: Int, k: Int,
    alpha: Float = 1, beta: Float = 0, epilogue: ((Range<Int>, Range<Int>) -> Void)? = nil
  ) {
    guard m > 0 && n > 0 else { return }
    let context = ComputeContext.current
    context.count(m, n, k)
    let tile = tile(m: m, n: n, k: k)
    let tileRows = (m + tile.rows - 1) / tile.rows
    let tileColumns = (n + tile.columns - 1) / tile.columns
    Parallel.run(tileRows * tileColumns, in: context) { index in
      let row = index / tileColumns * tile.rows
      let column = index % tileColumns * tile.columns
      let rows = row..<min(m, row + tile.rows)
      let columns = column..<min(n, column + tile.columns)
      multiplyTile(
        Matrix(pointer: a.offset(row: row, column: 0), stride: a.stride, isTransposed: a.isTransposed),
        Matrix(pointer: b.offset(row: 0, column: column), stride: b.stride, isTransposed: b.isTransposed),
        in: context.precision, into: c + row * stride + column, stride: stride, m: rows.count,
        n: columns.count, k: k, alpha: alpha,
        beta: beta)
      epilogue?(rows, columns)
    }
  }

  /// One GEMM on the calling thread, in a precision.
  package static func multiplyTile(
    _ a: Matrix, _ b: Matrix, in precision: Precision, into c: UnsafeMutablePointer<Float>, stride: Int,
    m: Int, n: Int, k: Int,
    alpha: Float = 1, beta: Float = 0
  ) {
    if precision == .bfloat16 {
      let workspace = Tensor(uninitialized: [zk_gemm_bf16_workspace()])
      zk_gemm_bf16(
        a.isTransposed ? 1 : 0, b.isTransposed ? 1 : 0, m, n, k, alpha, a.pointer, a.stride, b.pointer,
        b.stride,
        beta, c, stride, workspace.freshPointer)
      withExtendedLifetime(workspace) {}
      return
    }
    BLAS.prepare()
    cblas_sgemm(
      Int32(ZCblasRowMajor), Int32(a.isTransposed ? ZCblasTrans : ZCblasNoTrans),
      Int32(b.isTransposed ? ZCblasTrans : ZCblasNoTrans), Int32(m), Int32(n), Int32(k), alpha, a.pointer,
      Int32(max(a.stride, 1)), b.pointer, Int32(max(b.stride, 1)), beta, c, Int32(max(stride, 1)))
  }
}

extension Tensor {
  /// The tensor as a matrix of ``Shape/rows`` by ``Shape/columns``.
  package var matrix: Matrix { Matrix(pointer: pointer, stride: max(shape.columns, 1)) }
}
