import ZoetropeDenoiser
import ZoetropeSession
import ZoetropeShot

/// How clips are made that are graded.
public struct EvaluationSetting: Sendable, Hashable {
  /// The rule of the steps.
  public var sampler: SamplerKind
  /// Steps from noise to picture.
  public var stepCount: Int
  /// How strongly the plan is followed.
  public var guidanceScale: Double
  /// Share of the noise that is anchored to the scene, 0…1.
  public var sceneNoise: Double

  /// Makes a setting; what is left out is the standard.
  public init(
    sampler: SamplerKind = GenerationSettings.standardSampler,
    stepCount: Int = GenerationSettings.standardStepCount, guidanceScale: Double = Guidance().scale,
    sceneNoise: Double = ShotNoise.standardSceneShare
  ) {
    self.sampler = sampler
    self.stepCount = stepCount
    self.guidanceScale = guidanceScale
    self.sceneNoise = sceneNoise
  }

  /// For a folder: `dpmpp2m-16-1.5`.
  public var name: String { "\(sampler.rawValue)-\(stepCount)-\(guidanceScale)" }

  /// For a record, whose clips must all be made alike.
  public var identity: [String: String] {
    [
      "sampler": sampler.rawValue, "steps": "\(stepCount)", "guidance": "\(guidanceScale)",
      "scene-noise": "\(sceneNoise)",
    ]
  }

  /// Asks for a clip of a plan at the model's own scale, each take from other noise.
  public func request(_ plan: ShotPlan, take: Int = 0, _ studio: Studio) -> ClipRequest {
    let size = plan.size.pixelSize(patchSide: studio.denoiser.configuration.patch.height)
    var request = ClipRequest(.plan(plan))
    request.seed = plan.seed &+ UInt64(take) << 32
    request.settings = GenerationSettings(
      width: size.width, height: size.height, stepCount: stepCount, sampler: sampler,
      guidance: Guidance(scale: guidanceScale), sceneNoise: sceneNoise)
    return request
  }
}
