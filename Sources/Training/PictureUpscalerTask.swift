import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeLayers
import ZoetropePictures
import ZoetropeScenery
import ZoetropeRandom
import ZoetropeShot
import ZoetropeWorld

/// Trains an upscaler that reads pictures, on renders of the same shots at both sizes.
public struct PictureUpscalerTask: TrainingTask {
  /// One batch: frames with their neighbours in time, the pictures under them, and what to add to their interpolation.
  public struct Batch: Sendable {
    /// `[ΣH·W, 9]`, see `Upscaler.windows(_:frames:)`.
    public let windows: Tensor
    /// `[ΣH·W, factor² · channels]`.
    public let pictures: Tensor
    /// The large frames less their interpolation, `[ΣH·W, factor² · 3]`.
    public let residual: Tensor
    /// The frames that the rows are.
    public let stacks: [PictureStack]
  }

  /// What the network is.
  public let configuration: PictureUpscalerConfiguration
  /// The network's parameters.
  public let layout: ParameterLayout
  private let framesPerBatch: Int
  private let world: World
  private let shots: OpenShotSampler
  private let denoiser: Denoiser?
  private let seed: UInt64
  private let sampler: @Sendable (PictureUpscaler, Int, URL) throws -> Void

  /// Share of frames that are first degraded as a denoiser degrades them.
  private static let degradedShare = 0.5
  /// Noise levels from which the denoiser estimates the frames that it degrades.
  private static let degradedLevels = 0.05...0.5
  /// Added to the interpolation's mean squared error: that of one level of 255, below which nothing can be seen.
  private static let leastError: Float = (2.0 / 255) * (2.0 / 255)

  /// Makes a task.
  ///
  /// - Parameters:
  ///   - denoiser: degrades frames by its own estimates, so that the upscaler learns to mend what it leaves.
  ///   - sampler: called at checkpoints with the network, the step and the run's folder.
  public init(
    _ configuration: PictureUpscalerConfiguration, framesPerBatch: Int, world: World,
    denoiser: Denoiser? = nil, seed: UInt64,
    sampler: @escaping @Sendable (PictureUpscaler, Int, URL) throws -> Void
  ) {
    self.configuration = configuration
    self.framesPerBatch = framesPerBatch
    self.world = world
    self.denoiser = denoiser
    self.seed = seed
    self.sampler = sampler
    shots = world.openShots()
    layout = configuration.parameterLayout
  }

  /// The network's configuration, as weights files carry it.
  public var metadata: [String: String] {
    get throws { [PictureUpscalerConfiguration.metadataKey: try configuration.json()] }
  }

  /// Batch `index`: always the same frames.
  public func batch(_ index: Int) throws -> Batch {
    var generator = Generator(seed: seed, stream: UInt64(index))
    let items = try (0..<framesPerBatch).map { _ in try item(&generator) }
    func joined(_ parts: [Tensor]) -> Tensor { Variable.concatenatingRows(parts.map { Variable($0) }).value }
    return Batch(
      windows: joined(items.map(\.windows)), pictures: joined(items.map(\.pictures)),
      residual: joined(items.map(\.residual)), stacks: items.map(\.stack))
  }

  /// Mean over the frames of the share of the interpolation's squared error that is left.
  ///
  /// The share rather than the error, because what counts is decibels gained: frames with little to add count as much as
  /// frames full of edges or grain.
  public func loss(_ batch: Batch, _ source: ParameterSource) -> TrainingLoss {
    let found = PictureUpscaler(configuration, source).residuals(
      Variable(batch.windows), pictures: Variable(batch.pictures), batch.stacks)
    var weights: [Float] = [], row = 0
    for stack in batch.stacks {
      let count = stack.height * stack.width
      let part = batch.residual.rows(row..<row + count)
      let error = part.elements.reduce(0) { $0 + $1 * $1 }
      let least = PictureUpscalerTask.leastError * Float(part.count)
      weights += repeatElement(1 / ((error + least) * Float(batch.stacks.count)), count: count)
      row += count
    }
    let value = found.weightedSquaredError(
      to: batch.residual, weights: Tensor(weights, [weights.count]))
    let gain = -10 * log10(max(Double(value.value.scalar), 1e-12))
    return TrainingLoss(value: value, parts: [("decibels", gain)], tokenCount: weights.count)
  }

  /// Writes the pictures of a checkpoint.
  public func writeSample(_ parameters: Parameters, step: Int, to folder: URL) throws {
    try sampler(PictureUpscaler(configuration, ParameterSource(parameters)), step, folder)
  }

  // MARK: - Internals

  private struct Item {
    let windows, pictures, residual: Tensor
    let stack: PictureStack
  }

  private func item(_ generator: inout Generator) throws -> Item {
    let plan = shots.sample(using: &generator)
    // Four frames, because denoisers see an even number; one of the two in the middle is enlarged.
    let start = generator.index(below: plan.frameCount - 3)
    let middle = 1 + generator.index(below: 2)
    let side = 8, factor = configuration.factor
    var small = try world.render(plan, patchSide: side, frames: start..<start + 4)
    let large = try world.render(
      plan, patchSide: factor * side, frames: start + middle..<start + middle + 1)
    if let denoiser, generator.chance(PictureUpscalerTask.degradedShare) {
      small = try estimate(small, of: plan, first: start, by: denoiser, &generator)
    }
    let frame = middle..<middle + 1
    let buffer = PictureBuffer(
      try plan.placedPictures(from: world.pictures), scenery: Scenery(plan),
      times: [plan.time(ofFrame: start + middle)], height: large.height, width: large.width)
    var residual = PictureUpscaler.rows(of: large[frame: 0], factor: factor)
    let base = PictureUpscaler.interpolated(small, frame: middle, factor: factor)
    residual.add(PictureUpscaler.rows(of: base, factor: factor), scaledBy: -1)
    return Item(
      windows: Upscaler.windows(small, frames: frame),
      pictures: PictureUpscaler.rows(of: buffer, factor: factor), residual: residual,
      stack: PictureStack(count: 1, height: small.height, width: small.width))
  }

  /// What a denoiser makes of a clip with noise.
  private func estimate(
    _ clip: Clip, of plan: ShotPlan, first: Int, by denoiser: Denoiser, _ generator: inout Generator
  ) throws -> Clip {
    let configuration = denoiser.configuration
    let input = try ShotInput(
      plan, frames: first..<first + clip.frameCount, height: clip.height, width: clip.width,
      for: configuration, pictures: world.pictures)
    let t = Float(generator.uniform(PictureUpscalerTask.degradedLevels))
    let noisy = FlowPath.state(
      x: try clip.patchify(configuration.patch), noise: input.noise(seed: generator.next()), t: t)
    let geometry = input.geometry
    let clean = denoiser(
      patches: Variable(noisy), levels: [Float](repeating: t, count: geometry.grid.count),
      conditioning: denoiser.conditioning([input.features()]))
    return Clip(unpatchifying: clean.value, grid: geometry.grid, patch: configuration.patch)
  }
}
