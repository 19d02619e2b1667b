// How each kind gets about: a property of the kind, like its traits.

/// How a kind gets about.
public enum Locomotion: String, CaseIterable, Sendable {
  case legs, paws, hops, crawls, slides, wheels, rides, wings, floats, flies, swims, sails, rolls, rooted
}

extension ActorKind {
  /// How this kind gets about; decides likely motions, verbs and how much it bobs.
  public var locomotion: Locomotion {
    switch self {
    case .child, .man, .woman, .oldMan, .oldWoman, .runner, .walker, .dancer, .ninja, .wizard, .astronaut,
      .robot, .alien:
      .legs
    case .surfer, .skier, .snowman: .slides
    case .car, .taxi, .bus, .truck, .fireTruck, .tractor, .train: .wheels
    case .cyclist, .motorcycle, .bicycle: .rides
    case .dog, .cat, .fox, .wolf, .horse, .cow, .pig, .sheep, .elephant, .lion, .tiger, .bear, .panda,
      .monkey,
      .mouse, .camel, .chicken, .penguin, .dinosaur, .unicorn:
      .paws
    case .rabbit, .kangaroo: .hops
    case .turtle, .snail, .crab: .crawls
    case .eagle, .owl, .duck, .parrot, .bee, .butterfly, .bat, .dragon: .wings
    case .ghost, .balloon, .kite, .umbrella, .jellyfish: .floats
    case .airplane, .helicopter, .rocket, .ufo, .satellite, .comet: .flies
    case .mermaid, .whale, .dolphin, .fish, .shark, .octopus: .swims
    case .sailboat, .ship, .speedboat: .sails
    case .ball, .apple, .planet: .rolls
    case .tree, .cactus: .rooted
    }
  }
}
