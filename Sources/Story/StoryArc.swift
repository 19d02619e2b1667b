// The shape of a story: how somebody's fortune goes, from the first beat to the last.

import Foundation

/// The six shapes that the fortunes of stories have (Reagan et al. 2016, arXiv:1606.07772).
public enum StoryArc: String, Sendable, CaseIterable, Codable {
  /// Rags to riches.
  case rise
  /// Tragedy.
  case fall
  /// Man in a hole.
  case fallRise = "fall-rise"
  /// Icarus.
  case riseFall = "rise-fall"
  /// Cinderella.
  case riseFallRise = "rise-fall-rise"
  /// Oedipus.
  case fallRiseFall = "fall-rise-fall"

  /// The fortunes between which it goes up and down, in equal stretches, -1 misery … 1 bliss.
  public var turns: [Double] {
    switch self {
    case .rise: [-0.3, 0.8]
    case .fall: [0.4, -0.8]
    case .fallRise: [0.3, -0.6, 0.7]
    case .riseFall: [-0.2, 0.6, -0.7]
    case .riseFallRise: [-0.3, 0.5, -0.4, 0.8]
    case .fallRiseFall: [0.3, -0.4, 0.4, -0.8]
    }
  }

  /// The fortune at a share of the story, 0 its beginning … 1 its end.
  public func fortune(at share: Double) -> Double {
    let place = min(max(share, 0), 1) * Double(turns.count - 1)
    let index = min(Int(place), turns.count - 2), rest = place - Double(index)
    return turns[index] + (turns[index + 1] - turns[index]) * rest
  }
}
