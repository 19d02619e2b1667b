// What is measured. Benchmarks of text-to-video ask other networks whether a clip shows what was asked; here the plan
// says what every pixel was meant to be, so the same questions are answered by geometry and colour.

/// A question asked of a clip and its plan.
///
/// Names in doc comments are the dimensions of VBench (Huang et al. 2023, arXiv:2311.17982) and T2V-CompBench (Sun et al.
/// 2024, arXiv:2407.14505) that a measure answers exactly where those estimate.
public enum Measure: String, CaseIterable, Codable, Sendable {
  /// Actors whose kind is the best match of the whole cast. VBench “object class”, “multiple objects”.
  case kind
  /// Actors that look the way they were told to, not mirrored. T2V-CompBench “consistent attribute binding”.
  case facing
  /// Coloured actors in the right one of ten colours. VBench “color”, T2V-CompBench “consistent attribute binding”.
  case tint
  /// Actors within ``Grader/placeTolerance`` pixels of their place in three of four frames. VBench “spatial relationship”.
  case place
  /// Mean distance from the planned place, in pixels of a 64-pixel square. T2V-CompBench “motion binding”.
  case placeError
  /// Actors whose size is within a sixth of the planned one. T2V-CompBench “consistent attribute binding”.
  case size
  /// Moving actors that follow their path rather than stand still or go backwards. VBench “human action” and “dynamic
  /// degree”, T2V-CompBench “motion binding”.
  case motion
  /// Actors that enter or exit: seen while they should be and not before or after. T2V-CompBench “dynamic attribute binding”.
  case presence
  /// Moving actors whose picture moves as its gait says rather than like a cut-out: legs, wings, wheels. VBench “human action”.
  case gait
  /// Set pieces that are there. VBench “multiple objects”, T2V-CompBench “generative numeracy”.
  case piece
  /// Pairs of actors of which the nearer one covers the other. T2V-CompBench “spatial relationships”.
  case occlusion
  /// Clips in which every planned actor is found. T2V-CompBench “generative numeracy”.
  case count
  /// Clips whose first two actors stand to each other as planned. VBench “spatial relationship”, T2V-CompBench “spatial
  /// relationships”, “object interactions”.
  case relation
  /// Frames in which an actor, judged by that frame alone, is the kind it is in the whole clip. VBench “subject consistency”.
  case identity
  /// Clips in the right one of the scenes. VBench “scene”.
  case scene
  /// Built scenes of the right age. VBench “scene”.
  case period
  /// Clips at the right time of day. VBench “scene”, T2V-CompBench “consistent attribute binding”.
  case time
  /// Clips in the right weather. VBench “scene”.
  case weather
  /// Clips with the right look. VBench “appearance style”.
  case look
  /// Clips with the right camera move. VBench “temporal style”.
  case camera
  /// Change between frames where nothing should move, beyond what the world's own grain and weather change, in grey levels (of
  /// 255). VBench “temporal flickering”, “background consistency”.
  case flicker
  /// Change of still parts over 2…50 frames, in grey levels (of 255), squares of 4 px averaged so that grain does not count, beyond
  /// what changes in renders. VBench “background consistency”.
  case drift
  /// How much of a render's fine structure is missing or wrong at the clip's own size, in per cent: what blurring at two pixels takes
  /// away, and what the clip has instead. VBench “imaging quality”.
  case detail
  /// By how many octaves (doublings) the clip changes more or less than renders of its plan do. VBench “dynamic degree”.
  case dynamics

  /// How outcomes of a measure are read.
  public enum Unit: Sendable {
    /// Right or wrong; a share of all is reported.
    case share
    /// A number; the mean is reported, and less is better.
    case mean(of: String)
  }

  /// How outcomes are read.
  public var unit: Unit {
    switch self {
    case .placeError: .mean(of: "px")
    case .flicker, .drift: .mean(of: "grey levels")
    case .dynamics: .mean(of: "octaves")
    case .detail: .mean(of: "%")
    default: .share
    }
  }
}
