import ArgumentParser
import Foundation
import ZoetropeCast
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeFiles
import ZoetropeShot
import ZoetropeEvaluation
import ZoetropeGrading
import ZoetropeSession
import ZoetropePlanner
import ZoetropeWorld

/// What is evaluated.
struct EvaluationOptions: ParsableArguments {
  @Argument(
    help:
      "Suite file: JSON lines of prompts or plans. Without it, held-out plans are sampled, which training never uses.",
    completion: .file(extensions: ["jsonl"]))
  var suite: String?

  @Option(
    help:
      "Weights file, or a training checkpoint, of which the EMA weights are used; by default the installed model.",
    completion: .file(extensions: ["safetensors"]))
  var weights: String?

  @Option(
    help: "Planner weights, for suites of prompts; by default the installed planner.",
    completion: .file(extensions: ["safetensors"]))
  var planner: String?

  @Option(
    help:
      "Number of plans, or of cases of the suite, to use; by default \(EvaluationOptions.planCount) plans, or all cases."
  )
  var plans: Int?

  @Option(help: "Clips per case, each from different noise.")
  var takes = 1

  @Option(help: "Frames of the sampled plans.")
  var frames = 16

  @Flag(
    help:
      "Sample plans of the open cast and compare their scenery too; for models that read pictures this is always so."
  )
  var open = false

  @Option(help: "Precision of GEMM (matrix products); bfloat16 needs a CPU that supports it.")
  var precision = Precision.float32

  @Option(
    help: "Folder for the record and pictures of the clips; an interrupted evaluation resumes from it.",
    completion: .directory)
  var out: String?

  @Option(help: "Number of threads; by default one per core.")
  var threads: Int?

  @Flag(help: "Print the table as Markdown.")
  var markdown = false

  /// Plans that are drawn where nobody says how many.
  private static let planCount = 48

  func validate() throws {
    for (name, value) in [("--plans", plans ?? 1), ("--takes", takes), ("--frames", frames)] where value < 1 {
      throw ValidationError("\(name) is \(value); expected at least 1")
    }
  }

  /// How everything is computed.
  func computeContext() throws -> ComputeContext { try ComputeContext(precision, threads: threads) }

  /// The model that is evaluated.
  func studio() throws -> Studio {
    try weights.map { path in
      let denoiser = try Denoiser(weights: URL(fileURLWithPath: path))
      let reads = denoiser.configuration.appearance == .pictures
      return Studio(denoiser, name: path, pictures: reads ? try CastPictures() : nil)
    } ?? Studio()
  }

  /// The cases with their plans.
  ///
  /// - Parameter grader: where it knows the scenery, plans are of the open cast.
  func cases(_ grader: Grader) throws -> [EvaluationRun.Case] {
    guard let suite else {
      if grader.knowsScenery {
        return (0..<(plans ?? EvaluationOptions.planCount)).map {
          EvaluationRun.Case(plan: Calibration.heldOutOpenPlan($0, grader.world, frameCount: frames))
        }
      }
      var options = ShotSampler.Options()
      options.frameCount = frames
      return (0..<(plans ?? EvaluationOptions.planCount)).map {
        EvaluationRun.Case(plan: Calibration.heldOutPlan($0, options), requires: nil)
      }
    }
    let cases = try SuiteCase.read(URL(fileURLWithPath: suite))
    let planner = try cases.contains { $0.prompt != nil } ? PlannerFile.open(plannerURL()) : nil
    return try Calibration.choice(plans ?? cases.count, of: cases.count).map { index in
      let item = cases[index]
      guard let prompt = item.prompt, let planner else {
        return EvaluationRun.Case(plan: item.plan ?? ShotPlan(scene: .meadow), requires: item.requires)
      }
      var settings = PlanningSettings()
      settings.shape = item.size ?? .square
      let shot = try planner.plan(prompt: prompt, seed: UInt64(index), settings: settings)
      return EvaluationRun.Case(plan: shot.plan, requires: item.requires)
    }
  }

  /// What must be the same for an evaluation to go on: contents of files rather than their names.
  func identity(_ settings: [String: String]) throws -> [String: String] {
    var identity = settings
    identity["takes"] = "\(takes)"
    identity["frames"] = "\(frames)"
    if open { identity["open"] = "true" }
    identity["precision"] = precision.rawValue
    identity["suite"] = try suite.map { try EvaluationOptions.hash(URL(fileURLWithPath: $0)) } ?? ""
    if suite != nil { identity["planner"] = try (try? plannerURL()).map(EvaluationOptions.hash) ?? "" }
    return identity
  }

  /// SHA-256 of the weights.
  func weightsHash() throws -> String { try EvaluationOptions.hash(weightsURL()) }

  // MARK: - Internals

  private func weightsURL() throws -> URL {
    try weights.map { URL(fileURLWithPath: $0) } ?? ModelCatalog.standard().find().weights
  }

  private func plannerURL() throws -> URL {
    if let planner { return URL(fileURLWithPath: planner) }
    guard let url = ModelCatalog.standard().weights(of: .planner) else { throw SessionError.noPlanner }
    return url
  }

  private static func hash(_ url: URL) throws -> String { SHA256.hash(of: try MappedFile(url)) }
}
