// Which networks could have made so much video in so much time.

import Foundation
import ZoetropeDenoiser

/// How video is made by a network whose size is asked for.
public struct VideoCase: Sendable, Equatable {
  /// What it is called.
  public var name: String
  /// Columns of pixels.
  public var width: Int
  /// Rows of pixels.
  public var height: Int
  /// Frames per second.
  public var frameRate: Double
  /// Seconds of a clip: all of its tokens attend to each other.
  public var clipSeconds: Double
  /// Pixels and frames that one token stands for.
  public var token: PatchSize
  /// Steps from noise to clip.
  public var stepCount: Int
  /// Evaluations per step: two with guidance.
  public var branchCount: Int

  /// Describes how video is made.
  public init(
    name: String, width: Int, height: Int, frameRate: Double, clipSeconds: Double, token: PatchSize,
    stepCount: Int, branchCount: Int
  ) {
    self.name = name
    self.width = width
    self.height = height
    self.frameRate = frameRate
    self.clipSeconds = clipSeconds
    self.token = token
    self.stepCount = stepCount
    self.branchCount = branchCount
  }

  /// Seconds of computing for a second of video.
  public func secondsPerSecond(_ configuration: DenoiserConfiguration, on device: Device) -> Double {
    func pieces(_ length: Double, _ size: Int) -> Int { max(1, Int((length / Double(size)).rounded(.up))) }
    let patches =
      pieces(clipSeconds * frameRate, token.frames) * pieces(Double(height), token.height)
      * pieces(Double(width), token.width)
    var configuration = configuration
    configuration.patch = token
    let cost = DenoisingCost(
      configuration, patchCount: patches, contextCount: 9, drawnCount: 0, branchCount: branchCount)
    return Double(stepCount) * device.seconds(cost.work) / clipSeconds
  }
}

/// How long each of several networks takes for hours of video.
public struct ScaleQuestion: Sendable {
  /// Hours of video.
  public var videoHours = 6.0
  /// Hours of computing that were reported.
  public var computeHours = 46.0
  /// On what.
  public var device: Device

  /// Asks about a device.
  public init(device: Device) { self.device = device }

  /// A network by its shape, and what a published network of about that shape is called.
  public struct Network: Sendable {
    /// Name.
    public var name: String
    /// Shape.
    public var configuration: DenoiserConfiguration
    /// Parameters, the words' and textures' left out.
    public var parameterCount: Double {
      let d = Double(configuration.hiddenSize)
      // Attention 4D², MLP 2·ratio·D², modulation 6D² in each block.
      return Double(configuration.depth) * d * d * Double(10 + 2 * configuration.mlpRatio)
    }

    init(_ name: String, _ hiddenSize: Int, _ depth: Int, _ headCount: Int) {
      self.name = name
      configuration = DenoiserConfiguration(
        name: name, patch: PatchSize(frames: 4, height: 16, width: 16), hiddenSize: hiddenSize, depth: depth,
        headCount: headCount, detailChannels: 0)
    }
  }

  /// Shapes from the DiT paper (arXiv:2212.09748, table 1) and of later video networks of about the same width and depth.
  public static let networks = [
    Network("S", 384, 12, 6), Network("B", 768, 12, 12), Network("L", 1024, 24, 16),
    Network("XL", 1152, 28, 16), Network("1536×30", 1536, 30, 12), Network("1920×30", 1920, 30, 30),
    Network("3072×42", 3072, 42, 48), Network("5120×40", 5120, 40, 40),
  ]

  /// Ways to make video: pixels as in this project, and compressed by an autoencoder 8 × 8 in space and 4 in time with
  /// patches of 2 × 2, many steps with guidance and few without.
  public static let cases: [VideoCase] = [
    (256, 256), (480, 272), (848, 480), (1280, 720),
  ].flatMap { width, height in
    [(50, 2), (30, 2), (8, 1)].map { steps, branches in
      VideoCase(
        name: "\(width)×\(height), 24 frames/s, \(steps) steps" + (branches == 2 ? " guided" : ""),
        width: width,
        height: height, frameRate: 24, clipSeconds: 5, token: PatchSize(frames: 4, height: 16, width: 16),
        stepCount: steps, branchCount: branches)
    }
  }

  /// Hours of computing of one network for one way to make video.
  public func hours(_ network: Network, _ video: VideoCase) -> Double {
    videoHours * video.secondsPerSecond(network.configuration, on: device)
  }

  /// Parameters of the network that would take exactly the reported time: between the two neighbours in ``networks``, by
  /// the logarithms of time and size. Nil outside of them.
  public func parameters(_ video: VideoCase) -> Double? {
    let points = ScaleQuestion.networks.map { (hours: hours($0, video), parameters: $0.parameterCount) }
    for (small, large) in zip(points, points.dropFirst())
    where small.hours <= computeHours && computeHours <= large.hours {
      let share = log(computeHours / small.hours) / log(large.hours / small.hours)
      return small.parameters * pow(large.parameters / small.parameters, share)
    }
    return nil
  }
}
