import ZoetropeCompute

/// A part of a network's work that time is booked to.
///
/// A network names its parts once, where they are: `Part.mlp.time { … }`. Where no observer is bound that costs one look at the
/// context.
public enum Part: String, CaseIterable, Codable, Sendable {
  /// Patches to tokens, and tokens into one sequence.
  case embedding
  /// Noise levels, and the tables of shifts, scales and gates made of them.
  case modulation
  /// Norms, modulated or not, and gated residuals.
  case norms
  /// Queries, keys and values in one GEMM.
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
  /// Convolutions over the frames that the head has decoded.
  case detail
  /// Doubling the batch, and putting its two branches together.
  case guidance
  /// The step of the sampler.
  case sampler

  /// Runs `body` and books its time to the part, if the context has an observer. Parts must not be nested.
  @inline(__always)
  public func time<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard let observer = ComputeContext.current.observer else { return try body() }
    let clock = ContinuousClock()
    let start = clock.now
    defer { observer.book(clock.now - start, to: rawValue) }
    return try body()
  }
}
