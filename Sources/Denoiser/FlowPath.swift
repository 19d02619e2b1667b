// Noise, data and what lies between: the conventions of the project, in code. t = 0 is data, t = 1 is noise.

/// What a network's output means; all conversions between the three go through here.
///
/// On the straight path `z = (1 − t)·x + t·ε` with velocity `v = ε − x`, one of x, ε, v and the state z give the others.
/// Two of the conversions divide by t or 1 − t: those are clamped, see ``clamp``.
public enum PredictionTarget: String, CaseIterable, Codable, Sendable {
  /// The clean clip, x (what our networks predict; Li & He 2025, arXiv:2511.13720).
  case clean
  /// The noise, ε (Ho et al. 2020, arXiv:2006.11239).
  case noise
  /// The velocity, v = ε − x (Lipman et al. 2022, arXiv:2210.02747).
  case velocity

  /// The least denominator. Near t = 0 a velocity made from a clean estimate multiplies its error by 1/t; JiT clamps at the
  /// same value.
  public static let clamp: Float = 0.05

  /// The clean estimate from this output.
  @inlinable
  public func clean(_ output: Float, z: Float, t: Float) -> Float {
    switch self {
    case .clean: output
    case .noise: (z - t * output) / max(1 - t, PredictionTarget.clamp)
    case .velocity: z - t * output
    }
  }

  /// The noise estimate from this output.
  @inlinable
  public func noise(_ output: Float, z: Float, t: Float) -> Float {
    switch self {
    case .clean: (z - (1 - t) * output) / max(t, PredictionTarget.clamp)
    case .noise: output
    case .velocity: z + (1 - t) * output
    }
  }

  /// The velocity from this output.
  @inlinable
  public func velocity(_ output: Float, z: Float, t: Float) -> Float {
    switch self {
    case .clean: (z - output) / max(t, PredictionTarget.clamp)
    case .noise: (output - z) / max(1 - t, PredictionTarget.clamp)
    case .velocity: output
    }
  }
}

/// The straight path from data to noise.
public enum FlowPath {
  /// The state at flow time t: `(1 − t)·x + t·ε`.
  @inlinable
  public static func state(x: Float, noise: Float, t: Float) -> Float { (1 - t) * x + t * noise }
}
