import Synchronization
import ZoetropeCompute

/// An observer that keeps what it sees, for looking at it afterwards.
///
/// ```swift
/// let recorder = Recorder([.modulation])
/// ComputeContext.current.with(observer: recorder).run { _ = denoiser(…) }
/// recorder[.modulation][2]  // of the third block
/// recorder.seconds[.mlp]
/// recorder.operations
/// ```
public final class Recorder: ComputeObserver {
  private let values: Set<String>
  private let counted = Atomic<Int>(0)
  private let booked = Locked<[String: Double]>([:])
  private let shown = Locked<[String: [Tensor]]>([:])

  /// Makes a recorder that has seen nothing.
  ///
  /// - Parameter values: which values it keeps, beside times and operations.
  public init(_ values: Set<ObservedValue> = []) { self.values = Set(values.map(\.rawValue)) }

  /// Multiplications and additions of GEMM, attention and convolutions so far.
  public var operations: Int { counted.load(ordering: .relaxed) }

  /// Seconds of each part so far; parts do not overlap.
  public var seconds: [Part: Double] {
    booked.withLock { booked in
      Dictionary(
        uniqueKeysWithValues: booked.compactMap { name, time in Part(rawValue: name).map { ($0, time) } })
    }
  }

  /// What was shown of a value so far, in order.
  public subscript(value: ObservedValue) -> [Tensor] { shown.withLock { $0[value.rawValue] ?? [] } }

  // MARK: ComputeObserver

  /// Adds to ``operations``.
  public func count(operations: Int) { counted.wrappingAdd(operations, ordering: .relaxed) }

  /// Adds to ``seconds``.
  public func book(_ duration: Duration, to part: String) {
    booked.withLock { $0[part, default: 0] += duration.seconds }
  }

  /// Whether the value is one of those that are kept.
  public func wants(_ value: String) -> Bool { values.contains(value) }

  /// Keeps the value.
  public func show(_ tensor: Tensor, as value: String) {
    guard wants(value) else { return }
    shown.withLock { $0[value, default: []].append(tensor) }
  }
}
