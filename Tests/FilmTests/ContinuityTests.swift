import Foundation
import Testing
import ZoetropeCast
import ZoetropeScreenplay
import ZoetropeShot

@testable import ZoetropeFilm

@Suite("Continuity: what is staged has none to note, and every fault that is put in is found")
struct ContinuityTests {
  static let script = """
    [[cast: MARA = wolf]] [[cast: PIP = mouse]]

    EXT. MEADOW - DAY

    Mara and Pip stand in the grass.

    MARA
    Is that yours?

    PIP
    It is now.

    Mara and Pip look at the sky.

    Mara runs to the trees.

    EXT. FOREST - NIGHT

    Pip walks among the trees. It rains.

    EXT. MEADOW - DAY

    Pip sits there.
    """

  /// All shots with their plans.
  static func shots(_ vocabulary: FilmVocabulary = .pictures) throws -> [PlannedListing] {
    let play = Screenplay(fountain: script)
    let cast = try CastMap(casting: play)
    let list = ShotList(breaking: play, cast: cast)
    let film = try FilmCast(cast, things: [], vocabulary: vocabulary, aspectRatio: { _ in nil })
    let table = try SceneTable.builtIn()
    let scenes = play.scenes()
    let staging = try ShotStaging(cast: film, vocabulary: vocabulary)
    let tasks = list.shots.map { shot in
      let setting = SceneSetting(
        scenes[shot.scene - 1], words: "", table: table, vocabulary: vocabulary)
      return ShotStaging.Task(shot, in: setting, frameCount: 16, frameRate: 8)
    }
    return zip(list.shots, staging.plans(of: tasks)).map { shot, plan in
      PlannedListing(shot, plan, heading: scenes[shot.scene - 1].heading?.text ?? "", cast: film)
    }
  }

  static func facing(_ picture: String) -> Facing? { (try? MemberTable.builtIn())?[picture]?.facing }

  static func topics(_ shots: [PlannedListing]) -> [ContinuityNote.Topic] {
    Continuity.notes(shots, facing: facing).map(\.topic)
  }

  @Test(arguments: [FilmVocabulary.pictures, .kinds])
  func stagedShotsAreValidAndContinuous(vocabulary: FilmVocabulary) throws {
    let shots = try ContinuityTests.shots(vocabulary)
    #expect(shots.count > 6)
    for shot in shots { try shot.plan.validate() }
    if vocabulary == .kinds { #expect(shots.allSatisfy { $0.plan.closedVocabularyIssues.isEmpty }) }
    let notes = Continuity.notes(shots, facing: ContinuityTests.facing)
    #expect(notes.isEmpty, "\(notes)")
  }

  @Test func theSamePlaceHasTheSameSeedAndAnotherOneAnother() throws {
    let shots = try ContinuityTests.shots()
    let seeds = Dictionary(grouping: shots) { $0.heading }.mapValues { Set($0.map(\.plan.seed)) }
    #expect(seeds.values.allSatisfy { $0.count == 1 })
    #expect(Set(seeds.values.flatMap { $0 }).count == seeds.count)
  }

  @Test func faultsOfAPlaceAreFound() throws {
    var shots = try ContinuityTests.shots()
    let last = shots.count - 1
    shots[last].plan.scene = .desert
    shots[last].plan.time = .night
    shots[last].plan.seed += 1
    shots[last].plan.setPieces = []
    #expect(ContinuityTests.topics(shots) == [.place, .place, .place, .place])
  }

  @Test func anotherPictureOrColourIsFound() throws {
    var shots = try ContinuityTests.shots()
    let place = try #require(shots.lastIndex { $0.names.contains("PIP") })
    shots[place].plan.actors[0].picture = "rabbit"
    #expect(ContinuityTests.topics(shots).contains(.appearance))
    shots = try ContinuityTests.shots()
    shots[place].plan.actors[0].tint = .word(.green)
    #expect(ContinuityTests.topics(shots) == [.appearance])
  }

  @Test func whoCrossesTheLineIsFound() throws {
    var shots = try ContinuityTests.shots()
    let place = try #require(shots.firstIndex { $0.shot.kind == .closeUp })
    for key in shots[place].plan.actors[0].keyframes.indices {
      shots[place].plan.actors[0].keyframes[key].x = 1 - shots[place].plan.actors[0].keyframes[key].x
    }
    #expect(ContinuityTests.topics(shots).contains(.side))
  }

  @Test func whoLooksAwayIsFound() throws {
    var shots = try ContinuityTests.shots()
    let place = try #require(
      shots.firstIndex { shot in
        shot.plan.actors.first.flatMap { ContinuityTests.facing($0.picture) } != .front
          && shot.names.first != nil && !shot.names.isEmpty
      })
    for key in shots[place].plan.actors[0].keyframes.indices {
      shots[place].plan.actors[0].keyframes[key].flipped.toggle()
    }
    #expect(ContinuityTests.topics(shots).contains(.look))
  }

  @Test func whoActsAfterLeavingIsFound() throws {
    var shots = try ContinuityTests.shots()
    // In the first shot of two, MARA goes out of the picture; in the next she is there from the start.
    let place = try #require(shots.firstIndex { $0.names.contains("MARA") })
    let actor = try #require(shots[place].names.firstIndex(of: "MARA"))
    let box = shots[place].plan.actors[actor].keyframes[0]
    shots[place].plan.actors[actor].keyframes = [
      box, Keyframe(t: 1.5, x: -1, y: box.y, width: box.width, height: box.height),
    ]
    #expect(ContinuityTests.topics(shots).contains(.presence))
  }

  @Test func anotherHeightIsFound() throws {
    var shots = try ContinuityTests.shots()
    let pairs = shots.indices.filter { shots[$0].names.count == 2 && shots[$0].plan.shotSize != .closeUp }
    let place = try #require(pairs.last)
    try #require(pairs.count >= 2)
    for key in shots[place].plan.actors[0].keyframes.indices {
      shots[place].plan.actors[0].keyframes[key].height *= 1.5
    }
    #expect(ContinuityTests.topics(shots) == [.height])
  }

  @Test func whoIsListedAndNotThereIsFound() throws {
    var shots = try ContinuityTests.shots()
    let place = try #require(shots.firstIndex { $0.names.count == 2 })
    shots[place].plan.actors.removeLast()
    shots[place].names.removeLast()
    #expect(ContinuityTests.topics(shots) == [.missing])
  }

  @Test func notesAreWritten() throws {
    let notes = [ContinuityNote(shot: "1.2", topic: .side, message: "a \"b\"")]
    #expect(Continuity.text([], shotCount: 3) == "3 shots, nothing to note.\n")
    #expect(Continuity.text(notes, shotCount: 3).contains("1.2  side: a \"b\""))
    let read = try JSONDecoder().decode([ContinuityNote].self, from: Data(Continuity.json(notes).utf8))
    #expect(read == notes)
  }
}
