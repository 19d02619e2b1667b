import Foundation

/// A Boolean of each thread, false at first.
struct ThreadFlag: @unchecked Sendable {
  private let key: pthread_key_t

  init() {
    var key = pthread_key_t()
    require(pthread_key_create(&key, nil) == 0, "Parallel: no thread-specific key left")
    self.key = key
  }

  func get() -> Bool { pthread_getspecific(key) != nil }

  func set(_ value: Bool) { pthread_setspecific(key, value ? UnsafeRawPointer(bitPattern: 1) : nil) }
}

/// A value behind a POSIX mutex.
///
/// `Synchronization.Mutex` would do the same, but waits in a way that the thread sanitizer cannot see.
package final class Locked<Value>: @unchecked Sendable {
  private var value: Value
  private let lock = NSLock()

  package init(_ value: Value) { self.value = value }

  package func withLock<R>(_ body: (inout Value) throws -> R) rethrows -> R {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
