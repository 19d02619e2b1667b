import Testing
import ZoetropeShot

@Suite struct SceneGeometryTests {
  @Test func surfacesLieBelowTheHorizon() {
    for scene in Scene.allCases {
      for line in [scene.groundLine, scene.waterLine].compactMap({ $0 }) {
        #expect(line.lowerBound > scene.horizon, "\(scene)")
        #expect(line.upperBound < 1, "\(scene)")
      }
    }
  }

  /// Feet on the ground have the parallax of actors, the horizon that of the far end, the way between goes evenly.
  @Test func feetKeepToTheGround() {
    for scene in Scene.allCases {
      for line in [scene.groundLine, scene.waterLine].compactMap({ $0 }) {
        #expect(scene.parallax(atFoot: line.lowerBound) == 1, "\(scene)")
        #expect(scene.parallax(atFoot: line.upperBound) == 1, "\(scene)")
      }
    }
    #expect(abs(Scene.meadow.parallax(atFoot: 0.62) - 0.45) < 1e-12)
    #expect(abs(Scene.meadow.parallax(atFoot: 0.66) - 0.725) < 1e-12)
    #expect(Scene.sky.parallax(atFoot: 0.5) == 1)
  }

  @Test func laterWordsAreAppended() {
    #expect(Scene.allCases.map(\.rawValue).starts(with: Scene.shipped.map(\.rawValue)))
    #expect(Look.allCases.map(\.rawValue).starts(with: Look.shipped.map(\.rawValue)))
    #expect(Scene.shipped.count == 14 && Look.shipped.count == 10)
  }
}
