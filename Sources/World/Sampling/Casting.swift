// Which kinds belong in which scenes, and what they are likely to do. Plausible, not exclusive: the sampler
// also draws odd pairings, because people ask for them.

import ZoetropeShot

extension ActorKind {
  /// The scenes this kind is at home in. Add a new kind to the group it lives with.
  var homes: [Scene] {
    switch self {
    case .child, .man, .woman, .oldMan, .oldWoman, .walker:
      [.beach, .meadow, .city, .stage, .snow, .forest, .river]
    case .runner, .cyclist: [.beach, .meadow, .city, .forest, .mountains, .desert]
    case .dancer: [.stage, .city, .beach, .meadow]
    case .ninja: [.city, .forest, .stage, .mountains]
    case .wizard: [.forest, .stage, .mountains, .city, .sky]
    case .robot: [.city, .moon, .stage, .space, .desert]
    case .ghost: [.forest, .city, .stage, .moon]
    case .skier: [.snow, .mountains]
    case .snowman: [.snow, .mountains, .forest]
    case .astronaut: [.space, .moon]
    case .alien: [.space, .moon, .desert, .city]
    case .surfer: [.sea, .beach]
    case .mermaid: [.sea, .underwater, .beach, .river]
    case .dog, .cat: [.meadow, .beach, .city, .snow, .forest, .stage, .river]
    case .fox, .wolf, .bear: [.forest, .snow, .mountains, .meadow, .river]
    case .rabbit, .mouse, .snail: [.meadow, .forest, .snow]
    case .horse, .cow, .pig, .sheep, .chicken: [.meadow, .mountains, .beach, .river]
    case .elephant, .lion, .tiger, .monkey, .panda: [.forest, .meadow, .mountains, .river, .stage]
    case .camel, .kangaroo: [.desert, .meadow]
    case .turtle: [.beach, .sea, .underwater, .meadow, .river]
    case .penguin: [.snow, .sea, .mountains]
    case .dinosaur: [.forest, .desert, .mountains, .meadow, .river]
    case .unicorn: [.meadow, .forest, .sky, .mountains]
    case .eagle: [.mountains, .sky, .desert, .sea]
    case .owl, .bat: [.forest, .mountains, .city, .sky]
    case .duck: [.river, .sky, .meadow, .sea]
    case .parrot: [.forest, .beach, .sky, .stage]
    case .bee, .butterfly: [.meadow, .forest, .sky, .river]
    case .dragon: [.mountains, .sky, .city, .forest]
    case .balloon, .kite: [.sky, .meadow, .beach, .city]
    case .airplane, .helicopter: [.sky, .city, .mountains, .sea]
    case .whale, .shark, .dolphin: [.sea, .underwater]
    case .fish: [.underwater, .sea, .river]
    case .octopus, .jellyfish: [.underwater, .sea]
    case .crab: [.beach, .underwater]
    case .sailboat: [.sea, .river]
    case .ship: [.sea]
    case .speedboat: [.underwater, .sea]
    case .car, .motorcycle: [.city, .desert, .mountains, .beach, .meadow]
    case .taxi, .bus, .fireTruck: [.city, .city, .mountains, .snow]
    case .truck, .train: [.city, .desert, .mountains, .snow, .meadow]
    case .tractor: [.meadow, .forest, .desert]
    case .bicycle: [.city, .meadow, .forest, .river]
    case .ball: [.beach, .meadow, .city, .stage]
    case .apple: [.meadow, .forest, .stage]
    case .tree: [.meadow, .forest, .mountains, .snow, .river]
    case .cactus: [.desert]
    case .umbrella: [.beach, .city, .stage, .river]
    case .rocket: [.space, .moon, .sky]
    case .ufo: [.space, .moon, .sky, .city, .desert]
    case .satellite: [.space, .moon]
    case .planet: [.space, .moon]
    case .comet: [.space, .sky, .moon]
    }
  }

  /// Whether a space kind flies where there is a ground below.
  var flies: Bool {
    switch locomotion {
    case .flies, .wings, .floats, .rolls: traits.category != .ground
    default: false
    }
  }

  /// Whether it can follow or meet another actor.
  var canPursue: Bool {
    locomotion != .rooted && locomotion != .rolls && self != .umbrella && self != .snowman
  }
}

/// What an actor is likely to do: relative weights of the motions that need no partner.
enum MotionWeights {
  /// Motions that one actor does alone, in the order of the weights.
  static let motions: [Motion] = Motion.allCases.filter { $0 != .chase && $0 != .meet }

  /// Weights of ``motions`` for an actor of a gait with a footing.
  static func weights(of locomotion: Locomotion, footing: Footing) -> [Double] {
    motions.map { base($0) * factor($0, locomotion: locomotion, footing: footing) }
  }

  private static func base(_ motion: Motion) -> Double {
    switch motion {
    case .left, .right: 13
    case .still: 8
    case .up, .down: 8
    case .approach, .recede: 6
    case .bounce, .jump, .zigzag: 7
    case .spin, .orbit: 6
    case .enter, .exit: 7
    case .chase, .meet: 0
    }
  }

  private static func factor(_ motion: Motion, locomotion: Locomotion, footing: Footing) -> Double {
    var factor = 1.0
    if footing == .standing || footing == .afloat {
      switch motion {
      case .up, .down: factor *= 0.45
      case .orbit: factor *= 0.6
      default: break
      }
    }
    if footing == .flying || footing == .drifting {
      switch motion {
      case .up, .down: factor *= 1.3
      case .jump: factor *= 0.35
      default: break
      }
    }
    switch (locomotion, motion) {
    case (.rooted, .left), (.rooted, .right), (.rooted, .enter), (.rooted, .exit), (.rooted, .zigzag):
      factor *= 0.3
    case (.rooted, .still): factor *= 2.5
    case (.hops, .jump), (.hops, .bounce), (.rolls, .bounce), (.rolls, .spin), (.legs, .jump): factor *= 1.6
    case (.wheels, .jump), (.rides, .jump), (.sails, .jump), (.sails, .up), (.sails, .down): factor *= 0.6
    case (.flies, .up), (.floats, .up), (.flies, .orbit), (.wings, .orbit): factor *= 1.4
    default: break
    }
    return factor
  }
}
