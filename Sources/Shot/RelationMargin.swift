// How far apart those who lay shots out put two related actors: stricter than what counts as the relation, so that rounding,
// motion between keyframes and a model's small errors leave it true.

/// The distances that a layout keeps between two related actors.
///
/// Separations are distances of centres in mean box sides, as in ``Relation/leastSeparation``; 1 is box beside box.
public struct RelationMargin: Sendable, Equatable {
  /// The least separation across of one beside the other.
  public let beside: Double
  /// The least separation down of one above the other.
  public let above: Double
  /// The separation across, ahead of the chaser, of who is chased. The measure asks for more than 0.
  public let chased: ClosedRange<Double>
  /// The separation across where two who meet are nearest. The measure asks that they end nearer than they start.
  public let meeting: ClosedRange<Double>
  /// The separation across of one in front of the other; less than 1, so that they overlap.
  public let overlapping: ClosedRange<Double>
  /// The largest separation down of one in front of the other.
  public let mostOverlappingDown: Double
  /// The least depth between one in front of the other.
  public let depthStep: Double

  /// What the planner's grammar allows: a step of its grids (0.02 of the frame, 0.05 of depth) more than the measure asks for.
  public static let planned = RelationMargin(
    beside: Relation.separation(beyondLeast: 1), above: Relation.separation(beyondLeast: 1),
    chased: Relation.separation(beyondLeast: 10)...(.infinity), meeting: 0.35...(.infinity),
    overlapping: 0...0.96, mostOverlappingDown: 0.96, depthStep: Relation.leastDepthStep + 0.05)

  /// What the synthetic world draws: clearly so, and not farther than such a scene would be framed.
  public static let sampled = RelationMargin(
    beside: Relation.separation(beyondLeast: 17), above: Relation.separation(beyondLeast: 13),
    chased: Relation.separation(beyondLeast: 25)...1.15, meeting: Relation.separation(beyondLeast: 20)...0.95,
    overlapping: 0.28...0.5, mostOverlappingDown: 0.3, depthStep: Relation.leastDepthStep + 0.15)
}

extension Relation {
  /// ``leastSeparation`` and some hundredths of the mean box side; the sum is the double nearest to its decimal form.
  static func separation(beyondLeast hundredths: Int) -> Double {
    ((leastSeparation * 100).rounded() + Double(hundredths)) / 100
  }
}
