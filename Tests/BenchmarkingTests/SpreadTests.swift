import Testing
import ZoetropeBenchmarking

@Suite struct SpreadTests {
  /// numpy.quantile([7, 1, 4, 10], [0.25, 0.5, 0.75]) gives 3.25, 5.5, 7.75.
  @Test func quartilesAreThoseOfNumPy() {
    let spread = Spread([7, 1, 4, 10])
    #expect(spread.low == 3.25 && spread.median == 5.5 && spread.high == 7.75 && spread.count == 4)
  }
}
