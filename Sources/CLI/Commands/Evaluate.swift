import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeFilm
import ZoetropeGrading
import ZoetropeMedia
import ZoetropePlanner
import ZoetropeWorld

/// `zoetrope evaluate`: how often a model does what it was asked.
struct Evaluate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Grade what weights make of a suite, or of plans they were never trained on.",
    discussion: """
      Each measure stands beside its ceiling, the grade of perfect clips, and its floor, the grade of clips made for other
      plans. Measures are explained in Docs/Grading.md. With --out the record is kept, and an evaluation that was
      interrupted goes on from it.

      Examples:
        zoetrope evaluate --weights runs/sketch/checkpoint.safetensors --plans 48
        zoetrope evaluate Models/suites/freeform.jsonl --planner planner.safetensors --quick
        zoetrope evaluate Models/suites/looks.jsonl --weights weights.safetensors --out runs/looks
      """)

  @Argument(
    help: "A suite: JSON lines of prompts or plans. Without it, plans are drawn that training never draws.")
  var suite: String?

  @Option(
    help:
      "A weights file, or a training checkpoint, whose averaged weights are taken. Without it only ceiling and floor."
  )
  var weights: String?

  @Option(help: "Weights of a planner, for suites of prompts.")
  var planner: String?

  @Option(help: "Number of plans, or of the suite's cases from its beginning.")
  var plans: Int?

  @Option(help: "Denoising steps.")
  var steps = 24

  @Option(help: "Guidance scale.")
  var guidance = 1.5

  @Option(help: "Integrator: \(SamplerKind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var sampler = SamplerKind.euler

  @Option(help: "Clips of each case, each from other noise.")
  var takes = 1

  @Flag(help: "Leave ceiling and floor out.")
  var quick = false

  @Option(help: "Folder of the record and of pictures of the clips.")
  var out: String?

  @Option(help: "Threads; one per core by default.")
  var threads: Int?

  func validate() throws {
    for (name, value) in [("--plans", plans ?? 1), ("--steps", steps), ("--takes", takes)] where value < 1 {
      throw ValidationError("\(name) is \(value); expected at least 1")
    }
  }

  func run() async throws {
    if let threads { Parallel.threadCount = threads }
    let cases = try self.cases()
    let folder = out.map { URL(fileURLWithPath: $0, isDirectory: true) }
    let log = try folder.map { folder in
      try EvaluationLog(
        folder.appending(path: "grades.jsonl"),
        settings: [
          "suite": suite ?? "", "planner": planner ?? "", "weights": weights ?? "", "steps": "\(steps)",
          "guidance": "\(guidance)",
          "sampler": sampler.rawValue, "takes": "\(takes)", "cases": "\(cases.count)",
        ])
    }
    let run = EvaluationRun(grader: Grader(world: try World()), cases: cases, log: log, folder: folder)
    if let weights {
      let denoiser = try Denoiser(trained: URL(fileURLWithPath: weights))
      try run.gradeScore(takes: takes) { plan, take in
        try SampleSheet.sample(
          denoiser, plan, stepCount: steps, sampler: sampler, guidance: Guidance(scale: guidance),
          stream: plan.seed &+ UInt64(take) << 32)
      }
    }
    if !quick { try run.gradeCalibration() }
    print(run.report())
    try run.writeWorst()
  }

  // MARK: - Internals

  /// The cases with their plans.
  private func cases() throws -> [EvaluationRun.Case] {
    guard let suite else {
      return (0..<(plans ?? 48)).map { EvaluationRun.Case(plan: Calibration.heldOutPlan($0), requires: nil) }
    }
    let cases = try SuiteCase.read(URL(fileURLWithPath: suite))
    let planner = try planner.map { try Planner(contentsOf: URL(fileURLWithPath: $0)) }
    return try cases.prefix(plans ?? cases.count).enumerated().map { index, item in
      if let plan = item.plan { return EvaluationRun.Case(plan: plan, requires: item.requires) }
      guard let planner else {
        throw ValidationError("\(suite) holds prompts; give the weights of a planner with --planner")
      }
      var settings = PlanningSettings()
      settings.shape = item.size ?? .square
      let shot = try planner.plan(prompt: item.prompt ?? "", seed: UInt64(index), settings: settings)
      return EvaluationRun.Case(plan: shot.plan, requires: item.requires)
    }
  }
}
