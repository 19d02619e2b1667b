import Synchronization

/// Counts the multiplications and additions of matrix products while they are carried out.
///
/// The products themselves report what they are about to do, so that work counted from shapes alone can be checked:
///
/// ```swift
/// let count = OperationCount()
/// OperationCount.$current.withValue(count) { _ = denoiser(…) }
/// print(count.operations)
/// ```
public final class OperationCount: Sendable {
  /// The counter that products of this task report to, if any.
  @TaskLocal public static var current: OperationCount?

  private let counted = Atomic<Int>(0)

  /// Makes a counter that shows zero.
  public init() {}

  /// Multiplications and additions so far.
  public var operations: Int { counted.load(ordering: .relaxed) }

  /// Counts `times` products `[m, k]·[k, n]`.
  func addProduct(_ m: Int, _ n: Int, _ k: Int, times: Int = 1) {
    counted.wrappingAdd(2 * m * n * k * times, ordering: .relaxed)
  }
}
