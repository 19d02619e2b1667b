// The one import: `import Zoetrope`, and a prompt becomes a clip.

@_exported import ZoetropeCast
@_exported import ZoetropeCompute
@_exported import ZoetropeDenoiser
@_exported import ZoetropeDirection
@_exported import ZoetropeEvaluation
@_exported import ZoetropeFiles
@_exported import ZoetropeGrading
@_exported import ZoetropeLanguage
@_exported import ZoetropeMedia
@_exported import ZoetropePictures
@_exported import ZoetropePlanner
@_exported import ZoetropeScenery
@_exported import ZoetropeSession
@_exported import ZoetropeShot
@_exported import ZoetropeWeights
@_exported import ZoetropeWorld

/// Makes a clip from a prompt with the model that is installed.
///
/// ```swift
/// let clip = try await Zoetrope.generate("a fox runs through the snow")
/// ```
///
/// Make a `Studio` once where more than one clip is wanted: it keeps the model in memory. A `RenderSession` with it queues,
/// cancels, previews, writes folders and picks the best of several takes.
///
/// - Parameters:
///   - prompt: any words.
///   - seed: of plan and noise; the same gives the same clip.
///   - size: shape of the frame.
///   - cast: a person's own actors, as in `["MARA=photos/mara.png"]`; see `OwnCast`.
/// - Returns: 16 frames at 8 per second, `[F, H, W, 3]`, −1…1.
/// - Throws: `SessionError` without a model or planner, and what reading them throws; `CancellationError` when the
///   task is cancelled.
public func generate(
  _ prompt: String, seed: UInt64 = 0, size: FrameShape = .square, cast: [String] = []
) async throws -> Clip {
  try await Studio().casting(OwnCast(cast)).generate(prompt, seed: seed, size: size)
}

/// Makes a clip from a plan with the model that is installed.
///
/// - Throws: as ``generate(_:seed:size:)``.
public func generate(_ plan: ShotPlan) async throws -> Clip {
  try await Studio().generate(plan)
}
