// A place that people name: a backdrop, what stands in it, and the light it is usually seen in.

import ZoetropeShot

/// How a named place is set: a bedroom, a harbour, a gas station.
///
/// Places of its rows are those of a wide frame in the neutral view; ``pieces(shape:shotSize:travel:using:)`` fits them to
/// other frames and to where the camera goes.
public struct SceneRecipe: Sendable, Equatable {
  /// What people call it: `"amusement park"`.
  public let name: String
  /// What is painted behind the pieces.
  public let backdrop: Scene
  /// The hour it is usually seen at.
  public let time: TimeOfDay
  /// The weather it is usually seen in.
  public let weather: Weather
  /// Its age, where that is not the present.
  public let period: Period?
  /// What stands in it, in the order of the file.
  public let rows: [Row]

  /// A kind of thing that stands in a scene, once or again and again.
  public struct Row: Sendable, Equatable {
    /// Names of members of the cast; each time one is chosen.
    public let pictures: [String]
    /// Where its middle is, in frame widths from the left.
    public let x: ClosedRange<Double>
    /// Where its foot is, in frame heights from the top.
    public let foot: ClosedRange<Double>
    /// How high it is, in frame heights.
    public let height: ClosedRange<Double>
    /// After how many frame widths it comes again, along the way of a travelling camera and within the frame.
    public let period: Double
    /// How often it is there, `0...1`.
    public let chance: Double
    /// Whether its picture is mirrored.
    public let mirroring: Mirroring
    /// Distance from the camera; nil where its foot tells.
    public let depth: Double?
    /// How much it follows moves of the camera; nil where its foot tells.
    public let parallax: Double?
    /// Its colour, where it is not the picture's own.
    public let tint: PictureTint?
  }

  /// Whether a picture is mirrored left to right.
  public enum Mirroring: String, CaseIterable, Sendable {
    /// Never.
    case never
    /// As chance has it.
    case either
    /// Always.
    case always
  }

  /// After how many frame widths a scene comes again where nothing else is said.
  public static let span = 2.0

  /// The names of all pictures that may be seen.
  public var pictures: Set<String> { Set(rows.flatMap(\.pictures)) }

  /// Sets backdrop, light and pieces of a plan; its own seed decides what varies, its camera how far the scene goes on.
  public func set(_ plan: inout ShotPlan) {
    (plan.scene, plan.time, plan.weather, plan.period) = (backdrop, time, weather, period)
    plan.setPieces = pieces(for: plan)
  }
}
