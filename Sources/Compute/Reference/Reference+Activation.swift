import Foundation

// Activations and their derivatives.

extension Reference {
  /// The activation of one number.
  package static func activate(_ x: Double, _ activation: Activation) -> Double {
    switch activation {
    case .none: x
    case .gelu: gelu(x)
    case .silu: silu(x)
    }
  }

  /// `½x(1 + tanh(√(2/π)(x + 0.044715x³)))`, the tanh form of GELU (arXiv:1606.08415).
  package static func gelu(_ x: Double) -> Double {
    // ½(1 + tanh u) written as σ(2u), which keeps its digits where tanh u is nearly −1.
    x == -.infinity ? 0 : x * sigmoid(2 * geluArgument(x))
  }

  /// The derivative of ``gelu(_:)``.
  package static func geluDerivative(_ x: Double) -> Double {
    if x.isInfinite { return x > 0 ? 1 : 0 }
    let u = geluArgument(x)
    let factor = (2 / Double.pi).squareRoot() * (1 + 3 * 0.044715 * x * x)
    return sigmoid(2 * u) + x * sigmoid(2 * u) * sigmoid(-2 * u) * 2 * factor
  }

  /// `x·σ(x)` (arXiv:1702.03118).
  package static func silu(_ x: Double) -> Double { x == -.infinity ? 0 : x * sigmoid(x) }

  /// The derivative of ``silu(_:)``.
  package static func siluDerivative(_ x: Double) -> Double {
    if x.isInfinite { return x > 0 ? 1 : 0 }
    return sigmoid(x) * (1 + x * sigmoid(-x))
  }

  /// `1 / (1 + e⁻ˣ)`.
  package static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  private static func geluArgument(_ x: Double) -> Double {
    (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)
  }
}
