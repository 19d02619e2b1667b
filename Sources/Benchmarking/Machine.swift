import CKernels
import Foundation
import ZoetropeCompute

/// What the program found on the machine it runs on: it stands beside every figure.
public struct Machine: Codable, Sendable, Equatable {
  /// The processor's own name, or its architecture where the system does not tell.
  public var processor: String
  /// Cores this process may use.
  public var coreCount: Int
  /// Physical memory in bytes.
  public var memory: UInt64
  /// Instruction set of the vector kernels: `avx512`, `avx2` or `baseline`.
  public var kernels: String
  /// Name of the BLAS library and of its own kernels, where it tells them.
  public var blas: String
  /// Threads the BLAS library uses per call, `nil` if it does not tell.
  public var blasThreadCount: Int?
  /// Threads the work is spread over.
  public var threadCount: Int

  /// Looks at the machine the program runs on.
  public static func current() -> Machine {
    Machine(
      processor: processorName() ?? architecture, coreCount: ProcessorCount.available,
      memory: ProcessInfo.processInfo.physicalMemory, kernels: String(cString: zk_instruction_set()),
      blas: BLAS.name, blasThreadCount: BLAS.threadCount, threadCount: ComputeContext.current.threadCount)
  }

  /// The most physical memory this process has had, in bytes; 0 where the system does not tell.
  static var peakMemory: Double {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kibibytes = line.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
    else { return 0 }
    return kibibytes * 1024
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
