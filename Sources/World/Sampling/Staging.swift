// How each kind of actor holds itself in a scene. Where ground and water lie is the scene's geometry.

import ZoetropeShot

extension ActorKind {
  /// How this kind holds itself in a scene.
  func footing(in scene: Scene) -> Footing {
    switch (traits.category, scene) {
    case (_, .space), (.ground, .sky), (.water, .sky): .drifting
    case (_, .sky): .flying
    case (_, .underwater): isBottomDweller ? .standing : .drifting
    case (.air, _): .flying
    case (.space, .sea): flies ? .flying : .afloat
    case (.space, _): flies ? .flying : .standing
    case (.water, _): scene.waterLine != nil && !isBottomDweller ? .afloat : .standing
    case (.ground, .sea): .afloat
    case (.ground, _): .standing
    }
  }

  /// Whether it walks on the sea bed rather than swims.
  private var isBottomDweller: Bool {
    self == .crab
      || (traits.category == .ground && locomotion != .swims && self != .turtle && self != .penguin)
  }
}
