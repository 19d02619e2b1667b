import ZoetropeShot

/// What a clip got right of its plan.
public struct Grade: Sendable, Codable, Equatable {
  /// One answer to one question: an actor, or the clip.
  public struct Outcome: Sendable, Codable, Equatable {
    /// What was asked.
    public var measure: Measure
    /// Of which actor of the plan, 0-based; nil for the whole clip.
    public var actor: Int?
    /// 1 right, 0 wrong; or the number that was measured.
    public var value: Double
    /// What the plan says, as a word, where it is one.
    public var planned: String?
    /// What was found, as a word, where it is one.
    public var found: String?
    /// How clear-cut the answer is: by how much the best match beats the next, in the measure's own terms.
    public var margin: Double?

    /// Makes an outcome.
    public init(
      measure: Measure, actor: Int? = nil, value: Double, planned: String? = nil, found: String? = nil,
      margin: Double? = nil
    ) {
      self.measure = measure
      self.actor = actor
      self.value = value
      self.planned = planned
      self.found = found
      self.margin = margin
    }
  }

  /// Where an actor was found in a frame.
  public struct Sighting: Sendable, Codable, Equatable {
    /// Frame, 0-based.
    public var frame: Int
    /// Frame widths by which the actor is right of its planned place.
    public var dx: Double
    /// Frame heights by which it is below its planned place.
    public var dy: Double
    /// Normalised cross-correlation with the actor as planned, −1…1.
    public var score: Double
  }

  /// Answers, those of actors first.
  public var outcomes: [Outcome] = []
  /// Where each actor of the plan was found, in the frames in which it could be judged.
  public var sightings: [[Sighting]] = []

  /// Makes a grade without answers.
  public init() {}

  /// The outcomes of a measure.
  public func outcomes(of measure: Measure) -> [Outcome] { outcomes.filter { $0.measure == measure } }

  /// The share of right answers among those that are right or wrong, every measure weighing the same; nil without any.
  public var score: Double? {
    let shares = Measure.allCases.compactMap { measure -> Double? in
      guard case .share = measure.unit else { return nil }
      let values = outcomes(of: measure).map(\.value)
      return values.isEmpty ? nil : values.mean
    }
    return shares.isEmpty ? nil : shares.mean
  }
}
