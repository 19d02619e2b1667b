import CKernels
import Testing
import ZoetropeCompute

/// The bfloat16 product: exact products of rounded factors, summed in fp32. Runs where the CPU has the instructions.
@Suite(.enabled(if: Precision.bfloat16.isAvailable)) struct BFloat16ProductTests {
  static func rounded(_ x: Reference.Matrix) -> Reference.Matrix {
    x.map(Reference.Format16.bfloat16.rounded)
  }

  /// The kernel on strided memory with NaN between the rows, against the definition.
  static func check(
    _ m: Int, _ n: Int, _ k: Int, transposed: (a: Bool, b: Bool), padding: Int, alpha: Float, beta: Float
  ) {
    let (aRows, aColumns) = transposed.a ? (k, m) : (m, k)
    let (bRows, bColumns) = transposed.b ? (n, k) : (k, n)
    let (aStride, bStride, cStride) = (aColumns + padding, bColumns + padding, n + padding)
    let a = GEMMTests.strided(aRows, aColumns, stride: aStride, 600)
    let b = GEMMTests.strided(bRows, bColumns, stride: bStride, 601)
    var c =
      beta == 0
      ? [Float](repeating: .nan, count: max(m * cStride, 1)) : GEMMTests.strided(m, n, stride: cStride, 602)
    let before = GEMMTests.matrix(c, m, n, stride: cStride)
    var workspace = [UInt32](repeating: .max, count: zk_gemm_bf16_workspace() + 16)
    workspace.withUnsafeMutableBytes {
      zk_gemm_bf16(
        transposed.a ? 1 : 0, transposed.b ? 1 : 0, m, n, k, alpha, a, aStride, b, bStride, beta, &c, cStride,
        $0.baseAddress!)
    }
    #expect(workspace.suffix(16).allSatisfy { $0 == .max }, "wrote beyond the workspace")
    let left = rounded(GEMMTests.matrix(a, aRows, aColumns, stride: aStride))
    let right = rounded(GEMMTests.matrix(b, bRows, bColumns, stride: bStride))
    let want = Reference.gemm(
      transposed.a ? left.transposed : left, transposed.b ? right.transposed : right, alpha: Double(alpha),
      beta: Double(beta), c: beta == 0 ? nil : before)
    let got = (0..<m).flatMap { row in c[row * cStride..<row * cStride + n] }
    expectClose(
      got, want.elements, GEMMTests.tolerance(k),
      "\(m)x\(n)x\(k), \(transposed), \(padding), \(alpha), \(beta):")
    for row in 0..<m where padding > 0 {
      #expect(c[row * cStride + n..<(row + 1) * cStride].allSatisfy { $0.isNaN }, "wrote between rows")
    }
  }

  /// Sizes at and beside those of the register tile (12 × 32) and of pairs and vectors of k.
  @Test func everyTransposeAtEdgeSizes() {
    let sizes = [
      (1, 1, 1), (12, 32, 32), (11, 31, 31), (13, 33, 33), (24, 64, 2), (25, 17, 63), (7, 65, 64), (1, 40, 3),
      (40, 1, 15),
      (3, 5, 0), (0, 3, 2), (3, 0, 2),
    ]
    for (m, n, k) in sizes {
      for transposed in GEMMTests.transposes {
        for (alpha, beta) in [(1, 0), (1, 1), (-0.5, 2)] as [(Float, Float)] {
          for padding in [0, 5] {
            Self.check(m, n, k, transposed: transposed, padding: padding, alpha: alpha, beta: beta)
          }
        }
      }
    }
  }

  /// Past one block of rows (96), of depth (256) and of columns (1024).
  @Test func everyTransposeAcrossBlocks() {
    for (m, n, k) in [(97, 40, 257), (10, 1030, 20), (100, 33, 515), (5, 1025, 258)] {
      for transposed in GEMMTests.transposes {
        Self.check(m, n, k, transposed: transposed, padding: 3, alpha: 1, beta: 1)
      }
    }
  }

  /// What 0.2 % per factor means for a product of normal deviates: rounding errors add up at random.
  @Test func theErrorAgainstExactFactorsIsAsStated() {
    let (m, n, k) = (30, 40, 300)
    let a = random([m, k], 603), b = random([k, n], 604)
    var c = [Float](repeating: 0, count: m * n)
    var workspace = [UInt32](repeating: 0, count: zk_gemm_bf16_workspace())
    a.withUnsafeBuffer { a in
      b.withUnsafeBuffer { b in
        zk_gemm_bf16(0, 0, m, n, k, 1, a.baseAddress!, k, b.baseAddress!, n, 0, &c, n, &workspace)
      }
    }
    let want = Reference.gemm(Reference.Matrix(a), Reference.Matrix(b)).elements
    let meanSquare =
      zip(c, want).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) } / Double(m * n)
    let relative = (meanSquare / Double(k)).squareRoot()
    #expect(relative < 0x1p-8 && relative > 0x1p-11, "\(relative)")
  }
}
