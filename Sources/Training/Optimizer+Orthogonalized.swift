import CKernels
import ZoetropeCompute

extension Optimizer {
  /// The nearest matrix whose singular values are about 1: five steps of the quintic Newton-Schulz iteration
  /// `X ← aX + (bG + cG²)X`, G = XXᵀ, with Jordan's coefficients, which leave singular values within 0.7…1.2.
  ///
  /// Each step multiplies X by a polynomial of G from the left. These polynomials are symmetric and commute, so the steps are done on G
  /// and on the polynomials' product, `[n, n]` for the shorter side n, and X is multiplied once, at the end: for a matrix of 1:4 a
  /// third of the work. In fp32 on the calling thread.
  ///
  /// - Complexity: O(n²·(n + m)) for sides n ≤ m.
  public static func orthogonalized(_ matrix: Tensor) -> Tensor {
    let norm = matrix.squaredNorm().squareRoot()
    guard norm > 0 else { return matrix }
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let (n, m) = (min(rows, columns), max(rows, columns))
    let scale = Float(1 / (norm + 1e-7))
    var result = Tensor(uninitialized: matrix.shape)
    let x = matrix.matrix
    let wide = rows > columns ? x.transposed : x  // [n, m]
    result.withUnsafeMutableBuffer { result in
      let polynomial = product(of: wide, n, m, scale: scale)  // [n, n]
      // Symmetric, so it may stand on either side of X as it lies in memory.
      if rows > columns {
        GEMM.multiplyHere(x, polynomial.matrix, into: result.baseAddress!, m: rows, n: columns, k: n)
      } else {
        GEMM.multiplyHere(polynomial.matrix, x, into: result.baseAddress!, m: rows, n: columns, k: n)
      }
    }
    withExtendedLifetime(matrix) {}
    return result
  }

  /// What five steps multiply `scale · x` by, times the scale, for x `[n, m]`; `[n, n]`, symmetric.
  private static func product(of x: Matrix, _ n: Int, _ m: Int, scale: Float) -> Tensor {
    let count = n * n
    var memory = Tensor(uninitialized: [4, n, n])
    memory.withUnsafeMutableBuffer { memory in
      let (gram, polynomial) = (memory.baseAddress!, memory.baseAddress! + count)
      var (result, spare) = (memory.baseAddress! + 2 * count, memory.baseAddress! + 3 * count)
      func multiply(
        _ a: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>,
        into c: UnsafeMutablePointer<Float>
      ) {
        // A symmetric right factor is its own transpose, which is packed in whole lines.
        GEMM.multiplySymmetric(
          Matrix(pointer: a, stride: n), Matrix(pointer: b, stride: n, isTransposed: true), into: c, n: n,
          k: n)
      }
      GEMM.multiplySymmetric(x, x.transposed, into: gram, n: n, k: m)
      zk_scale(scale * scale, gram, gram, count)
      for step in 0..<5 {
        multiply(gram, gram, into: polynomial)
        zk_scale(2.0315, polynomial, polynomial, count)
        zk_axpy(-4.7750, gram, polynomial, count)
        for i in 0..<n { polynomial[i * n + i] += 3.4445 }
        if step == 0 {
          zk_scale(scale, polynomial, result, count)
        } else {
          multiply(polynomial, result, into: spare)
          swap(&result, &spare)
        }
        guard step < 4 else { break }
        multiply(polynomial, gram, into: spare)
        multiply(spare, polynomial, into: gram)
      }
      if result != memory.baseAddress! { memory.baseAddress!.update(from: result, count: count) }
    }
    return memory.reshaped([4 * n, n]).rows(0..<n)
  }
}
