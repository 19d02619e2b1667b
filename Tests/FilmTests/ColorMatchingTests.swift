import Foundation
import Testing
import ZoetropeEdit
import ZoetropeShot

@testable import ZoetropeFilm

@Suite("Colour: shots are brought to one light, by corrections that other programs can apply")
struct ColorMatchingTests {
  /// Pictures of known mean and spread; what the correction makes of them has those of the scene's middle.
  @Test func aCorrectedShotHasTheMiddleOfItsScene() throws {
    let scene = [(0.40, 0.10), (0.42, 0.11), (0.46, 0.09)].map { mean, deviation in
      ColorStatistics(mean: [mean, mean, mean], deviation: [deviation, deviation, deviation])
    }
    let decisions = ColorMatching.decisions(for: scene)
    for (shot, decision) in zip(scene, decisions) {
      let decision = decision ?? ColorDecision()
      // Of a channel with mean m and deviation s, slope and offset make slope·m + offset and slope·s.
      #expect(abs(decision.slope.red * shot.mean[0] + decision.offset.red - 0.42) < 1e-3)
      #expect(abs(decision.slope.red * shot.deviation[0] - 0.10) < 1e-3)
    }
  }

  @Test func anotherLightIsNotUndone() {
    let day = ColorStatistics(mean: [0.8, 0.8, 0.8], deviation: [0.1, 0.1, 0.1])
    let night = ColorStatistics(mean: [0.1, 0.1, 0.2], deviation: [0.1, 0.1, 0.1])
    for decision in ColorMatching.decisions(for: [day, night]).compactMap({ $0 }) {
      #expect(ColorMatching.offsets.contains(decision.offset.red))
      #expect(ColorMatching.slopes.contains(decision.slope.red))
    }
    #expect(ColorMatching.decisions(for: [day]) == [nil])
    let closeUp = ColorStatistics(mean: [1, 0, 0], deviation: [0, 0, 0], share: 0.05)
    #expect(ColorMatching.decisions(for: [day, day, closeUp])[2] == nil)
  }

  /// Half of the picture is scenery of a known grey, the rest an actor that must not count.
  @Test func actorsAreLeftOut() {
    var frame = Frame(height: 20, width: 40, filledWith: 0)
    for y in 0..<20 {
      for x in 20..<40 { for c in 0..<3 { frame.pixels[(y * 40 + x) * 3 + c] = 1 } }
    }
    let plan = ShotPlan(
      scene: .meadow,
      actors: [
        Actor(picture: "fox", keyframes: [Keyframe(t: 0, x: 0.77, y: 0.5, width: 0.55, height: 1)])
      ])
    let statistics = ColorStatistics([(frame, 0)], plan: plan)
    #expect(statistics.mean.allSatisfy { abs($0 - 0.5) < 1e-6 })
    #expect(statistics.share > 0.3 && statistics.share < 0.55)
  }

  /// The fast pass gives what the exact formulas give, to half a grey level and its rounding.
  @Test func thePassIsTheFormula() throws {
    let decision = ColorDecision(
      slope: .init(1.1, 1, 0.9), offset: .init(0, 0.02, -0.01), power: .init(1, 1.2, 1), saturation: 0.8)
    let table = try #require(
      CubeTable(size: 5) { ColorDecision.Channels($0.red * $0.red, $0.green, 1 - $0.blue) })
    for look in [nil, table] {
      let pass = try #require(ColorPass(decision, table: look))
      for (r, g, b) in [(0, 0, 0), (255, 255, 255), (12, 200, 90), (77, 3, 251)] as [(UInt8, UInt8, UInt8)] {
        var bytes = [r, g, b]
        pass.apply(to: &bytes)
        var color = decision.applied(
          to: .init(Double(r) / 255, Double(g) / 255, Double(b) / 255))
        if let look { color = look.applied(to: color) }
        for (byte, exact) in zip(bytes, [color.red, color.green, color.blue]) {
          #expect(abs(Double(byte) - exact * 255) <= 0.51)
        }
      }
    }
    #expect(ColorPass(nil, table: nil) == nil)
  }

  @Test func textCannotBreakOutOfItsLine() {
    var text = FilmText()
    text.add(.title, "a{\\b1}b\n{\nc", FrameRange(start: 24, count: 24))
    let script = text.script(rate: .film, size: .init(width: 1280, height: 720))
    let line = script.split(separator: "\n").last { $0.hasPrefix("Dialogue") }
    // From half a frame before second 1 to half a frame before second 2.
    #expect(line?.contains("0:00:00.98,0:00:01.98,Title") == true)
    #expect(line?.hasSuffix("a\u{FF5B}\u{FF3C}b1\u{FF5D}b\\N\u{FF5B}\\Nc") == true)
  }

  @Test func pathsAreEscapedForFilters() {
    // As ffmpeg's manual has it: once for the option, once for the graph.
    #expect(FilmEncoder.escaped("/a b/c") == "/a b/c")
    #expect(FilmEncoder.escaped("it's:x") == "it\\\\\\'s\\\\:x")
  }
}
