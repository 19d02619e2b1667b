// A member of the open cast: a picture with what is true of it. The rows are in Members/*.cast, the words that
// people call them by in the table of names.

import ZoetropeShot

/// One member of the cast: who or what a picture shows, and all that placing and moving it needs.
public struct CastMember: Sendable, Equatable {
  /// What plan files hold: letters and digits in camelCase, never changed once released.
  public let name: String
  /// What people read: `"fire hydrant"`.
  public let displayName: String
  /// What sort of thing it is.
  public let category: Category
  /// The side that the picture faces when it is not flipped.
  public let facing: Facing
  /// Height of what is shown, in metres; a rider's includes the horse.
  public let height: Double
  /// How it moves, and where in the picture.
  public let gait: Gait
  /// What infrared shows of it.
  public let heat: Heat
  /// Where it belongs, most typical first; never empty.
  public let habitats: [Habitat]
  /// How its picture is made.
  package let recipe: Recipe

  /// Whether the member is kept from all training, so that what is new to the models can be measured.
  public var isHeldOut: Bool { CastMember.heldOutNames.contains(name) }

  /// What sort of thing a member is.
  public enum Category: String, CaseIterable, Codable, Sendable {
    case person, fantasy, animal, bird, reptile, aquatic, insect, vehicle, watercraft, aircraft, spacecraft
    case plant, food, furniture, appliance, clothing, instrument, sport, toy, tool, object, building, sky
  }

  /// A kind of place; the first fourteen are those of `Scene`.
  public enum Habitat: String, CaseIterable, Codable, Sendable {
    case sea, beach, snow, desert, forest, meadow, mountains, city, space, moon, underwater, stage, sky, river
    case room, cave
  }
}
