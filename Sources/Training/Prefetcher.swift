import Foundation
import Synchronization
import ZoetropeCompute

/// Makes batches in the background, in order, a few ahead of the one in use.
final class Prefetcher<Batch: Sendable>: @unchecked Sendable {
  // `ready` is guarded by `condition`; everything else is set once.
  private let make: @Sendable (Int) throws -> Batch
  private let depth: Int
  private let condition = NSCondition()
  private var ready: [Result<Batch, any Error>] = []
  private var isStopped = false

  /// Starts making batches from `first` on, at most `depth` ahead.
  init(from first: Int, depth: Int = 2, make: @escaping @Sendable (Int) throws -> Batch) {
    self.make = make
    self.depth = depth
    // A thread starts with the default context; batches are made in that of whoever trains.
    let context = ComputeContext.current
    let thread = Thread { [weak self] in
      context.run {
        var index = first
        while let self, self.produce(index) { index += 1 }
      }
    }
    thread.stackSize = 8 << 20
    thread.name = "zoetrope batches"
    thread.start()
  }

  /// The next batch; waits for it.
  func next() throws -> Batch {
    condition.lock()
    defer { condition.unlock() }
    while ready.isEmpty { condition.wait() }
    let result = ready.removeFirst()
    condition.broadcast()
    return try result.get()
  }

  /// Ends the background work after the batch it is at.
  func stop() {
    condition.lock()
    isStopped = true
    condition.broadcast()
    condition.unlock()
  }

  private func produce(_ index: Int) -> Bool {
    let result = Result { try make(index) }
    condition.lock()
    defer { condition.unlock() }
    ready.append(result)
    condition.broadcast()
    while ready.count >= depth && !isStopped { condition.wait() }
    if case .failure = result { return false }
    return !isStopped
  }
}
