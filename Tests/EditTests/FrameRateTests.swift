import Testing
import ZoetropeEdit

@Suite struct FrameRateTests {
  @Test func ratesAreRationalsInLowestTerms() throws {
    #expect(FrameRate(48, 2) == .film)
    #expect(FrameRate(48000, 2002) == .ntscFilm)
    #expect(FrameRate(0) == nil && FrameRate(24, 0) == nil && FrameRate(-24, -1) == nil)
  }

  /// Decimals as people and files write them.
  @Test(arguments: [
    (23.976, 24000, 1001), (23.976023976023978, 24000, 1001), (23.98, 24000, 1001), (29.97, 30000, 1001),
    (59.94, 60000, 1001), (24, 24, 1), (25, 25, 1),
    (12.5, 25, 2), (8, 8, 1), (47.952, 48000, 1001),
  ])
  func decimalsNameRationals(value: Double, numerator: Int, denominator: Int) {
    #expect(FrameRate(nearest: value) == FrameRate(numerator, denominator))
  }

  /// SMPTE ST 12-1: at 29.97, 00:01:00;02 follows 00:00:59;29; frame 17982 is 00:10:00;00; an hour has 107 892 frames.
  @Test(arguments: [
    (0, "00:00:00;00"), (1799, "00:00:59;29"), (1800, "00:01:00;02"), (1801, "00:01:00;03"),
    (3597, "00:01:59;29"), (3598, "00:02:00;02"),
    (17981, "00:09:59;29"), (17982, "00:10:00;00"), (107_892, "01:00:00;00"),
  ])
  func timecodeDropsNumbersAt2997(frame: Int, text: String) {
    #expect(Timecode(frame: frame, rate: .ntsc, dropsFrames: true).description == text)
  }

  @Test func timecodeWithoutDroppingCountsFrames() throws {
    #expect(Timecode(frame: 86_400 + 24 * 61 + 5, rate: .film).description == "01:01:01:05")
    #expect(Timecode(frame: 1800, rate: .ntsc).description == "00:01:00:00")
    let sixty = try #require(FrameRate(60000, 1001))
    #expect(Timecode(frame: 3600, rate: sixty, dropsFrames: true).description == "00:01:00;04")
    // 24 has no drop frame.
    #expect(Timecode(frame: 1440, rate: .ntscFilm, dropsFrames: true).description == "00:01:00:00")
  }
}
