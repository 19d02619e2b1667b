import Foundation
import Testing
import ZoetropeSession
import ZoetropeShot

/// Plans inside records are read by the rules of plan files.
@Suite struct RecordedPlanTests {
  /// A record as version 0.1 wrote it.
  private static let old = #"""
    {"digitalSourceType":"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia","format":1,
    "model":{"name":"sketch","sha256":"00"},"pictures":{},
    "plan":{"actors":[{"depth":0.5,"keyframes":[{"angle":0,"flipped":false,"height":0.4,"t":0,"width":0.4,"x":0.25,"y":0.6}],
    "kind":"fox","motion":"still","size":"medium","speed":"normal","tint":"red"}],
    "camera":{"keyframes":[{"t":0,"x":0,"y":0,"zoom":1}],"move":"still"},"enhancedPrompt":"","frameCount":16,"frameRate":8,
    "look":"natural","prompt":"a fox","scene":"snow","seed":18446744073709551615,"shotSize":"medium","size":"square",
    "time":"day","version":1,"weather":"clear"},"program":"zoetrope","settings":SETTINGS}
    """#

  private func record(_ change: (String) -> String = { $0 }) throws -> Data {
    let settings = try JSONEncoder().encode(GenerationSettings(width: 64, height: 64, stepCount: 8))
    return Data(
      change(Self.old).replacing("SETTINGS", with: String(decoding: settings, as: UTF8.self)).utf8)
  }

  @Test func oldRecordsAreRead() throws {
    let plan = try Recipe(json: record(), path: "").plan
    #expect(plan.seed == .max && plan.frameRate == 8 && plan.prompt == "a fox" && plan.period == nil)
    #expect(plan.actors.map(\.kind) == [.fox] && plan.actors[0].tint == .word(.red))
    #expect(plan.actors[0].keyframes == [Keyframe(t: 0, x: 0.25, y: 0.6, width: 0.4, height: 0.4)])
  }

  /// A misspelt field was once passed over in silence.
  @Test func mistakesAreNamed() throws {
    let misspelt = try record { $0.replacing(#""tint":"red""#, with: #""color":"red""#) }
    let error = #expect(throws: SessionError.self) { try Recipe(json: misspelt, path: "manifest.json") }
    #expect("\(try #require(error).localizedDescription)".contains("actors[0].color"))
    let unknown = try record { $0.replacing(#""scene":"snow""#, with: #""scene":"snwo""#) }
    #expect(throws: SessionError.self) { try Recipe(json: unknown, path: "manifest.json") }
  }
}
