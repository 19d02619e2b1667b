/// Looks inside a run: operations are counted, time is booked by part, values are shown by name.
///
/// Carried by a ``ComputeContext``. What it sees is what happens without it: no other kernel runs because somebody looks, and no
/// number changes. Every method has a default that does nothing, so an observer implements what it is interested in. Several threads
/// may call at once. Names are those of the room that books or shows: the networks' are `Part` and `ObservedValue` of `Layers`.
public protocol ComputeObserver: AnyObject, Sendable {
  /// A GEMM, attention or a convolution is about to be computed: so many multiplications and additions.
  func count(operations: Int)
  /// A part of a network's work is done. Parts do not overlap.
  func book(_ duration: Duration, to part: String)
  /// Whether a value is worth showing: some are only computed for who asks.
  func wants(_ value: String) -> Bool
  /// A value is there.
  func show(_ tensor: Tensor, as value: String)
}

extension ComputeObserver {
  /// Does nothing.
  public func count(operations: Int) {}
  /// Does nothing.
  public func book(_ duration: Duration, to part: String) {}
  /// Nothing.
  public func wants(_ value: String) -> Bool { false }
  /// Does nothing.
  public func show(_ tensor: Tensor, as value: String) {}
}

extension ComputeContext {
  /// Reports `times` GEMMs `[m, k]·[k, n]` that are about to be computed.
  @inline(__always)
  func count(_ m: Int, _ n: Int, _ k: Int, times: Int = 1) {
    observer?.count(operations: 2 * m * n * k * times)
  }
}
