// The element types of safetensors, and the two conversions that weights need.

/// The type of a stored tensor's elements; raw values are the words of the safetensors format.
///
/// The cases stand in the order of the reference implementation, which decides the layout of files.
public enum DType: String, CaseIterable, Sendable {
  /// One byte, 0 or 1.
  case bool = "BOOL"
  /// 8-bit unsigned integer.
  case uint8 = "U8"
  /// 8-bit signed integer.
  case int8 = "I8"
  /// 8-bit float of 5 exponent bits.
  case float8E5M2 = "F8_E5M2"
  /// 8-bit float of 4 exponent bits.
  case float8E4M3 = "F8_E4M3"
  /// 16-bit signed integer.
  case int16 = "I16"
  /// 16-bit unsigned integer.
  case uint16 = "U16"
  /// IEEE 754 half precision.
  case float16 = "F16"
  /// The upper half of a single-precision number.
  case bfloat16 = "BF16"
  /// 32-bit signed integer.
  case int32 = "I32"
  /// 32-bit unsigned integer.
  case uint32 = "U32"
  /// IEEE 754 single precision.
  case float32 = "F32"
  /// IEEE 754 double precision.
  case float64 = "F64"
  /// 64-bit signed integer.
  case int64 = "I64"
  /// 64-bit unsigned integer.
  case uint64 = "U64"

  /// Size of one element in bytes.
  public var byteCount: Int {
    switch self {
    case .bool, .uint8, .int8, .float8E4M3, .float8E5M2: 1
    case .uint16, .int16, .float16, .bfloat16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    }
  }
}

/// IEEE 754 half precision, by bits; used where the hardware's own conversion is not at hand.
public enum Half {
  /// The largest finite half-precision number.
  public static let largest: Float = 65504

  /// The single-precision number with the same value; every half has one. A signalling NaN becomes quiet.
  ///
  /// - Note: Giesen 2012, "half to float done quick": shift the bits into place, then correct the exponent
  ///   by a multiplication, which also normalises subnormal numbers. Checked for all 65536 patterns.
  @inlinable @inline(__always)
  public static func float(_ bits: UInt16) -> Float {
    let magnitude = UInt32(bits & 0x7FFF) << 13
    var result = (Float(bitPattern: magnitude) * 0x1p112).bitPattern
    // 2^16 and above after scaling: infinity or NaN, which need the full exponent of single precision.
    if magnitude >= 0x0F80_0000 { result |= 0x7F80_0000 }
    if magnitude > 0x0F80_0000 { result |= 0x0040_0000 }
    return Float(bitPattern: result | UInt32(bits & 0x8000) << 16)
  }

  /// The nearest half-precision number, ties to even; infinite from 65520 on. NaN stays NaN.
  @inlinable @inline(__always)
  public static func bits(_ value: Float) -> UInt16 {
    let all = value.bitPattern
    let sign = UInt16(truncatingIfNeeded: all >> 16) & 0x8000
    let magnitude = all & 0x7FFF_FFFF
    if magnitude >= 0x4780_0000 {  // 65536 and above, infinity, NaN
      return sign | (magnitude > 0x7F80_0000 ? 0x7E00 : 0x7C00)
    }
    if magnitude < 0x3880_0000 {  // below 2⁻¹⁴: adding ½ lets the FPU round to a multiple of 2⁻²⁴
      let shifted = Float(bitPattern: magnitude) + 0.5
      return sign | UInt16(truncatingIfNeeded: shifted.bitPattern &- Float(0.5).bitPattern)
    }
    let odd = (magnitude >> 13) & 1
    return sign | UInt16(truncatingIfNeeded: (magnitude &- 0x3800_0000 &+ 0xFFF &+ odd) >> 13)
  }
}

/// The upper half of a single-precision number.
public enum BFloat {
  /// The single-precision number with the same value; every bfloat16 has one.
  @inlinable @inline(__always)
  public static func float(_ bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

  /// The nearest bfloat16, ties to even. NaN stays NaN.
  @inlinable @inline(__always)
  public static func bits(_ value: Float) -> UInt16 {
    let all = value.bitPattern
    if value.isNaN { return UInt16(truncatingIfNeeded: all >> 16) | 0x0040 }
    return UInt16(truncatingIfNeeded: (all &+ 0x7FFF &+ ((all >> 16) & 1)) >> 16)
  }
}
