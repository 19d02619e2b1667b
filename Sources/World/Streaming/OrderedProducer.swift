import Foundation

/// Makes values 0, 1, 2 … on several threads and hands them out in order; a few are made ahead.
package final class OrderedProducer<Value: Sendable>: @unchecked Sendable {
  // Everything mutable is guarded by `condition`.
  private let condition = NSCondition()
  private let make: @Sendable (UInt64) throws -> Value
  private let count: UInt64
  private let window: UInt64
  private var ready: [UInt64: Result<Value, any Error>] = [:]
  private var nextToMake: UInt64 = 0
  private var nextToTake: UInt64 = 0
  private var isStopped = false

  /// Starts the threads.
  ///
  /// - Parameters:
  ///   - count: how many values there are.
  ///   - ahead: values that may be finished or in the making before they are asked for; four per thread by default.
  ///   - make: makes the value of a number; called on several threads.
  package init(
    count: UInt64, threadCount: Int, ahead: Int? = nil, make: @escaping @Sendable (UInt64) throws -> Value
  ) {
    self.count = count
    self.make = make
    let threadCount = max(1, threadCount)
    window = UInt64(max(1, ahead ?? 4 * threadCount))
    for index in 0..<threadCount {
      let thread = Thread { self.work() }
      thread.stackSize = 8 << 20
      thread.name = "zoetrope producer \(index)"
      thread.start()
    }
  }

  /// The next value; waits for it. `nil` after the last.
  ///
  /// - Throws: what making it threw.
  /// - Precondition: not stopped.
  package func next() throws -> Value? {
    condition.lock()
    defer { condition.unlock() }
    guard nextToTake < count else { return nil }
    while true {
      if let result = ready.removeValue(forKey: nextToTake) {
        nextToTake += 1
        condition.broadcast()
        return try result.get()
      }
      condition.wait()
    }
  }

  /// Ends the threads after what they are at.
  package func stop() {
    condition.lock()
    isStopped = true
    condition.broadcast()
    condition.unlock()
  }

  private func work() {
    while let number = claim() {
      let result = Result { try make(number) }
      condition.lock()
      ready[number] = result
      condition.broadcast()
      condition.unlock()
    }
  }

  /// The next number to make, once it is not too far ahead; `nil` at the end.
  private func claim() -> UInt64? {
    condition.lock()
    defer { condition.unlock() }
    while !isStopped && nextToMake < count && nextToMake >= nextToTake + window { condition.wait() }
    guard !isStopped && nextToMake < count else { return nil }
    nextToMake += 1
    return nextToMake - 1
  }
}
