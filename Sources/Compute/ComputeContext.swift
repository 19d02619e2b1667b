/// How operations compute: in which precision, on how many threads, and who looks on.
///
/// A value, bound for as long as a closure runs; there is nothing to set for the whole process, so two runs in one program can
/// differ:
///
/// ```swift
/// let context = try ComputeContext(precision: .bfloat16, threadCount: 2)
/// context.run { _ = denoiser(…) }
/// ```
///
/// An operation reads the context that is bound where it is called, and hands it to the threads that it spreads over. Child tasks
/// inherit it; a detached task, a thread or a dispatch queue starts with the default one, so bind it there, where the work is done.
/// Gradients are computed in the context in which they are asked for.
public struct ComputeContext: Sendable {
  /// Precision of GEMM.
  public let precision: Precision
  /// Threads that an operation is spread over, 1…64. It decides how long it takes, never what comes out.
  public let threadCount: Int
  /// Who looks on, if anybody. It is shown what happens and changes none of it.
  public let observer: (any ComputeObserver)?

  /// A context of fp32.
  ///
  /// - Parameters:
  ///   - threadCount: threads, by default one per core that this process may use; taken into 1…64.
  ///   - observer: who looks on.
  public init(
    threadCount: Int = ProcessorCount.available, observer: (any ComputeObserver)? = nil
  ) {
    self.init(checked: .float32, threadCount, observer)
  }

  /// A context of a precision.
  ///
  /// - Throws: ``ComputeError/unavailable(_:)`` where this processor cannot compute in it.
  public init(
    precision: Precision, threadCount: Int = ProcessorCount.available,
    observer: (any ComputeObserver)? = nil
  ) throws(ComputeError) {
    guard precision.isAvailable else { throw .unavailable(precision) }
    self.init(checked: precision, threadCount, observer)
  }

  /// The context that is bound here; outside of every ``run(_:)`` the default one.
  public static var current: ComputeContext { bound }

  /// Binds the context while `body` runs.
  public func run<Result>(_ body: () throws -> Result) rethrows -> Result {
    try ComputeContext.$bound.withValue(self, operation: body)
  }

  /// Binds the context while `body` runs.
  public func run<Result>(
    isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
  ) async rethrows -> Result {
    try await ComputeContext.$bound.withValue(self, operation: body, isolation: isolation)
  }

  /// The same in another precision.
  ///
  /// - Throws: ``ComputeError/unavailable(_:)`` where this processor cannot compute in it.
  public func with(precision: Precision) throws(ComputeError) -> ComputeContext {
    try ComputeContext(precision: precision, threadCount: threadCount, observer: observer)
  }

  /// The same on another number of threads, taken into 1…64.
  public func with(threadCount: Int) -> ComputeContext {
    ComputeContext(checked: precision, threadCount, observer)
  }

  /// The same seen by another observer, or by nobody.
  public func with(observer: (any ComputeObserver)?) -> ComputeContext {
    ComputeContext(checked: precision, threadCount, observer)
  }

  // MARK: - Internals

  @TaskLocal private static var bound = ComputeContext()

  private init(checked precision: Precision, _ threadCount: Int, _ observer: (any ComputeObserver)?) {
    self.precision = precision
    self.threadCount = min(max(threadCount, 1), 64)
    self.observer = observer
  }
}
