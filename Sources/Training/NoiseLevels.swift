import Foundation
import ZoetropeRandom

/// How noise levels are drawn in training.
///
/// The first two parts lean towards noise: large flat areas are decided in the first few per cent of the path, and a network that is not
/// trained there paints day skies over night scenes.
public struct NoiseLevelDistribution: Sendable, Equatable, Codable {
  /// Share of levels from the logit-normal part; the rest is `1 − u³`, dense at pure noise.
  public var logitNormalShare = 0.7
  /// Share of levels drawn evenly, before the other parts share the rest: for a last phase that sharpens detail, which is
  /// decided at the low levels that the other parts seldom draw.
  public var uniformShare = 0.0
  /// Mean of logit t.
  public var mean = 1.2
  /// Standard deviation of logit t.
  public var deviation = 1.1

  /// The distribution that was found to work.
  public init() {}

  /// Draws a level in 0…1.
  public func sample(using generator: inout Generator) -> Double {
    if uniformShare > 0, generator.chance(uniformShare) { return generator.uniform() }
    if generator.chance(logitNormalShare) {
      return 1 / (1 + exp(-(mean + deviation * generator.normal())))
    }
    let u = generator.uniform()
    return 1 - u * u * u
  }
}
