// How two actors stand to each other, as a word. Relation+Measurement.swift says when it is true of boxes.

/// How the first actor of a shot stands to the second.
public enum Relation: String, CaseIterable, Codable, Sendable {
  case leftOf, rightOf, above, below, inFrontOf, behind, chasing, meeting

  /// The same relation told from the second actor.
  public var inverse: Relation {
    switch self {
    case .leftOf: .rightOf
    case .rightOf: .leftOf
    case .above: .below
    case .below: .above
    case .inFrontOf: .behind
    case .behind: .inFrontOf
    case .chasing, .meeting: self
    }
  }
}
