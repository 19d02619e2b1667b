import ZoetropeShot

/// What something is made of, as far as looks care.
package enum Material {
  case sky, cloud, sun, star, far, ground, sand, snow, rock, water, plant, building, window, lamp, actor

  /// Warmth for infrared, `0` cold … `1` hot.
  var heat: Float {
    switch self {
    case .sky: 0.05
    case .cloud: 0.14
    case .sun: 0.95
    case .star: 0.12
    case .far: 0.24
    case .ground: 0.40
    case .sand: 0.52
    case .snow: 0.14
    case .rock: 0.34
    case .water: 0.20
    case .plant: 0.30
    case .building: 0.46
    case .window: 0.66
    case .lamp: 0.75
    case .actor: 0.85
    }
  }

  /// How black it is against the sky in a silhouette, `0` light … `1` black. Only actors are all black, so that they can
  /// be told from the ground.
  var solidity: Float {
    switch self {
    case .sky, .sun, .star, .lamp, .window: 0
    case .cloud: 0.05
    case .far: 0.35
    case .water: 0.25
    case .snow: 0.30
    case .ground, .sand, .rock: 0.58
    case .plant, .building: 0.72
    case .actor: 1
    }
  }
}

/// The light of a shot: colours of the sky, what they do to everything below, and how inks are mixed from them.
package struct Light: Sendable {
  /// The sky at the top of the frame, halfway down and at the horizon.
  package let skyTop: SIMD3<Float>
  let skyMiddle: SIMD3<Float>
  package let skyHorizon: SIMD3<Float>
  /// Multiplies the colours of scenery.
  package let ambient: SIMD3<Float>
  /// Multiplies the colours of actors, which stay lighter than the scenery so that they can be seen.
  package let actorGain: SIMD3<Float>
  /// How dark shadows are, `0...1`.
  package let shadowStrength: Double
  /// Whether lamps are lit.
  package let isNight: Bool
  private let usesHeat: Bool

  /// The light of a plan's time, weather and scene.
  package init(_ plan: ShotPlan) {
    usesHeat = plan.look != .silhouette
    isNight = plan.time == .night
    var top: SIMD3<Float>, middle: SIMD3<Float>, horizon: SIMD3<Float>, ambient: SIMD3<Float>,
      gain: SIMD3<Float>
    switch plan.time {
    case .dawn:
      (top, middle, horizon) = ([0.50, 0.56, 0.82], [0.92, 0.70, 0.78], [1.00, 0.87, 0.68])
      (ambient, gain) = ([0.98, 0.82, 0.84], [1.00, 0.90, 0.90])
    case .day:
      (top, middle, horizon) = ([0.16, 0.48, 0.92], [0.44, 0.72, 0.98], [0.78, 0.91, 1.00])
      (ambient, gain) = ([1, 1, 1], [1, 1, 1])
    case .sunset:
      (top, middle, horizon) = ([0.32, 0.16, 0.46], [0.86, 0.34, 0.30], [1.00, 0.70, 0.20])
      (ambient, gain) = ([0.90, 0.68, 0.58], [1.00, 0.84, 0.72])
    case .night:
      (top, middle, horizon) = ([0.02, 0.03, 0.11], [0.05, 0.08, 0.22], [0.11, 0.16, 0.34])
      (ambient, gain) = ([0.30, 0.38, 0.62], [0.70, 0.73, 0.92])
    }
    let veil: (SIMD3<Float>, Float, SIMD3<Float>)? =
      switch plan.weather {
      case .clear: nil
      case .clouds: ([0.72, 0.76, 0.82], 0.25, [0.94, 0.95, 0.97])
      case .rain: ([0.44, 0.49, 0.56], 0.68, [0.72, 0.78, 0.86])
      case .snow: ([0.78, 0.82, 0.88], 0.62, [0.92, 0.95, 1.00])
      case .fog: ([0.82, 0.83, 0.84], 0.86, [0.92, 0.93, 0.95])
      }
    if plan.scene.isUnderOpenAir, let (grey, share, dim) = veil {
      // The veil takes the light of the hour, so that a foggy sunset stays warm and a rainy night dark.
      let lit =
        grey * (plan.time == .night ? SIMD3(0.22, 0.27, 0.42) : SIMD3(repeating: 0.25) + ambient * 0.75)
      top += (lit * 0.92 - top) * share
      middle += (lit - middle) * share
      horizon += (lit - horizon) * (share * 0.8)
      ambient *= dim
      gain *= SIMD3(repeating: 0.5) + dim * 0.5
    }
    (skyTop, skyMiddle, skyHorizon, self.ambient, actorGain) = (top, middle, horizon, ambient, gain)
    let clarity = plan.weather == .clear ? 1 : plan.weather == .clouds ? 0.7 : 0.35
    shadowStrength = (isNight ? 0.30 : 0.42) * clarity
  }

  /// The mask of a material under the plan's look.
  package func mask(_ material: Material) -> Float { usesHeat ? material.heat : material.solidity }

  /// No light but that of a clear day, for the colours that things have by themselves; at night lamps are lit.
  package init(coloursOf plan: ShotPlan) {
    var day = plan
    (day.time, day.weather, day.look) = (.day, .clear, .natural)
    let light = Light(day)
    (skyTop, skyMiddle, skyHorizon) = (light.skyTop, light.skyMiddle, light.skyHorizon)
    (ambient, actorGain, shadowStrength) = (light.ambient, light.actorGain, light.shadowStrength)
    isNight = plan.time == .night
    usesHeat = true
  }

  /// Scenery in the light of the hour.
  func ink(_ hex: UInt32, _ material: Material) -> Ink {
    Ink(Light.rgb(hex) * ambient, mask(material))
  }

  /// Something that shines by itself or is the sky.
  func bright(_ hex: UInt32, _ material: Material) -> Ink { Ink(Light.rgb(hex), mask(material)) }

  /// The sky at a height, `0` top of the frame … `1` horizon.
  func sky(_ height: Double) -> Ink {
    let h = Float(min(1, max(0, height)))
    let rgb =
      h < 0.55
      ? skyTop + (skyMiddle - skyTop) * (h / 0.55)
      : skyMiddle + (skyHorizon - skyMiddle) * ((h - 0.55) / 0.45)
    return Ink(rgb, mask(.sky))
  }

  /// An ink seen through air: `amount` of it is the colour of the horizon.
  func hazed(_ ink: Ink, _ amount: Float) -> Ink {
    var result = ink + (Ink(skyHorizon, ink.w) - ink) * amount
    result.w = ink.w
    return result
  }

  /// sRGB from `0xRRGGBB`.
  static func rgb(_ hex: UInt32) -> SIMD3<Float> {
    SIMD3(Float(hex >> 16 & 255), Float(hex >> 8 & 255), Float(hex & 255)) / 255
  }
}
