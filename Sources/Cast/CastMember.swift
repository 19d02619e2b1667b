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
  public let facing: ActorKind.Facing
  /// Height of what is shown, in metres; a rider's includes the horse.
  public let height: Double
  /// How it moves, and where in the picture.
  public let gait: MemberGait
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

  /// What infrared shows.
  public enum Heat: String, CaseIterable, Codable, Sendable {
    /// As cold as what is around it.
    case cold
    /// A living body, a running engine, a warm meal.
    case warm
    /// A flame, a lamp, the sun.
    case hot
  }

  /// A kind of place; the first fourteen are those of `Scene`.
  public enum Habitat: String, CaseIterable, Codable, Sendable {
    case sea, beach, snow, desert, forest, meadow, mountains, city, space, moon, underwater, stage, sky, river
    case room, cave
  }
}

/// How a member moves: a style, and where the moving parts are.
///
/// Places are fractions of the cropped picture, `0...1`, x to the right, y down, in the unflipped picture.
public struct MemberGait: Sendable, Equatable {
  /// The movement.
  public let style: Style
  /// Height of the line that legs swing about.
  public let hips: Double?
  /// Where each leg meets that line, from left to right.
  public let legs: [Double]
  /// The region of each wing.
  public let wings: [Region]
  /// The region of the head, which never changes its shape.
  public let head: Region?
  /// Wheels that turn.
  public let wheels: [Wheel]

  /// The movement.
  public enum Style: String, CaseIterable, Codable, Sendable {
    /// Legs swing in turn.
    case walk
    /// Legs swing wide.
    case run
    /// All legs push off together.
    case hop
    /// The body rocks from foot to foot.
    case waddle
    /// Many legs or a belly on the ground.
    case crawl
    /// Wings beat up and down.
    case flap
    /// Wings open and close.
    case flutter
    /// A wave runs towards the tail, sideways to the body.
    case swim
    /// A wave runs through the whole body.
    case undulate
    /// The picture turns as it moves over the ground.
    case roll
    /// Wheels turn, the body stays.
    case drive
    /// Glides over the ground: skis, runners, a seal.
    case slide
    /// Rocks with strokes of oars.
    case row
    /// Heels and nods on waves.
    case rock
    /// Bends in the wind, rooted at the foot.
    case sway
    /// Floats up and down in the air.
    case hover
    /// Swells and sinks in place.
    case breathe
    /// Nods and bobs as it moves; for heads and busts.
    case bob
    /// Flickers upwards.
    case flicker
    /// Stands still.
    case none
  }

  /// A rectangle.
  public struct Region: Sendable, Equatable {
    /// Its left side.
    public let left: Double
    /// Its upper side.
    public let top: Double
    /// Its right side.
    public let right: Double
    /// Its lower side.
    public let bottom: Double
  }

  /// A wheel.
  public struct Wheel: Sendable, Equatable {
    /// Its centre from the left.
    public let x: Double
    /// Its centre from the top.
    public let y: Double
    /// Its radius as a fraction of the picture's width.
    public let radius: Double
  }
}
