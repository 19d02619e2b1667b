// How heights of nature become heights on the frame: as they are, or drawn together so that the smallest is still seen.

import Foundation

/// The heights of those who are shown together, relative to the tallest of them.
///
/// Whoever makes several shots of the same people makes one scale for all of them, so that everybody keeps their height.
public struct HeightScale: Sendable, Equatable {
  /// The tallest, in metres.
  public let tallest: Double
  /// The power that ratios of heights are taken to: 1 as in nature, 0 all alike.
  public let power: Double

  /// Finds the scale that leaves the smallest no less than a share of the tallest.
  ///
  /// - Parameters:
  ///   - heights: in metres, all above 0.
  ///   - least: the least factor of anybody, above 0 … 1.
  public init(of heights: [Double], least: Double) {
    tallest = heights.max() ?? 1.7
    let ratio = (heights.min() ?? tallest) / tallest
    power = ratio < 1 && ratio < least ? max(0, min(1, log(least) / log(ratio))) : 1
  }

  /// The height on the frame of somebody, as a share of the tallest's.
  func factor(_ height: Double) -> Double { pow(height / tallest, power) }
}
