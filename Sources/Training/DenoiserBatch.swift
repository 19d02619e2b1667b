import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeWorld

/// What the denoiser's training data looks like.
public struct DenoiserData: Sendable, Equatable, Codable {
  /// A length of clips and its share of the frames, and so of the tokens.
  public typealias FrameShare = ClipStreamOptions.FrameShare

  /// Patches per batch on average; the number of clips follows from it (``DenoiserStream/clipsPerBatch``).
  public var patchesPerBatch = 4096
  /// Lengths of clips; multiples of the patch's.
  public var frameShares = [FrameShare(4, 0.8), FrameShare(16, 0.2)]
  /// How noise levels are drawn.
  public var levels = NoiseLevelDistribution()
  /// Share of clips whose words are withheld.
  public var wordDropout = 0.1
  /// Share of clips whose boxes are withheld too, of those whose words are.
  public var layoutDropout = 0.5
  /// Share of clips with clean patches.
  public var knownShare = 0.0
  /// Loss weight of patches under actors, relative to others.
  public var actorWeight: Float = 3
  /// Levels below this one weigh no more than it: the loss on the clean estimate is divided by max(t, clamp)².
  ///
  /// Divided by t² alone, the 1 % of clips below t = 0.1 make up half of the gradient, and say little about the picture. The
  /// bound is that of min-SNR weighting (Hang et al. 2023, arXiv:2303.09556), there at a signal-to-noise ratio of 5, here of 16.
  public var weightClamp: Float = 0.2
  /// Share of the noise's variance that is anchored to the scene (``ShotNoise``), drawn for each clip.
  public var sceneShares = 0.5...1.0
  /// Shapes of the frame.
  public var shapes = FrameShape.allCases

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

extension DenoiserBatch {
  /// A clip, its noise and what is known of it.
  struct NoisyClip {
    /// Clean patches, `[N, P]`.
    var clean: Tensor
    /// Normal deviates, `[N, P]`.
    var noise: Tensor
    /// What its plan says.
    var features: PlanFeatures
    /// Which patches are known, `[N]`.
    var known: [Bool]
    /// Level of the others.
    var level: Float
  }

  /// Puts clips together.
  init(_ clips: [NoisyClip], patch: PatchSize, data: DenoiserData) {
    let width = patch.valueCount
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
              for (row, isKnown) in clip.known.enumerated() {
                let t: Float = isKnown ? 0 : clip.level
                levels.append(t)
                // The loss is on the velocity (z − x̂)/t: the clean estimate's error over t, with t clamped.
                let divisor = FlowPath.divisor(t, clamp: data.weightClamp)
                weights.append(isKnown ? 0 : (under[row] ? data.actorWeight : 1) / (divisor * divisor))
                for element in 0..<width {
                  let x = source[row * width + element]
                  let index = (start + row) * width + element
                  target[index] = x
                  state[index] = FlowPath.state(x: x, noise: noise[row * width + element], t: t)
                }
              }
            }
          }
          rows.append(start..<levels.count)
        }
      }
    }
    let open = Float(levels.lazy.filter { $0 > 0 }.count * width)
    self.init(
      noisy: noisy, clean: clean, levels: levels, weights: Tensor(weights.map { $0 / max(open, 1) }),
      features: clips.map(\.features), clipLevels: clips.map(\.level), clipRows: rows)
  }
}
