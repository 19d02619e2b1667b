// Where things stand in each scene: shared by the renderer, which paints it, and the sampler, which places actors on it.

extension Scene {
  /// Height of the horizon in the neutral view, as a fraction of the frame height from the top.
  ///
  /// Scenes without a horizon (space, sky) give the height of the middle of the action; underwater it is the
  /// far end of the sea bed.
  public var horizon: Double {
    switch self {
    case .sea: 0.52
    case .beach: 0.46
    case .snow, .desert, .meadow, .mountains: 0.62
    case .forest: 0.66
    case .city: 0.68
    case .moon: 0.64
    case .underwater: 0.82
    case .stage: 0.74
    case .river: 0.54
    case .space, .sky: 0.5
    }
  }

  /// Where the feet (lower box edges) of actors that stand or drive may be, far … near, as fractions of the
  /// frame height; `nil` where there is no ground.
  public var groundLine: ClosedRange<Double>? {
    switch self {
    case .sea, .space, .sky: nil
    case .beach: 0.74...0.94
    case .snow, .desert, .meadow, .mountains: 0.70...0.94
    case .forest: 0.74...0.94
    case .city: 0.78...0.94
    case .moon: 0.72...0.94
    case .underwater: 0.88...0.96
    case .stage: 0.80...0.94
    case .river: 0.86...0.96
    }
  }

  /// Where the water lines (lower box edges) of floating actors may be, far … near, as fractions of the frame
  /// height; `nil` where there is no water surface. Underwater everything is water.
  public var waterLine: ClosedRange<Double>? {
    switch self {
    case .sea: 0.60...0.92
    case .beach: 0.54...0.64
    case .river: 0.66...0.82
    default: nil
    }
  }
}

extension ShotSize {
  /// How large the scenery is drawn, about the horizon: wide shots take in more of it.
  public var sceneryScale: Double {
    switch self {
    case .wide: 0.8
    case .medium: 1
    case .closeUp: 1.4
    }
  }
}
