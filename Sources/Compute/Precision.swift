import CKernels

/// The precision of GEMM. Everything else is always fp32.
public enum Precision: String, CaseIterable, Sendable, Codable {
  /// fp32, by the BLAS library or, with AVX-512 and for weights, by our own kernels.
  case float32
  /// Factors rounded to bfloat16, sums in fp32, by our own kernels: about twice as fast where the CPU multiplies
  /// bfloat16 (AVX512-BF16), with a relative error of about 0.2 % per product.
  case bfloat16

  /// Whether this machine can compute in this precision.
  public var isAvailable: Bool { self == .float32 || zk_has_bf16() != 0 }
}
