import ArgumentParser
import ZoetropeCompute

/// A command that computes: its context is bound around all that it does.
protocol Computing: ParsableCommand {
  /// How it computes.
  ///
  /// - Throws: `ValidationError` for arguments that are wrong here.
  func computeContext() throws -> ComputeContext
}

extension ComputeContext {
  /// The context of `--precision` and `--threads`.
  init(_ precision: Precision = .float32, threads: Int?) throws {
    if let threads, !(1...64).contains(threads) {
      throw ValidationError("--threads is \(threads); expected 1…64")
    }
    do {
      try self.init(precision: precision, threadCount: threads ?? ProcessorCount.available)
    } catch {
      throw ValidationError("this CPU cannot multiply in \(precision.rawValue); leave --precision out")
    }
  }
}

extension Precision: ExpressibleByArgument {}
