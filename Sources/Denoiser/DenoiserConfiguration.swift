import ZoetropeLayers
import ZoetropeScenery
import ZoetropeShot

/// What a denoiser is: everything needed to build the network that a weights file belongs to.
public struct DenoiserConfiguration: Sendable, Equatable, Codable {
  /// Name of the preset, or of what was made of it.
  public var name: String
  /// Size of a spacetime patch.
  public var patch: PatchSize
  /// Width of the residual stream, D.
  public var hiddenSize: Int
  /// Number of transformer blocks.
  public var depth: Int
  /// Number of attention heads, A.
  public var headCount: Int
  /// Hidden width of the MLP as a multiple of D.
  public var mlpRatio: Int
  /// Width of the narrow layer that patches enter through (JiT, arXiv:2511.13720, §4).
  public var bottleneckSize: Int
  /// What it is told of actors and set pieces.
  public var appearance: Appearance
  /// Texels along each side of the learned texture of a kind of actor.
  public var textureSide: Int
  /// Numbers per texel.
  public var textureChannels: Int
  /// Channels of the convolutions that finish the frames; 0 for none.
  public var detailChannels: Int
  /// Cells along each side of a patch of the coarse grid on which light is drawn across patches; 0 for none.
  public var lightSide: Int
  /// The words it knows.
  public var knowledge: Knowledge
  /// Whether it is told which pixels are known, so that masks need not end at patches; if not, patches are known whole or
  /// not at all.
  public var readsKnownPixels: Bool

  /// How a network is told what actors look like.
  public enum Appearance: String, Sendable, Equatable, Codable {
    /// By the word of their kind, which it has learned a texture for.
    case kinds
    /// By their pictures, composed under its pixels (``PictureBuffer``): it knows none of them by name.
    case pictures
  }

  /// Makes a configuration.
  public init(
    name: String, patch: PatchSize, hiddenSize: Int, depth: Int, headCount: Int, mlpRatio: Int = 4,
    bottleneckSize: Int = 128, appearance: Appearance = .kinds, textureSide: Int = 32,
    textureChannels: Int = 8, detailChannels: Int = 24, lightSide: Int = 0, knowledge: Knowledge? = nil,
    readsKnownPixels: Bool = false
  ) {
    self.name = name
    self.patch = patch
    self.hiddenSize = hiddenSize
    self.depth = depth
    self.headCount = headCount
    self.mlpRatio = mlpRatio
    self.bottleneckSize = bottleneckSize
    self.appearance = appearance
    self.textureSide = textureSide
    self.textureChannels = textureChannels
    self.detailChannels = detailChannels
    self.lightSide = lightSide
    self.knowledge = knowledge ?? (appearance == .pictures ? .ofShots : .everything)
    self.readsKnownPixels = readsKnownPixels
  }

  /// Reads a configuration; one of a time without pictures knows kinds, and one of a time without masks reads none, or without a grid for
  /// light draws none.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    name = try values.decode(String.self, forKey: .name)
    patch = try values.decode(PatchSize.self, forKey: .patch)
    hiddenSize = try values.decode(Int.self, forKey: .hiddenSize)
    depth = try values.decode(Int.self, forKey: .depth)
    headCount = try values.decode(Int.self, forKey: .headCount)
    mlpRatio = try values.decode(Int.self, forKey: .mlpRatio)
    bottleneckSize = try values.decode(Int.self, forKey: .bottleneckSize)
    appearance = try values.decodeIfPresent(Appearance.self, forKey: .appearance) ?? .kinds
    textureSide = try values.decode(Int.self, forKey: .textureSide)
    textureChannels = try values.decode(Int.self, forKey: .textureChannels)
    detailChannels = try values.decode(Int.self, forKey: .detailChannels)
    lightSide = try values.decodeIfPresent(Int.self, forKey: .lightSide) ?? 0
    knowledge = try values.decode(Knowledge.self, forKey: .knowledge)
    readsKnownPixels = try values.decodeIfPresent(Bool.self, forKey: .readsKnownPixels) ?? false
  }

  /// Tiny, for tests: it learns nothing.
  public static let thumbnail = DenoiserConfiguration(
    name: "thumbnail", patch: PatchSize(frames: 2, height: 4, width: 4), hiddenSize: 32, depth: 2,
    headCount: 2, mlpRatio: 2, bottleneckSize: 16, textureSide: 4, textureChannels: 4, detailChannels: 4)

  /// For 64×64, 88×48 and 48×88 pixels; trained on a CPU.
  public static let sketch = DenoiserConfiguration(
    name: "sketch", patch: PatchSize(frames: 2, height: 8, width: 8), hiddenSize: 256, depth: 6, headCount: 4)

  /// For 128×128, 176×96 and 96×176 pixels; wants a GPU to train.
  public static let feature = DenoiserConfiguration(
    name: "feature", patch: PatchSize(frames: 2, height: 16, width: 16), hiddenSize: 384, depth: 12,
    headCount: 6)

  /// Any picture, for 64×64, 112×64 and 64×112 pixels; trained on a CPU.
  public static let scene = DenoiserConfiguration(
    name: "scene", patch: PatchSize(frames: 2, height: 8, width: 8), hiddenSize: 256, depth: 6, headCount: 4,
    appearance: .pictures, lightSide: 2, readsKnownPixels: true)

  /// All presets.
  public static let presets: [DenoiserConfiguration] = [.thumbnail, .sketch, .scene, .feature]

  /// The preset of a name.
  public static func preset(_ name: String) -> DenoiserConfiguration? { presets.first { $0.name == name } }

  /// Checks that a network can be built.
  ///
  /// - Throws: ``DenoiserError/badConfiguration(_:)``.
  public func validate() throws {
    func check(_ condition: Bool, _ reason: String) throws {
      if !condition { throw DenoiserError.badConfiguration(reason) }
    }
    try check(
      (1...8).contains(patch.frames) && (1...64).contains(patch.height) && (1...64).contains(patch.width),
      "patch sides must be 1…8 frames and 1…64 pixels, not \(patch)")
    try check(
      (1...8192).contains(hiddenSize) && (1...256).contains(headCount) && hiddenSize % headCount == 0
        && hiddenSize / headCount % 2 == 0 && hiddenSize / headCount <= 512,
      "hiddenSize \(hiddenSize) must be a multiple of headCount \(headCount) with an even quotient of at most 512"
    )
    try check((1...256).contains(depth), "depth must be 1…256, not \(depth)")
    try check((1...16).contains(mlpRatio), "mlpRatio must be 1…16, not \(mlpRatio)")
    try check((1...8192).contains(bottleneckSize), "bottleneckSize must be 1…8192, not \(bottleneckSize)")
    try check((1...256).contains(textureSide), "textureSide must be 1…256, not \(textureSide)")
    try check((1...64).contains(textureChannels), "textureChannels must be 1…64, not \(textureChannels)")
    try check((0...16).contains(lightSide), "lightSide must be 0…16, not \(lightSide)")
    try check((0...256).contains(detailChannels), "detailChannels must be 0…256, not \(detailChannels)")
  }

  /// Numbers per pixel that a network is told of actors and set pieces.
  var pictureChannels: Int { appearance == .pictures ? PictureBuffer.channelCount : textureChannels }

  var block: BlockConfiguration {
    BlockConfiguration(
      hiddenSize: hiddenSize, headCount: headCount, mlpRatio: mlpRatio, isModulated: true, isCausal: false)
  }

  var rotary: RotaryEmbedding { .spacetime(headSize: hiddenSize / headCount) }

  /// The layout of the network's parameters.
  public var parameterLayout: ParameterLayout { .of { _ = Denoiser(self, $0) } }
}
