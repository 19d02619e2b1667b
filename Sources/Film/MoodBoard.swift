// One place in many lights: what a director shows before anything is planned.

import ZoetropeShot

/// Variations of a shot for a mood board.
public struct MoodBoard: Sendable {
  /// One picture of the board.
  public struct Variation: Sendable, Equatable {
    /// What it varies, in a word or two.
    public var label: String
    /// The shot, changed.
    public var plan: ShotPlan
  }

  /// The pictures: the shot itself, then hours of the day, weathers, ages of what is built, looks.
  public let variations: [Variation]

  /// Varies a shot; what its place cannot have, such as weather indoors, is left out.
  public init(_ plan: ShotPlan) {
    var plan = plan
    // One light for the whole shot, or the change would win over the variation.
    plan.changes = []
    var found = [Variation(label: "as asked", plan: plan)]
    func add(_ label: String, _ change: (inout ShotPlan) -> Void) {
      var other = plan
      change(&other)
      if other != plan { found.append(Variation(label: label, plan: other)) }
    }
    for time in TimeOfDay.allCases { add(time.rawValue) { $0.time = time } }
    if plan.scene.isUnderOpenAir {
      for weather in Weather.allCases { add(weather.rawValue) { $0.weather = weather } }
    }
    if plan.scene.isBuilt { for period in Period.allCases { add(period.rawValue) { $0.period = period } } }
    for look in Look.allCases { add(look.rawValue) { $0.look = look } }
    variations = found
  }
}
