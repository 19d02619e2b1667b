import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeFilm
import ZoetropeGrading
import ZoetropeLayers
import ZoetropeWeights
import ZoetropeWorld

/// `zoetrope evaluate`: how often a model does what it was asked.
struct Evaluate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Grade what weights make of plans they were never trained on.",
    discussion: """
      Each measure stands beside its ceiling, the grade of perfect clips, and its floor, the grade of clips made for other
      plans. Measures are explained beside their names in Sources/Grading/Measure.swift.

      Example: zoetrope evaluate --weights runs/sketch/checkpoint.safetensors --plans 48
      """)

  @Option(
    help:
      "A weights file, or a training checkpoint, whose averaged weights are taken. Without it only ceiling and floor."
  )
  var weights: String?

  @Option(help: "Number of plans.")
  var plans = 48

  @Option(help: "Denoising steps.")
  var steps = 24

  @Option(help: "Guidance scale.")
  var guidance = 1.5

  @Flag(help: "Leave ceiling and floor out.")
  var quick = false

  @Option(help: "Threads; one per core by default.")
  var threads: Int?

  func run() async throws {
    if let threads { Parallel.threadCount = threads }
    let grader = Grader(world: try World())
    let plans = (0..<plans).map { Calibration.heldOutPlan($0) }
    var columns: [GradeTable.Column] = []
    if let weights {
      let denoiser = try Denoiser(trained: URL(fileURLWithPath: weights))
      let clips = try plans.enumerated().map { index, plan in
        try SampleSheet.sample(
          denoiser, plan, stepCount: steps, guidance: Guidance(scale: guidance), stream: UInt64(index))
      }
      columns.append(
        ("score", Tally(try grades(plans.indices) { try grader.grade(clips[$0], against: plans[$0]) })))
    }
    if !quick {
      columns.append(
        ("ceiling", Tally(try grades(plans.indices) { try Calibration.ceiling(plans[$0], grader) })))
      let others = Calibration.shuffled(plans)
      let pairs = plans.indices.compactMap { index in others[index].map { (index, $0) } }
      let floor = try grades(pairs.indices) {
        try Calibration.floor(of: plans[pairs[$0].0], shownBy: plans[pairs[$0].1], grader)
      }
      columns.append(("floor", Tally(floor)))
    }
    print(GradeTable(columns: columns).text())
  }

  /// Grades made on all threads, in order.
  private func grades(_ range: Range<Int>, _ make: @Sendable (Int) throws -> Grade) throws -> [Grade] {
    let results = Collected<Grade>(range.count)
    Parallel.run(range.count) { index in results.set(index, Result { try make(range.lowerBound + index) }) }
    return try results.values()
  }
}

/// Results that several threads fill in.
final class Collected<Value: Sendable>: @unchecked Sendable {  // guarded by the lock
  private var results: [Result<Value, any Error>?]
  private let lock = NSLock()

  init(_ count: Int) { results = Array(repeating: nil, count: count) }

  func set(_ index: Int, _ result: Result<Value, any Error>) { lock.withLock { results[index] = result } }

  /// All results in order.
  ///
  /// - Throws: the first error among them.
  func values() throws -> [Value] { try lock.withLock { try results.compactMap { try $0?.get() } } }
}

extension Denoiser {
  /// Opens trained weights, or the averaged ones of a training checkpoint.
  init(trained url: URL) throws {
    let file = try SafetensorsFile(url)
    let configuration = try DenoiserConfiguration(metadata: file.metadata)
    let isCheckpoint = file.metadata["zoetrope.optimizer_steps"] != nil
    let parameters = try Parameters(
      file, layout: configuration.parameterLayout, prefix: isCheckpoint ? "average." : "")
    self.init(configuration, ParameterSource(parameters))
  }
}
