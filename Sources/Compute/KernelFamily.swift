import CKernels

/// Which kernels compute here: two machines with the same ones round alike.
public enum KernelFamily {
  /// Instruction set of the vector kernels and the BLAS library, such as `avx512, OpenBLAS 0.3.21`.
  public static var name: String { "\(String(cString: zk_instruction_set())), \(BLAS.name)" }
}
