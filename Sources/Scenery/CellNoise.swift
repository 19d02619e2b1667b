import ZoetropeRandom

/// A fixed table of random numbers addressed by cell, so that scenery is the same wherever the camera looks from.
package struct CellNoise: Sendable {
  @usableFromInline static let count = 512
  @usableFromInline let values: [Double]

  /// A table for one layer of one shot.
  package init(seed: UInt64, layer: UInt64) {
    var generator = Generator(seed: seed, stream: layer)
    values = (0..<CellNoise.count).map { _ in generator.uniform() }
  }

  /// A number in `0..<1`, the same for the same cell and question.
  @inlinable
  package func callAsFunction(_ cell: Int, _ question: Int = 0) -> Double {
    values[(cell &+ question &* 97) & (CellNoise.count - 1)]
  }

  /// A number in a range.
  package func callAsFunction(_ cell: Int, _ question: Int, _ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * self(cell, question)
  }
}
