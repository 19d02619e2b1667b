import Foundation

/// A stream of random numbers, keyed by a seed and a stream number.
///
/// Block `i` of a stream is ``Philox/block(counter:key:)`` of the counter (i low, i high, stream low, stream
/// high) under the key (seed low, seed high). Two generators with the same seed and stream give the same
/// numbers; with different streams they are independent. Value type: a copy continues on its own.
public struct Generator: RandomNumberGenerator, Sendable {
  /// The seed, the same for everything drawn in one run.
  public let seed: UInt64
  /// The stream, one per clip, actor, layer …
  public let stream: UInt64
  @usableFromInline var blockIndex: UInt64 = 0
  @usableFromInline var words = SIMD4<UInt32>()
  @usableFromInline var used = 4
  @usableFromInline var spareNormal: Double?

  /// Starts a stream at its beginning.
  public init(seed: UInt64, stream: UInt64 = 0) {
    self.seed = seed
    self.stream = stream
  }

  /// A generator for a sub-task, independent of this one and of other labels.
  ///
  /// The new stream number is drawn by a Philox block of (label, stream) under this seed with a fixed twist,
  /// so that nested forks do not collide in practice (64-bit birthday bound).
  public func fork(_ label: UInt64) -> Generator {
    let words = Philox.block(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: label), UInt32(truncatingIfNeeded: label >> 32),
        UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32)),
      key: Generator.key(seed ^ 0xF0_4B_F0_4B_F0_4B_F0_4B))
    return Generator(seed: seed, stream: UInt64(words[0]) | UInt64(words[1]) << 32)
  }

  /// The next 32 random bits.
  @inlinable
  public mutating func next32() -> UInt32 {
    if used == 4 {
      words = Generator.block(blockIndex, seed: seed, stream: stream)
      blockIndex &+= 1
      used = 0
    }
    let word = words[used]
    used += 1
    return word
  }

  /// The next 64 random bits.
  @inlinable
  public mutating func next() -> UInt64 {
    let low = UInt64(next32())
    return low | UInt64(next32()) << 32
  }

  /// A uniform number in `0..<1`, a multiple of 2⁻³².
  @inlinable
  public mutating func uniform() -> Double { Double(next32()) * 0x1p-32 }

  /// A uniform number in a range.
  @inlinable
  public mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// `true` with the given probability.
  @inlinable
  public mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

  /// A uniform index in `0..<count`.
  @inlinable
  public mutating func index(below count: Int) -> Int {
    precondition(count > 0, "Generator: no index below \(count)")
    return Int((UInt64(next32()) &* UInt64(count)) >> 32)
  }

  /// One element, all equally likely.
  ///
  /// - Precondition: `choices` is not empty.
  @inlinable
  public mutating func pick<C: RandomAccessCollection>(_ choices: C) -> C.Element {
    choices[choices.index(choices.startIndex, offsetBy: index(below: choices.count))]
  }

  /// One index, drawn in proportion to non-negative weights that are not all zero.
  public mutating func index(weights: [Double]) -> Int {
    let total = weights.reduce(0, +)
    precondition(total > 0, "Generator: weights sum to \(total)")
    var rest = uniform() * total
    for (index, weight) in weights.enumerated() where weight > 0 {
      rest -= weight
      if rest < 0 { return index }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }

  /// One value, drawn in proportion to its weight; weights as for ``index(weights:)``.
  public mutating func pick<Value>(weighted choices: [(value: Value, weight: Double)]) -> Value {
    choices[index(weights: choices.map(\.weight))].value
  }

  /// A standard normal deviate, by ``Generator/normalPair(_:_:)``.
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let first = next32()
    let pair = Generator.normalPair(first, next32())
    spareNormal = pair.1
    return pair.0
  }

  // MARK: - Addressed by index

  /// Two standard normal deviates from two random words, by the transform of Box & Muller (1958).
  ///
  /// `u = (a + ½)·2⁻³²` and `φ = 2π·b·2⁻³²` give `√(−2 ln u)·(cos φ, sin φ)`; the largest magnitude is 6.77.
  @inlinable
  public static func normalPair(_ a: UInt32, _ b: UInt32) -> (Double, Double) {
    let radius = (-2 * Foundation.log((Double(a) + 0.5) * 0x1p-32)).squareRoot()
    let angle = 2 * Double.pi * Double(b) * 0x1p-32
    return (radius * Foundation.cos(angle), radius * Foundation.sin(angle))
  }

  /// Standard normal deviates `offset..<offset + buffer.count` of a stream.
  ///
  /// Deviates 4i…4i+3 come from block i, so any part of the stream can be filled on its own.
  public static func fillNormal(
    _ buffer: UnsafeMutableBufferPointer<Float>, seed: UInt64, stream: UInt64, offset: Int = 0
  ) {
    var index = 0
    while index < buffer.count {
      let position = offset + index
      let words = block(UInt64(position / 4), seed: seed, stream: stream)
      let first = normalPair(words[0], words[1])
      let second = normalPair(words[2], words[3])
      let four = SIMD4(Float(first.0), Float(first.1), Float(second.0), Float(second.1))
      for lane in (position % 4)..<4 where index < buffer.count {
        buffer[index] = four[lane]
        index += 1
      }
    }
  }

  // MARK: - Internals

  @usableFromInline
  static func key(_ seed: UInt64) -> SIMD2<UInt32> {
    SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  }

  @usableFromInline
  static func block(_ index: UInt64, seed: UInt64, stream: UInt64) -> SIMD4<UInt32> {
    Philox.block(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32),
        UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32)),
      key: key(seed))
  }
}
