import ZoetropeCompute

/// A value inside a network that can be looked at; those inside blocks are shown once per block, in order.
///
/// A network shows its values once, where they are made: `ObservedValue.tokens.show(x)`. Where no observer is bound that costs one
/// look at the context.
public enum ObservedValue: String, CaseIterable, Sendable {
  /// The sequence that enters the first block, `[N, D]`.
  case tokens
  /// Shifts, scales and gates of a block, `[G, 6D]`.
  case modulation
  /// Queries of a block, normalised and rotated, heads side by side, `[N, D]`.
  case queries
  /// Keys of a block, normalised and rotated, `[N, D]`.
  case keys
  /// Queries, keys and values of a block as projected, `[N, 3D]`; the last D columns are the values.
  case projections
  /// How much each query of a block attends to each key, `[A, queries, keys]` for each segment. Computed for who asks alone, beside
  /// attention itself, which keeps none.
  case probabilities

  /// Shows the value to the observer of the context, if it has one that wants it.
  @inline(__always)
  public func show(_ value: @autoclosure () -> Variable) { showAll { [value().value] } }

  /// Shows several values, one after another; they are only computed for an observer that wants them.
  @inline(__always)
  func showAll(_ values: () -> [Tensor]) {
    guard let observer = ComputeContext.current.observer, observer.wants(rawValue) else { return }
    for value in values() { observer.show(value, as: rawValue) }
  }
}
