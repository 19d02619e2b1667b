// The one place where pixels change between floats in −1…1 and whole numbers.

import ZoetropeShot

/// Converts pixels between floats and integer samples: −1 is 0, 1 is the largest sample.
public enum PixelCode {
  /// The nearest of 256 levels; halves go up, values outside −1…1 are clamped, NaN is 0.
  @inlinable
  public static func byte(_ value: Float) -> UInt8 { UInt8(level(value, 127.5)) }

  /// The nearest of 65536 levels; halves go up, values outside −1…1 are clamped, NaN is 0.
  @inlinable
  public static func word(_ value: Float) -> UInt16 { UInt16(level(value, 32767.5)) }

  /// The value of one of 256 levels.
  @inlinable
  public static func value(_ byte: UInt8) -> Float { Float(Double(byte) / 127.5 - 1) }

  /// The value of one of 65536 levels.
  @inlinable
  public static func value(_ word: UInt16) -> Float { Float(Double(word) / 32767.5 - 1) }

  /// The frame as bytes, `[H, W, 3]`.
  public static func bytes(_ frame: Frame) -> [UInt8] { frame.pixels.map(byte) }

  /// The frame as big-endian 16-bit samples, `[H, W, 3, 2]`.
  static func bigEndianWords(_ frame: Frame) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: frame.pixels.count * 2) { buffer, count in
      for (index, value) in frame.pixels.enumerated() {
        let word = word(value)
        buffer[2 * index] = UInt8(word >> 8)
        buffer[2 * index + 1] = UInt8(word & 0xFF)
      }
      count = frame.pixels.count * 2
    }
  }

  // In Double, where the sum and the product of a float are exact to far below half a level.
  @inlinable
  static func level(_ value: Float, _ half: Double) -> Int32 {
    let clamped = value > -1 ? (value < 1 ? value : 1) : -1  // NaN > -1 is false
    return Int32((Double(clamped) + 1) * half + 0.5)
  }
}
