import CKernels
import Foundation
import Synchronization

/// Threads that help with the pieces of one job at a time.
///
/// A step of a small network has a hundred jobs of a fraction of a millisecond. Waking a sleeping thread takes a tenth of that, so a
/// helper stays awake for a moment after a job, and whoever has a job does not wait for helpers that have not come yet.
///
/// `@unchecked Sendable`: `body` and `count` are written by the owner of the job while ``state`` is closed and nobody is inside,
/// and read by those inside.
final class Helpers: @unchecked Sendable {
  /// The helpers of the process.
  static let shared = Helpers()

  private var body: ((Int) -> Void)?
  private var count = 0
  private let next = Atomic<Int>(0)
  /// Number of helpers inside, plus ``closed`` while none may enter.
  private let state = Atomic<Int>(Helpers.closed)
  private static let closed = 1 << 32
  /// The most helpers that may enter.
  private let limit = Atomic<Int>(0)
  /// Whether some thread owns the job.
  private let isOwned = Atomic<Bool>(false)
  /// Counts jobs, so that helpers see a new one.
  private let number = Atomic<Int>(0)
  private let sleeping = Atomic<Int>(0)
  private let bell = DispatchSemaphore(value: 0)
  private var startedCount = 0

  /// How often a helper looks for another job before it sleeps: some twenty microseconds.
  private static let patience = 1500

  /// Calls `body` for each piece on this thread and on up to `helpers` others.
  ///
  /// Helpers have one job at a time: where another thread has them, this one does all its pieces itself.
  func run(_ count: Int, helpers: Int, _ body: @escaping (Int) -> Void) {
    guard isOwned.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else {
      for piece in 0..<count { body(piece) }
      return
    }
    start(helpers)
    self.body = body
    self.count = count
    next.store(0, ordering: .relaxed)
    limit.store(helpers, ordering: .relaxed)
    state.store(0, ordering: .releasing)
    // In one order with what a helper does before it sleeps, so that one of both sees the other.
    number.wrappingAdd(1, ordering: .sequentiallyConsistent)
    for _ in 0..<min(sleeping.load(ordering: .sequentiallyConsistent), helpers) { bell.signal() }
    work(body, count)
    state.bitwiseOr(Helpers.closed, ordering: .acquiringAndReleasing)
    var looks = 0
    while state.load(ordering: .acquiring) != Helpers.closed {
      looks += 1
      if looks < Helpers.patience { zk_pause() } else { sched_yield() }
    }
    self.body = nil
    isOwned.store(false, ordering: .releasing)
  }

  // MARK: - Internals

  private func start(_ helpers: Int) {
    while startedCount < helpers {
      let thread = Thread { self.help() }
      thread.name = "zoetrope helper"
      thread.stackSize = 8 << 20
      thread.start()
      startedCount += 1
    }
  }

  private func work(_ body: (Int) -> Void, _ count: Int) {
    while true {
      let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard piece < count else { return }
      body(piece)
    }
  }

  /// What a helper does all its life.
  private func help() {
    Parallel.enter()
    var seen = -1
    while true {
      var looks = 0
      while number.load(ordering: .relaxed) == seen {
        looks += 1
        if looks < Helpers.patience {
          zk_pause()
          continue
        }
        sleeping.wrappingAdd(1, ordering: .sequentiallyConsistent)
        if number.load(ordering: .sequentiallyConsistent) == seen { bell.wait() }
        sleeping.wrappingSubtract(1, ordering: .sequentiallyConsistent)
      }
      seen = number.load(ordering: .acquiring)
      guard enter() else { continue }
      if let body { work(body, count) }
      state.wrappingSubtract(1, ordering: .releasing)
    }
  }

  /// Goes inside, unless the job is closed or has helpers enough.
  private func enter() -> Bool {
    var inside = state.load(ordering: .relaxed)
    while inside < limit.load(ordering: .relaxed) {
      let result = state.compareExchange(
        expected: inside, desired: inside + 1, successOrdering: .acquiring, failureOrdering: .relaxed)
      if result.exchanged { return true }
      inside = result.original
    }
    return false
  }
}
