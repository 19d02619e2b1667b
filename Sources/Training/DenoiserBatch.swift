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
  /// Share of clips of which something is known.
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
  /// 1 where a pixel is known and so clean in ``noisy``, else 0, `[ΣN, t·h·w]`; nil where none is.
  public let known: Tensor?
  /// Loss weight of each patch on the clean estimate, or, where patches are known in part, of each of its numbers (`[ΣN]` or
  /// `[ΣN, P]`); those of patches sum to 1 / P times a mean of 1/t² and the actor weight.
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
    /// What is known; nil for nothing.
    var known: KnownPixels?
    /// Level of the others.
    var level: Float
  }

  /// Puts clips together.
  init(_ clips: [NoisyClip], patch: PatchSize, data: DenoiserData) {
    let (width, channels) = (patch.valueCount, Clip.channelCount)
    let count = clips.reduce(0) { $0 + $1.clean.shape.rows }
    let hasMask = clips.contains { $0.known != nil }
    let weighsPixels = clips.contains { $0.known?.endsWithinPatches == true }
    var clean = Tensor(uninitialized: [count, width])
    var noisy = Tensor(uninitialized: [count, width])
    var known = [Float](repeating: 0, count: hasMask ? count * patch.pixelCount : 0)
    var levels: [Float] = []
    var weights: [Float] = []
    var rows: [Range<Int>] = []
    var openCount = 0
    clean.withUnsafeMutableBuffer { target in
      noisy.withUnsafeMutableBuffer { state in
        for clip in clips {
          let start = levels.count
          let under = clip.features.isUnderActor
          clip.clean.withUnsafeBuffer { source in
            clip.noise.withUnsafeBuffer { noise in
              for row in 0..<clip.clean.shape.rows {
                let t: Float = clip.known?.isWhole[row] == true ? 0 : clip.level
                levels.append(t)
                // The loss is on the velocity (z − x̂)/t: the clean estimate's error over t, with t clamped.
                let divisor = FlowPath.divisor(t, clamp: data.weightClamp)
                let weight = (under[row] ? data.actorWeight : 1) / (divisor * divisor)
                for pixel in 0..<patch.pixelCount {
                  let place = row * patch.pixelCount + pixel
                  let isKnown = clip.known?.isKnown[place] ?? false
                  if isKnown { known[start * patch.pixelCount + place] = 1 } else { openCount += channels }
                  for element in place * channels..<(place + 1) * channels {
                    let x = source[element]
                    let index = start * width + element
                    target[index] = x
                    state[index] = isKnown ? x : FlowPath.state(x: x, noise: noise[element], t: t)
                    if weighsPixels { weights.append(isKnown ? 0 : weight) }
                  }
                }
                if !weighsPixels { weights.append(clip.known?.isWhole[row] == true ? 0 : weight) }
              }
            }
          }
          rows.append(start..<levels.count)
        }
      }
    }
    let share = 1 / Float(max(openCount, 1))
    self.init(
      noisy: noisy, clean: clean, levels: levels,
      known: hasMask ? Tensor(known, [count, patch.pixelCount]) : nil,
      weights: Tensor(weights.map { $0 * share }, weighsPixels ? [count, width] : [count]),
      features: clips.map(\.features), clipLevels: clips.map(\.level), clipRows: rows)
  }
}
