import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers
import ZoetropeRandom
import ZoetropeWorld

/// What the upscaler's training data looks like.
public struct UpscalerData: Sendable, Equatable, Codable {
  /// Frames per batch, each with its neighbours.
  public var framesPerBatch = 4
  /// Side of a patch in the small pictures, in pixels.
  public var patchSide = 8
  /// Share of small frames that are degraded as a denoiser degrades them.
  public var degradedShare = 0.35
  /// Noise levels from which a denoiser, where one is given, estimates the frames that it degrades.
  public var degradedLevels = 0.05...0.5

  /// The default data.
  public init() {}
}

/// One batch: frames with their neighbours in time, and what to add to their interpolation.
public struct UpscalerBatch: Sendable {
  /// One entry per frame; frames may differ in shape.
  public struct Item: Sendable {
    /// `[H·W, 9]`, see ``Upscaler/windows(_:frames:)``.
    public let windows: Tensor
    /// The large frame less its interpolation, `[H·W, 12]`.
    public let residual: Tensor
    /// Rows of the small frame.
    public let height: Int
    /// Columns of the small frame.
    public let width: Int
  }

  /// The frames.
  public let items: [Item]
}

/// Trains the upscaler on renders of the same shots at both sizes.
public struct UpscalerTask: TrainingTask {
  /// What the network is.
  public let configuration: UpscalerConfiguration
  /// What it is shown.
  public let data: UpscalerData
  /// The network's parameters.
  public let layout: ParameterLayout
  private let world: World
  private let denoiser: Denoiser?
  private let seed: UInt64
  private let sampler: @Sendable (Upscaler, Int, URL) throws -> Void

  /// Makes a task.
  ///
  /// - Parameters:
  ///   - denoiser: degrades frames by its own estimates, so that the upscaler learns to mend what it leaves; without one,
  ///     noise, blur and steps between patches do.
  ///   - sampler: called at checkpoints with the network, the step and the run's folder.
  public init(
    _ configuration: UpscalerConfiguration, data: UpscalerData = UpscalerData(), world: World,
    denoiser: Denoiser? = nil, seed: UInt64,
    sampler: @escaping @Sendable (Upscaler, Int, URL) throws -> Void
  ) {
    self.configuration = configuration
    self.data = data
    self.world = world
    self.denoiser = denoiser
    self.seed = seed
    self.sampler = sampler
    layout = configuration.parameterLayout
  }

  /// The network's configuration, as weights files carry it.
  public var metadata: [String: String] {
    get throws { [UpscalerConfiguration.metadataKey: try configuration.json()] }
  }

  /// Batch `index`: always the same frames.
  public func batch(_ index: Int) throws -> UpscalerBatch {
    var generator = Generator(seed: seed, stream: UInt64(index))
    return UpscalerBatch(items: try (0..<data.framesPerBatch).map { _ in try item(&generator) })
  }

  /// Mean over the frames of the share of the interpolation's squared error that is left.
  ///
  /// The share rather than the error, because what counts is decibels gained: frames with little to add count as much as
  /// frames full of edges or grain.
  public func loss(_ batch: UpscalerBatch, _ source: ParameterSource) -> TrainingLoss {
    let residual = Upscaler(configuration, source).residuals(
      Variable.concatenatingRows(batch.items.map { Variable($0.windows) }),
      batch.items.map { PictureStack(count: 1, height: $0.height, width: $0.width) })
    let weights = batch.items.flatMap { item in
      let error = item.residual.elements.reduce(0) { $0 + $1 * $1 }
      let least = UpscalerTask.leastError * Float(item.residual.count)
      return repeatElement(1 / ((error + least) * Float(batch.items.count)), count: item.residual.shape.rows)
    }
    let value = residual.weightedSquaredError(
      to: Variable.concatenatingRows(batch.items.map { Variable($0.residual) }).value,
      weights: Tensor(weights, [weights.count]))
    let gain = -10 * log10(max(Double(value.value.scalar), 1e-12))
    return TrainingLoss(value: value, parts: [("decibels", gain)], tokenCount: weights.count)
  }

  /// Writes the pictures of a checkpoint.
  public func writeSample(_ parameters: Parameters, step: Int, to folder: URL) throws {
    try sampler(Upscaler(configuration, ParameterSource(parameters)), step, folder)
  }

  // MARK: - Internals

  /// Added to the interpolation's mean squared error: that of one level of 255, below which nothing can be seen.
  private static let leastError: Float = (2.0 / 255) * (2.0 / 255)

  private func item(_ generator: inout Generator) throws -> UpscalerBatch.Item {
    let plan = ShotSampler().sample(using: &generator)
    let seed = generator.next()
    // Four frames, because denoisers see an even number; one of the two in the middle is doubled.
    let start = generator.index(below: plan.frameCount - 3)
    let middle = 1 + generator.index(below: 2)
    var small = try world.render(plan, patchSide: data.patchSide, frames: start..<start + 4, seed: seed)
    let large = try world.render(
      plan, patchSide: 2 * data.patchSide, frames: start + middle..<start + middle + 1, seed: seed)
    if generator.chance(data.degradedShare) {
      if let denoiser {
        let times = (start..<start + 4).map(plan.time(ofFrame:))
        small = try estimate(small, of: plan, times: times, by: denoiser, &generator)
      } else {
        small = degraded(small, &generator)
      }
    }
    var residual = Upscaler.disassemble(large[frame: 0])
    residual.add(Upscaler.bicubic(small, frames: middle..<middle + 1), scaledBy: -1)
    return UpscalerBatch.Item(
      windows: Upscaler.windows(small, frames: middle..<middle + 1), residual: residual, height: small.height,
      width: small.width)
  }

  /// What a denoiser makes of a clip with noise.
  private func estimate(
    _ clip: Clip, of plan: ShotPlan, times: [Double], by denoiser: Denoiser, _ generator: inout Generator
  ) throws -> Clip {
    let configuration = denoiser.configuration
    let input = try ShotInput(
      plan, times: times, height: clip.height, width: clip.width, for: configuration)
    let t = Float(generator.uniform(data.degradedLevels))
    let noisy = FlowPath.state(
      x: try clip.patchify(configuration.patch), noise: input.noise(seed: generator.next()), t: t)
    let geometry = input.geometry
    let conditioning = denoiser.conditioning([input.features()])
    let clean = denoiser(
      patches: Variable(noisy), levels: [Float](repeating: t, count: geometry.grid.count),
      conditioning: conditioning)
    return Clip(unpatchifying: clean.value, grid: geometry.grid, patch: configuration.patch)
  }

  /// A clip as a half-trained denoiser would leave it: a little noise, softened, patches slightly off in colour.
  private func degraded(_ clip: Clip, _ generator: inout Generator) -> Clip {
    var result = clip
    let noise = Float(0.08 * generator.uniform())
    let blur = Float(0.5 * generator.uniform())
    let step = Float(0.04 * generator.uniform())
    let side = data.patchSide
    for frame in 0..<clip.frameCount {
      let start = frame * clip.frameStride
      for y in 0..<clip.height {
        for x in 0..<clip.width {
          for c in 0..<3 {
            func pixel(_ y: Int, _ x: Int) -> Float {
              let (row, column) = (min(max(y, 0), clip.height - 1), min(max(x, 0), clip.width - 1))
              return clip.pixels[start + (row * clip.width + column) * 3 + c]
            }
            let around = (pixel(y - 1, x) + pixel(y + 1, x) + pixel(y, x - 1) + pixel(y, x + 1)) / 4
            let index = start + (y * clip.width + x) * 3 + c
            result.pixels[index] =
              pixel(y, x) * (1 - blur) + around * blur + noise * Float(generator.normal())
          }
        }
      }
      for row in stride(from: 0, to: clip.height, by: side) {
        for column in stride(from: 0, to: clip.width, by: side) {
          let offsets = (0..<3).map { _ in step * Float(generator.normal()) }
          for y in row..<row + side {
            for x in column..<column + side {
              for c in 0..<3 { result.pixels[start + (y * clip.width + x) * 3 + c] += offsets[c] }
            }
          }
        }
      }
    }
    return result
  }
}
