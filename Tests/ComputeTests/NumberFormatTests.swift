import Testing
import ZoetropeCompute

/// The reference's formats of 16 bits, which products in bfloat16 are held against, beside Swift's own numbers.
@Suite struct NumberFormatTests {
  // Swift has no Float16 on macOS for Intel processors.
  #if !(os(macOS) && arch(x86_64))
    @Test func halvesAreThoseOfSwift() {
      for bits in UInt16.min...UInt16.max {
        let (value, want) = (Reference.Format16.half.value(bits), Double(Float16(bitPattern: bits)))
        if value != want && !(value.isNaN && want.isNaN) { Issue.record("\(bits): \(value), \(want)") }
      }
      for x in ExponentialTests.allFloats(stride: 30_011) where !x.isNaN {
        let (got, want) = (Reference.Format16.half.bits(Double(x)), Float16(x).bitPattern)
        if got != want { Issue.record("\(x): \(got), \(want)") }
      }
    }
  #endif

  /// A bfloat16 is the upper half of a float: adding half of the lower half's range, less one where the result is even, carries into
  /// it exactly when rounding to the nearest even does.
  @Test func bfloat16IsTheUpperHalfOfAFloat() {
    for bits in UInt16.min...UInt16.max {
      let (value, want) = (Reference.Format16.bfloat16.value(bits), Float(bitPattern: UInt32(bits) << 16))
      if value != Double(want) && !(value.isNaN && want.isNaN) { Issue.record("\(bits): \(value), \(want)") }
    }
    let ties = (0..<1000).map { Float(bitPattern: 0x3F80_8000 + UInt32($0) << 16) }
    for x in ExponentialTests.allFloats(stride: 30_011) + ties where !x.isNaN {
      let bits = x.bitPattern
      let want = UInt16((bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
      let got = Reference.Format16.bfloat16.bits(Double(x))
      if got != want { Issue.record("\(x): \(got), \(want)") }
    }
  }
}
