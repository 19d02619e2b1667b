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

  /// How a model makes clips when nobody asks for anything else.
  public static func standard(for studio: Studio) -> EvaluationSetting {
    EvaluationSetting(
      stepCount: studio.standardStepCount, guidanceScale: studio.standardGuidance.scale)
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

  /// Asks for a clip of a plan at the model's own scale, in windows as such clips are made, each take from other noise.
  ///
  /// - Throws: `SessionError.badSetting`.
  public func request(_ plan: ShotPlan, take: Int = 0, _ studio: Studio) throws -> ClipRequest {
    var settings = try studio.standardSettings(plan, doublings: 0)
    (settings.stepCount, settings.sampler, settings.sceneNoise) = (stepCount, sampler, sceneNoise)
    settings.guidance.scale = guidanceScale
    var request = ClipRequest(.plan(plan))
    request.seed = plan.seed &+ UInt64(take) << 32
    request.settings = settings
    return request
  }
}
