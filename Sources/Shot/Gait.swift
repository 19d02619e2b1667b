// How pictures move: what kind of movement, and which parts of the picture take part.

/// How a picture moves: a style, and where the moving parts are.
///
/// Places are fractions of the cropped picture, `0...1`, x to the right, y down, in the unflipped picture.
public struct Gait: Sendable, Equatable {
  /// The movement.
  public let style: Style
  /// Height of the line that legs swing about.
  public let hips: Double?
  /// Where each leg meets that line, from left to right.
  public let legs: [Double]
  /// Where each leg ends at the picture's lower edge, in the order of `legs`; empty where legs go straight down.
  public let feet: [Double]
  /// Half the width of each leg, in the order of `legs`; empty where the legs' distances say enough.
  public let legWidths: [Double]
  /// The region of each wing.
  public let wings: [Region]
  /// The region of the head, which never changes its shape.
  public let head: Region?
  /// Wheels that turn.
  public let wheels: [Wheel]

  /// Makes a gait.
  public init(
    _ style: Style, hips: Double? = nil, legs: [Double] = [], feet: [Double] = [], legWidths: [Double] = [],
    wings: [Region] = [], head: Region? = nil, wheels: [Wheel] = []
  ) {
    self.style = style
    self.hips = hips
    self.legs = legs
    self.feet = feet
    self.legWidths = legWidths
    self.wings = wings
    self.head = head
    self.wheels = wheels
  }

  /// The same parts, moving in another way.
  public func moving(as style: Style) -> Gait {
    Gait(style, hips: hips, legs: legs, wings: wings, head: head, wheels: wheels)
  }

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

    /// Makes a rectangle.
    public init(left: Double, top: Double, right: Double, bottom: Double) {
      self.left = left
      self.top = top
      self.right = right
      self.bottom = bottom
    }
  }

  /// A wheel.
  public struct Wheel: Sendable, Equatable {
    /// Its centre from the left.
    public let x: Double
    /// Its centre from the top.
    public let y: Double
    /// Its radius as a fraction of the picture's width.
    public let radius: Double

    /// Makes a wheel.
    public init(x: Double, y: Double, radius: Double) {
      self.x = x
      self.y = y
      self.radius = radius
    }
  }
}
