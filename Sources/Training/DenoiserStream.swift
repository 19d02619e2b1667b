// The denoiser's data: the clips of a ClipStream in order, with noise. Any other reader of the stream, such as the trainer
// in Scripts/reference, sees the same clips.

import ZoetropeCast
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeRandom
import ZoetropeWorld

/// Batches of the synthetic world's clips; batch k of a seed is always the same.
///
/// Batch k holds clips `k·n ..< (k + 1)·n` of the ``ClipStream``, or for a network that reads pictures of the ``OpenClipStream``,
/// of the same seed and options, n being ``clipsPerBatch``.
public struct DenoiserStream: Sendable {
  /// What is drawn.
  public let data: DenoiserData
  /// Clips per batch, so many that a batch holds ``DenoiserData/patchesPerBatch`` patches on average.
  public let clipsPerBatch: Int
  private let clip: @Sendable (UInt64) throws -> StreamedClip
  private let pictures: CastPictures
  private let seed: UInt64
  private let configuration: DenoiserConfiguration

  /// Makes a stream.
  ///
  /// - Throws: ``TrainingError/badSetting(name:value:expected:)`` where clips do not divide into patches; `WorldError` for
  ///   settings that nothing can be drawn from.
  public init(world: World, configuration: DenoiserConfiguration, data: DenoiserData, seed: UInt64) throws {
    self.configuration = configuration
    self.data = data
    let step = configuration.patch.frames
    for share in data.frameShares where share.frameCount % step != 0 {
      throw TrainingError.badSetting(
        name: "frameShares", value: "\(share.frameCount) frames", expected: "a multiple of \(step)")
    }
    self.seed = seed
    pictures = world.pictures
    switch configuration.appearance {
    case .kinds:
      let clips = try ClipStream(
        world: world, options: DenoiserStream.options(configuration, data: data, seed: seed))
      clip = clips.clip(at:)
    case .pictures:
      let clips = OpenClipStream(
        world: world, options: DenoiserStream.openOptions(configuration, data: data), seed: seed,
        patchSide: configuration.patch.height, frameShares: data.frameShares)
      clip = clips.clip(at:)
    }
    let meanFrames =
      data.frameShares.reduce(0) { $0 + $1.share }
      / data.frameShares.reduce(0) { $0 + $1.share / Double($1.frameCount) }
    let meanArea =
      data.shapes.reduce(0) { $0 + Double($1.units.height * $1.units.width) } / Double(data.shapes.count)
    let meanPatches = meanFrames / Double(step) * meanArea
    clipsPerBatch = max(1, Int((Double(data.patchesPerBatch) / meanPatches).rounded()))
  }

  /// The stream of clips that batches are made of: what the network knows, without text.
  public static func options(
    _ configuration: DenoiserConfiguration, data: DenoiserData, seed: UInt64
  ) -> ClipStreamOptions {
    var options = ClipStreamOptions()
    options.seed = seed
    options.patchSide = configuration.patch.height
    options.frameShares = data.frameShares
    options.shapes = data.shapes
    options.kinds = configuration.knowledge.words(of: .kind).compactMap(ActorKind.init(rawValue:))
    options.scenes = configuration.knowledge.words(of: .scene).compactMap(Scene.init(rawValue:))
    options.looks = configuration.knowledge.words(of: .look).compactMap(Look.init(rawValue:))
    options.hasText = false
    return options
  }

  /// The shots that batches are made of where the network reads pictures.
  static func openOptions(
    _ configuration: DenoiserConfiguration, data: DenoiserData
  ) -> OpenShotSampler.Options {
    var options = OpenShotSampler.Options()
    options.shapes = data.shapes
    options.shapeWeights = data.shapes.map { $0 == .wide ? 3 : $0 == .square ? 2 : 1 }
    options.scenes = configuration.knowledge.words(of: .scene).compactMap(Scene.init(rawValue:))
    options.looks = configuration.knowledge.words(of: .look).compactMap(Look.init(rawValue:))
    return options
  }

  /// Numbers in the stream of the clips of a batch.
  public func clipNumbers(ofBatch index: Int) -> Range<UInt64> {
    UInt64(index * clipsPerBatch)..<UInt64((index + 1) * clipsPerBatch)
  }

  /// Batch `index`.
  ///
  /// - Throws: what rendering throws, and ``DenoiserError`` where patches and frames do not fit.
  public func batch(_ index: Int) throws -> DenoiserBatch {
    DenoiserBatch(
      try clipNumbers(ofBatch: index).map(noisyClip), patch: configuration.patch, data: data)
  }

  // MARK: - Internals

  /// Sets the draws of training apart from those of the clip, which has the same number.
  private static let forkLabel: UInt64 = 0x6E6F_6973_65

  /// Clip `number` with noise: what is dropped, known and added is drawn from a random stream of its own.
  private func noisyClip(_ number: UInt64) throws -> DenoiserBatch.NoisyClip {
    let made = try clip(number)
    var generator = Generator(seed: seed, stream: number).fork(DenoiserStream.forkLabel)
    let input = try ShotInput(
      made.plan, times: made.times, height: made.clip.height, width: made.clip.width, for: configuration,
      pictures: pictures)
    let dropsWords = generator.chance(data.wordDropout)
    let features = input.features(
      dropsWords: dropsWords, dropsLayout: dropsWords && generator.chance(data.layoutDropout))
    let region =
      generator.chance(data.knownShare) ? generator.pick(KnownRegion.all(for: configuration)) : nil
    let known = try region.map {
      try KnownPixels(
        made.clip, isKnown: $0.mask(input.geometry, made.plan, using: &generator), patch: configuration.patch)
    }
    let level = Float(data.levels.sample(using: &generator))
    let noise = input.noise(
      seed: generator.next(), sceneShare: generator.uniform(data.sceneShares))
    return DenoiserBatch.NoisyClip(
      clean: try made.clip.patchify(configuration.patch), noise: noise, features: features, known: known,
      level: level)
  }
}
