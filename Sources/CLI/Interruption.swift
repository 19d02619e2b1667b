import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and `kill`: the first asks the work to stop and to save, the second ends the program now.
final class Interruption: @unchecked Sendable {
  private let count = Atomic<Int>(0)
  // Signals have a queue of their own, so that they are heard while every other thread computes.
  private let queue = DispatchQueue(label: "zoetrope.signals", qos: .userInteractive)
  // Set in init and only kept alive, hence the unchecked Sendable.
  private var sources: [any DispatchSourceSignal] = []

  /// Begins to listen.
  ///
  /// - Parameters:
  ///   - isQuiet: whether nothing is said about it.
  ///   - stop: called at the first request.
  init(isQuiet: Bool, _ stop: @escaping @Sendable () -> Void = {}) {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { [self] in
        // Work is in a hidden folder that can be resumed or removed: nothing is left half-written.
        if count.wrappingAdd(1, ordering: .relaxed).oldValue > 0 { _exit(ExitStatus.interrupted.rawValue) }
        if !isQuiet { Console.error("\nStopping; press Ctrl-C again to stop now.") }
        stop()
      }
      source.activate()
      sources.append(source)
    }
  }

  /// Whether the work should stop.
  var isRequested: Bool { count.load(ordering: .relaxed) > 0 }
}
