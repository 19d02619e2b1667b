import CKernels
import Synchronization
import Testing
import ZoetropeCompute

/// Products with a packed right factor, and attention made of them, against the definition. Run where the CPU has the
/// instructions; elsewhere the library does the work.
@Suite struct PackedProductTests {
  /// The precisions that this CPU has packed kernels for.
  static let precisions = Precision.allCases.filter { zk_has_packed($0 == .bfloat16 ? 1 : 0) != 0 }

  static func rounded(_ x: Reference.Matrix, _ precision: Precision) -> Reference.Matrix {
    precision == .bfloat16 ? BFloat16ProductTests.rounded(x) : x
  }

  /// The kernel on strided memory with NaN between the rows and behind the result, either factor as it is or lying transposed.
  static func check(
    _ m: Int, _ n: Int, _ k: Int, padding: Int, _ precision: Precision,
    transposed: (a: Bool, b: Bool) = (false, false)
  ) {
    let kind: Int32 = precision == .bfloat16 ? 1 : 0
    let (aRows, aColumns) = transposed.a ? (k, m) : (m, k)
    let (bRows, bColumns) = transposed.b ? (k, n) : (n, k)
    let (aStride, bStride, cStride) = (aColumns + padding, bColumns + padding, n + padding)
    let a = GEMMTests.strided(aRows, aColumns, stride: aStride, 700)
    let b = GEMMTests.strided(bRows, bColumns, stride: bStride, 701)
    var packed = [UInt32](repeating: .max, count: zk_packed_words(kind, n, k) + 16)
    var workspace = [UInt32](repeating: .max, count: zk_packed_workspace() + 16)
    var c = [Float](repeating: .nan, count: m * cStride + 16)
    packed.withUnsafeMutableBytes { packed in
      (transposed.b ? zk_pack_columns : zk_pack)(kind, b, bStride, n, k, packed.baseAddress!)
      workspace.withUnsafeMutableBytes {
        (transposed.a ? zk_multiply_packed_transposed : zk_multiply_packed)(
          kind, m, n, k, a, aStride, packed.baseAddress!, 0, &c, cStride, $0.baseAddress!)
      }
    }
    #expect(packed.suffix(16).allSatisfy { $0 == .max }, "packed beyond the end")
    #expect(workspace.suffix(16).allSatisfy { $0 == .max }, "wrote beyond the workspace")
    let left = rounded(GEMMTests.matrix(a, aRows, aColumns, stride: aStride), precision)
    let right = rounded(GEMMTests.matrix(b, bRows, bColumns, stride: bStride), precision)
    let want = Reference.gemm(
      transposed.a ? left.transposed : left, transposed.b ? right : right.transposed)
    expectClose(
      (0..<m).flatMap { c[$0 * cStride..<$0 * cStride + n] }, want.elements, GEMMTests.tolerance(k),
      "\(m)x\(n)x\(k), padding \(padding), \(transposed), \(precision):")
    for row in 0..<m where padding > 0 {
      #expect(c[row * cStride + n..<(row + 1) * cStride].allSatisfy { $0.isNaN }, "wrote between rows")
    }
    #expect(c.suffix(16).allSatisfy { $0.isNaN }, "wrote behind the result")
  }

  /// Beside the register tile (12 × 32, and its lower forms of 4 and 8 rows), one pass over the depth (256), a group of tiles (48
  /// rows) and strides that share cache sets (512).
  @Test(arguments: precisions) func edgeSizes(precision: Precision) {
    let sizes = [
      (1, 1, 1), (12, 32, 256), (11, 31, 255), (13, 33, 257), (4, 64, 3), (5, 16, 40), (8, 17, 64),
      (9, 48, 513),
      (49, 40, 31), (61, 96, 512), (2, 70, 1030), (3, 5, 0),
    ]
    for (m, n, k) in sizes {
      for padding in [0, 5] {
        for transposed in [(false, false), (true, false), (false, true), (true, true)] {
          Self.check(m, n, k, padding: padding, precision, transposed: transposed)
        }
      }
    }
  }

  /// Products that are known to be symmetric: below the diagonal from the definition, above it the same bits.
  @Test func symmetricProducts() {
    for (n, k) in [(1, 3), (47, 20), (48, 48), (49, 70), (130, 9)] {
      let x = random([n, k], 716)
      var got = [Float](repeating: .nan, count: n * n + 16)
      x.withUnsafeBuffer {
        let matrix = Matrix(pointer: $0.baseAddress!, stride: k)
        GEMM.multiplySymmetric(matrix, matrix.transposed, into: &got, n: n, k: k)
      }
      let factor = Reference.Matrix(x)
      expectClose(
        Array(got.prefix(n * n)), Reference.gemm(factor, factor.transposed).elements, GEMMTests.tolerance(k))
      for i in 0..<n { for j in 0..<i { #expect(got[i * n + j] == got[j * n + i]) } }
      #expect(got.suffix(16).allSatisfy { $0.isNaN }, "wrote behind the result")
    }
  }

  /// A linear layer gives the same bits however its product is cut, and what the library gives up to rounding.
  @Test(arguments: [(521, 768, 256), (1, 1536, 256), (100, 512, 1024), (30, 100, 50)])
  func linearLayers(rows: Int, outputs: Int, inputs: Int) {
    let x = Variable(random([rows, inputs], 702))
    let weight = Variable(random([outputs, inputs], 703)), bias = Variable(random([outputs], 704))
    let factor = PackedFactor(weight.value)
    let plain = x.linear(weight, bias: bias, activation: .gelu).value
    let packed = x.linear(weight, bias: bias, activation: .gelu, packed: factor).value
    // Two roundings of one sum.
    expectClose(packed.elements, plain.elements.map(Double.init), GEMMTests.tolerance(4 * inputs))
    ThreadCountTests.expectSameBits("packed \(rows)x\(outputs)x\(inputs)") {
      [x.linear(weight, bias: bias, activation: .gelu, packed: factor).value]
    }
  }

  /// Memory of one head's queries, keys and values, and what it means in a precision.
  struct Head {
    let rows, keys, size: Int
    let precision: Precision
    /// How far rows are apart; what lies between is NaN.
    var stride: Int { 3 * size + 1 }
    var kind: Int32 { precision == .bfloat16 ? 1 : 0 }
    var scale: Float { 1 / Float(size).squareRoot() }

    func memory(_ rows: Int, _ stream: UInt64) -> [Float] {
      GEMMTests.strided(rows, size, stride: stride, stream)
    }

    func matrix(_ memory: [Float], _ rows: Int) -> Reference.Matrix {
      PackedProductTests.rounded(GEMMTests.matrix(memory, rows, size, stride: stride), precision)
    }

    /// Results `[rows, size]`, `stride` apart, and the log-sums of their rows, two apart.
    func attend(_ q: [Float], _ k: [Float], _ v: [Float], causalFirst: Int) -> (y: [Float], logSums: [Float])
    {
      var y = [Float](repeating: .nan, count: rows * stride + 16)
      var logSums = [Float](repeating: .nan, count: 2 * rows)
      var workspace = [UInt32](repeating: .max, count: zk_attention_words(kind, keys, size) + 16)
      workspace.withUnsafeMutableBytes {
        zk_attention_pack(kind, k, stride, v, stride, keys, size, $0.baseAddress!)
        zk_attention(
          kind, q, stride, rows, keys, size, scale, causalFirst, &y, stride, &logSums, 2, $0.baseAddress!)
      }
      #expect(workspace.suffix(16).allSatisfy { $0 == .max }, "wrote beyond the workspace")
      #expect(y.suffix(16).allSatisfy { $0.isNaN }, "wrote behind the result")
      return (y, logSums)
    }
  }

  static let heads = [(1, 1, 2), (12, 32, 64), (13, 33, 64), (30, 521, 48), (5, 100, 80), (7, 2, 32)]

  /// Attention of one head, with rows and keys beside tiles and panels; all keys seen, or only those before.
  @Test(arguments: precisions) func attention(precision: Precision) {
    for (rows, keys, size) in Self.heads {
      for isCausal in [false, true] {
        let head = Head(rows: rows, keys: keys, size: size, precision: precision)
        let (q, k, v) = (head.memory(rows, 705), head.memory(keys, 706), head.memory(keys, 707))
        let (y, logSums) = head.attend(q, k, v, causalFirst: isCausal ? keys - rows : keys)
        let (query, key) = (head.matrix(q, rows), head.matrix(k, keys))
        let want = Reference.attention(
          query: query, key: key, value: head.matrix(v, keys), heads: 1,
          segments: [AttentionSegment(queries: 0..<rows, keys: 0..<keys)], isCausal: isCausal)
        // Scores of a few units rounded to 24 bits, exp and a weighted mean; in bfloat16 the weights (at most 1, summing to 1) are
        // rounded to 8 bits too.
        let tolerance = Tolerance(absolute: precision == .bfloat16 ? 0x1p-7 : 0x1p-19)
        let what = "\(rows) rows, \(keys) keys of \(size), causal \(isCausal), \(precision):"
        expectClose(
          (0..<rows).flatMap { y[$0 * head.stride..<$0 * head.stride + size] }, want.elements, tolerance, what
        )
        let sums = Reference.softmax(
          Reference.gemm(query, key.transposed), scale: Double(head.scale),
          visible: isCausal ? { keys - rows + $0 + 1 } : nil
        ).logSums
        expectClose(
          (0..<rows).map { logSums[2 * $0] }, sums, Tolerance(absolute: 0x1p-19), "log-sums, \(what)")
      }
    }
  }

  /// Gradients of attention of one head from the definition, with queries beside and beyond a block of them.
  @Test(arguments: precisions) func attentionGradients(precision: Precision) {
    for (rows, keys, size) in Self.heads + [(203, 90, 16), (100, 700, 8)] {
      for isCausal in [false, true] {
        let head = Head(rows: rows, keys: keys, size: size, precision: precision)
        let stride = head.stride
        let (q, k, v) = (head.memory(rows, 705), head.memory(keys, 706), head.memory(keys, 707))
        let dy = head.memory(rows, 708)
        let causalFirst = isCausal ? keys - rows : keys
        let (y, logSums) = head.attend(q, k, v, causalFirst: causalFirst)
        // Gradients are added to what is there: ones.
        var (dq, dk, dv) = (
          [Float](repeating: 1, count: rows * stride), [Float](repeating: 1, count: keys * stride),
          [Float](repeating: 1, count: keys * stride)
        )
        var workspace = [UInt32](repeating: .max, count: zk_attention_vjp_words(head.kind, keys, size) + 16)
        workspace.withUnsafeMutableBytes {
          zk_attention_vjp(
            head.kind, rows, keys, size, head.scale, causalFirst, q, stride, k, stride, v, stride, y, dy,
            stride,
            logSums, 2, &dq, stride, &dk, stride, &dv, stride, $0.baseAddress!)
        }
        #expect(workspace.suffix(16).allSatisfy { $0 == .max }, "wrote beyond the workspace")
        let (query, key, value) = (head.matrix(q, rows), head.matrix(k, keys), head.matrix(v, keys))
        let slope = head.matrix(dy, rows)
        let p = Reference.softmax(
          Reference.gemm(query, key.transposed), scale: Double(head.scale),
          visible: isCausal ? { keys - rows + $0 + 1 } : nil
        ).probabilities
        var ds = Reference.gemm(slope, value.transposed)
        for i in 0..<rows {
          let mean = (0..<keys).reduce(0) { $0 + p[i, $1] * ds[i, $1] }
          for j in 0..<keys { ds[i, j] = Double(head.scale) * p[i, j] * (ds[i, j] - mean) }
        }
        // Sums of up to 203 products of numbers of a few units; in bfloat16 probabilities, and gradients of scores of up to 8, are
        // rounded to 8 bits, at random.
        let tolerance = Tolerance(absolute: precision == .bfloat16 ? 0x1p-4 : 0x1p-16, relative: 0x1p-20)
        for (name, got, want) in [
          ("dq", dq, Reference.gemm(ds, key)), ("dk", dk, Reference.gemm(ds.transposed, query)),
          ("dv", dv, Reference.gemm(p.transposed, slope)),
        ] {
          expectClose(
            (0..<want.rows).flatMap { row in (0..<size).map { got[row * stride + $0] - 1 } }, want.elements,
            tolerance, "\(name), \(rows) rows, \(keys) keys of \(size), causal \(isCausal), \(precision):")
          for row in 0..<want.rows {
            #expect(
              got[row * stride + size..<(row + 1) * stride].allSatisfy { $0 == 1 }, "wrote between rows")
          }
        }
      }
    }
  }

  /// With and without a gradient attention is the same function.
  @Test func attentionWithAndWithoutGradient() {
    let qkv = random([300, 3 * 96], 708)
    let segments = [AttentionSegment(0..<133), AttentionSegment(queries: 133..<300, keys: 50..<300)]
    func attention(_ x: Variable) -> Tensor {
      Variable.attention(
        query: x.columns(0..<96), key: x.columns(96..<192), value: x.columns(192..<288), heads: 2,
        segments: segments
      ).value
    }
    expectClose(
      attention(Variable(qkv)).elements, attention(.parameter(qkv)).elements.map(Double.init),
      Tolerance(absolute: 0x1p-19))
    ThreadCountTests.expectSameBits("packed attention") { [attention(Variable(qkv))] }
  }

  /// A number that is not one must not get lost.
  @Test func notANumberSpreads() {
    var values = random([40, 3 * 32], 709).elements
    values[5] = .nan
    let x = Variable(Tensor(values, [40, 96]))
    let y = Variable.attention(
      query: x.columns(0..<32), key: x.columns(32..<64), value: x.columns(64..<96), heads: 1,
      segments: [AttentionSegment(0..<40)]
    ).value.elements
    #expect(y[0..<32].allSatisfy { $0.isNaN } && y[32...].allSatisfy { $0.isFinite })
  }
}

/// Counts operations.
final class Counter: ComputeObserver {
  private let counted = Atomic<Int>(0)
  var operations: Int { counted.load(ordering: .relaxed) }
  func count(operations: Int) { counted.wrappingAdd(operations, ordering: .relaxed) }
}

@Suite struct OperationCountTests {
  /// 2·m·n·k per product, wherever it happens: a layer, one with a packed weight, attention of two segments, rows' own products.
  @Test func productsReport() {
    let count = Counter()
    ComputeContext(observer: count).run {
      let x = Variable(random([10, 64], 710)), weight = Variable(random([64, 64], 711))
      _ = x.linear(weight)
      _ = x.linear(weight, packed: PackedFactor(weight.value))
      _ = Variable.attention(
        query: x.columns(0..<64), key: x.columns(0..<64), value: x.columns(0..<64), heads: 2,
        segments: [AttentionSegment(0..<3), AttentionSegment(queries: 3..<10, keys: 0..<10)])
      _ = x.rowwiseProduct(Variable(random([10, 8], 712)), inner: 2)
    }
    let layers = 2 * (2 * 10 * 64 * 64)
    let attention = 2 * (2 * 64) * (3 * 3 + 7 * 10)
    #expect(count.operations == layers + attention + 2 * 10 * 32 * 2 * 4)
  }

  /// Products that other threads compute are counted too: gradients of a convolution are products within pieces of work.
  @Test func productsOnOtherThreadsReport() {
    let stack = PictureStack(count: 3, height: 5, width: 4)
    func operations(threads: Int) -> Int {
      let count = Counter()
      ComputeContext(threadCount: threads, observer: count).run {
        let x = Variable.parameter(random([60, 4], 713)), weight = Variable.parameter(random([6, 36], 714))
        _ = x.convolved(weight, [stack]).gradients(seed: random([60, 6], 715))
      }
      return count.operations
    }
    // Forwards, and for the weights; that for the pixels does not report.
    #expect(operations(threads: 1) == 2 * (2 * 60 * 6 * 36))
    #expect(operations(threads: 3) == operations(threads: 1))
  }
}
