import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeEvaluation
import ZoetropeGrading
import ZoetropeSession
import ZoetropeWorld

/// `zoetrope sweep`: which steps, guidance and sampler are worth their time.
struct Sweep: AsyncParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    abstract:
      "Grade the same plans under many settings, and name the cheapest setting that is as good as the best.",
    discussion: """
      Each number of steps is tried at one guidance scale (--at-guidance), and each guidance scale at one number of steps \
      (--at-steps); --every-pair tries all combinations. Settings are compared plan by plan (paired), so hard plans favour no \
      setting. --out keeps the records, one folder per setting; later sweeps into the same folder reuse them.

      Examples:
        zoetrope sweep --plans 12 --out runs/sweep
        zoetrope sweep --steps 4,8,16 --guidance 1,1.5,2 --every-pair --markdown
      """)

  @OptionGroup var options: EvaluationOptions

  @Option(
    help: "Numbers of denoising steps to try, separated by commas; by default 4,6,8,12,16,24,50.",
    transform: { try numbers($0, in: 1...1000) })
  var steps = [4, 6, 8, 12, 16, 24, 50]

  @Option(
    help: "Classifier-free guidance scales to try, separated by commas; by default 1,1.5,2,3,4.",
    transform: { try numbers($0, in: 0...20) })
  var guidance = [1, 1.5, 2, 3, 4]

  @Option(
    help:
      "Samplers to try, separated by commas: \(SamplerKind.words.joined(separator: ", ")); by default \(GenerationSettings.standardSampler.rawValue).",
    transform: { try $0.split(separator: ",").map { try choice(String($0)) } })
  var samplers = [GenerationSettings.standardSampler]

  @Option(
    help: "Number of steps at which the guidance scales are tried; by default as the model makes clips.")
  var atSteps: Int?

  @Option(
    help: "Guidance scale at which the numbers of steps are tried; by default as the model makes clips.")
  var atGuidance: Double?

  @Flag(help: "Try every number of steps with every guidance scale.")
  var everyPair = false

  func computeContext() throws -> ComputeContext { try options.computeContext() }

  func run() async throws {
    let studio = try options.studio()
    let hash = try options.weightsHash()
    let grader = Grader(world: try World(), knowsScenery: options.open || studio.knowsScenery)
    let cases = try options.cases(grader)
    let folder = options.out.map { URL(fileURLWithPath: $0, isDirectory: true) }
    var table = SweepTable()
    for setting in settings(.standard(for: studio)) {
      let place = folder?.appending(path: setting.name, directoryHint: .isDirectory)
      let log = try place.map { place in
        var identity = try options.identity(setting.identity)
        identity["weights"] = hash
        return try EvaluationLog(place.appending(path: "grades.jsonl"), settings: identity)
      }
      let run = EvaluationRun(grader: grader, cases: cases, log: log, folder: nil)
      try await run.gradeModel(studio, setting, takes: options.takes)
      table.add(setting, run.scored)
      Console.error(table.progress)
    }
    print(table.text(asMarkdown: options.markdown))
  }

  // MARK: - Internals

  /// The settings, each once.
  private func settings(_ standard: EvaluationSetting) -> [EvaluationSetting] {
    let (atSteps, atGuidance) = (
      atSteps ?? standard.stepCount, atGuidance ?? standard.guidanceScale
    )
    var pairs = steps.map { ($0, atGuidance) } + guidance.map { (atSteps, $0) }
    if everyPair { pairs = steps.flatMap { steps in guidance.map { (steps, $0) } } }
    var settings: [EvaluationSetting] = []
    for sampler in samplers {
      for (steps, scale) in pairs {
        let setting = EvaluationSetting(sampler: sampler, stepCount: steps, guidanceScale: scale)
        if !settings.contains(setting) { settings.append(setting) }
      }
    }
    return settings
  }
}

/// Reads numbers separated by commas.
private func numbers<Number: LosslessStringConvertible & Comparable>(
  _ text: String, in range: ClosedRange<Number>
) throws -> [Number] {
  try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
    guard let number = Number(word.trimmingCharacters(in: .whitespaces)), range.contains(number) else {
      throw ValidationError(
        "“\(word)”: expected numbers \(range.lowerBound)…\(range.upperBound), separated by commas")
    }
    return number
  }
}
