// Counter-based randomness: the one generator of the project. Any value of any stream can be computed on
// its own, so results do not depend on who draws first or on how many threads draw.

/// The Philox4x32-10 bijection of Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as
/// 1, 2, 3": ten rounds that turn a 128-bit counter and a 64-bit key into 128 random bits.
///
/// Checked against the known-answer vectors of the authors' Random123 library.
public enum Philox {
  /// Four 32-bit words of output for a counter and a key.
  @inlinable
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var c = counter
    var k = key
    for _ in 0..<10 {
      let p0 = UInt64(0xD251_1F53) * UInt64(c[0])
      let p1 = UInt64(0xCD9E_8D57) * UInt64(c[2])
      c = SIMD4(
        UInt32(truncatingIfNeeded: p1 >> 32) ^ c[1] ^ k[0], UInt32(truncatingIfNeeded: p1),
        UInt32(truncatingIfNeeded: p0 >> 32) ^ c[3] ^ k[1], UInt32(truncatingIfNeeded: p0))
      k[0] &+= 0x9E37_79B9
      k[1] &+= 0xBB67_AE85
    }
    return c
  }
}
