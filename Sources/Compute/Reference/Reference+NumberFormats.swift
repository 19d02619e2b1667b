import Foundation

// Half precision and bfloat16, by arithmetic on values: no bit tricks to get wrong twice.

extension Reference {
  /// A binary floating-point format of 16 bits: a sign, `exponentBits`, the rest mantissa (IEEE 754-2019, §3.4).
  package struct Format16: Sendable {
    let exponentBits: Int

    /// IEEE binary16.
    package static let half = Format16(exponentBits: 5)
    /// The upper half of binary32.
    package static let bfloat16 = Format16(exponentBits: 8)

    private var mantissaBits: Int { 15 - exponentBits }
    private var bias: Int { (1 << (exponentBits - 1)) - 1 }
    private var exponentMask: Int { (1 << exponentBits) - 1 }

    /// The number that a bit pattern stands for.
    package func value(_ bits: UInt16) -> Double {
      let sign: Double = bits & 0x8000 == 0 ? 1 : -1
      let exponent = Int(bits & 0x7FFF) >> mantissaBits
      let mantissa = Int(bits) & ((1 << mantissaBits) - 1)
      if exponent == exponentMask { return mantissa == 0 ? sign * .infinity : .nan }
      let fraction = Double(mantissa) / Double(1 << mantissaBits)
      if exponent == 0 { return sign * fraction * pow(2, Double(1 - bias)) }
      return sign * (1 + fraction) * pow(2, Double(exponent - bias))
    }

    /// The number of the format that is nearest to a number.
    package func rounded(_ value: Double) -> Double { self.value(bits(value)) }

    /// The bit pattern nearest to a number, ties to even; some NaN for NaN.
    package func bits(_ value: Double) -> UInt16 {
      let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
      if value.isNaN { return sign | UInt16(exponentMask << mantissaBits | 1 << (mantissaBits - 1)) }
      if value.isInfinite { return sign | UInt16(exponentMask << mantissaBits) }
      // Spacing of the format around the value; denormals share the spacing of the smallest normal numbers.
      let exponent = value == 0 ? 1 - bias : max(Int(value.exponent), 1 - bias)
      let steps = (abs(value) / pow(2, Double(exponent - mantissaBits))).rounded(.toNearestOrEven)
      // `steps` counts from zero within the exponent, so a carry into the next exponent, and to infinity, adds up.
      let pattern = (exponent + bias - 1) << mantissaBits + Int(steps)
      return sign | UInt16(min(pattern, exponentMask << mantissaBits))
    }
  }
}
