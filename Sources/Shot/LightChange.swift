// Light, air and look that become another during the shot: "day turns to night", "it begins to rain".

extension ShotPlan {
  /// A moment at which the time of day, the weather or the look becomes another.
  public struct Change: Sendable, Equatable {
    /// When it begins, in seconds, above 0.
    public var t: Double
    /// What it becomes.
    public var value: Value
    /// How long it takes, in seconds, `0...3600`; 0 for at once.
    public var fade: Double

    /// How long a change takes where nothing is said, in seconds.
    public static let standardFade = 1.0
    /// How long a change may take.
    public static let fadeRange = 0.0...3600

    /// Makes a change.
    public init(t: Double, to value: Value, fade: Double = standardFade) {
      self.t = t
      self.value = value
      self.fade = fade
    }

    /// What becomes another.
    public enum Value: Sendable, Hashable {
      case time(TimeOfDay)
      case weather(Weather)
      case look(Look)

      /// The field of a plan, as files call it.
      package var field: String {
        switch self {
        case .time: "time"
        case .weather: "weather"
        case .look: "look"
        }
      }

      /// Its word, as files write it.
      package var word: String {
        switch self {
        case .time(let time): time.rawValue
        case .weather(let weather): weather.rawValue
        case .look(let look): look.rawValue
        }
      }

      /// The place of its field among those that change.
      var order: Int { ["time", "weather", "look"].firstIndex(of: field)! }
    }

    /// Whether a change comes before another in ``ShotPlan/changes``: by time, then time of day, weather, look.
    static func precedes(_ a: Change, _ b: Change) -> Bool { (a.t, a.value.order) < (b.t, b.value.order) }
  }

  /// Two values and how far the one has become the other.
  public struct Mixture<Value: Sendable & Equatable>: Sendable, Equatable {
    /// What it was.
    public let from: Value
    /// What it becomes; the same as ``from`` while nothing changes.
    public let to: Value
    /// The share of ``to``, `0...1`, evenly over the fade.
    public let share: Double

    /// The value of the larger share.
    public var prevailing: Value { share < 0.5 ? from : to }
  }

  /// The time of day at a time in seconds.
  public func timeOfDay(at time: Double) -> Mixture<TimeOfDay> {
    mixture(at: time, self.time) { if case .time(let value) = $0 { value } else { nil } }
  }

  /// The weather at a time in seconds.
  public func weather(at time: Double) -> Mixture<Weather> {
    mixture(at: time, weather) { if case .weather(let value) = $0 { value } else { nil } }
  }

  /// The look at a time in seconds.
  public func look(at time: Double) -> Mixture<Look> {
    mixture(at: time, look) { if case .look(let value) = $0 { value } else { nil } }
  }

  private func mixture<Value: Sendable & Equatable>(
    at time: Double, _ start: Value, _ read: (Change.Value) -> Value?
  ) -> Mixture<Value> {
    var current = start
    for change in changes {
      guard let value = read(change.value), change.t <= time else { continue }
      if time < change.t + change.fade {
        return Mixture(from: current, to: value, share: (time - change.t) / change.fade)
      }
      current = value
    }
    return Mixture(from: current, to: current, share: 0)
  }
}

/// The time of day, the weather and the look of a moment.
public struct LightState: Sendable, Hashable {
  /// The time of day.
  public var time: TimeOfDay
  /// What the air does.
  public var weather: Weather
  /// How the picture is made.
  public var look: Look
}

extension ShotPlan {
  /// The light at a time in seconds: one state, or during a change several, each with its share; shares add up to 1.
  public func lightStates(at time: Double) -> [(state: LightState, share: Double)] {
    let (day, air, picture) = (timeOfDay(at: time), weather(at: time), look(at: time))
    func parts<Value>(_ mixture: Mixture<Value>) -> [(value: Value, share: Double)] {
      mixture.share <= 0
        ? [(mixture.from, 1)]
        : mixture.share >= 1
          ? [(mixture.to, 1)] : [(mixture.from, 1 - mixture.share), (mixture.to, mixture.share)]
    }
    return parts(day).flatMap { day in
      parts(air).flatMap { air in
        parts(picture).map { picture in
          (
            LightState(time: day.value, weather: air.value, look: picture.value),
            day.share * air.share * picture.share
          )
        }
      }
    }
  }

  /// The plan as if its light were always the same.
  public func lit(by state: LightState) -> ShotPlan {
    var plan = self
    (plan.time, plan.weather, plan.look) = (state.time, state.weather, state.look)
    plan.changes = []
    return plan
  }
}
