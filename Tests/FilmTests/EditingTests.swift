import Foundation
import Testing
import ZoetropeEdit
import ZoetropeFiles
import ZoetropeMedia
import ZoetropeScreenplay
import ZoetropeSession
import ZoetropeShot

@testable import ZoetropeFilm

@Suite("What people edit stays, and what is no film is refused")
struct EditingTests {
  func list(_ text: String) throws -> ShotList {
    let play = Screenplay(fountain: text)
    return ShotList(breaking: play, cast: try CastMap(casting: play))
  }

  @Test func editsOfBothSidesStay() throws {
    let text = "INT. ROOM\n\nMARA\nOne.\n\nA door opens.\n\nMARA\nTwo."
    let base = try list(text)
    var edited = base
    let door = try #require(edited.shots.firstIndex { $0.action.contains("door") })
    edited.shots[door].seconds = 5
    edited.shots[door].transition = .wipe
    // A paragraph before it: all names after it change.
    let fresh = try list(text.replacing("A door", with: "The light goes out.\n\nA door"))
    let merged = fresh.merged(base: base, edited: edited)
    #expect(merged.shots.count == base.shots.count + 1)
    let same = try #require(merged.shots.first { $0.action.contains("door") })
    #expect(same.seconds == 5 && same.transition == .wipe && same.id != edited.shots[door].id)
    #expect(merged.shots.count { $0.seconds == 5 } == 1)
    #expect(fresh.merged(base: base, edited: base) == fresh)
  }

  @Test func removedAndAddedShotsStayRemovedAndAdded() throws {
    let text = "INT. ROOM\n\nMARA\nOne.\n\nA door opens.\n\nMARA\nTwo."
    let base = try list(text)
    var edited = base
    let gone = edited.shots.remove(at: 1)
    edited.shots.insert(
      ListedShot(id: "extra", scene: 1, kind: .insert, seconds: 1, prompt: "close-up of a key"), at: 1)
    let fresh = try list(text.replacing("Two.", with: "Three."))
    let merged = fresh.merged(base: base, edited: edited)
    #expect(merged.shots[1].id == "extra")
    #expect(!merged.shots.contains { $0.action == gone.action && $0.dialogue == gone.dialogue })
    #expect(merged.shots.contains { $0.dialogue == "Three." })
  }

  @Test func anEditedPlanIsRendered() async throws {
    let shop = try FilmWorkshop()
    let first = try await shop.make()
    let id = first.result.made[1]
    var plan = try ShotPlan(json: Data(contentsOf: shop.place.plan(id)))
    plan.time = .sunset
    try plan.json().write(to: shop.place.plan(id))
    let second = try await shop.make()
    #expect(second.result.made == [id])
    #expect(second.result.notes.contains { $0.topic == .place })
    #expect(try ShotPlan(json: Data(contentsOf: shop.place.plan(id))).time == .sunset)
    #expect(try Record(shop.place.shot(id).appending(path: "clip")).recipe.plan.time == .sunset)
  }

  @Test func editedCastAndShotsAreTaken() async throws {
    let shop = try FilmWorkshop()
    try await shop.make(FilmWorkshop.draft)
    try Data(#"{"MARA": "bear", "PIP": "mouse"}"#.utf8).write(to: shop.place.cast)
    var list = try ShotList(json: Array(Data(contentsOf: shop.place.shots)))
    list.shots[0].seconds = 1
    try Data(list.json.utf8).write(to: shop.place.shots)
    let second = try await shop.make(FilmWorkshop.draft)
    #expect(try String(contentsOf: shop.place.cast, encoding: .utf8).contains("bear"))
    let changed = try ShotList(json: Array(Data(contentsOf: shop.place.shots)))
    #expect(changed.shots[0].seconds == 1)
    let plans = try changed.shots.map { try ShotPlan(json: Data(contentsOf: shop.place.plan($0.id))) }
    #expect(plans.contains { $0.actors.contains { $0.picture == "brownBear" } })
    #expect(!plans.contains { $0.actors.contains { $0.picture == "wolf" } })
    #expect(second.result.made.count >= 2)
  }

  @Test func mistakesInFilesHaveTheirPlace() async throws {
    let shop = try FilmWorkshop()
    try await shop.make(FilmWorkshop.draft)
    try Data(#"{"version": 1, "shots": [{"id": 3}]}"#.utf8).write(to: shop.place.shots)
    await #expect(throws: ScreenplayError.self) { try await shop.make(FilmWorkshop.draft) }
  }

  @Test(arguments: [
    [UInt8](), Array("\n\n  \n".utf8), Array("/* nothing */".utf8), Array("Title: Nothing\n\n".utf8),
    [0xFF, 0xFE, 0x41, 0x00], [0x00, 0x01, 0x02, 0x80], Array("%PDF-1.4\n\u{1}".utf8),
    [0x50, 0x4B, 0x03, 0x04, 0x00],
  ])
  func whatIsNoScreenplayIsRefused(bytes: [UInt8]) async throws {
    let shop = try FilmWorkshop()
    try Data(bytes).write(to: shop.source)
    await #expect(throws: (any Error).self) { try await shop.make(FilmWorkshop.draft) }
    #expect(!FileManager.default.fileExists(atPath: shop.film.appending(path: "film.mp4").path))
  }

  @Test func aHugeScreenplayIsReadInTime() throws {
    let shop = try FilmWorkshop()
    let scene = "\n\nINT. ROOM - DAY\n\nMara walks.\n\nMARA\nOne more.\n"
    try shop.write(String(repeating: scene, count: 5000))
    let folder = FilmFolder(shop.film)
    try folder.prepare()
    try FilmScript.bring(shop.source, into: folder)
    let script = try FilmScript(folder)
    #expect(script.scenes.count == 5000 && script.list.shots.count > 9000)
  }

  @Test func foldersOfOthersAreLeftAlone() async throws {
    let shop = try FilmWorkshop()
    try FileManager.default.createDirectory(at: shop.film, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: shop.film.appending(path: "letter.txt"))
    await #expect(throws: FilmError.folderTaken(path: shop.film.path)) {
      try await shop.make(FilmWorkshop.draft)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: shop.film.path) == ["letter.txt"])
  }

  @Test func anEditedCopyIsNotWrittenOver() async throws {
    let shop = try FilmWorkshop()
    try await shop.make(FilmWorkshop.draft)
    let edited = FilmWorkshop.script.replacing("Pip jumps.", with: "Pip spins.")
    try Data(edited.utf8).write(to: shop.place.screenplay)
    await #expect(throws: FilmError.self) { try await shop.make(FilmWorkshop.draft) }
    // Given the folder, the film goes on with the edited one.
    let maker = try FilmMaker(nil, in: shop.film, settings: FilmWorkshop.draft, model: nil, world: nil)
    #expect(try await maker.make().made.count == 1)
  }

  @Test func aFilmIsMadeByOneRunAtATime() throws {
    let shop = try FilmWorkshop()
    let first = try FilmMaker(
      shop.source, in: shop.film, settings: FilmWorkshop.draft, model: nil, world: nil)
    #expect(throws: FilmError.inUse(path: shop.film.path)) {
      _ = try FilmMaker(nil, in: shop.film, settings: FilmWorkshop.draft, model: nil, world: nil)
    }
    withExtendedLifetime(first) {}
  }

  @Test func partsAreSelectedByScene() async throws {
    let shop = try FilmWorkshop()
    var settings = FilmWorkshop.quick
    settings.only = "scene 2"
    let made = try await shop.make(settings)
    #expect(!made.result.made.isEmpty && made.result.made.allSatisfy { $0.hasPrefix("2.") })
    #expect(!made.result.drafts.isEmpty && made.result.drafts.allSatisfy { $0.hasPrefix("1.") })
    settings.only = "scene 7"
    await #expect(throws: FilmError.self) { try await shop.make(settings) }
    let list = try ShotList(json: Array(Data(contentsOf: shop.place.shots)))
    #expect(try FilmSelection("shot 2", among: list.shots).ids == [list.shots[1].id])
    #expect(try FilmSelection("shot 1.2, scene 2", among: list.shots).ids.count > 1)
  }

  @Test func recordsAreVerified() async throws {
    let shop = try FilmWorkshop()
    let made = try await shop.make()
    func check() throws -> FilmVerification {
      try FilmVerification(shop.film, studio: { _ in try shop.model.studio() })
    }
    let whole = try check()
    #expect(whole.isSame && whole.shots.count == made.result.made.count)
    let frame = shop.place.shot(made.result.made[0]).appending(path: "clip/frames/frame_0001.png")
    try PNG.write(Frame(height: 8, width: 8), to: frame)
    #expect(try !check().isSame)
    #expect(throws: FilmError.self) {
      _ = try FilmVerification(shop.folder, studio: { _ in try shop.model.studio() })
    }
  }
}
