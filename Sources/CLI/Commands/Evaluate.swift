import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeEvaluation
import ZoetropeGrading
import ZoetropeSession
import ZoetropeWorld

/// `zoetrope evaluate`: how often a model does what it was asked.
struct Evaluate: AsyncParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    abstract: "Grade the clips that a model makes of a suite, or of held-out plans.",
    discussion: """
      Prints every metric with an upper bound (oracle score: the grade of perfect renders) and a baseline (shuffled score: the \
      grade of clips of other plans), then the kinds, motions, scenes, looks and camera moves that the model is weakest at. \
      Docs/Grading.md explains the metrics. --out keeps the record, with a picture of the weakest clips; the same command \
      resumes from it after an interruption, or extends it with more --plans.

      Examples:
        zoetrope evaluate --plans 48
        zoetrope evaluate Models/suites/freeform.jsonl --plans 20 --quick
        zoetrope evaluate Models/suites/looks.jsonl --weights runs/sketch/checkpoint.safetensors --out runs/looks
      """)

  @OptionGroup var options: EvaluationOptions

  @Option(help: "Number of denoising steps; by default as the model makes clips.")
  var steps: Int?

  @Option(help: "Classifier-free guidance scale; 1 turns guidance off. By default as the model makes clips.")
  var guidance: Double?

  @Option(help: "Fraction of the initial noise that moves with the camera (warped noise), 0…1.")
  var sceneNoise = ShotNoise.standardSceneShare

  @Option(
    help:
      "Sampler (ODE solver): \(SamplerKind.words.joined(separator: ", ")); by default \(GenerationSettings.standardSampler.rawValue).",
    completion: .list(SamplerKind.words), transform: { try choice($0) })
  var sampler = GenerationSettings.standardSampler

  @Flag(help: "Skip the oracle score and the shuffled baseline.")
  var quick = false

  @Flag(help: "Only the oracle score and the shuffled baseline; no model is run.")
  var calibrate = false

  func validate() throws {
    if let steps, !(1...1000).contains(steps) {
      throw ValidationError("--steps is \(steps); expected 1…1000")
    }
    guard (0...1).contains(sceneNoise) else {
      throw ValidationError("--scene-noise is \(sceneNoise); expected 0…1")
    }
    if quick && calibrate { throw ValidationError("--quick and --calibrate exclude each other") }
  }

  func computeContext() throws -> ComputeContext { try options.computeContext() }

  func run() async throws {
    let studio = calibrate ? nil : try options.studio()
    let knows = options.open || studio?.knowsScenery == true
    let grader = Grader(world: try World(), knowsScenery: knows)
    let cases = try options.cases(grader)
    var setting = studio.map(EvaluationSetting.standard) ?? EvaluationSetting()
    (setting.sampler, setting.sceneNoise) = (sampler, sceneNoise)
    if let steps { setting.stepCount = steps }
    if let guidance { setting.guidanceScale = guidance }
    let folder = options.out.map { URL(fileURLWithPath: $0, isDirectory: true) }
    let log = try folder.map { folder in
      var identity = try options.identity(calibrate ? [:] : setting.identity)
      if !calibrate { identity["weights"] = try options.weightsHash() }
      return try EvaluationLog(folder.appending(path: "grades.jsonl"), settings: identity)
    }
    let run = EvaluationRun(grader: grader, cases: cases, log: log, folder: folder)
    if let studio { try await run.gradeModel(studio, setting, takes: options.takes) }
    if !quick { try run.gradeCalibration() }
    print(run.report(asMarkdown: options.markdown))
    try run.writeSheets(takes: options.takes)
  }
}
