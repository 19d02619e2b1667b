import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers

/// Measures a denoising step.
public struct DenoiseBenchmark: Sendable {
  /// The network; its weights are random, which costs the same time as trained ones.
  public var configuration: DenoiserConfiguration
  /// Frames of the clip.
  public var frameCount = 16
  /// Rows of pixels.
  public var height: Int
  /// Columns of pixels.
  public var width: Int
  /// The rule of a step.
  public var sampler = SamplerKind.euler
  /// Strength of guidance; 1 for none, which halves the work.
  public var guidanceScale = 1.5
  /// Precision of GEMM.
  public var precision = Precision.float32
  /// Measurements of everything that is measured.
  public var runs = 9
  /// Unmeasured runs before.
  public var warmUps = 2
  /// Whether a step's parts and its GEMMs alone are measured beside it.
  public var measuresParts = true

  /// Makes a benchmark of a network at a size.
  public init(_ configuration: DenoiserConfiguration, height: Int, width: Int) {
    self.configuration = configuration
    self.height = height
    self.width = width
  }

  /// Measures.
  ///
  /// In each round a step, a step with its parts booked and the step's GEMMs alone are timed one after another,
  /// so that ratios between them hold on a busy machine too.
  ///
  /// - Parameter version: of the program, for the record.
  /// - Throws: `DenoiserError` for a clip that does not fit the patch size.
  public func run(version: String) throws -> BenchmarkRecord {
    let work = try prepare()
    let recorder = Recorder()
    var booked: [[Part: Double]] = []
    var denoising = work.denoising
    func step() { if denoising.next() == nil { denoising = work.denoising } }

    return try ComputeContext.current.with(precision: precision).run {
      let decibels = precision == .float32 ? nil : try nearness(of: work.denoising)
      let (peakBytes, allocations) = memory(of: step)
      guard measuresParts else {
        let turns = Turns(runs: runs, warmUps: warmUps, [step])
        var record = record(
          work.cost, version: version, turns: turns, peakBytes: peakBytes, allocations: allocations)
        if let decibels {
          record.measurements.append(Measurement("estimate against float32", decibels, .decibels))
        }
        return record
      }
      let replays =
        ([nil] + Part.allCases).map { ProductReplay(work.cost, part: $0) }
        + [ProductReplay(work.cost, usesLibrary: true)]
      let turns = Turns(
        runs: runs, warmUps: warmUps,
        [
          step,
          {
            let start = recorder.seconds
            ComputeContext.current.with(observer: recorder).run(step)
            booked.append(recorder.seconds.merging(start) { $0 - $1 })
          },
        ] + replays.map { replay in { for _ in 0..<sampler.evaluationsPerStep { replay.run() } } })
      var record = record(
        work.cost, version: version, turns: turns, peakBytes: peakBytes, allocations: allocations)
      if let decibels {
        record.measurements.append(Measurement("estimate against float32", decibels, .decibels))
      }
      addParts(
        to: &record, work.cost, turns: turns, booked: Array(booked.dropFirst(warmUps)))
      return record
    }
  }

  /// How near the clean estimate in the precision in use comes to that in fp32, in dB of a span of 2.
  private func nearness(of denoising: Denoising) throws -> Double? {
    var (own, exact) = (denoising, denoising)
    guard let clean = own.next()?.clean else { return nil }
    return try ComputeContext.current.with(precision: Precision.float32).run {
      exact.next().map { FrontierBenchmark.decibels(clean, $0.clean) }
    }
  }

  /// The most bytes that tensors take during a step, and how often a later one asks the system for memory: the least of several
  /// steps, since what else the process does meanwhile can only add to the count.
  func memory(of step: () -> Void) -> (peakBytes: Int, allocations: Int) {
    for _ in 0..<3 { step() }
    BufferPool.shared.resetPeak()
    var peakBytes = 0, allocations = Int.max
    for _ in 0..<8 where allocations > 0 {
      let before = BufferPool.shared.statistics
      step()
      let after = BufferPool.shared.statistics
      if peakBytes == 0 { peakBytes = after.peakBytes }
      allocations = min(allocations, after.allocationCount - before.allocationCount)
    }
    return (peakBytes, allocations)
  }

  /// The network ready to denoise, and how much work that is.
  ///
  /// - Throws: `DenoiserError` for a clip that does not fit the patch size.
  public func prepare() throws -> (denoising: Denoising, cost: DenoisingCost) {
    try configuration.validate()
    let plan = DenoiseBenchmark.plan(frameCount: frameCount)
    let patch = configuration.patch
    let input = try ShotInput(
      plan, frames: 0..<frameCount, height: height, width: width, for: configuration)
    let (geometry, features) = (input.geometry, input.features())
    let cost = DenoisingCost(
      configuration, patchCount: geometry.grid.count, contextCount: features.contextRows.count,
      drawnCount: features.pairPatches.count, branchCount: guidanceScale == 1 ? 1 : 2)
    var parameters = Parameters(layout: configuration.parameterLayout, seed: 1)
    // Blocks start out closed (their gates are zero); noise on all parameters opens them, as training would.
    parameters.storage.add(.normal([parameters.layout.count], seed: 2), scaledBy: 0.02)
    let denoiser = Denoiser(configuration, ParameterSource(parameters))
    // More steps than anybody measures: a step costs the same wherever it is on the way, save a last one of Heun.
    let shot = try ShotDenoiser(
      denoiser, input, sampler: sampler, levels: NoiseSchedule().levels(stepCount: 1000),
      guidance: Guidance(scale: guidanceScale))
    var denoising = try shot.start(noise: .normal([geometry.grid.count, patch.valueCount], seed: 3))
    denoising.prepare()
    return (denoising, cost)
  }

  // MARK: - Internals

  /// Two actors that cross, so that layout and guidance have something to do.
  private static func plan(frameCount: Int) -> ShotPlan {
    let end = Double(max(frameCount, 2) - 1) / 8
    func actor(_ kind: ActorKind, _ motion: Motion, from: Double, to: Double) -> Actor {
      Actor(
        kind: kind, motion: motion,
        keyframes: [
          Keyframe(t: 0, x: from, y: 0.6, width: 0.4, height: 0.4),
          Keyframe(t: end, x: to, y: 0.6, width: 0.4, height: 0.4),
        ])
    }
    return ShotPlan(
      frameRate: 8, frameCount: frameCount, size: .square, scene: .meadow,
      actors: [actor(.fox, .right, from: 0.2, to: 0.8), actor(.car, .left, from: 0.8, to: 0.2)])
  }

  private func record(
    _ cost: DenoisingCost, version: String, turns: Turns, peakBytes: Int, allocations: Int
  ) -> BenchmarkRecord {
    let step = turns.seconds[0]
    let evaluations = Double(sampler.evaluationsPerStep)
    let flop = cost.flop * evaluations
    return BenchmarkRecord(
      subject: "denoise", version: version,
      settings: [
        "network": configuration.name, "hidden": "\(configuration.hiddenSize)",
        "depth": "\(configuration.depth)", "heads": "\(configuration.headCount)",
        "patch": "\(configuration.patch.frames)×\(configuration.patch.height)×\(configuration.patch.width)",
        "parameters": "\(configuration.parameterLayout.count)", "frames": "\(frameCount)",
        "size": "\(width)×\(height)", "sampler": sampler.rawValue, "guidance": "\(guidanceScale)",
        "precision": precision.rawValue, "drawn": "\(cost.drawnCount)",
      ],
      measurements: [
        Measurement("step", Spread(step).scaled(by: 1000), .milliseconds),
        Measurement("processor time", Spread(turns.processorSeconds[0]).scaled(by: 1000), .milliseconds),
        Measurement("speed", Spread(step.map { flop / $0 / 1e9 }), .gigaflopPerSecond),
        Measurement("work", flop / 1e9, .gigaflop),
        Measurement("tokens", Double(cost.tokenCount * cost.branchCount), .count),
        Measurement("bytes moved at least", cost.bytes * evaluations / 1e6, .megabytes),
        Measurement("peak of tensors", Double(peakBytes) / 1e6, .megabytes),
        Measurement("peak of process", Machine.peakMemory / 1e6, .megabytes),
        Measurement("allocations per step", Double(allocations), .count),
      ])
  }

  private func addParts(
    to record: inout BenchmarkRecord, _ cost: DenoisingCost, turns: Turns, booked: [[Part: Double]]
  ) {
    let (step, watched, products) = (turns.seconds[0], turns.seconds[1], turns.seconds[2])
    let library = turns.seconds[turns.seconds.count - 1]
    let productsOfParts = Dictionary(uniqueKeysWithValues: zip(Part.allCases, turns.seconds.dropFirst(3)))
    let evaluations = Double(sampler.evaluationsPerStep)
    let flop = cost.flop * evaluations
    let covered = zip(booked, watched).map { parts, whole in parts.values.reduce(0, +) / whole }
    record.measurements += [
      Measurement("GEMMs alone", Spread(products).scaled(by: 1000), .milliseconds),
      Measurement("GEMM speed", Spread(products.map { flop / $0 / 1e9 }), .gigaflopPerSecond),
      Measurement("share of the GEMM peak", Spread(zip(products, step).map { $0 / $1 * 100 }), .percent),
      Measurement(
        "… in processor time",
        Spread(zip(turns.processorSeconds[2], turns.processorSeconds[0]).map { $0 / $1 * 100 }), .percent),
      Measurement("GEMMs by the library", Spread(library).scaled(by: 1000), .milliseconds),
      Measurement("share of the library's peak", Spread(zip(library, step).map { $0 / $1 * 100 }), .percent),
      Measurement("parts cover", Spread(covered).scaled(by: 100), .percent),
    ]
    func milliseconds(_ values: [Double]) -> Double { Spread(values).median * 1000 }
    record.parts = Part.allCases.map { part in
      let flop = cost.flop(of: part) * evaluations
      return PartTime(
        name: part.rawValue, milliseconds: milliseconds(booked.map { $0[part] ?? 0 }), gigaflop: flop / 1e9,
        productMilliseconds: flop == 0 ? nil : productsOfParts[part].map(milliseconds))
    }
    let rest = zip(booked, watched).map { parts, whole in whole - parts.values.reduce(0, +) }
    record.parts.append(PartTime(name: "other", milliseconds: milliseconds(rest), gigaflop: 0))
  }
}
