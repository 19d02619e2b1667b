// This machine as the cost model sees it, and how far the model is from measurements it has not seen.

import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeLayers

/// A step that was measured part by part.
public struct MeasuredStep: Sendable, Equatable {
  /// What was measured.
  public var name: String
  /// The work of each part.
  public var work: [Part: Work]
  /// Seconds of each part, median.
  public var partSeconds: [Part: Double]
  /// Seconds of the step, median, measured without the stopwatch.
  public var seconds: Double
  /// The most bytes that tensors took.
  public var peakBytes: Double
  /// The most numbers in memory by the model.
  public var residentNumbers: Double

  /// Makes a measured step.
  public init(
    name: String, work: [Part: Work], partSeconds: [Part: Double], seconds: Double, peakBytes: Double = 0,
    residentNumbers: Double = 0
  ) {
    self.name = name
    self.work = work
    self.partSeconds = partSeconds
    self.seconds = seconds
    self.peakBytes = peakBytes
    self.residentNumbers = residentNumbers
  }

  /// The work of the whole step.
  public var totalWork: Work { work.values.reduce(Work(), +) }
}

extension DenoiseBenchmark {
  /// Measures a step and its parts for the cost model.
  ///
  /// - Throws: `DenoiserError` for a clip that does not fit the patch size.
  public func measureStep() throws -> MeasuredStep {
    let prepared = try prepare()
    var denoising = prepared.denoising
    let watch = Stopwatch()
    var booked: [[Part: Double]] = []
    func step() { if denoising.next() == nil { denoising = prepared.denoising } }
    let (peakBytes, _) = memory(of: step)
    let turns = Turns(
      runs: runs, warmUps: warmUps,
      [
        step,
        {
          let start = watch.seconds
          Stopwatch.$current.withValue(watch) { step() }
          booked.append(watch.seconds.merging(start) { $0 - $1 })
        },
      ])
    let evaluations = Double(sampler.evaluationsPerStep)
    let measured = booked.dropFirst(warmUps)
    return MeasuredStep(
      name: "\(configuration.name), \(frameCount) frames of \(width)×\(height)"
        + (guidanceScale == 1 ? "" : ", guided"),
      work: Dictionary(
        uniqueKeysWithValues: Part.allCases.map { ($0, evaluations * prepared.cost.work(of: $0)) }),
      partSeconds: Dictionary(
        uniqueKeysWithValues: Part.allCases.map { part in
          (part, Spread(measured.map { $0[part] ?? 0 }).median)
        }),
      seconds: Spread(turns.seconds[0]).median, peakBytes: Double(peakBytes),
      residentNumbers: prepared.cost.residentNumbers)
  }
}

extension Device {
  /// The device whose rates explain measured steps best.
  ///
  /// Least squares over all parts of all steps: each part's error counts as a share of its step, so that small sizes speak as
  /// loudly as large ones. Rates that come out negative explain nothing and are left out (as infinite).
  public init(fitting steps: [MeasuredStep], name: String, numberSize: Double, memory: Double) {
    var rows: [(coefficients: [Double], value: Double)] = []
    for step in steps {
      for (part, work) in step.work {
        let weight = 1 / step.seconds
        rows.append(
          (
            [work.linear, work.attention, work.numbers * numberSize, work.calls].map { $0 * weight },
            (step.partSeconds[part] ?? 0) * weight
          ))
      }
    }
    let slopes = LeastSquares.nonnegative(rows)
    self.init(
      name: name, linearRate: 1 / slopes[0], attentionRate: 1 / slopes[1], bandwidth: 1 / slopes[2],
      callSeconds: slopes[3], numberSize: numberSize, memory: memory,
      source: "fitted to \(steps.count) measured steps: \(steps.map(\.name).joined(separator: "; "))")
  }

  /// How far the model is from a measured step, as a share of the measured time; positive where it says more.
  public func error(of step: MeasuredStep) -> Double { seconds(step.totalWork) / step.seconds - 1 }
}

/// Small systems of linear equations.
enum LeastSquares {
  /// The non-negative x that makes Σ (coefficients·x − value)² least, by leaving out what comes out negative.
  static func nonnegative(_ rows: [(coefficients: [Double], value: Double)]) -> [Double] {
    let count = rows.first?.coefficients.count ?? 0
    var active = Array(0..<count)
    while true {
      let matrix = active.map { i in
        active.map { j in rows.reduce(0) { $0 + $1.coefficients[i] * $1.coefficients[j] } }
      }
      let right = active.map { i in rows.reduce(0) { $0 + $1.coefficients[i] * $1.value } }
      let solution = solve(matrix, right)
      let worst = solution.indices.filter { solution[$0] <= 0 }.min { solution[$0] < solution[$1] }
      guard let worst else {
        var result = [Double](repeating: 0, count: count)
        for (index, value) in zip(active, solution) { result[index] = value }
        return result
      }
      active.remove(at: worst)
    }
  }

  /// Solves a symmetric positive definite system. Unknowns differ by many powers of ten, so it is scaled to ones on the diagonal first.
  static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    let n = right.count
    let scale = (0..<n).map { matrix[$0][$0] > 0 ? 1 / matrix[$0][$0].squareRoot() : 0 }
    var a = (0..<n).map { i in (0..<n).map { j in matrix[i][j] * scale[i] * scale[j] } }
    var b = (0..<n).map { right[$0] * scale[$0] }
    for pivot in 0..<n where a[pivot][pivot] > 1e-12 {
      for row in 0..<n where row != pivot {
        let factor = a[row][pivot] / a[pivot][pivot]
        guard factor != 0 else { continue }
        for column in pivot..<n { a[row][column] -= factor * a[pivot][column] }
        b[row] -= factor * b[pivot]
      }
    }
    return (0..<n).map { a[$0][$0] > 1e-12 ? b[$0] / a[$0][$0] * scale[$0] : 0 }
  }
}

/// Fits this machine to some sizes and asks the model about others.
public struct CostModelCheck: Sendable {
  /// Precision of matrix products.
  public var precision = Precision.float32
  /// Measurements of each size.
  public var runs = 7

  /// Makes a check.
  public init() {}

  /// What came out.
  public struct Result: Sendable {
    /// This machine.
    public var device: Device
    /// The steps it was fitted to.
    public var fitted: [MeasuredStep]
    /// Steps it was not fitted to.
    public var unseen: [MeasuredStep]
  }

  /// A network and a size.
  struct Case: Sendable {
    var configuration: DenoiserConfiguration
    var frames: Int
    var side: Int
    var isGuided: Bool
  }

  /// Sizes that the rates come from: few tokens, many, both presets, frames that fit a cache and frames that do not.
  static let fitted = [
    Case(configuration: .sketch, frames: 4, side: 32, isGuided: true),
    Case(configuration: .sketch, frames: 16, side: 64, isGuided: true),
    Case(configuration: .sketch, frames: 96, side: 64, isGuided: false),
    Case(configuration: .feature, frames: 8, side: 128, isGuided: false),
    Case(configuration: .feature, frames: 24, side: 128, isGuided: false),
  ]

  /// Sizes that it is asked about: longer, larger, and another network with smaller patches.
  static let unseen = [
    Case(configuration: .sketch, frames: 40, side: 64, isGuided: true),
    Case(configuration: .feature, frames: 16, side: 128, isGuided: true),
    Case(
      configuration: DenoiserConfiguration(
        name: "384×12", patch: PatchSize(frames: 2, height: 4, width: 4), hiddenSize: 384, depth: 12,
        headCount: 6), frames: 20, side: 64, isGuided: false),
  ]

  /// Measures, fits and asks.
  ///
  /// - Throws: ``BenchmarkError`` where the machine lacks the precision.
  public func run(report: (String) -> Void = { _ in }) throws -> Result {
    try precision.used {
      func measure(_ cases: [Case]) throws -> [MeasuredStep] {
        try cases.map { sizes in
          var benchmark = DenoiseBenchmark(sizes.configuration, height: sizes.side, width: sizes.side)
          benchmark.frameCount = sizes.frames
          benchmark.guidanceScale = sizes.isGuided ? 1.5 : 1
          benchmark.runs = runs
          let step = try benchmark.measureStep()
          report(step.name)
          return step
        }
      }
      let machine = Machine.current()
      let fitted = try measure(CostModelCheck.fitted)
      let device = Device(
        fitting: fitted, name: "\(machine.processor), \(machine.threadCount) threads, \(precision.rawValue)",
        numberSize: 4, memory: Double(machine.memory))
      return Result(device: device, fitted: fitted, unseen: try measure(CostModelCheck.unseen))
    }
  }
}
