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
    data.shapes = [.square]
    let stream = try DenoiserStream(world: World(), configuration: configuration, data: data, seed: 1)
    let task = DenoiserTask(configuration, stream: stream) { _, _, _ in }
    let optimizer = Optimizer()
    var parameters = Parameters(layout: task.layout, seed: 1)
    // Blocks start out closed (their gates are zero); noise on all parameters opens them, as training would.
    parameters.storage.add(.normal([parameters.layout.count], seed: 2), scaledBy: 0.02)
    var state = Optimizer.State(task.layout)
    var times: [String: (seconds: [Double], processor: [Double])] = [:]
    var tokens: [Double] = []
    var replay: (cost: DenoisingCost, products: ProductReplay)?
    let wall = ContinuousClock()
    func now() -> (wall: ContinuousClock.Instant, processor: Double) {
      (wall.now, Double(clock()) / Double(CLOCKS_PER_SEC))
    }
    try ComputeContext.current.with(precision: precision).run {
      for run in -1..<runs {
        var lap = now()
        func book(_ name: String, since start: (wall: ContinuousClock.Instant, processor: Double)) {
          lap = now()
          guard run >= 0 else { return }
          times[name, default: ([], [])].seconds.append((lap.wall - start.wall).seconds)
          times[name, default: ([], [])].processor.append(lap.processor - start.processor)
        }
        let batch = try task.batch(run + 1)
        book("render", since: lap)
        let start = lap
        var (source, loss): (ParameterSource?, TrainingLoss?) = (nil, nil)
        source = ParameterSource(parameters, isTracked: true)
        loss = source.map { task.loss(batch, $0) }
        book("forwards", since: lap)
        let gradients = loss.map { $0.value.gradients() }
        let all = source?.variables.map { gradients?[$0] } ?? []
        let count = loss?.tokenCount ?? 0
        // The network's views of the parameters end here, so that the update need not copy them.
        (source, loss) = (nil, nil)
        book("backwards", since: lap)
        _ = optimizer.step(&parameters, gradients: all, state: &state, rate: 1e-3)
        book("update", since: lap)
        book("step", since: start)
        if run >= 0 { tokens.append(Double(count)) }
        // Each GEMM forwards has two backwards, as large as itself.
        let own =
          replay
          ?? {
            let clips = batch.features.count
            let context = Double(batch.features.reduce(0) { $0 + $1.contextRows.count }) / Double(clips)
            let cost = DenoisingCost(
              configuration, patchCount: batch.levels.count / clips, contextCount: Int(context.rounded()),
              branchCount: clips)
            return (cost, ProductReplay(cost))
          }()
        replay = own
        lap = now()
        for _ in 0..<3 { own.products.run() }
        book("GEMMs alone", since: lap)
      }
    }
    let steps = times["step"]?.seconds ?? []
    func shares(_ values: KeyPath<(seconds: [Double], processor: [Double]), [Double]>) -> Spread {
      guard let step = times["step"], let products = times["GEMMs alone"] else { return Spread([]) }
      return Spread(zip(products[keyPath: values], step[keyPath: values]).map { $0 / $1 * 100 })
    }
    return BenchmarkRecord(
      subject: "train", version: version,
      settings: [
        "network": configuration.name, "patches": "\(patchCount)", "precision": precision.rawValue,
        "parameters": "\(task.layout.count)",
      ],
      measurements: ["step", "render", "forwards", "backwards", "update"].map {
        Measurement($0, Spread(times[$0]?.seconds ?? []).scaled(by: 1000), .milliseconds)
      }
        + ["step", "forwards", "backwards", "update"].map {
          Measurement("\($0), processor", Spread(times[$0]?.processor ?? []).scaled(by: 1000), .milliseconds)
        } + [
          Measurement("work", (replay?.cost.flop ?? 0) * 3e-9, .gigaflop),
          Measurement(
            "GEMMs alone", Spread(times["GEMMs alone"]?.seconds ?? []).scaled(by: 1000), .milliseconds),
          Measurement("share of the GEMM peak", shares(\.seconds), .percent),
          Measurement("… in processor time", shares(\.processor), .percent),
          Measurement("tokens", Spread(zip(tokens, steps).map { $0 / $1 }), .tokensPerSecond),
          Measurement("peak of process", Machine.peakMemory / 1e6, .megabytes),
        ])
  }
}
