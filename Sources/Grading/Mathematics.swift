import Foundation

/// cos and sin of the C library, so that files that compute need not import Foundation.
func cosine(_ x: Double) -> Double { Foundation.cos(x) }
func sine(_ x: Double) -> Double { Foundation.sin(x) }

extension Collection where Element == Double {
  /// The arithmetic mean; 0 of nothing.
  var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}

/// The sum of products of two rows of floats.
///
/// Floating-point sums are not reordered by the compiler; eight partial sums let it use vectors.
func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
  var sums = SIMD8<Float>.zero
  var index = 0
  while index + 8 <= count {
    let x = UnsafeRawPointer(a + index).loadUnaligned(as: SIMD8<Float>.self)
    let y = UnsafeRawPointer(b + index).loadUnaligned(as: SIMD8<Float>.self)
    sums += x * y
    index += 8
  }
  var sum = sums.sum()
  while index < count {
    sum += a[index] * b[index]
    index += 1
  }
  return sum
}

/// The power of two that a number is.
func binaryLogarithm(_ x: Double) -> Double { Foundation.log2(x) }

/// A number raised to a power.
func power(_ base: Double, _ exponent: Double) -> Double { Foundation.pow(base, exponent) }
