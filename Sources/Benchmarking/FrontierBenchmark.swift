// What a picture costs: settings of the sampler against time, and against how far the clip is from one of many steps.

import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeRandom
import ZoetropeWorld

/// One way to make a clip, what it costs and how near it comes.
public struct FrontierPoint: Codable, Sendable, Equatable {
  /// The rule of a step.
  public var sampler: SamplerKind
  /// Steps from noise to picture.
  public var stepCount: Int
  /// The least level at which guidance is applied.
  public var lowest: Double
  /// The largest level at which guidance is applied.
  public var highest: Double
  /// Evaluations of the network for one clip; a guided one counts two.
  public var evaluationCount: Int
  /// Seconds of a clip, median over plans.
  public var seconds: Double
  /// Seconds of the processor for a clip, all threads together, median over plans.
  public var processorSeconds: Double
  /// Peak signal-to-noise ratio against the reference in dB, mean over plans.
  public var decibels: Double
}

/// Walks settings of the sampler and compares what they make with a reference of many steps under full guidance.
public struct FrontierBenchmark: Sendable {
  /// A trained network.
  public var denoiser: Denoiser
  /// Shots that are made.
  public var planCount = 2
  /// Numbers of steps.
  public var stepCounts = [4, 8, 12, 16, 24, 32]
  /// Rules of a step.
  public var samplers = SamplerKind.allCases
  /// Levels at which guidance is applied: everywhere, without the last part of the way, without the first.
  public var intervals: [ClosedRange<Double>] = [0...1, 0.5...1, 0...0.9]
  /// Strength of guidance.
  public var guidanceScale = 1.5
  /// Steps of the reference.
  public var referenceStepCount = 100
  /// Precision of GEMM.
  public var precision = Precision.float32

  /// Makes a benchmark of a trained network.
  public init(_ denoiser: Denoiser) { self.denoiser = denoiser }

  /// Measures all combinations.
  ///
  /// - Parameter report: called with each point as soon as it is there.
  /// - Throws: `DenoiserError` for plans that the network does not know.
  public func run(version: String, report: (FrontierPoint) -> Void = { _ in }) throws -> BenchmarkRecord {
    try ComputeContext.current.with(precision: precision).run {
      let shots = try (0..<planCount).map(shot)
      let references = try shots.map {
        try clip(of: $0, .euler, stepCount: referenceStepCount, Guidance(scale: guidanceScale)).pixels
      }
      var points: [FrontierPoint] = []
      for sampler in samplers {
        for stepCount in stepCounts {
          for interval in intervals {
            let guidance = Guidance(
              scale: guidanceScale, lowest: interval.lowerBound, highest: interval.upperBound)
            let runs = try shots.map { try clip(of: $0, sampler, stepCount: stepCount, guidance) }
            let decibels = zip(runs, references).map { FrontierBenchmark.decibels($0.pixels, $1) }
            let point = FrontierPoint(
              sampler: sampler, stepCount: stepCount, lowest: interval.lowerBound,
              highest: interval.upperBound, evaluationCount: runs[0].evaluationCount,
              seconds: Spread(runs.map(\.seconds)).median,
              processorSeconds: Spread(runs.map(\.processorSeconds)).median,
              decibels: decibels.reduce(0, +) / Double(decibels.count))
            report(point)
            points.append(point)
          }
        }
      }
      var record = BenchmarkRecord(
        subject: "frontier", version: version,
        settings: [
          "network": denoiser.configuration.name, "plans": "\(planCount)",
          "reference": "euler, \(referenceStepCount) steps", "guidance": "\(guidanceScale)",
          "precision": precision.rawValue,
        ], measurements: [])
      record.frontier = points.sorted {
        ($0.evaluationCount, -$0.decibels) < ($1.evaluationCount, -$1.decibels)
      }
      return record
    }
  }

  /// Peak signal-to-noise ratio of two pictures whose values span 2 (−1…1): `10·log₁₀(2² / mean squared error)`, infinite for
  /// equal ones.
  public static func decibels(_ a: Tensor, _ b: Tensor) -> Double {
    var difference = a
    difference.add(b, scaledBy: -1)
    return 10 * log10(4 / (difference.squaredNorm() / Double(a.count)))
  }

  // MARK: - Internals

  private struct Shot {
    var input: ShotInput
    var noise: Tensor
  }

  private struct Run {
    var pixels: Tensor
    var evaluationCount: Int
    var seconds: Double
    var processorSeconds: Double
  }

  /// A shot that is never trained on.
  private func shot(_ index: Int) throws -> Shot {
    let configuration = denoiser.configuration
    var generator = Generator(seed: 0x5EED, stream: UInt64(index))
    var options = ShotSampler.Options()
    options.shapes = [.square]
    let plan = ShotSampler(options).sample(using: &generator)
    let input = try ShotInput(plan, for: configuration)
    return Shot(input: input, noise: input.noise(seed: UInt64(index)))
  }

  private func clip(
    of shot: Shot, _ kind: SamplerKind, stepCount: Int, _ guidance: Guidance
  ) throws -> Run {
    let levels = try NoiseSchedule().levels(stepCount: stepCount)
    var denoising = try ShotDenoiser(
      denoiser, shot.input, sampler: kind, levels: levels, guidance: guidance
    ).start(noise: shot.noise)
    denoising.prepare()
    let turns = Turns(runs: 1, warmUps: 0, [{ while denoising.next() != nil {} }])
    // Every level is looked at once, and by Heun again from the step before; the last, 0, by nobody.
    let isActive = levels.dropLast().map(guidance.isActive)
    let looks = kind == .heun ? isActive + isActive.dropFirst() : isActive
    return Run(
      pixels: denoising.state.sampler.z, evaluationCount: looks.reduce(0) { $0 + ($1 ? 2 : 1) },
      seconds: turns.seconds[0][0], processorSeconds: turns.processorSeconds[0][0])
  }
}
