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

  @Option(help: "Folder of the record; an evaluation that was interrupted goes on there.")
  var out: String?

  func run() async throws {
    if let threads { Parallel.threadCount = threads }
    let grader = Grader(world: try World())
    let plans = (0..<plans).map { Calibration.heldOutPlan($0) }
    let log = try out.map { folder in
      try EvaluationLog(
        URL(fileURLWithPath: folder).appending(path: "grades.jsonl"),
        settings: [
          "weights": weights ?? "", "plans": "\(plans.count)", "steps": "\(steps)", "guidance": "\(guidance)",
        ])
    }
    let run = EvaluationRun(log: log)
    if let weights {
      let denoiser = try Denoiser(trained: URL(fileURLWithPath: weights))
      for (index, plan) in plans.enumerated() where !run.has(.score, index) {
        let clip = try SampleSheet.sample(
          denoiser, plan, stepCount: steps, guidance: Guidance(scale: guidance), stream: UInt64(index))
        try run.add(.score, index, plan, try grader.grade(clip, against: plan))
      }
    }
    if !quick {
      let others = Calibration.shuffled(plans)
      try run.addAll(.ceiling, plans.indices) { (plans[$0], try Calibration.ceiling(plans[$0], grader)) }
      try run.addAll(.floor, plans.indices.filter { others[$0] != nil }) { index in
        let other = plans[others[index] ?? index]
        return (plans[index], try Calibration.floor(of: plans[index], shownBy: other, grader))
      }
    }
    print(GradeTable(columns: run.columns).text())
  }
}

/// The cases of an evaluation as they come in.
final class EvaluationRun: @unchecked Sendable {  // guarded by the lock
  private let log: EvaluationLog?
  private let lock = NSLock()
  private var cases: [GradedCase]

  init(log: EvaluationLog?) {
    self.log = log
    cases = log?.earlier ?? []
  }

  func has(_ source: GradedCase.Source, _ index: Int) -> Bool {
    lock.withLock { cases.contains { $0.source == source && $0.index == index } }
  }

  func add(_ source: GradedCase.Source, _ index: Int, _ plan: ShotPlan, _ grade: Grade) throws {
    let graded = GradedCase(
      source: source, index: index, seed: plan.seed, title: plan.title, grade: grade)
    try log?.append(graded)
    lock.withLock { cases.append(graded) }
  }

  /// Grades what is not graded yet, on all threads.
  func addAll(
    _ source: GradedCase.Source, _ indices: some Sequence<Int>,
    _ make: @Sendable (Int) throws -> (ShotPlan, Grade)
  ) throws {
    let open = indices.filter { !has(source, $0) }
    let results = Collected<Void>(open.count)
    Parallel.run(open.count) { piece in
      results.set(
        piece,
        Result {
          let (plan, grade) = try make(open[piece])
          try add(source, open[piece], plan, grade)
        })
    }
    _ = try results.values()
  }

  /// A column for each source that has cases.
  var columns: [GradeTable.Column] {
    lock.withLock {
      GradedCase.Source.allCases.compactMap { source in
        let grades = cases.filter { $0.source == source }.map(\.grade)
        return grades.isEmpty ? nil : (source.rawValue, Tally(grades))
      }
    }
  }
}

extension ShotPlan {
  /// The plan in a few words, for labels.
  var title: String {
    let actors = self.actors.map { [$0.tint?.rawValue, $0.kind.rawValue, $0.motion.rawValue] }
    let words =
      actors.map { $0.compactMap { $0 } } + [
        [scene.rawValue, time.rawValue, weather.rawValue, look.rawValue]
      ]
    return words.map { $0.joined(separator: " ") }.joined(separator: ", ")
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
