// How parts of a plan speak of each other: by name, or by an actor's number.

/// Something in a plan that another part of it speaks of.
public enum PlanReference: Sendable, Hashable, CustomStringConvertible {
  /// The actor or set piece of a name.
  case name(String)
  /// An actor by its number, from 0.
  case actor(Int)

  /// The name, or `actors[2]`.
  public var description: String {
    switch self {
    case .name(let name): name
    case .actor(let index): "actors[\(index)]"
    }
  }
}

/// What a reference of a plan means: an index into one of its lists.
public enum PlanThing: Sendable, Hashable {
  /// An index of ``ShotPlan/actors``.
  case actor(Int)
  /// An index of ``ShotPlan/setPieces``.
  case setPiece(Int)
}

extension ShotPlan {
  /// What a reference means; nil where it means nothing.
  public func thing(_ reference: PlanReference) -> PlanThing? {
    switch reference {
    case .actor(let index): actors.indices.contains(index) ? .actor(index) : nil
    case .name(let name):
      actors.firstIndex { $0.name == name }.map(PlanThing.actor)
        ?? setPieces.firstIndex { $0.name == name }.map(PlanThing.setPiece)
    }
  }
}

/// How something in a shot stands to something else, from some time on: what the planner was told, and a person may read.
public struct PlannedRelation: Sendable, Equatable {
  /// Who or what stands so.
  public var first: PlanReference
  /// How it stands.
  public var relation: Relation
  /// To whom or what.
  public var second: PlanReference
  /// From when on, in seconds.
  public var from: Double

  /// Makes a relation.
  public init(_ first: PlanReference, _ relation: Relation, _ second: PlanReference, from: Double = 0) {
    self.first = first
    self.relation = relation
    self.second = second
    self.from = from
  }
}
