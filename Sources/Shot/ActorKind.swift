// The cast: every kind of actor, and what is true of it whoever draws or describes it.
// To add one: append a case, add its row to `traits`, give it a picture and its words in the World.

/// A kind of actor.
public enum ActorKind: String, CaseIterable, Codable, Sendable {
  // People
  case child, man, woman, oldMan, oldWoman, runner, walker, dancer, ninja, wizard, astronaut, surfer, skier
  case cyclist, mermaid, robot, ghost, alien, snowman
  // Land animals
  case dog, cat, fox, wolf, rabbit, horse, cow, pig, sheep, elephant, lion, tiger, bear, panda, monkey, mouse
  case camel, kangaroo, turtle, snail, chicken, penguin, dinosaur, unicorn
  // Air
  case eagle, owl, duck, parrot, bee, butterfly, bat, dragon, balloon, airplane, helicopter, kite
  // Water
  case whale, dolphin, fish, shark, octopus, crab, jellyfish, sailboat, ship, speedboat
  // Vehicles and objects on the ground
  case car, taxi, bus, truck, fireTruck, tractor, motorcycle, bicycle, train, ball, apple, tree, cactus,
    umbrella
  // Space
  case rocket, ufo, satellite, planet, comet
}

extension ActorKind {
  /// The element an actor moves in; decides plausible scenes and where it may be placed.
  public enum Category: String, CaseIterable, Codable, Sendable {
    case ground, air, water, space
  }

  /// The way the picture looks when it is not flipped.
  public typealias Facing = ZoetropeShot.Facing

  /// What is true of a kind.
  public struct Traits: Sendable {
    /// The element it moves in.
    public let category: Category
    /// The side its unflipped picture faces.
    public let facing: Facing
    /// Height of a medium-sized actor in a medium shot, as a fraction of the shorter side of the frame.
    public let scale: Double
    /// Width of its picture divided by its height; boxes of this form are filled without distortion.
    public let aspect: Double
    /// Whether colour words recolour it.
    public let isTintable: Bool
    /// Whether it is warm (a living thing, an engine, a fire), which infrared shows.
    public let isWarm: Bool
  }
}
