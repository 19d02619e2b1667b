import Foundation
import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers
import ZoetropeWeights

/// The network against PyTorch's: `Scripts/reference/denoiser_goldens.py` made the numbers.
@Suite struct GoldenTests {
  /// Outputs are about 1; two blocks of fp32 sums in another order leave a few 1e-6.
  @Test func oneForwardPass() throws {
    let golden = try Golden()
    let difference = largestDifference(
      try golden.output(golden.parameters).0.value, try golden.tensor("golden.output"))
    #expect(difference < 2e-5)
  }

  /// The test above can fail: with any one tensor zeroed the difference is far beyond its tolerance.
  @Test func everyParameterMatters() throws {
    let golden = try Golden()
    let expected = try golden.tensor("golden.output")
    for specification in golden.parameters.layout.specifications {
      var parameters = golden.parameters
      parameters.storage.withUnsafeMutableBuffer { buffer in
        for index in specification.range { buffer[index] = 0 }
      }
      let difference = largestDifference(try golden.output(parameters).0.value, expected)
      #expect(difference > 1e-3, "\(specification.name) makes no difference")
    }
  }

  /// Ten passes add up their roundings, and guidance stretches differences.
  @Test func tenEulerStepsWithGuidance() throws {
    let golden = try Golden()
    let expected = try golden.tensor("golden.euler10")
    // Random weights let the state grow to about 200; the tolerance grows with it.
    let largest = expected.elements.map(abs).max() ?? 0
    #expect(largestDifference(try golden.tenSteps(), expected) < 1e-5 * largest)
  }

  /// Relative to each tensor's norm, so that a wrong factor or sign in any of them shows.
  @Test func lossAndGradientsOfAllParameters() throws {
    let golden = try Golden()
    let (loss, source) = try golden.loss()
    let expected = try golden.tensor("golden.loss").scalar
    #expect(abs(loss.value.scalar - expected) < 1e-5 * expected)
    let gradients = loss.gradients()
    for (specification, variable) in zip(golden.parameters.layout.specifications, source.variables) {
      var difference = try golden.tensor("gradient." + specification.name)
      let norm = difference.squaredNorm().squareRoot()
      difference.add(try #require(gradients[variable]), scaledBy: -1)
      #expect(
        difference.squaredNorm().squareRoot() < 1e-4 * norm + 1e-7, "\(specification.name) of norm \(norm)")
    }
  }
}

/// The shipped network against PyTorch's: what holds for random weights must hold for those that people use, whose
/// activations are larger.
@Suite struct TrainedGoldenTests {
  @Test func oneForwardPass() throws {
    let golden = try Golden.trained()
    let difference = largestDifference(
      try golden.output(golden.parameters).0.value, try golden.tensor("golden.output"))
    // Outputs are about 1, as above; six blocks leave 2e-6 with OpenBLAS, and other libraries may leave ten times that.
    #expect(difference < 2e-5)
    // The test can fail: a closed gate of one block moves the output far beyond its tolerance.
    var parameters = golden.parameters
    let closed = try #require(
      parameters.layout.specifications.first { $0.name == "blocks.3.mlp.contract.weight" })
    parameters.storage.withUnsafeMutableBuffer { buffer in for index in closed.range { buffer[index] = 0 } }
    #expect(
      largestDifference(try golden.output(parameters).0.value, try golden.tensor("golden.output")) > 1e-2)
  }

  @Test func tenEulerStepsWithGuidance() throws {
    let golden = try Golden.trained()
    // Trained weights keep the state at about 1 in all ten steps, each of which is off by what one pass is: 3e-6 in the end with
    // OpenBLAS, less than the ten passes of ``oneForwardPass()`` may add up to.
    #expect(largestDifference(try golden.tenSteps(), try golden.tensor("golden.euler10")) < 1e-4)
  }

  /// The norm, the sum under a fixed pattern of signs and 16 elements of each gradient.
  @Test func lossAndGradientsOfAllParameters() throws {
    let golden = try Golden.trained()
    let (loss, source) = try golden.loss()
    let expected = try golden.tensor("golden.loss").scalar
    // A mean of 1e5 squares in fp32 in another order; 1e-7 with OpenBLAS.
    #expect(abs(loss.value.scalar - expected) < 1e-5 * expected)
    let gradients = loss.gradients()
    for (specification, variable) in zip(golden.parameters.layout.specifications, source.variables) {
      let want = try golden.tensor("gradient." + specification.name).elements
      let gradient = gradients[variable]?.elements ?? [Float](repeating: 0, count: specification.range.count)
      let norm = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      var signed = 0.0
      for (index, element) in gradient.enumerated() {
        let isPlus = ((index * 2_654_435_761) >> 7) & 1 == 0
        signed += isPlus ? Double(element) : -Double(element)
      }
      let picked = (0..<16).map { Double(gradient[$0 * gradient.count / 16]) }
      // A relative error of 1e-3 in the norm; a sum of n elements with random signs differs by about as much as the norm does.
      for (have, number) in zip([norm, signed] + picked, want) {
        let difference = abs(have - Double(number)), limit = 1e-3 * norm + 1e-7
        #expect(difference < limit, "\(specification.name) of norm \(norm)")
      }
    }
  }
}
