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
    abstract: "Grade what a model makes of a suite, or of plans it was never trained on.",
    discussion: """
      Each measure stands beside its oracle score, that of perfect clips, and its shuffled baseline, that of clips for other
      plans; then come the kinds, motions, scenes, looks and camera moves that the model is weakest at. Measures are explained
      in Docs/Grading.md. With --out the record is kept, with a picture of the weakest clips; an evaluation that was
      interrupted, or is to have more --plans, goes on from it.

      Examples:
        zoetrope evaluate --plans 48
        zoetrope evaluate Models/suites/freeform.jsonl --plans 20 --quick
        zoetrope evaluate Models/suites/looks.jsonl --weights runs/sketch/checkpoint.safetensors --out runs/looks
      """)

  @OptionGroup var options: EvaluationOptions

  @Option(help: "Denoising steps.")
  var steps = GenerationSettings.standardStepCount

  @Option(help: "Guidance scale.")
  var guidance = Guidance().scale

  @Option(help: "Share of the noise that follows the camera, 0…1.")
  var sceneNoise = ShotNoise.standardSceneShare

  @Option(
    help: "The rule of the steps: \(SamplerKind.words.joined(separator: ", ")).",
    completion: .list(SamplerKind.words), transform: { try choice($0) })
  var sampler = GenerationSettings.standardSampler

  @Flag(help: "Leave oracle score and shuffled baseline out.")
  var quick = false

  @Flag(help: "Oracle score and shuffled baseline only, without a model.")
  var calibrate = false

  func validate() throws {
    guard (1...1000).contains(steps) else { throw ValidationError("--steps is \(steps); expected 1…1000") }
    guard (0...1).contains(sceneNoise) else {
      throw ValidationError("--scene-noise is \(sceneNoise); expected 0…1")
    }
    if quick && calibrate { throw ValidationError("--quick and --calibrate exclude each other") }
  }

  func computeContext() throws -> ComputeContext { try options.computeContext() }

  func run() async throws {
    let cases = try options.cases()
    let setting = EvaluationSetting(
      sampler: sampler, stepCount: steps, guidanceScale: guidance, sceneNoise: sceneNoise)
    let folder = options.out.map { URL(fileURLWithPath: $0, isDirectory: true) }
    let log = try folder.map { folder in
      var identity = try options.identity(calibrate ? [:] : setting.identity)
      if !calibrate { identity["weights"] = try options.weightsHash() }
      return try EvaluationLog(folder.appending(path: "grades.jsonl"), settings: identity)
    }
    let run = EvaluationRun(grader: Grader(world: try World()), cases: cases, log: log, folder: folder)
    if !calibrate { try await run.gradeModel(options.studio(), setting, takes: options.takes) }
    if !quick { try run.gradeCalibration() }
    print(run.report(asMarkdown: options.markdown))
    try run.writeSheets(takes: options.takes)
  }
}
