import Foundation
import Testing
import ZoetropeCompute

/// Matrix multiplication on whatever BLAS is loaded, against the definition.
@Suite struct GEMMTests {
  struct Size: Sendable, CustomStringConvertible {
    var m: Int
    var n: Int
    var k: Int
    var description: String { "\(m)x\(n)x\(k)" }
  }

  /// Rounding of a sum of k products of normal deviates, as in ``OperationCase/tolerance``.
  static func tolerance(_ k: Int) -> Tolerance {
    Tolerance(absolute: 8 * Double(max(k, 4)) / 3.0.squareRoot() * 0x1p-24, relative: 4 * 0x1p-24)
  }

  /// A matrix of `rows` by `columns` inside memory whose rows are `stride` apart; what lies between is NaN.
  static func strided(_ rows: Int, _ columns: Int, stride: Int, _ stream: UInt64) -> [Float] {
    var memory = [Float](repeating: .nan, count: max(rows * stride, 1))
    let values = random([rows, columns], stream).elements
    for i in 0..<rows { for j in 0..<columns { memory[i * stride + j] = values[i * columns + j] } }
    return memory
  }

  static func matrix(_ memory: [Float], _ rows: Int, _ columns: Int, stride: Int) -> Reference.Matrix {
    var matrix = Reference.Matrix(rows: rows, columns: columns)
    for i in 0..<rows { for j in 0..<columns { matrix[i, j] = Double(memory[i * stride + j]) } }
    return matrix
  }

  /// c = alpha·a·b + beta·c through ``GEMM/multiply(_:_:into:stride:m:n:k:alpha:beta:epilogue:)`` and by definition.
  static func check(
    _ size: Size, transposed: (a: Bool, b: Bool), padding: Int, alpha: Float, beta: Float,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let (m, n, k) = (size.m, size.n, size.k)
    let (aRows, aColumns) = transposed.a ? (k, m) : (m, k)
    let (bRows, bColumns) = transposed.b ? (n, k) : (k, n)
    let a = strided(aRows, aColumns, stride: aColumns + padding, 300)
    let b = strided(bRows, bColumns, stride: bColumns + padding, 301)
    let cStride = n + padding
    // With beta = 0 what was there must not be read: NaN would stay.
    var c =
      beta == 0 ? [Float](repeating: .nan, count: max(m * cStride, 1)) : strided(m, n, stride: cStride, 302)
    let before = matrix(c, m, n, stride: cStride)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          GEMM.multiply(
            Matrix(pointer: a, stride: aColumns + padding, isTransposed: transposed.a),
            Matrix(pointer: b, stride: bColumns + padding, isTransposed: transposed.b), into: c,
            stride: cStride,
            m: m, n: n, k: k, alpha: alpha, beta: beta)
        }
      }
    }
    let left = matrix(a, aRows, aColumns, stride: aColumns + padding)
    let right = matrix(b, bRows, bColumns, stride: bColumns + padding)
    let want = Reference.gemm(
      transposed.a ? left.transposed : left, transposed.b ? right.transposed : right, alpha: Double(alpha),
      beta: Double(beta), c: beta == 0 ? nil : before)
    let got = (0..<m).flatMap { row in c[row * cStride..<row * cStride + n] }
    expectClose(
      got, want.elements, tolerance(k),
      "\(size), transposed \(transposed), padding \(padding), alpha \(alpha), beta \(beta):",
      sourceLocation: sourceLocation)
    for row in 0..<m where padding > 0 {
      #expect(
        c[row * cStride + n..<(row + 1) * cStride].allSatisfy { $0.isNaN }, "\(size): wrote between rows",
        sourceLocation: sourceLocation)
    }
  }

  static let transposes = [
    (a: false, b: false), (a: false, b: true), (a: true, b: false), (a: true, b: true),
  ]

  @Test func everyTransposeStrideAndFactorAtEdgeSizes() {
    let sizes = [
      Size(m: 1, n: 1, k: 1), Size(m: 7, n: 5, k: 3), Size(m: 1, n: 17, k: 9), Size(m: 17, n: 1, k: 9),
      Size(m: 16, n: 16, k: 16), Size(m: 31, n: 37, k: 41), Size(m: 2, n: 3, k: 127),
    ]
    for size in sizes {
      for transposed in Self.transposes {
        for padding in [0, 3] {
          for (alpha, beta) in [(1, 0), (1, 1), (-0.5, 0), (2, -1), (0, 0.5)] as [(Float, Float)] {
            Self.check(size, transposed: transposed, padding: padding, alpha: alpha, beta: beta)
          }
        }
      }
    }
  }

  @Test func emptySizes() {
    for transposed in Self.transposes {
      for beta in [0, 1] as [Float] {
        for size in [
          Size(m: 0, n: 3, k: 2), Size(m: 3, n: 0, k: 2), Size(m: 3, n: 4, k: 0), Size(m: 0, n: 0, k: 0),
        ] {
          Self.check(size, transposed: transposed, padding: 0, alpha: 1, beta: beta)
        }
      }
    }
    // Without anything to add up the product is zero, not what was in memory.
    let product = Variable(Tensor([], [3, 0])).matmul(Variable(Tensor([], [0, 4])))
    #expect(product.value == Tensor(zeros: [3, 4]))
    #expect(Variable(Tensor([], [0, 5])).linear(Variable(Tensor(zeros: [2, 5]))).shape == [0, 2])
  }

  /// Sizes that are cut into tiles, at and beside the lengths where the grid changes. Checked against random
  /// vectors (A·B·v = A·(B·v), Freivalds 1977), because the definition takes too long here.
  @Test(arguments: [
    Size(m: 512, n: 384, k: 96), Size(m: 257, n: 1025, k: 64), Size(m: 383, n: 1537, k: 33),
    Size(m: 1030, n: 70, k: 40), Size(m: 3, n: 2051, k: 130), Size(m: 130, n: 257, k: 64),
    Size(m: 97, n: 101, k: 103),
    Size(m: 255, n: 255, k: 17),
  ]) func tiledSizes(_ size: Size) {
    let (m, n, k) = (size.m, size.n, size.k)
    for transposed in Self.transposes {
      let a = random(transposed.a ? [k, m] : [m, k], 303), b = random(transposed.b ? [n, k] : [k, n], 304)
      let c = Variable(a).matmul(Variable(b), transposed: transposed).value
      #expect(c.shape == [m, n])
      func read(_ tensor: Tensor, _ isTransposed: Bool) -> Reference.Matrix {
        isTransposed ? Reference.Matrix(tensor).transposed : Reference.Matrix(tensor)
      }
      for stream in 305..<308 as Range<UInt64> {
        let v = Reference.Matrix(random([n, 1], stream))
        let want = Reference.gemm(read(a, transposed.a), Reference.gemm(read(b, transposed.b), v))
        let got = Reference.gemm(Reference.Matrix(c), v)
        // Errors of n elements of c, each within the tolerance, add up at random with weights near 1.
        let bound = Self.tolerance(k).absolute * Double(n).squareRoot() + 1e-6
        let worst = zip(got.elements, want.elements).map { abs($0 - $1) }.max() ?? 0
        #expect(worst < bound, "\(size), transposed \(transposed): \(worst), allowed \(bound)")
      }
    }
  }

  @Test func tilesAreNotSmall() {
    for m in [1, 15, 255, 256, 257, 512, 515, 2048, 4096] {
      for n in [1, 64, 255, 256, 384, 1024, 1025, 1536, 4096] {
        for k in [1, 64, 1024] {
          let tile = GEMM.tile(m: m, n: n, k: k)
          #expect(tile.rows >= 1 && tile.rows <= m && tile.columns >= 1 && tile.columns <= n)
          // One that is cut keeps enough work to be worth a call.
          if tile != (m, n) {
            #expect(tile.rows * tile.columns * k >= 1 << 17 || k < 64, "\(m)x\(n)x\(k): \(tile)")
          }
        }
      }
    }
  }

  /// Every element belongs to one tile and to no other, at sizes at and beside those where the grid changes; 17 threads leave no piece
  /// undone.
  @Test(arguments: [1, 17]) func tilesCoverTheResultOnce(threads: Int) {
    for (m, n, k) in [
      (1, 1, 1), (1, 4099, 200), (255, 257, 64), (256, 1024, 8), (257, 1025, 8), (515, 1537, 3),
      (1030, 70, 40),
      (4099, 1, 200), (33, 900, 64),
    ] {
      let a = random([m, k], 310), b = random([k, n], 311)
      var c = [Float](repeating: 0, count: m * n)
      var hits = [UInt8](repeating: 0, count: m * n)
      c.withUnsafeMutableBufferPointer { c in
        hits.withUnsafeMutableBufferPointer { hits in
          nonisolated(unsafe) let hits = hits.baseAddress!
          ComputeContext(threadCount: threads).run {
            GEMM.multiply(a.matrix, b.matrix, into: c.baseAddress!, stride: n, m: m, n: n, k: k) {
              rows, columns in
              for row in rows { for column in columns { hits[row * n + column] += 1 } }
            }
          }
        }
      }
      #expect(hits.allSatisfy { $0 == 1 }, "\(m)x\(n)x\(k)")
      withExtendedLifetime((a, b)) {}
    }
  }

  @Test func theEpilogueSeesEachTileOnceWhenItIsDone() {
    let (m, n, k) = (515, 1100, 40)
    let a = random([m, k], 308), b = random([k, n], 309)
    let want = Variable(a).matmul(Variable(b)).value.elements
    var c = [Float](repeating: 0, count: m * n)
    c.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let c = buffer.baseAddress!
      GEMM.multiply(a.matrix, b.matrix, into: c, stride: n, m: m, n: n, k: k) { rows, columns in
        for row in rows { for column in columns { c[row * n + column] = -c[row * n + column] } }
      }
    }
    withExtendedLifetime((a, b)) {}
    #expect(c == want.map { -$0 })
  }

  @Test func nanAndInfinityComeThrough() {
    let a = Tensor([1, .nan, 2, 3], [2, 2]), b = Tensor([1, 2, 3, 4], [2, 2])
    let product = Variable(a).matmul(Variable(b)).value.elements
    #expect(product[0].isNaN && product[1].isNaN && product[2] == 11 && product[3] == 16)
    #expect(
      Variable(Tensor([.infinity], [1, 1])).matmul(Variable(Tensor([-2], [1, 1]))).value.scalar == -.infinity)
  }
}

/// Which BLAS is loaded.
@Suite struct BLASTests {
  @Test func theLibraryHasAName() {
    #expect(!BLAS.name.isEmpty && BLAS.name != "unknown")
    if let expected = ProcessInfo.processInfo.environment["ZOETROPE_BLAS"], !expected.isEmpty {
      #expect(BLAS.name.localizedCaseInsensitiveContains(expected), "\(BLAS.name)")
    }
  }

  @Test func itsOwnThreadsAreOff() {
    // Netlib's reference library has none and no call to ask.
    #expect(BLAS.threadCount == 1 || BLAS.threadCount == nil)
    if BLAS.name.contains("OpenBLAS") { #expect(BLAS.threadCount == 1) }
  }
}
