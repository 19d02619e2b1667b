import Foundation
import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeLayers
import ZoetropeShot
import ZoetropeWeights

@testable import ZoetropeTraining

/// What PyTorch made of the same steps and the same batch: `Scripts/reference/training_goldens.py` wrote the numbers.
struct TrainingGolden: Decodable {
  struct OptimizerCase: Decodable, CustomTestStringConvertible, Sendable {
    let name: String, role: String
    let shape: [Int]
    let parts: Int
    let rate: Float
    let start: [Float]
    let gradients: [[Float]], after: [[Float]]
    var testDescription: String { name }

    var optimizerRole: OptimizerRole {
      role == "hidden" ? .hidden(parts: parts) : role == "matrix" ? .matrix : .vector
    }
  }

  struct Loss: Decodable {
    struct Case: Decodable {
      let level: Float, loss: Float
      let gradientNorm: Double
    }

    let plan: ShotPlan
    let actorWeight: Float, clamp: Float
    let cases: [Case]
  }

  let optimizers: [OptimizerCase]
  let loss: Loss

  static let shared = Result {
    let url = try #require(
      Bundle.module.url(forResource: "training", withExtension: "json", subdirectory: "Goldens"))
    return try JSONDecoder().decode(TrainingGolden.self, from: Data(contentsOf: url))
  }
}

@Suite struct TrainingGoldenTests {
  /// Three steps of Muon and AdamW, in double precision there. Parameters of about 1 are rounded to fp32 in each step, which leaves
  /// 6e-8; the rounding inside of a step is scaled down by the rate.
  @Test(arguments: try TrainingGolden.shared.get().optimizers)
  func stepsArePyTorchs(golden: TrainingGolden.OptimizerCase) {
    let shape = Shape(golden.shape)
    let layout = ParameterLayout.of {
      _ = $0.parameter("p", shape, .zeros, golden.optimizerRole)
    }
    var parameters = Parameters(layout: layout, storage: Tensor(golden.start))
    var state = Optimizer.State(layout)
    var optimizer = Optimizer()
    // PyTorch's rules do not clip; the trainer there does it before them.
    optimizer.maximumGradientNorm = .infinity
    for (gradient, expected) in zip(golden.gradients, golden.after) {
      optimizer.step(
        &parameters, gradients: [Tensor(gradient, shape)], state: &state, rate: golden.rate)
      let difference = zip(parameters.storage.elements, expected).map { abs($0 - $1) }.max() ?? .infinity
      #expect(difference < 1e-6, "step \(state.stepCount)")
      // The test can fail: a step is far longer than what may differ.
      #expect(zip(golden.start, expected).contains { abs($0 - $1) > 5e-3 })
    }
  }

  /// The loss that training minimises, and its gradient's norm, at levels below both clamps, between them and above; a third of
  /// the patches is known. Means of 1e4 terms in fp32 in another order: with OpenBLAS a relative 2e-7, gradients 3e-7.
  @Test func theTrainedLossIsPyTorchs() throws {
    let golden = try TrainingGolden.shared.get().loss
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = try SafetensorsFile(folder.appending(path: "DenoiserTests/Goldens/denoiser.safetensors"))
    let configuration = try DenoiserConfiguration(metadata: file.metadata)
    let parameters = try Parameters(file, layout: configuration.parameterLayout, prefix: "")
    func tensor(_ name: String) throws -> Tensor {
      Tensor(try file.floats(name), Shape(try file.entry(name).shape))
    }
    let grid = try JSONDecoder().decode([Int].self, from: Data(try #require(file.metadata["grid"]).utf8))
    let patch = configuration.patch
    let input = try ShotInput(
      golden.plan, height: grid[1] * patch.height, width: grid[2] * patch.width, for: configuration)
    var data = DenoiserData()
    (data.actorWeight, data.weightClamp) = (golden.actorWeight, golden.clamp)
    #expect(DenoiserData().weightClamp == golden.clamp && DenoiserData().actorWeight == golden.actorWeight)
    for example in golden.cases {
      let clean = try tensor("golden.target")
      let clip = DenoiserBatch.NoisyClip(
        clean: clean, noise: try tensor("golden.noise"), features: input.features(),
        known: KnownPixels(
          patches: clean, isWhole: (0..<input.geometry.grid.count).map { $0 % 3 == 0 }),
        level: example.level)
      let batch = DenoiserBatch([clip], patch: patch, data: data)
      let source = ParameterSource(parameters, isTracked: true)
      let loss = DenoiserTask.loss(batch, configuration, source)
      #expect(abs(loss.value.value.scalar - example.loss) < 2e-6 * example.loss, "level \(example.level)")
      let gradients = loss.value.gradients()
      let norm = source.variables.reduce(0) { $0 + (gradients[$1]?.squaredNorm() ?? 0) }.squareRoot()
      #expect(abs(norm - example.gradientNorm) < 1e-5 * example.gradientNorm, "level \(example.level)")
      // The unweighted velocity error in the log is binned by the level.
      #expect(loss.parts.map(\.name) == ["t0\(Int(example.level * 10))"])
    }
  }
}
