import Foundation
import Testing
import ZoetropeCompute

/// The case list, run three ways: against the reference, against finite differences, against the clock.
@Suite struct OperationTests {
  static let cases = OperationCase.all(.small) + [.attentionAcrossBlocks]

  @Test(arguments: cases) func givesWhatTheReferenceGives(_ test: OperationCase) {
    let want = test.reference(test.inputs.map { Reference.Matrix($0) })
    let constant = test.operation(test.inputs.map { Variable($0) })
    #expect(!constant.isTracked)
    #expect(constant.shape.rows == want.rows && constant.shape.columns == want.columns)
    expectClose(constant.value.elements, want.elements, test.tolerance, "inference of \(test):")
    // Training takes other paths through some operations (unfused activations, saved statistics).
    let tracked = test.operation(test.inputs.map { Variable.parameter($0) })
    #expect(tracked.isTracked)
    expectClose(tracked.value.elements, want.elements, test.tolerance, "training of \(test):")
  }

  @Test(arguments: cases) func gradientsAreFiniteDifferences(_ test: OperationCase) {
    let result = GradientCheck.run(test)
    #expect(result.error < GradientCheck.limit, "\(test): \(result)")
    if ProcessInfo.processInfo.environment["ZOETROPE_VERBOSE"] != nil { print("\(test): \(result)") }
  }

  /// Each input alone may be the only one that wants a gradient; it must get the same one.
  @Test(arguments: cases) func gradientsDoNotDependOnWhatElseWantsOne(_ test: OperationCase) {
    let all = test.inputs.map { Variable.parameter($0) }
    let output = test.operation(all)
    let seed = random(output.shape, 1001)
    let gradients = output.gradients(seed: seed)
    for index in test.inputs.indices where test.inputs.count > 1 {
      var some = test.inputs.map { Variable($0) }
      some[index] = .parameter(test.inputs[index])
      let alone = test.operation(some).gradients(seed: seed)
      guard let got = alone[some[index]], let want = gradients[all[index]] else {
        #expect(alone[some[index]] == nil && gradients[all[index]] == nil, "input \(index)")
        continue
      }
      // Where nothing behind wants a gradient, other kernels may do the work, and round otherwise.
      let largest = want.elements.reduce(0) { max($0, abs($1)) }
      expectClose(
        got.elements, want.elements.map(Double.init), Tolerance(absolute: Double(largest) * 0x1p-18),
        "input \(index)")
    }
  }

  /// An operation adds to the gradient that is already there: used twice, everything doubles.
  @Test(arguments: cases) func gradientsAddToWhatCameBefore(_ test: OperationCase) {
    let once = test.inputs.map { Variable.parameter($0) }
    let output = test.operation(once)
    let seed = random(output.shape, 1004)
    let gradients = output.gradients(seed: seed)
    let twice = test.inputs.map { Variable.parameter($0) }
    let doubled = (test.operation(twice) + test.operation(twice)).gradients(seed: seed)
    for (index, variable) in once.enumerated() {
      guard let gradient = gradients[variable], let double = doubled[twice[index]] else {
        Issue.record("no gradient of input \(index)")
        continue
      }
      // The second sum starts from the first, which rounds a little differently than twice the first.
      let typical = (gradient.squaredNorm() / Double(max(gradient.count, 1))).squareRoot()
      expectClose(
        double.elements, gradient.elements.map { 2 * Double($0) },
        Tolerance(absolute: 1e-5 * typical, relative: 1e-5), "input \(index)")
    }
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["ZOETROPE_SPEED"] != nil))
  func speed() {
    func padded(_ text: String) -> String { text.padding(toLength: 44, withPad: " ", startingAt: 0) }
    func milliseconds(_ body: () -> Void) -> Double {
      let clock = ContinuousClock()
      let times = (0..<7).map { _ in clock.measure(body) }.sorted()
      return Double(times[3].components.attoseconds) * 1e-15 + Double(times[3].components.seconds) * 1e3
    }
    print(padded("512 rows of 384, 6 heads") + " inference   forward and backward, ms")
    for test in OperationCase.all(.large) {
      let seed = random(test.operation(test.inputs.map { Variable($0) }).shape, 1002)
      let inference = milliseconds { _ = test.operation(test.inputs.map { Variable($0) }) }
      let training = milliseconds {
        _ = test.operation(test.inputs.map { Variable.parameter($0) }).gradients(seed: seed)
      }
      print(padded(test.name) + String(format: "%9.3f %12.3f", inference, training))
    }
  }
}

/// The checks of ``OperationTests`` must be able to fail.
@Suite struct BrokenOperationTests {
  static func square(_ gradient: @escaping @Sendable (_ x: Tensor, _ dy: Tensor) -> Tensor) -> OperationCase {
    OperationCase(name: "broken square", inputs: [random([5, 7], 80)], terms: 1) { inputs in
      let x = inputs[0]
      return Variable((x * x).value, inputs: [x]) { dy, gradients in
        gradients.add(gradient(x.value, dy), to: x)
      }
    } reference: {
      $0[0].map { $0 * $0 }
    }
  }

  static func product(_ x: Tensor, _ y: Tensor, _ factor: Float) -> Tensor {
    (factor * (Variable(x) * Variable(y))).value
  }

  @Test func aRightGradientPasses() {
    #expect(GradientCheck.run(Self.square { Self.product($0, $1, 2) }).error < 1e-5)
  }

  @Test func aForgottenFactorIsCaught() {
    #expect(GradientCheck.run(Self.square { Self.product($0, $1, 1) }).error > 0.4)
  }

  @Test func aFactorThatIsHalfAPercentOffIsCaught() {
    #expect(GradientCheck.run(Self.square { Self.product($0, $1, 2.01) }).error > GradientCheck.limit)
  }

  @Test func oneWrongElementIsCaughtByTheDirection() {
    let broken = Self.square { x, dy in
      var dx = Self.product(x, dy, 2)
      dx[2, 3] *= 1.5
      return dx
    }
    #expect(GradientCheck.run(broken, samples: 0).error > GradientCheck.limit)
  }

  @Test func aMissingGradientIsCaught() {
    let broken = OperationCase(name: "cut", inputs: [random([3], 81)], terms: 1) {
      Variable($0[0].value)
    } reference: {
      $0[0]
    }
    #expect(GradientCheck.run(broken).error == .infinity)
  }

  @Test func aWrongValueIsCaught() {
    let want = [1.0, 2, 3]
    #expect(compare([1, 2, 3.001], want, Tolerance(relative: 1e-4)).index == 2)
    #expect(compare([1, .nan, 3], want, Tolerance(relative: 1)).ratio == .infinity)
    #expect(compare([1, 2], want, Tolerance(relative: 1)).ratio == .infinity)
    #expect(compare([1, 2, 3], want, Tolerance()).ratio == 0)
  }
}
