import ZoetropeDenoiser
import ZoetropeShot

/// How clips are made that are graded.
struct EvaluationSetting: Hashable {
  var sampler: SamplerKind
  var stepCount: Int
  var guidanceScale: Double
  var sceneNoise = ShotNoise.standardSceneShare

  /// For a folder: `dpmpp2m-16-1.5`.
  var name: String { "\(sampler.rawValue)-\(stepCount)-\(guidanceScale)" }

  /// For a record, whose clips must all be made alike.
  var identity: [String: String] {
    [
      "sampler": sampler.rawValue, "steps": "\(stepCount)", "guidance": "\(guidanceScale)",
      "scene-noise": "\(sceneNoise)",
    ]
  }

  /// Makes a clip, each take from other noise.
  func clip(of plan: ShotPlan, take: Int, _ denoiser: Denoiser) throws -> Clip {
    try SampleSheet.sample(
      denoiser, plan, stepCount: stepCount, sampler: sampler, guidance: Guidance(scale: guidanceScale),
      sceneNoise: sceneNoise,
      stream: plan.seed &+ UInt64(take) << 32)
  }
}
