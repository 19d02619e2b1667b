import CKernels
import Dispatch
import Synchronization

/// Spreads independent pieces of work over threads.
///
/// The pieces are fixed by the caller from the sizes of the problem, or so that the result does not depend on how they are cut;
/// so it does not depend on how many threads there are or which of them does what.
package enum Parallel {
  /// Calls `body` for each piece `0..<count`, in no particular order, on the threads of the context; returns when all are done.
  ///
  /// On every one of these threads the context is bound as it is here. A call from within a piece runs on the thread of that piece.
  package static func run(
    _ count: Int, in context: ComputeContext = .current, _ body: (Int) -> Void
  ) {
    let threads = min(context.threadCount, count)
    guard threads > 1, !isInside.get() else {
      for piece in 0..<count { body(piece) }
      return
    }
    withoutActuallyEscaping(body) { body in
      let job = Job(count: count, context, body)
      let isDone = zk_run_with_helpers(
        threads - 1, { Unmanaged<Job>.fromOpaque($0!).takeUnretainedValue().work() },
        Unmanaged.passUnretained(job).toOpaque())
      // The helpers serve one caller at a time; others at the same time get threads of the system.
      if isDone == 0 { DispatchQueue.concurrentPerform(iterations: threads) { _ in job.work() } }
      withExtendedLifetime(job) {}
    }
  }

  /// Calls `body` for consecutive ranges of at most `size` that together cover `0..<count`.
  package static func run(
    _ count: Int, by size: Int, in context: ComputeContext = .current, _ body: (Range<Int>) -> Void
  ) {
    guard count > 0 else { return }
    run((count + size - 1) / size, in: context) { piece in
      body(piece * size..<min(count, (piece + 1) * size))
    }
  }

  // MARK: - Internals

  /// Pieces of work, handed to several threads at once: that they are independent is the caller's promise.
  private final class Job: @unchecked Sendable {
    private let next = Atomic<Int>(0)
    private let count: Int
    private let context: ComputeContext
    private let body: (Int) -> Void

    init(count: Int, _ context: ComputeContext, _ body: @escaping (Int) -> Void) {
      (self.count, self.context, self.body) = (count, context, body)
    }

    /// Does pieces until none is left. Threads see no task-local values of who started them, so the context is bound anew.
    func work() {
      isInside.set(true)
      defer { isInside.set(false) }
      context.run {
        while true {
          let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard piece < count else { break }
          body(piece)
        }
      }
    }
  }

  private static let isInside = ThreadFlag()
}
