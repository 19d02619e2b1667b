import Foundation
import Testing
import ZoetropeRandom

@Suite struct PhiloxTests {
  /// Known-answer vectors for philox4x32-10, from the Random123 library's `kat_vectors`.
  @Test(arguments: [
    (
      SIMD4<UInt32>(0, 0, 0, 0), SIMD2<UInt32>(0, 0),
      SIMD4<UInt32>(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
    ),
    (
      SIMD4<UInt32>(repeating: .max), SIMD2<UInt32>(repeating: .max),
      SIMD4<UInt32>(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
    ),
    (
      SIMD4<UInt32>(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
      SIMD2<UInt32>(0xa409_3822, 0x299f_31d0),
      SIMD4<UInt32>(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
    ),
  ])
  func knownAnswers(counter: SIMD4<UInt32>, key: SIMD2<UInt32>, expected: SIMD4<UInt32>) {
    #expect(Philox.block(counter: counter, key: key) == expected)
  }

  @Test func anyPartOfAStreamOfNormalsCanBeFilledAlone() {
    var whole = [Float](repeating: 0, count: 1001)
    whole.withUnsafeMutableBufferPointer { Generator.fillNormal($0, seed: 7, stream: 3) }
    for (offset, count) in [(0, 1), (1, 2), (3, 9), (4, 4), (500, 501)] {
      var part = [Float](repeating: 0, count: count)
      part.withUnsafeMutableBufferPointer { Generator.fillNormal($0, seed: 7, stream: 3, offset: offset) }
      #expect(part == Array(whole[offset..<offset + count]))
    }
  }

  /// Moments of 10⁶ deviates: each sample moment lies within 5 standard errors of the exact one.
  @Test func normalsHaveTheMomentsOfANormal() {
    let count = 1_000_000
    var values = [Float](repeating: 0, count: count)
    values.withUnsafeMutableBufferPointer { Generator.fillNormal($0, seed: 1, stream: 2) }
    let n = Double(count)
    func moment(_ power: Double) -> Double { values.reduce(0) { $0 + pow(Double($1), power) } / n }
    #expect(abs(moment(1)) < 5 * (1 / n).squareRoot())
    #expect(abs(moment(2) - 1) < 5 * (2 / n).squareRoot())
    #expect(abs(moment(3)) < 5 * (15 / n).squareRoot())
    #expect(abs(moment(4) - 3) < 5 * (96 / n).squareRoot())
  }

  @Test func streamsAndForksDiffer() {
    var a = Generator(seed: 1, stream: 0)
    var b = Generator(seed: 1, stream: 1)
    var c = Generator(seed: 1, stream: 0).fork(0)
    var d = Generator(seed: 1, stream: 0).fork(1)
    let firsts = Set([a.next(), b.next(), c.next(), d.next()])
    #expect(firsts.count == 4)
  }

  /// Pearson's χ² over 64 cells with 10⁵ draws; 120 is far beyond the 99.99 % point (about 110) of 63 degrees.
  @Test func indicesAreUniform() {
    var generator = Generator(seed: 42)
    var counts = [Int](repeating: 0, count: 64)
    for _ in 0..<100_000 { counts[generator.index(below: 64)] += 1 }
    let expected = 100_000.0 / 64
    let chiSquare = counts.reduce(0.0) { $0 + pow(Double($1) - expected, 2) / expected }
    #expect(chiSquare < 120)
  }
}
