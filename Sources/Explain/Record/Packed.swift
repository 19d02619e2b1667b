import Foundation

/// A table of numbers for the page: small integers in base64, each times a scale.
public struct Packed: Codable, Sendable, Equatable {
  /// How a number is stored.
  public enum Form: String, Codable, Sendable {
    /// A signed byte.
    case int8
    /// Two bytes, little-endian, signed.
    case int16
    /// Two bytes, little-endian, unsigned.
    case uint16
    /// Four bits, the low half of a byte first; stands for the square of its value.
    case rootedNibble
  }

  /// How numbers are stored.
  public var form: Form
  /// Lengths of the dimensions, the last fastest.
  public var shape: [Int]
  /// What an integer is multiplied with.
  public var scale: Double
  /// The integers.
  public var data: String

  /// Stores numbers of either sign in equal steps; they are off by at most half of ``scale``.
  ///
  /// - Precondition: as many values as the shape asks for.
  public init(_ values: [Float], _ shape: [Int], isFine: Bool = false) {
    let largest = Double(values.reduce(0) { max($0, abs($1)) })
    let limit = isFine ? 32767.0 : 127.0
    let scale = largest > 0 ? largest / limit : 1
    var bytes = Data(capacity: values.count * (isFine ? 2 : 1))
    for value in values {
      let level = Int16(max(-limit, min(limit, (Double(value) / scale).rounded())))
      if isFine {
        bytes.append(contentsOf: [UInt8(truncatingIfNeeded: level), UInt8(truncatingIfNeeded: level >> 8)])
      } else {
        bytes.append(UInt8(bitPattern: Int8(level)))
      }
    }
    self.init(isFine ? .int16 : .int8, shape, scale, bytes)
  }

  /// Stores shares, 0…1, off by at most 1/131070.
  public init(shares: [Float], _ shape: [Int]) {
    var bytes = Data(capacity: shares.count * 2)
    for share in shares {
      let level = UInt16((max(0, min(1, Double(share))) * 65535).rounded())
      bytes.append(contentsOf: [UInt8(truncatingIfNeeded: level), UInt8(truncatingIfNeeded: level >> 8)])
    }
    self.init(.uint16, shape, 1 / 65535, bytes)
  }

  /// Stores shares of a largest value, 0…1, in 16 shades for pictures: small ones more finely than large ones.
  public init(shades: [Float], _ shape: [Int]) {
    var bytes = Data(count: (shades.count + 1) / 2)
    for (index, shade) in shades.enumerated() {
      let level = UInt8((max(0, min(1, Double(shade))).squareRoot() * 15).rounded())
      bytes[index / 2] |= level << (index % 2 * 4)
    }
    self.init(.rootedNibble, shape, 1.0 / 15, bytes)
  }

  /// The numbers; nil where data and shape do not fit.
  public var values: [Double]? {
    guard let bytes = Data(base64Encoded: data).map(Array.init) else { return nil }
    let count = shape.reduce(1, *)
    func pair(_ index: Int) -> UInt16 { UInt16(bytes[2 * index]) | UInt16(bytes[2 * index + 1]) << 8 }
    switch form {
    case .int8:
      return bytes.count == count ? bytes.map { Double(Int8(bitPattern: $0)) * scale } : nil
    case .int16:
      guard bytes.count == 2 * count else { return nil }
      return (0..<count).map { Double(Int16(bitPattern: pair($0))) * scale }
    case .uint16:
      guard bytes.count == 2 * count else { return nil }
      return (0..<count).map { Double(pair($0)) * scale }
    case .rootedNibble:
      guard bytes.count == (count + 1) / 2 else { return nil }
      return (0..<count).map { index in
        let root = Double(bytes[index / 2] >> (index % 2 * 4) & 15) * scale
        return root * root
      }
    }
  }

  // MARK: - Internals

  private init(_ form: Form, _ shape: [Int], _ scale: Double, _ bytes: Data) {
    self.form = form
    self.shape = shape
    self.scale = scale
    data = bytes.base64EncodedString()
  }
}
