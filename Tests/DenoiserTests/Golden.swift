import Foundation
import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers
import ZoetropeWeights

/// What PyTorch made of a network, a plan and noise.
struct Golden {
  let file: SafetensorsFile
  let configuration: DenoiserConfiguration
  let parameters: Parameters
  let plan: ShotPlan
  let input: ShotInput
  let features: PlanFeatures

  /// A small network with random weights, which are in the file.
  init() throws { try self.init("denoiser") }

  /// The shipped network.
  static func trained() throws -> Golden {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..")
    return try Golden("sketch", weights: root.appending(path: "Models/sketch/weights.safetensors"))
  }

  private init(_ name: String, weights: URL? = nil) throws {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "safetensors", subdirectory: "Goldens"))
    file = try SafetensorsFile(url)
    configuration = try DenoiserConfiguration(metadata: file.metadata)
    let source = try weights.map { try SafetensorsFile($0) } ?? file
    parameters = try Parameters(source, layout: configuration.parameterLayout, prefix: "")
    plan = try ShotPlan(json: Data(try #require(file.metadata["plan"]).utf8))
    let grid = try JSONDecoder().decode([Int].self, from: Data(try #require(file.metadata["grid"]).utf8))
    let patch = configuration.patch
    input = try ShotInput(
      plan, height: grid[1] * patch.height, width: grid[2] * patch.width, for: configuration)
    features = input.features()
  }

  func tensor(_ name: String) throws -> Tensor {
    Tensor(try file.floats(name), Shape(try file.entry(name).shape))
  }

  /// One forward pass.
  func output(_ parameters: Parameters, isTracked: Bool = false) throws -> (Variable, ParameterSource) {
    let source = ParameterSource(parameters, isTracked: isTracked)
    let denoiser = Denoiser(configuration, source)
    let output = denoiser(
      patches: Variable(try tensor("golden.z")), levels: try tensor("golden.levels").elements,
      conditioning: denoiser.conditioning([features]))
    return (output, source)
  }

  /// Ten Euler steps with guidance.
  func tenSteps() throws -> Tensor {
    let shot = try ShotDenoiser(
      Denoiser(configuration, ParameterSource(parameters)), input, sampler: .euler,
      levels: NoiseSchedule(.shifted, shift: 3).levels(stepCount: 10), guidance: Guidance(scale: 1.5))
    var denoising = try shot.start(noise: try tensor("golden.noise"))
    while denoising.next() != nil {}
    return denoising.state.sampler.z
  }

  /// The velocity loss of one forward pass.
  func loss() throws -> (Variable, ParameterSource) {
    let (output, source) = try output(parameters, isTracked: true)
    let levels = try tensor("golden.levels").elements
    let open = Float(levels.count { $0 > 0 } * output.shape.columns)
    let weights = zip(levels, try tensor("golden.weights").elements).map { t, weight in
      // Levels of the golden passes lie above the clamp of either loss; TrainingTests has levels below.
      t > 0 ? weight / (FlowPath.divisor(t) * FlowPath.divisor(t)) / open : 0
    }
    return (
      output.weightedSquaredError(to: try tensor("golden.target"), weights: Tensor(weights)), source
    )
  }
}
