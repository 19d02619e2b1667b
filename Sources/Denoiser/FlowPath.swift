// Noise, data and what lies between: the conventions of the project, in code. t = 0 is data, t = 1 is noise.

import ZoetropeCompute

/// The straight path `z = (1 − t)·x + t·ε` from data x to noise ε, and all conversions on it.
///
/// Networks here predict the clean clip x (Li & He 2025, arXiv:2511.13720). With the state z it stands for the velocity
/// `v = ε − x = (z − x) / t`, which is what the loss compares and what samplers follow.
public enum FlowPath {
  /// The least t that a velocity divides by. Near t = 0 a velocity made from a clean estimate multiplies its error by 1/t; JiT
  /// clamps at the same value. Training clamps earlier, see `DenoiserData.weightClamp`.
  public static let clamp: Float = 0.05

  // MARK: - States

  /// The state at t: `(1 − t)·x + t·ε`.
  @inlinable
  public static func state(x: Float, noise: Float, t: Float) -> Float { (1 - t) * x + t * noise }

  /// The states at t of clean patches and noise of one shape.
  public static func state(x: Tensor, noise: Tensor, t: Float) -> Tensor { noise.combined(t, x, 1 - t) }

  /// The state at `next` on the straight line that leads from `z` at `t` to a clean estimate at 0.
  ///
  /// An Euler step along the velocity that the estimate stands for: `z − (t − next)·(z − x)/t`.
  ///
  /// - Precondition: `0 ≤ next ≤ t`, `t > 0`.
  public static func moved(_ z: Tensor, towards x: Tensor, from t: Double, to next: Double) -> Tensor {
    let keep = Float(next / t)
    return z.combined(keep, x, 1 - keep)
  }

  // MARK: - Velocities

  /// The velocity that a clean estimate x of a state z stands for: `(z − x) / t`, t no smaller than ``clamp``.
  @inlinable
  public static func velocity(x: Float, z: Float, t: Float) -> Float { (z - x) / divisor(t) }

  /// What an error of the clean estimate is divided by to be one of the velocity: t, no smaller than a clamp.
  @inlinable
  public static func divisor(_ t: Float, clamp: Float = FlowPath.clamp) -> Float { max(t, clamp) }
}
