import Foundation
import Testing
import ZoetropeRandom
import ZoetropeShot
import ZoetropeWorld

/// Files of version 1 that the world draws.
@Suite struct PlanVersion1Tests {
  /// Plans that the world of version 1 drew: read from their files they are as they were, and they are written as they were.
  @Test func plansOfVersion1StayWhatTheyWere() throws {
    for index in 0..<50 {
      var generator = Generator(seed: 41, stream: UInt64(index))
      let plan = ShotSampler().sample(using: &generator)
      let file = try plan.json()
      let fields = try #require(JSONSerialization.jsonObject(with: file) as? [String: Any])
      #expect(fields["version"] as? Int == 1 && fields["scene"] as? String == plan.scene.rawValue)
      #expect(try ShotPlan(json: file) == plan && ShotPlan.version(ofJSON: file) == 1)
      // The same plan said in version 2, by Foundation.
      var second = fields
      second["version"] = 2
      second["scene"] = nil
      second["backdrop"] = fields["scene"]
      second["actors"] = try #require(fields["actors"] as? [[String: Any]]).map { actor in
        var actor = actor
        actor["picture"] = actor["kind"]
        actor["kind"] = nil
        return actor
      }
      let text = try JSONSerialization.data(withJSONObject: second)
      #expect(try ShotPlan(json: text) == plan && ShotPlan.version(ofJSON: text) == 2)
    }
  }
}
