import Testing
import ZoetropeShot

@Suite struct TrackTests {
  @Test func goesThroughItsPointsAndHoldsTheEnds() {
    let track = Track(times: [0, 0.5, 1.25], values: [1, -2, 3])
    for (time, value) in [(-1.0, 1.0), (0, 1), (0.5, -2), (1.25, 3), (9, 3)] {
      #expect(track.value(at: time) == value)
    }
  }

  @Test func reproducesAStraightLine() {
    let track = Track(times: [0, 0.3, 1, 2], values: [1, 1.6, 3, 5])
    for step in 0...40 {
      let time = Double(step) / 20
      #expect(abs(track.value(at: time) - (1 + 2 * time)) < 1e-12)
    }
  }

  /// The property the curve was chosen for: between two points it stays between their values.
  @Test func neverOvershoots() {
    let values = [0.0, 1, 0.95, -3, -3, 4, 4.1]
    let track = Track(times: [0, 1, 1.1, 2, 3, 3.5, 7], values: values)
    for segment in 0..<values.count - 1 {
      let low = min(values[segment], values[segment + 1]), high = max(values[segment], values[segment + 1])
      for step in 0...50 {
        let time =
          track.times[segment] + (track.times[segment + 1] - track.times[segment]) * Double(step) / 50
        let value = track.value(at: time)
        #expect(value >= low - 1e-12 && value <= high + 1e-12)
      }
    }
  }
}
