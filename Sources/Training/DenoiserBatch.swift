import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeRandom
import ZoetropeWorld

/// What the denoiser's training data looks like.
public struct DenoiserData: Sendable, Equatable, Codable {
  /// A share of the clips has this many frames.
  public struct FrameShare: Sendable, Equatable, Codable {
    /// Frames of a clip; a multiple of the patch's.
    public var frameCount: Int
    /// Share of the *tokens*, not of the clips.
    public var share: Double

    /// Makes a share.
    public init(_ frameCount: Int, _ share: Double) {
      self.frameCount = frameCount
      self.share = share
    }
  }

  /// Patches per batch, about.
  public var patchesPerBatch = 4096
  /// Lengths of clips.
  public var frameShares = [FrameShare(4, 0.8), FrameShare(16, 0.2)]
  /// How noise levels are drawn.
  public var levels = NoiseLevelDistribution()
  /// Share of clips whose words are withheld.
  public var wordDropout = 0.1
  /// Share of clips whose boxes are withheld too, of those whose words are.
  public var layoutDropout = 0.5
  /// Share of clips with known patches.
  public var knownShare = 0.0
  /// Loss weight of patches under actors, relative to others.
  public var actorWeight: Float = 3
  /// Levels below this one weigh no more than it: the loss on the clean estimate is divided by max(t, clamp)².
  ///
  /// Divided by t² alone, the 1 % of clips below t = 0.1 make up half of the gradient, and say little about the picture. The
  /// bound is that of min-SNR weighting (Hang et al. 2023, arXiv:2303.09556), there at a signal-to-noise ratio of 5, here of 16.
  public var weightClamp: Float = 0.2
  /// Share of the noise's variance that is painted on the scene (``ShotNoise``), drawn for each clip.
  public var sceneShares = 0.5...1.0
  /// What is drawn.
  public var shapes = FrameShape.allCases.map(\.rawValue)

  /// The first phase: mostly short clips, nothing known.
  public init() {}
}

/// One batch: noisy clips, what they should become, and what is said about them.
public struct DenoiserBatch: Sendable {
  /// Noisy patches of all clips, `[ΣN, P]`.
  public let noisy: Tensor
  /// Clean patches, `[ΣN, P]`.
  public let clean: Tensor
  /// Level of each patch, `[ΣN]`.
  public let levels: [Float]
  /// Loss weight of each patch on the clean estimate; they sum to 1 / P times a mean of 1/t² and the actor weight.
  public let weights: Tensor
  /// What the plans say.
  public let features: [PlanFeatures]
  /// Level of each clip's noisy patches, for the loss binned by level.
  public let clipLevels: [Float]
  /// Rows of each clip.
  public let clipRows: [Range<Int>]
}

/// Draws batches from the World; batch k of a seed is always the same.
public struct DenoiserStream: Sendable {
  /// What is drawn.
  public let data: DenoiserData
  private let world: World
  private let configuration: DenoiserConfiguration
  private let seed: UInt64

  /// Makes a stream.
  public init(world: World, configuration: DenoiserConfiguration, data: DenoiserData, seed: UInt64) {
    self.world = world
    self.configuration = configuration
    self.data = data
    self.seed = seed
  }

  /// Batch `index`.
  ///
  /// - Throws: what rendering throws, and ``DenoiserError`` where patches and frames do not fit.
  public func batch(_ index: Int) throws -> DenoiserBatch {
    var generator = Generator(seed: seed, stream: UInt64(index))
    let patch = configuration.patch
    var clips: [NoisyClip] = []
    var options = ShotSampler.Options()
    options.kinds = configuration.knowledge.words(of: .kind).compactMap(ActorKind.init(rawValue:))
    options.scenes = configuration.knowledge.words(of: .scene).compactMap(Scene.init(rawValue:))
    options.looks = configuration.knowledge.words(of: .look).compactMap(Look.init(rawValue:))
    options.shapes = data.shapes.compactMap(FrameShape.init(rawValue:))
    let sampler = ShotSampler(options)
    var patches = 0
    while patches < data.patchesPerBatch {
      let plan = sampler.sample(using: &generator)
      // Shares are of tokens, so short clips are drawn more often.
      let choice = generator.index(weights: data.frameShares.map { $0.share / Double($0.frameCount) })
      let count = data.frameShares[choice].frameCount
      let first = generator.index(below: plan.frameCount - count + 1)
      let frames = first..<first + count
      let seed = generator.next()
      let clip = try world.render(plan, patchSide: patch.height, frames: frames, seed: seed)
      let input = try ShotInput(
        plan, frames: frames, height: clip.height, width: clip.width, for: configuration)
      let dropsWords = generator.chance(data.wordDropout)
      let features = input.features(
        dropsWords: dropsWords, dropsLayout: dropsWords && generator.chance(data.layoutDropout))
      let task = generator.chance(data.knownShare) ? generator.pick(KnownPatches.allCases.dropFirst()) : .none
      let known = task.mask(input.geometry.grid, using: &generator)
      let level = Float(data.levels.sample(using: &generator))
      let noise = input.noise(
        seed: generator.next(), sceneShare: generator.uniform(data.sceneShares))
      clips.append(
        NoisyClip(
          clean: try clip.patchify(patch), noise: noise, features: features, known: known, level: level))
      patches += input.geometry.grid.count
    }
    return assemble(clips)
  }

  // MARK: - Internals

  /// A clip, its noise and what is known of it.
  private struct NoisyClip {
    var clean: Tensor
    var noise: Tensor
    var features: PlanFeatures
    var known: [Bool]
    var level: Float
  }

  private func assemble(_ clips: [NoisyClip]) -> DenoiserBatch {
    let width = configuration.patch.valueCount
    let count = clips.reduce(0) { $0 + $1.known.count }
    var clean = Tensor(uninitialized: [count, width])
    var noisy = Tensor(uninitialized: [count, width])
    var levels: [Float] = []
    var weights: [Float] = []
    var rows: [Range<Int>] = []
    clean.withUnsafeMutableBuffer { target in
      noisy.withUnsafeMutableBuffer { state in
        for clip in clips {
          let start = levels.count
          let under = clip.features.isUnderActor
          clip.clean.withUnsafeBuffer { source in
            clip.noise.withUnsafeBuffer { noise in
              for (patch, isKnown) in clip.known.enumerated() {
                let t: Float = isKnown ? 0 : clip.level
                levels.append(t)
                // The loss is on the velocity (z − x̂)/t: the clean estimate's error over t, with t clamped.
                let divisor = max(t, data.weightClamp)
                weights.append(isKnown ? 0 : (under[patch] ? data.actorWeight : 1) / (divisor * divisor))
                for element in 0..<width {
                  let x = source[patch * width + element]
                  let index = (start + patch) * width + element
                  target[index] = x
                  state[index] = FlowPath.state(x: x, noise: noise[patch * width + element], t: t)
                }
              }
            }
          }
          rows.append(start..<levels.count)
        }
      }
    }
    let open = Float(levels.lazy.filter { $0 > 0 }.count * width)
    return DenoiserBatch(
      noisy: noisy, clean: clean, levels: levels, weights: Tensor(weights.map { $0 / max(open, 1) }),
      features: clips.map(\.features), clipLevels: clips.map(\.level), clipRows: rows)
  }
}
