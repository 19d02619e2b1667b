import Foundation
import ZoetropeCompute

/// Rotary position embedding over several axes.
///
/// The pairs of a head are dealt out to the axes; pair k of an axis with n pairs turns by
/// `position · base^(−k/n)` radians (RoFormer, arXiv:2104.09864, extended to axes as in Lumina/Qwen2-VL).
public struct RotaryEmbedding: Sendable, Equatable {
  /// Pairs of each axis; their sum is half the head size.
  public let pairs: [Int]
  /// The longest wavelength is about 2π times this, in positions.
  public let base: Double

  /// Makes an embedding.
  public init(pairs: [Int], base: Double) {
    self.pairs = pairs
    self.base = base
  }

  /// Time, height and width of a head: a quarter of the pairs to time, the rest shared by the other two.
  public static func spacetime(headSize: Int, base: Double = 100) -> RotaryEmbedding {
    let half = headSize / 2
    let space = half * 3 / 8
    return RotaryEmbedding(pairs: [half - 2 * space, space, space], base: base)
  }

  /// The table for rows at given positions; rows without a position are not rotated.
  ///
  /// - Parameter positions: per row one number per axis, or nil.
  public func table(positions: [[Double]?]) -> RotaryTable {
    let half = pairs.reduce(0, +)
    var angles = [Float](repeating: 0, count: positions.count * half)
    for (row, position) in positions.enumerated() {
      guard let position else { continue }
      require(
        position.count == pairs.count, "RotaryEmbedding: \(position.count) numbers for \(pairs.count) axes")
      var column = row * half
      for (axis, count) in pairs.enumerated() {
        for k in 0..<count {
          angles[column] = Float(position[axis] * pow(base, -Double(k) / Double(count)))
          column += 1
        }
      }
    }
    return RotaryTable(angles: Tensor(angles, [positions.count, half]))
  }
}
