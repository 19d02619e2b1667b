// This machine as the cost model sees it, and how far the model is from sizes it has not seen.

import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeLayers

/// Fits this machine to some sizes and asks the model about others.
///
/// All sizes are measured interleaved, one step of each per round. The model is fitted and asked within a round, so that a slow moment
/// of the machine meets both, and the errors of all rounds are summed up.
public struct CostModelCheck: Sendable {
  /// Precision of GEMM.
  public var precision = Precision.float32
  /// Rounds.
  public var runs = 7

  /// Makes a check.
  public init() {}

  /// One size: what was measured and what the model says.
  public struct Outcome: Sendable {
    /// Medians of all rounds.
    public var step: MeasuredStep
    /// Seconds of the step in each round.
    public var seconds: Spread
    /// How far the model fitted in the same round was off, as a share of the measured time.
    public var error: Spread
    /// The most bytes that tensors took.
    public var peakBytes: Double
    /// Bytes by the model.
    public var estimatedBytes: Double
    /// Whether the model was fitted to it.
    public var isFitted: Bool
  }

  /// What came out.
  public struct Result: Sendable {
    /// This machine, fitted to the medians.
    public var device: Device
    /// All sizes.
    public var outcomes: [Outcome]

    /// The largest error at a size that the model was not fitted to.
    public var worst: Double { outcomes.filter { !$0.isFitted }.map { abs($0.error.median) }.max() ?? 0 }
  }

  /// A network and a size.
  struct Case: Sendable {
    var configuration: DenoiserConfiguration
    var frames: Int
    var side: Int
    var isGuided: Bool
    var isFitted: Bool
  }

  /// Sizes that the rates come from: few tokens and many, both presets, frames that fit a cache and frames that do not; and between
  /// them those that the model is asked about: longer, larger, and another network with smaller patches.
  static let cases = [
    Case(configuration: .sketch, frames: 4, side: 32, isGuided: true, isFitted: true),
    Case(configuration: .sketch, frames: 40, side: 64, isGuided: true, isFitted: false),
    Case(configuration: .sketch, frames: 16, side: 64, isGuided: true, isFitted: true),
    Case(configuration: .feature, frames: 16, side: 128, isGuided: true, isFitted: false),
    Case(configuration: .feature, frames: 8, side: 128, isGuided: false, isFitted: true),
    Case(
      configuration: DenoiserConfiguration(
        name: "384×12", patch: PatchSize(frames: 2, height: 4, width: 4), hiddenSize: 384, depth: 12,
        headCount: 6), frames: 20, side: 64, isGuided: false, isFitted: false),
    Case(configuration: .feature, frames: 24, side: 128, isGuided: false, isFitted: true),
    Case(configuration: .sketch, frames: 96, side: 64, isGuided: false, isFitted: true),
  ]

  /// Measures, fits and asks.
  ///
  /// - Parameter report: called with what is being done.
  /// - Throws: ``BenchmarkError`` where the machine lacks the precision.
  public func run(report: (String) -> Void = { _ in }) throws -> Result {
    try ComputeContext.current.with(precision: precision).run {
      var subjects = try CostModelCheck.cases.map { try Subject($0) }
      report("\(subjects.count) sizes are ready")
      let rounds = (0..<runs).map { round in
        let steps = subjects.indices.map { subjects[$0].measure() }
        report("round \(round + 1) of \(runs)")
        return steps
      }
      return Result(subjects, rounds, precision)
    }
  }
}

extension CostModelCheck.Result {
  /// Fits the model, in each round and to all, and asks it.
  fileprivate init(_ subjects: [Subject], _ rounds: [[MeasuredStep]], _ precision: Precision) {
    let machine = Machine.current()
    // Packed for our own kernels, where they run.
    let copies = !precision.isPacked ? 1 : precision == .float32 ? 2 : 1.5
    func fit(_ steps: [MeasuredStep]) -> Device {
      Device(
        fitting: zip(subjects, steps).filter { $0.0.isFitted }.map(\.1),
        name: "\(machine.processor), \(machine.threadCount) threads, \(precision.rawValue)", numberSize: 4,
        weightCopies: copies, memory: Double(machine.memory))
    }
    let devices = rounds.map(fit)
    let steps = subjects.indices.map { index in MeasuredStep(medianOf: rounds.map { $0[index] }) }
    let device = fit(steps)
    self.device = device
    outcomes = subjects.indices.map { index in
      let subject = subjects[index]
      return CostModelCheck.Outcome(
        step: steps[index], seconds: Spread(rounds.map { $0[index].seconds }),
        error: Spread(zip(devices, rounds).map { $0.error(of: $1[index]) }), peakBytes: subject.peakBytes,
        estimatedBytes: device.bytes(
          weights: subject.cost.weightNumbers, activations: subject.cost.activationNumbers),
        isFitted: subject.isFitted)
    }
  }
}

/// A size that is measured again and again.
private struct Subject {
  let isFitted: Bool
  let cost: DenoisingCost
  let peakBytes: Double
  private let name: String
  private let start: Denoising
  private var denoising: Denoising

  init(_ sizes: CostModelCheck.Case) throws {
    var benchmark = DenoiseBenchmark(sizes.configuration, height: sizes.side, width: sizes.side)
    benchmark.frameCount = sizes.frames
    benchmark.guidanceScale = sizes.isGuided ? 1.5 : 1
    // The others' tensors are there already.
    let before = BufferPool.shared.statistics.liveBytes
    (start, cost) = try benchmark.prepare()
    var denoising = start
    let peak = benchmark.memory { _ = denoising.next() }.peakBytes
    self.denoising = denoising
    peakBytes = Double(peak - before)
    name =
      "\(sizes.configuration.name), \(sizes.frames) frames of \(sizes.side)×\(sizes.side)"
      + (sizes.isGuided ? ", guided" : "")
    isFitted = sizes.isFitted
  }

  /// Takes a step that is looked at.
  mutating func measure() -> MeasuredStep {
    let recorder = Recorder()
    let clock = ContinuousClock()
    if denoising.isDone { denoising = start }
    let began = clock.now
    ComputeContext.current.with(observer: recorder).run { _ = denoising.next() }
    let seconds = (clock.now - began).seconds
    let cost = cost
    return MeasuredStep(
      name: name, work: Dictionary(uniqueKeysWithValues: Part.allCases.map { ($0, cost.work(of: $0)) }),
      partSeconds: recorder.seconds, seconds: seconds)
  }
}
