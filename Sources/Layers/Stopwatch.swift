import ZoetropeCompute

/// A part of a network's work that time is booked to.
public enum Part: String, CaseIterable, Codable, Sendable {
  /// Patches to tokens, and tokens into one sequence.
  case embedding
  /// Noise levels, and the tables of shifts, scales and gates made of them.
  case modulation
  /// Norms, modulated or not, and gated residuals.
  case norms
  /// Queries, keys and values in one product.
  case qkv
  /// Norm and rotation of queries and keys.
  case rotary
  /// Scores, softmax and the weighted sum of values.
  case attention
  /// The layer after attention.
  case projection
  /// Both layers of the MLP and the activation between them.
  case mlp
  /// Tokens to patches.
  case head
  /// Convolutions over the frames that the head has drawn.
  case detail
  /// Doubling the batch, and putting its two branches together.
  case guidance
  /// The step of the sampler.
  case sampler
}

/// Books time to the parts of a network while it runs.
///
/// A network names its parts with ``time(_:_:)`` once, where they are. Nobody listens unless a stopwatch is current, and then
/// a part costs one look at a task-local value:
///
/// ```swift
/// let watch = Stopwatch()
/// Stopwatch.$current.withValue(watch) { _ = denoiser(…) }
/// print(watch.seconds)
/// ```
public final class Stopwatch: Sendable {
  /// The stopwatch that parts are booked on, if any.
  @TaskLocal public static var current: Stopwatch?

  private let booked = Locked<[Part: Double]>([:])

  /// Makes a stopwatch that shows zero.
  public init() {}

  /// Seconds of each part so far; parts do not overlap.
  public var seconds: [Part: Double] { booked.withLock { $0 } }

  /// Runs `body` and books its time to a part. Parts must not be nested.
  @inline(__always)
  public static func time<Result>(_ part: Part, _ body: () throws -> Result) rethrows -> Result {
    guard let watch = current else { return try body() }
    let clock = ContinuousClock()
    let start = clock.now
    defer { watch.book(clock.now - start, to: part) }
    return try body()
  }

  // MARK: - Internals

  private func book(_ duration: Duration, to part: Part) {
    let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    booked.withLock { $0[part, default: 0] += seconds }
  }
}
