import CKernels
import Synchronization

/// The precision of matrix products. Everything else is always fp32.
public enum Precision: String, CaseIterable, Sendable, Codable {
  /// fp32 through the BLAS library.
  case float32
  /// Factors rounded to bfloat16, sums in fp32, by our own kernel: about twice as fast where the CPU multiplies
  /// bfloat16 (AVX512-BF16), with a relative error of about 0.2 % per product.
  case bfloat16

  /// Whether this machine can compute in this precision.
  public var isAvailable: Bool { self == .float32 || zk_has_bf16() != 0 }

  /// The precision in use, fp32 at first; of the whole process.
  public static var current: Precision { selected.load(ordering: .relaxed) ? .bfloat16 : .float32 }

  /// Chooses the precision.
  ///
  /// - Returns: whether the machine can; the choice is unchanged if not.
  @discardableResult
  public static func select(_ precision: Precision) -> Bool {
    guard precision.isAvailable else { return false }
    selected.store(precision == .bfloat16, ordering: .relaxed)
    return true
  }

  private static let selected = Atomic<Bool>(false)
}
