import Foundation
import Testing
import ZoetropeCast
import ZoetropeDirection
import ZoetropeScreenplay
import ZoetropeShot

@testable import ZoetropeFilm

@Suite("Staging: words of the action become places, movements and things in hands")
struct StagingTests {
  static func plans(
    _ scene: String, cast words: [String: String] = ["MARA": "fox", "PIP": "mouse", "TOM": "owl"]
  )
    throws -> [(shot: ListedShot, plan: ShotPlan)]
  {
    let notes = words.keys.sorted().map { "[[cast: \($0) = \(words[$0]!)]]" }.joined(separator: " ")
    let play = Screenplay(fountain: notes + "\n\n" + scene)
    let cast = try CastMap(casting: play)
    let list = ShotList(breaking: play, cast: cast)
    let film = try FilmCast(
      cast, things: [("balloon", .red), ("lantern", nil), ("tree", nil)], vocabulary: .pictures,
      aspectRatio: { _ in nil })
    let table = try SceneTable.builtIn(), scenes = play.scenes()
    let plans = try ShotStaging(cast: film, vocabulary: .pictures).plans(
      of: list.shots.map { shot in
        ShotStaging.Task(
          shot, in: SceneSetting(scenes[shot.scene - 1], words: "", table: table, vocabulary: .pictures),
          frameCount: 24, frameRate: 8)
      })
    for plan in plans { try plan.validate() }
    return Array(zip(list.shots, plans))
  }

  static func box(_ plan: ShotPlan, _ picture: String, at time: Double) throws -> Keyframe {
    let place = try #require(plan.actors.firstIndex { $0.picture == picture }, "\(picture)")
    return plan.tracks()[place].box(at: time)
  }

  @Test func charactersHaveWholeBodies() throws {
    let cast = try FilmCast(
      try CastMap([
        ("A", .word("fox")), ("B", .word("fox face")), ("C", .word("old woman")), ("D", .word("redPanda")),
      ]),
      things: [], vocabulary: .pictures, aspectRatio: { _ in nil })
    #expect(cast.roles["A"]?.performer.picture == "redFox")
    #expect(cast.roles["C"]?.performer.picture == "grandmother")
    #expect(cast.roles["D"]?.performer.picture == "redPanda")
    #expect(Set(cast.roles.values.map(\.performer.picture)).count == 4)
  }

  @Test func whoStandsOnTheGroundHasTheFeetOnIt() throws {
    let shots = try StagingTests.plans("EXT. MEADOW - DAY\n\nMara and Pip wait.\n\nPip sits there.\n")
    for (shot, plan) in shots where shot.kind != .closeUp {
      let ground = try #require(plan.scene.groundLine)
      for actor in plan.actors {
        let box = actor.keyframes[0], foot = box.y + box.height / 2
        // A hundredth and a bit: two beside each other are staggered by 0.012.
        #expect(foot > ground.lowerBound - 0.02 && foot < ground.upperBound + 0.02, "\(foot)")
      }
    }
  }

  @Test func closeUpsAreOfHeads() throws {
    let shots = try StagingTests.plans(
      "EXT. MEADOW - DAY\n\nMara and Pip wait.\n\nMARA\nIs that yours?\n\nPIP\nYes.\n\nMARA\nNo.\n")
    let close = try #require(shots.last { $0.shot.kind == .closeUp })
    let box = close.plan.actors[0].keyframes[0]
    let head = try #require(try Casting().member("redFox")?.head)
    #expect(close.plan.actors[0].picture == "redFox")
    // The head takes at least half of the frame's height or of its width, and all of it is in the frame.
    let top = box.y - box.height / 2 + head.top * box.height,
      bottom = box.y - box.height / 2 + head.bottom * box.height
    #expect(bottom - top > 0.45 && top > 0 && bottom < 1)
  }

  @Test func whatIsTakenStaysInTheHandUntilItIsGiven() throws {
    let shots = try StagingTests.plans(
      """
      EXT. MEADOW - DAY

      A red balloon hangs in the air.

      Mara takes the balloon.

      Mara and Pip wait.

      Mara gives the balloon to Pip.

      Pip stands there.

      Mara stands there.
      """)
    func shot(_ action: String) throws -> ShotPlan {
      try #require(shots.first { $0.shot.action.contains(action) }).plan
    }
    func distance(_ plan: ShotPlan, _ holder: String, _ time: Double) throws -> Double {
      let a = try StagingTests.box(plan, "balloon", at: time),
        b = try StagingTests.box(plan, holder, at: time)
      return abs(a.x - b.x)
    }
    let both = try shot("Mara and Pip wait")
    #expect(both.actors.last?.attachment?.to == .actor(0) && both.actors[0].picture == "redFox")
    // What somebody has touches them, side by side at most; it goes over in the middle of the shot.
    let gift = try shot("gives")
    func reach(_ holder: String, _ time: Double) throws -> Double {
      (try StagingTests.box(gift, "balloon", at: time).width + StagingTests.box(gift, holder, at: time).width)
        / 2
    }
    #expect(try distance(gift, "redFox", 0) < reach("redFox", 0))
    #expect(try distance(gift, "mouse", 2.5) < reach("mouse", 2.5))
    #expect(try distance(gift, "mouse", 2.5) < distance(gift, "redFox", 2.5))
    #expect(try shot("Pip stands").actors.contains { $0.picture == "balloon" })
    #expect(try !shot("Mara stands").actors.contains { $0.picture == "balloon" })
  }

  @Test func whoRunsMovesAndWhoSpeaksNods() throws {
    let shots = try StagingTests.plans("EXT. FOREST - DAY\n\nMara runs.\n\nMara walks away.\n")
    let run = try #require(shots.first { $0.shot.kind == .tracking }).plan
    #expect(run.camera.move == .track && run.actors[0].motion == .right)
    let away = try #require(shots.last).plan
    let last = try StagingTests.box(away, "redFox", at: away.duration)
    #expect(last.x + last.width / 2 < 0.02 || last.x - last.width / 2 > 0.98, "\(last)")
  }

  @Test func thoseWhoGoTogetherGoTheSameWay() throws {
    let shots = try StagingTests.plans(
      "EXT. FOREST - DAY\n\nMara and Pip walk to the river.\n\nPip and Mara wait.\n")
    let plan = try #require(shots.first { $0.shot.action.contains("walk") }).plan
    let camera = CameraTrack(plan.camera)
    let ways = plan.tracks().map { track in
      track.box(at: 2).inScene(of: camera.view(at: 2)).x - track.box(at: 0).inScene(of: camera.view(at: 0)).x
    }
    #expect(ways.count == 2 && ways.allSatisfy { $0 > 0.1 }, "\(ways)")
  }

  @Test func nobodyStandsBehindFlowers() throws {
    let shots = try StagingTests.plans(
      "EXT. MEADOW - DAY\n\nMara and Pip wait.\n\nMara runs.\n\nPip stands there.\n\nMARA\nYes.\n")
    let table = try MemberTable.builtIn()
    var count = 0
    for (_, plan) in shots {
      let camera = CameraTrack(plan.camera)
      for piece in plan.setPieces {
        let ratio = table.aspectRatio(of: piece.picture)
        for (actor, track) in zip(plan.actors, plan.tracks()) where piece.depth < actor.depth {
          count += 1
          for time in stride(from: 0, to: plan.duration, by: 0.5) {
            let box = piece.box(in: camera.view(at: time), pictureAspectRatio: ratio, frameAspectRatio: 1.75)
            let other = track.box(at: time)
            let isApart =
              abs(box.x - other.x) > (box.width + other.width) / 2 - 0.001
              || abs(box.y - other.y) > (box.height + other.height) / 2 - 0.001
            #expect(isApart, "\(piece.picture) before \(actor.picture)")
          }
        }
      }
    }
    #expect(shots.contains { !$0.plan.setPieces.isEmpty })
  }

  @Test func aPlaceHasTheSamePiecesInEveryShotOfASize() throws {
    let shots = try StagingTests.plans(
      "EXT. MEADOW - DAY\n\nMara and Pip wait.\n\nPip stands there.\n\nMara stands there.\n\nTom sleeps.\n")
    let still = shots.filter { $0.plan.shotSize == .medium && $0.plan.camera.move == .still }
    try #require(still.count >= 3)
    #expect(Set(still.map { $0.plan.setPieces.map { "\($0.picture) \($0.x)" } }).count == 1)
  }
}

@Suite("Reading of action")
struct ActionReadingTests {
  static func read(_ text: String) -> [String] {
    let reading = ActionReading(
      text, people: ["MARA", "PIP", "OLD TOM"], things: ["balloon", "tree"], seen: ["PIP"])
    return reading.events.map { event in
      ([event.subjects.joined(separator: "+"), event.act.rawValue] + event.people + event.things)
        .joined(separator: " ")
    }
  }

  @Test(arguments: [
    ("MARA, a fox with nothing to do, walks out of the grass.", ["MARA enter"]),
    ("Mara gives the balloon to Pip.", ["MARA give PIP balloon"]),
    ("She takes it. She runs.", ["PIP take", "PIP run"]),
    ("Mara, Pip and Old Tom run to the tree.", ["MARA+PIP+OLD TOM run tree"]),
    ("Mara runs and jumps.", ["MARA run", "MARA jump"]),
    ("Mara hides behind the tree, and Pip follows her.", ["MARA hide tree", "PIP follow"]),
    ("The balloon rises. Old Tom flies away.", ["balloon rise", "OLD TOM leave"]),
    ("They meet Mara.", ["MARA+PIP+OLD TOM meet MARA"]),
    ("Pip goes off.", ["PIP leave"]), ("Mara comes in.", ["MARA enter"]),
    ("It is not as red as it was.", []),
  ])
  func actsAreFound(text: String, expected: [String]) {
    #expect(ActionReadingTests.read(text) == expected)
  }
}
