import Testing
import ZoetropeWeights

/// The oracle is the compiler's own half precision, where the platform has it.
#if !(os(macOS) && arch(x86_64))
  @Suite struct HalfTests {
    @Test func everyHalfConverts() {
      var wrong = 0
      for bits in UInt16.min ... .max {
        let expected = Float(Float16(bitPattern: bits)), got = Half.float(bits)
        if expected.isNaN ? !got.isNaN : expected.bitPattern != got.bitPattern { wrong += 1 }
        if !expected.isNaN && Half.bits(got) != bits { wrong += 1 }
      }
      #expect(wrong == 0)
    }

    /// Around every half, every midpoint between two, and over all exponents.
    @Test func floatsRoundToTheNearestHalf() {
      var wrong: [Float] = []
      func check(_ value: Float) {
        let expected = Float16(value)
        let got = Half.bits(value)
        if expected.isNaN ? !Half.float(got).isNaN : expected.bitPattern != got { wrong.append(value) }
      }
      for bits in UInt16(0)..<0x7C00 {
        let low = Half.float(bits)
        let high = bits == 0x7BFF ? 65536 : Half.float(bits + 1)
        let middle = (low + high) / 2
        for value in [low, low.nextUp, middle.nextDown, middle, middle.nextUp] {
          check(value)
          check(-value)
        }
      }
      for bits in stride(from: UInt32(0), to: .max - 65_521, by: 65_521) { check(Float(bitPattern: bits)) }
      check(.nan)
      check(.infinity)
      #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    @Test func brainFloatsRoundToTheNearest() {
      // Bits kept, rounded up, tie to even down, tie to even up, largest to infinity, NaN with low bits only.
      let cases: [(UInt32, UInt16)] = [
        (0x3F80_0000, 0x3F80), (0x3F80_8001, 0x3F81), (0x3F80_8000, 0x3F80), (0x3F81_8000, 0x3F82),
        (0x7F7F_FFFF, 0x7F80), (0x7F80_0001, 0x7FC0), (0xFF80_0000, 0xFF80), (0x8000_0001, 0x8000),
      ]
      for (bits, expected) in cases { #expect(BFloat.bits(Float(bitPattern: bits)) == expected) }
      #expect(BFloat.float(0x4049) == 3.140625)
    }
  }
#endif
