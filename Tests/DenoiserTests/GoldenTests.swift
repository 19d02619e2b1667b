import Foundation
import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeFilm
import ZoetropeLayers
import ZoetropeWeights

/// The network against PyTorch's, on random weights: `Scripts/reference/denoiser_goldens.py` made the numbers.
@Suite struct GoldenTests {
  private struct Golden {
    let file: SafetensorsFile
    let configuration: DenoiserConfiguration
    let parameters: Parameters
    let plan: ShotPlan
    let features: PlanFeatures
    let unguided: PlanFeatures

    init() throws {
      let url = try #require(
        Bundle.module.url(forResource: "denoiser", withExtension: "safetensors", subdirectory: "Goldens"))
      file = try SafetensorsFile(url)
      configuration = try DenoiserConfiguration(metadata: file.metadata)
      parameters = try Parameters(file, layout: configuration.parameterLayout, prefix: "")
      plan = try ShotPlan(json: Data(try #require(file.metadata["plan"]).utf8))
      let grid = try JSONDecoder().decode([Int].self, from: Data(try #require(file.metadata["grid"]).utf8))
      let patch = configuration.patch
      let geometry = try ClipGeometry(
        times: (0..<plan.frameCount).map(plan.time(ofFrame:)), height: grid[1] * patch.height,
        width: grid[2] * patch.width, patch: patch)
      features = try PlanFeatures(plan, geometry, knowledge: configuration.knowledge)
      unguided = try PlanFeatures(
        plan, geometry, knowledge: configuration.knowledge, dropsWords: true, dropsLayout: true)
    }

    func tensor(_ name: String) throws -> Tensor {
      Tensor(try file.floats(name), Shape(try file.entry(name).shape))
    }

    func output(_ parameters: Parameters, isTracked: Bool = false) throws -> (Variable, ParameterSource) {
      let source = ParameterSource(parameters, isTracked: isTracked)
      let denoiser = Denoiser(configuration, source)
      let output = denoiser(
        patches: Variable(try tensor("golden.z")), levels: try tensor("golden.levels").elements,
        conditioning: denoiser.conditioning([features]))
      return (output, source)
    }
  }

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

  @Test func tenEulerStepsWithGuidance() throws {
    let golden = try Golden()
    var denoising = try Denoising(
      Denoiser(golden.configuration, ParameterSource(golden.parameters)), plan: golden.features,
      unguided: golden.unguided,
      sampler: Sampler(.euler, levels: try NoiseSchedule(.shifted, shift: 3).levels(stepCount: 10)),
      guidance: Guidance(scale: 1.5), state: SamplerState(noise: try golden.tensor("golden.noise")))
    while denoising.next() != nil {}
    // Ten passes add up their roundings, and guidance stretches differences.
    #expect(largestDifference(denoising.state.z, try golden.tensor("golden.euler10")) < 2e-4)
  }

  /// Relative to each tensor's norm, so that a wrong factor or sign in any of them shows.
  @Test func lossAndGradientsOfAllParameters() throws {
    let golden = try Golden()
    let (output, source) = try golden.output(golden.parameters, isTracked: true)
    let levels = try golden.tensor("golden.levels").elements
    let width = output.shape.columns
    let open = Float(levels.count { $0 > 0 } * width)
    let weights = zip(levels, try golden.tensor("golden.weights").elements).map { t, weight in
      t > 0 ? weight / (max(t, PredictionTarget.clamp) * max(t, PredictionTarget.clamp)) / open : 0
    }
    let loss = output.weightedSquaredError(to: try golden.tensor("golden.target"), weights: Tensor(weights))
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
