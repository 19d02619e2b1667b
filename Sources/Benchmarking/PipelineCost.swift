// The cost of a clip from prompt to pixels, stage by stage, from shapes alone.

import Foundation
import ZoetropeDenoiser
import ZoetropeShot

/// One stage of making a clip.
public struct StageCost: Sendable, Equatable {
  /// The stages that take computing; writing files is left to the host.
  public enum Stage: String, CaseIterable, Codable, Sendable {
    /// Prompt to plan.
    case plan
    /// Noise to clip.
    case denoise
    /// Clip to larger clip.
    case enlarge
  }

  /// Which.
  public var stage: Stage
  /// What it works on: tokens, or pixels for enlarging.
  public var units: Double
  /// Its work.
  public var work: Work
  /// Parameters in memory.
  public var weightNumbers: Double
  /// Other numbers in memory at most.
  public var activationNumbers: Double
}

/// The work of a whole clip.
public struct PipelineCost: Sendable, Equatable {
  /// The denoiser.
  public var configuration: DenoiserConfiguration
  /// Frames.
  public var frameCount: Int
  /// Rows of pixels that the denoiser makes.
  public var height: Int
  /// Columns of pixels that the denoiser makes.
  public var width: Int
  /// How often the sides are doubled afterwards.
  public var doublings = 0
  /// Steps from noise to clip.
  public var stepCount = 16
  /// Evaluations per step: two with guidance.
  public var branchCount = 2
  /// Plan tokens beside the patches: seven of the shot and one for each of two actors.
  public var contextCount = 9
  /// The share of patches that actors are drawn on; `bench denoise` has about half for each of two.
  public var drawnShare = 1.0
  /// The upscaler.
  public var upscaler = UpscalerConfiguration()
  /// Parameters of the planner.
  public var plannerParameters = 2.83e6
  /// Tokens that the planner reads and writes for a prompt.
  public var plannerTokens = 200.0

  /// Describes a clip.
  public init(_ configuration: DenoiserConfiguration, frameCount: Int, height: Int, width: Int) {
    self.configuration = configuration
    self.frameCount = frameCount
    self.height = height
    self.width = width
  }

  /// One evaluation of the denoiser.
  ///
  /// - Throws: `DenoiserError.indivisible` where the clip cannot be cut into patches.
  public func evaluation() throws -> DenoisingCost {
    let grid = try PatchGrid(
      frameCount: frameCount, height: height, width: width, patch: configuration.patch)
    return DenoisingCost(
      configuration, patchCount: grid.count, contextCount: contextCount,
      drawnCount: Int(drawnShare * Double(grid.count)), branchCount: branchCount)
  }

  /// The stages.
  ///
  /// - Throws: `DenoiserError.indivisible` where the clip cannot be cut into patches.
  public func stages() throws -> [StageCost] {
    let evaluation = try evaluation()
    let plan = StageCost(
      stage: .plan, units: plannerTokens,
      // Word by word: each reads all weights.
      work: plannerTokens * Work(linear: 2 * plannerParameters, numbers: plannerParameters, calls: 30),
      weightNumbers: plannerParameters, activationNumbers: 0)
    let denoise = StageCost(
      stage: .denoise, units: Double(evaluation.tokenCount),
      work: Double(stepCount) * evaluation.work, weightNumbers: evaluation.weightNumbers,
      activationNumbers: evaluation.activationNumbers)
    return [plan, denoise] + (doublings > 0 ? [enlarging()] : [])
  }

  // MARK: - Internals

  /// 3×3 convolutions, for every pixel of every frame before it is doubled.
  private func enlarging() -> StageCost {
    let c = Double(upscaler.channels)
    let blocks = 2 * Double(upscaler.blockCount)
    let perPixel = 2 * (81 * c + blocks * 9 * c * c + 9 * c * 12)
    // Windows, the first layer, blocks with their residuals, the last layer; interpolation and putting both together.
    let moved = 18 + (9 + c) + blocks * 2 * c + blocks / 2 * 3 * c + (c + 12) + 5 * 12
    var (work, pixels) = (Work(), 0.0)
    var frame = Double(height * width)
    for _ in 0..<doublings {
      let all = frame * Double(frameCount)
      work =
        work
        + Work(
          convolution: perPixel * all, numbers: moved * all, calls: Double(frameCount) * (1.5 * blocks + 5))
      pixels += all
      frame *= 4
    }
    // One frame at a time, widest before its last doubling, and the whole clip.
    let resident = frame / 4 * (3 * c + 9 + 24) + 3 * frame * Double(frameCount)
    return StageCost(
      stage: .enlarge, units: pixels, work: work, weightNumbers: Double(upscaler.parameterLayout.count),
      activationNumbers: resident)
  }
}
