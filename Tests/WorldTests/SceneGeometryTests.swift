import Testing
import ZoetropeShot
import ZoetropeWorld

@Suite struct SceneGeometryTests {
  @Test func surfacesLieBelowTheHorizon() {
    for scene in Scene.allCases {
      for line in [scene.groundLine, scene.waterLine].compactMap({ $0 }) {
        #expect(line.lowerBound > scene.horizon, "\(scene)")
        #expect(line.upperBound < 1, "\(scene)")
      }
    }
  }
}
