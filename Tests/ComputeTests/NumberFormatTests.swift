import CKernels
import Testing
import ZoetropeCompute

/// Half precision and bfloat16 against arithmetic on values and, where it exists, Swift's own `Float16`.
@Suite struct NumberFormatTests {
  static let allBits = (UInt16.min...UInt16.max).map { $0 }

  static func floats(
    _ kernel: (UnsafePointer<UInt16>, UnsafeMutablePointer<Float>, Int) -> Void, _ x: [UInt16]
  ) -> [Float] {
    var y = [Float](repeating: -1, count: x.count)
    kernel(x, &y, x.count)
    return y
  }

  static func bits(
    _ kernel: (UnsafePointer<Float>, UnsafeMutablePointer<UInt16>, Int) -> Void, _ x: [Float]
  ) -> [UInt16] {
    var y = [UInt16](repeating: 0, count: x.count)
    kernel(x, &y, x.count)
    return y
  }

  static func widen(_ name: String) -> (UnsafePointer<UInt16>, UnsafeMutablePointer<Float>, Int) -> Void {
    { name == "half" ? zk_half_to_float($0, $1, $2) : zk_bfloat16_to_float($0, $1, $2) }
  }

  static func narrow(_ name: String) -> (UnsafePointer<Float>, UnsafeMutablePointer<UInt16>, Int) -> Void {
    { name == "half" ? zk_float_to_half($0, $1, $2) : zk_float_to_bfloat16($0, $1, $2) }
  }

  static func isNaN(_ bits: UInt16, _ name: String) -> Bool {
    (bits & 0x7FFF) > (name == "half" ? 0x7C00 : 0x7F80)
  }

  @Test(arguments: ["half", "bfloat16"]) func all65536PatternsWidenExactlyAndComeBack(_ name: String) {
    let format: Reference.Format16 = name == "half" ? .half : .bfloat16
    let wide = Self.floats(Self.widen(name), Self.allBits)
    let back = Self.bits(Self.narrow(name), wide)
    for bits in Self.allBits {
      let (value, want) = (wide[Int(bits)], format.value(bits))
      let isRight =
        value.isNaN ? want.isNaN : (Double(value) == want && (value.sign == .minus) == (bits & 0x8000 != 0))
      let returns = Self.isNaN(bits, name) ? Self.isNaN(back[Int(bits)], name) : back[Int(bits)] == bits
      if !isRight || !returns {
        Issue.record("\(name) \(bits): \(value), expected \(want), back \(back[Int(bits)])")
      }
    }
  }

  @Test(arguments: ["half", "bfloat16"]) func floatsRoundToTheNearestEven(_ name: String) {
    let format: Reference.Format16 = name == "half" ? .half : .bfloat16
    // Every neighbourhood of a boundary: the midpoints between all pairs of neighbours, and one float to each side.
    let values = Self.floats(Self.widen(name), Self.allBits)
    var xs: [Float] = ExponentialTests.allFloats(stride: 30_011)
    for bits in Self.allBits where bits & 0x7FFF < (name == "half" ? 0x7C00 : 0x7F80) {
      let middle = (values[Int(bits)] + values[Int(bits) + 1]) / 2
      if middle.isFinite { xs += [middle.nextDown, middle, middle.nextUp] }
    }
    xs += [
      65504, 65519.996, 65520, 65536, -65520, .greatestFiniteMagnitude, 3.3961775e38, .leastNormalMagnitude,
    ]
    var failures = 0
    for (x, got) in zip(xs, Self.bits(Self.narrow(name), xs)) {
      let want = format.bits(Double(x))
      let isRight = x.isNaN ? Self.isNaN(got, name) && (got ^ want) & 0x8000 == 0 : got == want
      if !isRight {
        failures += 1
        if failures < 5 { Issue.record("\(name) of \(x): \(got), expected \(want)") }
      }
    }
    #expect(failures == 0)
    #expect(xs.count > 250_000)
  }

  // Swift has no Float16 on macOS for Intel processors.
  #if !(os(macOS) && arch(x86_64))
    @Test func halvesAreThoseOfSwift() {
      for (bits, value) in zip(Self.allBits, Self.floats(zk_half_to_float, Self.allBits)) {
        let want = Float(Float16(bitPattern: bits))
        if value.bitPattern != want.bitPattern && !(value.isNaN && want.isNaN) {
          Issue.record("\(bits): \(value), \(want)")
        }
      }
      let xs = ExponentialTests.allFloats(stride: 10_007)
      for (x, got) in zip(xs, Self.bits(zk_float_to_half, xs)) {
        let want = Float16(x)
        if got != want.bitPattern && !x.isNaN { Issue.record("\(x): \(got), \(want.bitPattern)") }
      }
    }
  #endif

  @Test func aNaNKeepsItsSignAndTopBitsAndNeverBecomesInfinity() {
    let nans: [Float] = [.nan, -.nan, Float(bitPattern: 0x7F80_0001), Float(bitPattern: 0xFF80_0001)]
    for name in ["half", "bfloat16"] {
      for (x, bits) in zip(nans, Self.bits(Self.narrow(name), nans)) {
        #expect(Self.isNaN(bits, name))
        #expect((bits & 0x8000 != 0) == (x.sign == .minus))
      }
    }
  }
}
