import CKernels
import Foundation
import Testing
import ZoetropeCompute

/// The small vector algebra, norms at the edges, and the optimiser's update.
@Suite struct VectorKernelTests {
  @Test func theInstructionSetIsTheOneAskedFor() {
    let name = String(cString: zk_instruction_set())
    #expect(["avx512", "avx2", "baseline"].contains(name))
    if let expected = ProcessInfo.processInfo.environment["ZOETROPE_INSTRUCTION_SET"] {
      #expect(name == expected)
    }
  }

  @Test func vectorAlgebraOnEveryLength() {
    for n in Array(0...40) + [255, 256, 257, 4095, 4096, 4097, 10_000] {
      let a = random([n], 110).elements, b = random([n], 111).elements
      var y = b
      zk_axpy(1.5, a, &y, n)
      // Products and sums of two numbers: at most two roundings, one with fused multiply-add.
      let two = Tolerance(absolute: 0x1p-22, relative: 2 * 0x1p-24)
      expectClose(y, zip(a, b).map { 1.5 * Double($0) + Double($1) }, two, "axpy \(n)")
      zk_add(a, b, &y, n)
      expectClose(y, zip(a, b).map { Double($0 + $1) }, Tolerance(), "add \(n)")
      zk_multiply(a, b, &y, n)
      expectClose(y, zip(a, b).map { Double($0 * $1) }, Tolerance(), "multiply \(n)")
      zk_scale(-0.3, a, &y, n)
      expectClose(y, a.map { Double(-0.3 * $0) }, Tolerance(), "scale \(n)")
      // Sums of up to 256 in each of 16 lanes, 2⁻²⁴ of the partial sum each, then double.
      let dot = zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      let size = zip(a, b).reduce(0) { $0 + abs(Double($1.0) * Double($1.1)) }
      #expect(abs(zk_dot(a, b, n) - dot) <= 4e-7 * size, "dot \(n)")
    }
  }

  @Test func columnSums() {
    let (rows, n, stride) = (300, 37, 40)
    let x = random([rows, stride], 112).elements
    var sums = [Float](repeating: 2, count: n)
    zk_column_sums(x, stride, rows, n, &sums)
    let want = (0..<n).map { j in (0..<rows).reduce(2) { $0 + Double(x[$1 * stride + j]) } }
    // Rows are added in order; the partial sums grow to √300 (``OperationCase/tolerance``).
    expectClose(sums, want, Tolerance(absolute: 8 * 300 / 3.0.squareRoot() * 0x1p-24))
  }

  // MARK: Norms

  static func norm(_ x: [Float], columns: Int, epsilon: Float = 1e-6) -> [Float] {
    Variable(Tensor(x, [x.count / columns, columns])).rmsNorm(epsilon: epsilon).value.elements
  }

  static func truth(_ x: [Float], columns: Int, epsilon: Float = 1e-6) -> [Double] {
    Reference.rmsNorm(
      Reference.Matrix(x.map(Double.init), rows: x.count / columns, columns: columns),
      epsilon: Double(epsilon)
    ).elements
  }

  @Test func normsOfEveryLengthAndMagnitude() {
    for columns in Array(1...40) + [255, 384, 1025] {
      for scale in [1e-12, 1e-3, 1, 1e3, 1e15] as [Float] {
        let x = random([3, columns], 120, scale: scale).elements
        // Roundings of the mean square and the root.
        expectClose(
          Self.norm(x, columns: columns), Self.truth(x, columns: columns),
          Tolerance(absolute: 2e-6, relative: 1e-6), "norm of \(columns), scale \(scale)")
      }
    }
  }

  @Test func normsOfSpecialRows() {
    #expect(Self.norm([0, 0, 0, 0], columns: 4) == [0, 0, 0, 0])
    #expect(Self.norm([1, .nan, 2, 3], columns: 4).allSatisfy { $0.isNaN })
    // Infinity has no direction that fp32 could keep; what matters is that it does not pass for a number.
    #expect(Self.norm([1, .infinity, 2, 3], columns: 4)[1].isNaN)
    // Denormals square to zero and leave only epsilon.
    let tiny = [Float](repeating: Float(bitPattern: 71_362), count: 4)
    expectClose(
      Self.norm(tiny, columns: 4), Self.truth(tiny, columns: 4),
      Tolerance(absolute: 3e-45, relative: 1e-6))
  }

  // MARK: Optimiser

  @Test func adamWFollowsTheReferenceForAHundredSteps() {
    let n = 67
    let start = random([n], 130).elements
    var p = start, m = [Float](repeating: 0, count: n), v = m
    var states = start.map { Reference.AdamWState(parameter: Double($0)) }
    let (rate, beta1, beta2, epsilon, decay, scale) = (
      Float(1e-2), Float(0.9), Float(0.95), Float(1e-8), Float(0.1), Float(0.5)
    )
    for step in 1...100 {
      let gradient = random([n], 131 + UInt64(step), scale: step % 10 == 0 ? 1e-3 : 1).elements
      zk_adamw(
        &p, gradient, &m, &v, n, rate, beta1, beta2, epsilon, decay, 1 - pow(beta1, Float(step)),
        1 - pow(beta2, Float(step)), scale)
      for index in 0..<n {
        Reference.adamW(
          &states[index], gradient: Double(gradient[index] * scale), step: step, rate: Double(rate),
          beta1: Double(beta1), beta2: Double(beta2), epsilon: Double(epsilon), decay: Double(decay))
      }
    }
    // Each step rounds the parameter (2⁻²⁴ of about 1), at random: √100 of them, and a few of the update.
    expectClose(p, states.map(\.parameter), Tolerance(absolute: 3e-6, relative: 2e-6), "parameter")
    expectClose(m, states.map(\.first), Tolerance(absolute: 1e-6, relative: 1e-6), "first moment")
    expectClose(v, states.map(\.second), Tolerance(absolute: 1e-6, relative: 1e-6), "second moment")
  }

  @Test func adamWWithoutGradientOnlyDecays() {
    var p: [Float] = [2], m: [Float] = [0], v: [Float] = [0]
    zk_adamw(&p, [0], &m, &v, 1, 0.1, 0.9, 0.999, 1e-8, 0.5, 0.1, 0.001, 1)
    #expect(p == [2 - 0.1 * 0.5 * 2] && m == [0] && v == [0])
  }

  @Test func aTinyGradientStillMovesByTheRate() {
    // After the first step m̂/√v̂ is the gradient's sign, whatever its size: here v = 10⁻³·10⁻³² is still a normal float.
    var p: [Float] = [0], m: [Float] = [0], v: [Float] = [0]
    zk_adamw(&p, [1e-16], &m, &v, 1, 0.1, 0.9, 0.999, 1e-25, 0, 0.1, 0.001, 1)
    expectClose(p, [-0.1], Tolerance(relative: 1e-4))
  }

  @Test func movingAverage() {
    let p = random([41], 140).elements
    var average = random([41], 141).elements
    let before = average
    zk_moving_average(&average, p, 0.99, 41)
    let want = zip(before, p).map {
      Reference.movingAverage(Double($0), Double($1), keep: Double(Float(0.99)))
    }
    expectClose(average, want, Tolerance(absolute: 3e-7, relative: 2e-7))
  }
}
