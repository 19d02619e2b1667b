import ZoetropeCompute
import ZoetropePictures
import ZoetropeScenery
import ZoetropeShot

/// Frames of a shot as a denoiser is given them: the one place that turns a plan, times and a size into geometry, features
/// and noise. Training, sampling, benchmarks and pages that explain a run all begin here.
public struct ShotInput: Sendable {
  /// The shot.
  public let plan: ShotPlan
  /// The frames and their grid of patches.
  public let geometry: ClipGeometry
  private let words: PlanWords
  private let placed: [PlacedPicture]?
  /// How far away what each pixel shows is, for a denoiser that reads pictures.
  private let parallaxes: ParallaxMap?

  /// Takes frames at given times.
  ///
  /// - Parameters:
  ///   - times: of each frame in seconds of the plan, `[F]`; a multiple of the patch's frames.
  ///   - height: of the frames in pixels, a multiple of the patch's.
  ///   - width: of the frames in pixels, a multiple of the patch's.
  ///   - configuration: of the denoiser that is to see them.
  ///   - pictures: where the pictures of actors and set pieces come from; a denoiser that knows kinds does without.
  /// - Throws: ``DenoiserError/indivisible(clip:patch:)``, ``DenoiserError/unknownWord(slot:word:known:)``,
  ///   ``DenoiserError/noPictures``, and what `pictures` throws.
  public init(
    _ plan: ShotPlan, times: [Double], height: Int, width: Int, for configuration: DenoiserConfiguration,
    pictures: (any PictureSource)? = nil
  ) throws {
    self.plan = plan.withAttachmentsWrittenOut()
    geometry = try ClipGeometry(times: times, height: height, width: width, patch: configuration.patch)
    words = try PlanWords(plan, configuration.knowledge)
    switch configuration.appearance {
    case .kinds: (placed, parallaxes) = (nil, nil)
    case .pictures:
      guard let pictures else { throw DenoiserError.noPictures }
      let aspect = Double(width) / Double(height)
      // A clip of other proportions than the plan's frame: what is round stays round.
      let shown = try plan.fitted(toAspectRatio: aspect).placedPictures(
        from: pictures, frameAspectRatio: aspect)
      placed = shown
      parallaxes = ParallaxMap(shown, scenery: Scenery(plan), times: times, height: height, width: width)
    }
  }

  /// Takes frames by number.
  ///
  /// - Parameters:
  ///   - frames: 0-based; nil for all frames of the plan.
  ///   - height: of the frames in pixels; nil for the plan's shape at the model's own scale.
  ///   - width: of the frames in pixels; nil as for `height`.
  ///   - configuration: of the denoiser that is to see them.
  /// - Throws: ``DenoiserError/indivisible(clip:patch:)``, ``DenoiserError/unknownWord(slot:word:known:)``.
  public init(
    _ plan: ShotPlan, frames: Range<Int>? = nil, height: Int? = nil, width: Int? = nil,
    for configuration: DenoiserConfiguration, pictures: (any PictureSource)? = nil
  ) throws {
    let size = plan.size.pixelSize(patchSide: configuration.patch.height)
    try self.init(
      plan, times: (frames ?? 0..<plan.frameCount).map(plan.time(ofFrame:)), height: height ?? size.height,
      width: width ?? size.width, for: configuration, pictures: pictures)
  }

  /// What the plan says about the patches.
  ///
  /// - Parameters:
  ///   - timeSteps: which patches in time; nil for all.
  ///   - dropsWords: whether words are withheld (all slots *dropped*), for guidance and its training.
  ///   - dropsLayout: whether boxes are withheld.
  public func features(
    timeSteps: Range<Int>? = nil, dropsWords: Bool = false, dropsLayout: Bool = false
  ) -> PlanFeatures {
    let first = (timeSteps?.lowerBound ?? 0) * geometry.patch.frames
    return PlanFeatures(
      plan, timeSteps.map(geometry.part) ?? geometry, words: words, placed: placed,
      parallaxes: parallaxes.map { (map: $0, firstFrame: first) }, dropsWords: dropsWords,
      dropsLayout: dropsLayout)
  }

  /// The plan's features with words and boxes withheld: the unconditional branch of guidance.
  public func unconditionalFeatures(timeSteps: Range<Int>? = nil) -> PlanFeatures {
    features(timeSteps: timeSteps, dropsWords: true, dropsLayout: true)
  }

  /// What is known of one of the frames at another size of the same proportions, for an upscaler; nil for a denoiser that knows
  /// kinds.
  ///
  /// - Parameter frame: 0-based among the frames at hand.
  public func pictures(frame: Int, height: Int, width: Int) -> PictureBuffer? {
    placed.map {
      PictureBuffer(
        $0, scenery: Scenery(plan), times: [geometry.times[frame]], height: height, width: width)
    }
  }

  /// Noise for every patch, `[N, P]`; see ``ShotNoise``.
  ///
  /// - Parameters:
  ///   - seed: nil for the plan's.
  ///   - sceneShare: share of the variance that is anchored to the scene, 0…1.
  ///   - firstStep: number of the first time step, where the frames are a later part of a longer clip.
  public func noise(
    seed: UInt64? = nil, sceneShare: Double = ShotNoise.standardSceneShare, firstStep: Int = 0
  ) -> Tensor {
    ShotNoise.make(
      geometry, camera: plan.camera, seed: seed ?? plan.seed, sceneShare: sceneShare, firstStep: firstStep,
      parallaxes: parallaxes)
  }
}

extension ClipGeometry {
  /// Some of the time steps.
  ///
  /// - Precondition: `timeSteps` is not empty and within the grid.
  func part(_ timeSteps: Range<Int>) -> ClipGeometry {
    require(
      !timeSteps.isEmpty && timeSteps.lowerBound >= 0 && timeSteps.upperBound <= grid.frames,
      "ClipGeometry.part: \(timeSteps) of \(grid.frames) time steps")
    return ClipGeometry(
      grid: PatchGrid(frames: timeSteps.count, rows: grid.rows, columns: grid.columns), patch: patch,
      times: Array(times[timeSteps.lowerBound * patch.frames..<timeSteps.upperBound * patch.frames]))
  }
}
