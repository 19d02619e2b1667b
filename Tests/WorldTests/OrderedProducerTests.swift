import Foundation
import Testing

@testable import ZoetropeWorld

/// What makes the clips of streams and the batches of training ahead of their use.
@Suite struct OrderedProducerTests {
  /// What was begun so far, seen from several threads.
  private final class Log: @unchecked Sendable {  // guarded by the lock
    private let lock = NSLock()
    private var numbers: [UInt64] = []
    func add(_ number: UInt64) { lock.withLock { numbers.append(number) } }
    var all: [UInt64] { lock.withLock { numbers } }
  }

  private struct Broken: Error, Equatable {
    let number: UInt64
  }

  /// Values come in order whichever is finished first, each made once.
  @Test(arguments: [1, 3, 8]) func valuesComeInOrder(threadCount: Int) throws {
    let log = Log()
    let producer = OrderedProducer(count: 50, threadCount: threadCount) { number in
      log.add(number)
      // Even numbers take longer, so that odd ones overtake them.
      if number % 2 == 0 { Thread.sleep(forTimeInterval: 0.001) }
      return number * number
    }
    defer { producer.stop() }
    var values: [UInt64] = []
    while let value = try producer.next() { values.append(value) }
    #expect(values == (0..<50).map { $0 * $0 })
    #expect(log.all.sorted() == Array(0..<50))
    #expect(try producer.next() == nil)
  }

  /// No more is made ahead than was asked for, however long nobody takes anything.
  @Test func nothingIsMadeTooFarAhead() throws {
    let log = Log()
    let producer = OrderedProducer(count: .max, threadCount: 2, ahead: 3) { number in
      log.add(number)
      return number
    }
    defer { producer.stop() }
    for taken in 0..<5 as Range<UInt64> {
      #expect(try producer.next() == taken)
      // Numbers that may have been begun: those taken and three more.
      #expect(log.all.allSatisfy { $0 <= taken + 3 })
    }
    Thread.sleep(forTimeInterval: 0.05)
    #expect(log.all.allSatisfy { $0 < 5 + 3 })
  }

  /// An error comes when its turn is, not before; what follows it can still be taken.
  @Test func errorsComeInTheirTurn() throws {
    let producer = OrderedProducer(count: 6, threadCount: 2) { number in
      if number == 3 { throw Broken(number: number) }
      return number
    }
    defer { producer.stop() }
    for number in 0..<3 as Range<UInt64> { #expect(try producer.next() == number) }
    #expect(throws: Broken(number: 3)) { try producer.next() }
    #expect(try producer.next() == 4)
  }

  /// Stopped, the threads end after what they are at, and let go of what they hold.
  @Test func stoppedThreadsEnd() throws {
    final class Token: Sendable {}
    var token: Token? = Token()
    weak var held: Token?
    held = token
    var producer: OrderedProducer<UInt64>? = OrderedProducer(count: .max, threadCount: 2, ahead: 2) {
      [token] number in
      _ = token
      return number
    }
    _ = try producer?.next()
    producer?.stop()
    (token, producer) = (nil, nil)
    // Threads that never end are what this waits for in vain.
    for _ in 0..<500 where held != nil { Thread.sleep(forTimeInterval: 0.01) }
    #expect(held == nil)
  }
}
