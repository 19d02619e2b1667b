import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers
import ZoetropeTraining
import ZoetropeWorld

/// Measures a step of training the denoiser: rendering a batch, forwards, backwards, update.
public struct TrainBenchmark: Sendable {
  /// The network.
  public var configuration: DenoiserConfiguration
  /// Patches per batch, about.
  public var patchCount = 2048
  /// Precision of GEMM.
  public var precision = Precision.float32
  /// Measurements.
  public var runs = 5

  /// Makes a benchmark.
  public init(_ configuration: DenoiserConfiguration) { self.configuration = configuration }

  /// Measures.
  ///
  /// - Throws: `WorldError` where the set's pictures are missing, `DenoiserError`.
  public func run(version: String) throws -> BenchmarkRecord {
    var data = DenoiserData()
    data.patchesPerBatch = patchCount
    // Clips all alike, so that rivals can be given the same.
    data.frameShares = [DenoiserData.FrameShare(16, 1)]
    data.shapes = [FrameShape.square.rawValue]
    let stream = DenoiserStream(world: try World(), configuration: configuration, data: data, seed: 1)
    let task = DenoiserTask(configuration, stream: stream) { _, _, _ in }
    let optimizer = Optimizer()
    var parameters = Parameters(layout: task.layout, seed: 1)
    var state = Optimizer.State(task.layout)
    var times: [String: [Double]] = [:]
    var tokens: [Double] = []
    let clock = ContinuousClock()
    try ComputeContext.current.with(precision: precision).run {
      for run in -1..<runs {
        var lap = clock.now
        func book(_ name: String) {
          let now = clock.now
          if run >= 0 { times[name, default: []].append((now - lap).seconds) }
          lap = now
        }
        let batch = try task.batch(run + 1)
        book("render")
        let start = lap
        var (source, loss): (ParameterSource?, TrainingLoss?) = (nil, nil)
        source = ParameterSource(parameters, isTracked: true)
        loss = source.map { task.loss(batch, $0) }
        book("forwards")
        let gradients = loss.map { $0.value.gradients() }
        let all = source?.variables.map { gradients?[$0] } ?? []
        let count = loss?.tokenCount ?? 0
        // The network's views of the parameters end here, so that the update need not copy them.
        (source, loss) = (nil, nil)
        book("backwards")
        _ = optimizer.step(&parameters, gradients: all, state: &state, rate: 1e-3)
        book("update")
        if run >= 0 {
          times["step", default: []].append((clock.now - start).seconds)
          tokens.append(Double(count))
        }
      }
    }
    let steps = times["step"] ?? []
    return BenchmarkRecord(
      subject: "train", version: version,
      settings: [
        "network": configuration.name, "patches": "\(patchCount)", "precision": precision.rawValue,
        "parameters": "\(task.layout.count)",
      ],
      measurements: ["step", "render", "forwards", "backwards", "update"].map {
        Measurement($0, Spread(times[$0] ?? []).scaled(by: 1000), .milliseconds)
      } + [
        Measurement("tokens", Spread(zip(tokens, steps).map { $0 / $1 }), .tokensPerSecond),
        Measurement("peak of process", Machine.peakMemory / 1e6, .megabytes),
      ])
  }
}
