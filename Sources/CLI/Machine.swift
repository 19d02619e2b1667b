import CKernels
import Foundation
import ZoetropeCompute

/// What the program found on the machine it runs on, as `zoetrope info` reports it.
struct Machine: Codable, Equatable {
  /// The processor's own name, or its architecture where the system does not tell.
  var processor: String
  /// Cores this process may use.
  var coreCount: Int
  /// Physical memory in bytes.
  var memory: UInt64
  /// Instruction set of the vector kernels: `avx512`, `avx2` or `baseline`.
  var kernels: String
  /// Name of the BLAS library and of its own kernels, where it tells them.
  var blas: String
  /// Threads the BLAS library uses per call, `nil` if it does not tell.
  var blasThreadCount: Int?
  /// Threads the work is spread over.
  var threadCount: Int

  /// Looks at the machine the program runs on.
  static func current() -> Machine {
    Machine(
      processor: processorName() ?? architecture, coreCount: ProcessInfo.processInfo.activeProcessorCount,
      memory: ProcessInfo.processInfo.physicalMemory, kernels: String(cString: zk_instruction_set()),
      blas: BLAS.name, blasThreadCount: BLAS.threadCount, threadCount: Parallel.threadCount)
  }

  // MARK: - Internals

  private static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "unknown"
    #endif
  }

  /// The first `model name` of Linux' `/proc/cpuinfo`; other systems and most ARM kernels have none.
  private static func processorName() -> String? {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
    for line in text.split(separator: "\n") where line.hasPrefix("model name") {
      return line.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
    return nil
  }
}
