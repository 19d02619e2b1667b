import CKernels
import Foundation
import Testing
import ZoetropeCompute

/// Results and gradients against PyTorch.
@Suite struct GoldenTests {
  /// One operation of this project under the name of its golden case.
  struct Operation: Sendable, CustomStringConvertible {
    let name: String
    /// Inputs in the order the operation takes them.
    let inputs: [String]
    let tolerance: Tolerance
    let fast: @Sendable ([Variable], [String: Goldens.Array]) -> Variable
    let reference: @Sendable ([Reference.Matrix], [String: Goldens.Array]) -> Reference.Matrix

    var description: String { name }
  }

  // MARK: Tolerances, all in one place. 2⁻²⁴ = 6e-8 is half a unit in the last place of fp32 at 1.

  /// Rows are only moved, or added once: PyTorch's digits, rounded to fp32.
  static let moved = Tolerance(absolute: 1e-7, relative: 1.2e-7)
  /// Products and sums of up to 16 numbers near 1 and an activation, a handful of roundings each.
  static let short = Tolerance(absolute: 1e-6, relative: 1e-6)
  /// A norm or a softmax between two sums: their relative errors (2e-7 each) multiply values up to 10.
  static let normalised = Tolerance(absolute: 3e-6, relative: 2e-6)
  /// Twelve operations one after the other, weights' gradients summed over 12 rows of values up to 30.
  static let chained = Tolerance(absolute: 2e-5, relative: 1e-5)
  /// The reference against PyTorch, double against double: only the 9 digits of the file.
  static let printed = Tolerance(absolute: 1e-9, relative: 1e-8)

  static let groups: [Int32] = [0, 2, 1, 1, 0, 2, 2]
  static let groupIndices = groups.map(Int.init)

  @Test(arguments: operations) func givesWhatPyTorchGives(_ operation: Operation) throws {
    let golden = try #require(try Goldens.shared.get().cases.first { $0.name == operation.name })
    #expect(Set(operation.inputs) == Set(golden.inputs.keys))
    let arrays = try operation.inputs.map { try #require(golden.inputs[$0]) }
    let constants = golden.constants ?? [:]

    let inference = operation.fast(arrays.map { Variable($0.tensor) }, constants)
    expectClose(inference.value.elements, golden.result.data, operation.tolerance, "\(operation) inference")
    let variables = arrays.map { Variable.parameter($0.tensor) }
    let output = operation.fast(variables, constants)
    expectClose(output.value.elements, golden.result.data, operation.tolerance, "\(operation) training")
    let gradients = output.gradients(seed: golden.seed.tensor.reshaped(output.shape))
    for (name, variable) in zip(operation.inputs, variables) {
      let want = try #require(golden.gradients[name])
      let gradient = try #require(gradients[variable])
      #expect(gradient.shape == Shape(want.shape))
      expectClose(gradient.elements, want.data, operation.tolerance, "\(operation), gradient of \(name)")
    }

    let reference = operation.reference(arrays.map(\.matrix), constants).elements
    for (index, (x, y)) in zip(reference, golden.result.data).enumerated() {
      let isClose = abs(x - y) <= Self.printed.absolute + Self.printed.relative * abs(y)
      #expect(isClose, "reference of \(operation), element \(index): \(x), PyTorch \(y)")
    }
    #expect(reference.count == golden.result.data.count)
  }

  @Test func everyGoldenCaseIsUsed() throws {
    #expect(Set(try Goldens.shared.get().cases.map(\.name)) == Set(Self.operations.map(\.name)))
  }

  @Test func adamWFollowsPyTorch() throws {
    let golden = try Goldens.shared.get().adamW
    let settings = golden.settings
    let n = golden.start.data.count
    var p = golden.start.tensor.elements
    var m = [Float](repeating: 0, count: n)
    var v = m
    for (index, (gradient, want)) in zip(golden.gradients, golden.parameters).enumerated() {
      let step = Double(index + 1)
      zk_adamw(
        &p, gradient.tensor.elements, &m, &v, n, Float(settings.rate), Float(settings.beta1),
        Float(settings.beta2),
        Float(settings.epsilon), Float(settings.decay), Float(1 - pow(settings.beta1, step)),
        Float(1 - pow(settings.beta2, step)), 1)
      expectClose(p, want.data, Self.short, "step \(index + 1)")
    }
  }

  @Test func aWrongFormulaIsFarOutsideTheTolerance() throws {
    // GELU by erf instead of tanh is the nearest plausible mistake: it differs by up to 5e-4.
    let golden = try #require(try Goldens.shared.get().cases.first { $0.name == "linear gelu" })
    let sum = Reference.linear(
      try #require(golden.inputs["x"]).matrix, weight: try #require(golden.inputs["weight"]).matrix,
      bias: try #require(golden.inputs["bias"]).matrix)
    let wrong = sum.elements.map { Float($0 * 0.5 * (1 + erf($0 / 2.0.squareRoot()))) }
    #expect(compare(wrong, golden.result.data, Self.short).ratio > 50)
  }
}
