import Foundation
import Testing
import ZoetropeShot

/// `zoetrope plan --check`: what it says of plans of both versions, and of plans that are none.
@Suite struct PlanCheckTests {
  private static let second = #"""
    {"version": 2, "backdrop": "beach", "time": [{"t": 0, "value": "day"}, {"t": 2, "value": "night"}],
     "set": [{"name": "TOWER", "picture": "lighthouse", "x": 0.8, "y": 0.7, "height": 0.5, "depth": 1, "parallax": 0.5}],
     "actors": [{"name": "KONG", "picture": "gorilla", "tint": "#c04020",
       "beats": [{"from": 0, "motion": "right", "towards": "TOWER", "speed": 0.1}],
       "keyframes": [{"t": 0, "x": 0.2, "y": 0.5, "width": 0.2, "height": 0.3}, {"t": 4, "x": 0.6, "y": 0.5, "width": 0.2, "height": 0.3}]}]}
    """#

  @Test func plansOfBothVersionsAreTold() throws {
    let workshop = try Workshop()
    try workshop.write("second.json", Self.second)
    let result = try workshop.run("plan", "--check", "plan.json", "second.json")
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines[0] == "plan.json: version 1, valid" && lines.contains("second.json: version 2, valid"))
    // Four frames at 8 a second.
    #expect(lines[1].hasPrefix("  0.5 s: 4 frames, 8 a second;"))
    #expect(lines.contains("  beach; day, from 2 s night within 1 s; clear; natural look"))
    #expect(lines.contains("  set: TOWER (lighthouse)"))
    #expect(
      lines.contains(
        "  actor 0: KONG, #c04020 gorilla: right towards TOWER at 0.1 frame widths a second; in view throughout"
      ))
  }

  /// One plan that is wrong does not keep the others from being checked, and decides the exit status.
  @Test func whatIsWrongIsSaidWithItsPath() throws {
    let workshop = try Workshop()
    try workshop.write("second.json", Self.second)
    try workshop.write(
      "wrong.json",
      Self.second.replacing("\"TOWER\", \"speed\"", with: "\"TOWRE\", \"speed\"").replacing(
        "\"#c0", with: "\"#g0"))
    let result = try workshop.run("plan", "--check", "nowhere.json", "wrong.json", "second.json")
    #expect(result.status == 65 && result.output.hasPrefix("second.json: version 2, valid\n"))
    #expect(result.errors.contains("nowhere.json") && result.errors.contains("wrong.json"))
    #expect(
      result.errors.contains(##"actors[0].tint: "#g04020" is no colour; expected #rrggbb or one of red"##))
    #expect(
      result.errors.contains(
        #"actors[0].beats[0].towards: nobody and nothing is called "TOWRE"; names: KONG, TOWER"#))
    #expect(try workshop.run("plan", "--check", "nowhere.json").status == 66)
  }

  /// What a model of the closed vocabulary does not know is refused: nothing is left out in silence.
  @Test func modelsSayWhatTheyDoNotKnow() throws {
    let workshop = try Workshop()
    var plan = workshop.plan()
    func refusal(_ edit: (inout ShotPlan) -> Void) throws -> String {
      var edited = plan
      edit(&edited)
      try workshop.write("edited.json", edited.json())
      let result = try workshop.run("generate", "--plan", "edited.json", "--steps", "1", "--out", "clip")
      #expect(result.status == 65 && !workshop.exists("clip"), "\(result.errors)")
      return result.errors
    }
    #expect(try refusal { $0.actors[0].picture = "gorilla" }.contains("does not know the kind “gorilla”"))
    #expect(
      try refusal { $0.actors[0].tint = .sRGB(red: 192, green: 64, blue: 32) }.contains(
        "does not know the tint “#c04020”"))
    #expect(
      try refusal {
        $0.setPieces = [SetPiece(picture: "tree", x: 0.5, y: 0.7, height: 0.4, depth: 1, parallax: 0.5)]
      }.contains("cannot be told the plan's “set”, which holds a set piece"))
    #expect(
      try refusal { $0.changes = [.init(t: 0.2, to: .time(.day))] }.contains(
        "cannot be told the plan's “time”, which changes during the shot, to day at 0.2 s"))
    // What keyframes say is followed: beats, moves, and who carries whom.
    plan.actors[0].beats.append(Beat(.jump, from: 0.2))
    plan.actors.append(plan.actors[0])
    plan.actors[1].attachment = Actor.Attachment(to: .actor(0), .riding, x: 0.5, y: 0)
    try workshop.write("edited.json", plan.json())
    #expect(
      try workshop.run(
        "generate", "--plan", "edited.json", "--steps", "1", "--format", "png", "--out", "clip"
      ).status == 0)
    #expect(try ShotPlan(json: workshop.data("clip/plan.json")) == plan)
  }
}
