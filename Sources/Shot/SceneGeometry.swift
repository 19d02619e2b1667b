// Where things stand in each scene: shared by the renderer, which paints it, the sampler, which places actors on it, and the
// recipes of scenes, which place their pieces.

extension Scene {
  /// Height of the horizon in the neutral view, as a fraction of the frame height from the top.
  ///
  /// Scenes without a horizon (space, sky) give the height of the middle of the action; underwater it is the
  /// far end of the sea bed, in a room the foot of the wall.
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
    case .room: 0.66
    case .cave: 0.64
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
    case .room: 0.76...0.95
    case .cave: 0.74...0.94
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

  /// The parallax of the ground or the water at its far end, the foot of a room's wall included: 0 infinitely far … 1 with
  /// the actors.
  public var horizonParallax: Double {
    switch self {
    case .room: 0.8
    case .stage, .cave, .underwater: 0.6
    default: 0.45
    }
  }

  /// The parallax of what stands on the ground or floats on the water, by where its foot is.
  ///
  /// It is 1, that of actors, from the far end of ``groundLine`` and ``waterLine`` on: who stands still there does not slide
  /// over the ground when the camera moves. Between there and the horizon it falls evenly to ``horizonParallax``.
  ///
  /// - Parameter line: the foot in the neutral view, as a fraction of the frame height from the top.
  public func parallax(atFoot line: Double) -> Double {
    let surfaces = [groundLine, waterLine].compactMap { $0?.lowerBound }
    guard let near = surfaces.min() else { return 1 }
    let share = min(1, max(0, (line - horizon) / (near - horizon)))
    return horizonParallax + (1 - horizonParallax) * share
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
