import Foundation
import Testing
import ZoetropeScreenplay
import ZoetropeShot

@testable import ZoetropeFilm

@Suite("Recutting by an audience's answers")
struct RecutTests {
  static let shots = (0..<4).map {
    Recut.Shot(id: "1.\($0 + 1)", scene: 1, start: Double($0) * 4, seconds: 4, least: $0 == 3 ? 3.9 : 1.5)
  }

  /// Answers of `count` viewers once a second: `value(shot, viewer)`.
  static func answers(_ count: Int, _ value: (Int, Int) -> Double) -> AudienceResponses {
    AudienceResponses(
      samples: (0..<count).flatMap { viewer in
        (0..<16).map { .init(viewer: "v\(viewer)", time: Double($0) + 0.5, value: value($0 / 4, viewer)) }
      })
  }

  @Test func whatIsLikedGetsLongerAndWhatIsNotShorter() {
    // Each viewer gives 1, 0, 0, -1 on a dial of their own: mean 0, deviation √½, so ±√2 standard deviations.
    let recut = Recut(
      RecutTests.shots,
      by: RecutTests.answers(5) { shot, viewer in [1.0, 0, 0, -1][shot] * Double(viewer + 1) + 7 })
    let factor = 1 + 0.1 * 2.squareRoot()
    // Lengths are whole frames of 24.
    #expect(abs(recut.decisions[0].seconds - 4 * factor) <= 0.5 / 24 + 1e-9)
    #expect(recut.decisions[1].seconds == 4 && recut.decisions[2].seconds == 4)
    // What is said in the last one takes 3.9 s.
    #expect(recut.decisions[3].seconds == 3.9)
    #expect(recut.decisions[3].reason.contains("what is said"))
  }

  @Test func chanceAndFewViewersChangeNothing() {
    let noisy = Recut(
      RecutTests.shots, by: RecutTests.answers(4) { shot, viewer in (shot + viewer) % 2 == 0 ? 1 : -1 })
    #expect(noisy.decisions.allSatisfy { $0.seconds == 4 })
    let few = Recut(RecutTests.shots, by: RecutTests.answers(2) { shot, _ in shot == 0 ? 5 : 0 })
    #expect(few.decisions.allSatisfy { $0.seconds == 4 && $0.reason.contains("viewers that it takes") })
    let flat = Recut(RecutTests.shots, by: RecutTests.answers(4) { _, _ in 3 })
    #expect(flat.decisions.allSatisfy { $0.seconds == 4 })
  }

  @Test func noShotChangesByMoreThanAQuarter() {
    let recut = Recut(RecutTests.shots, by: RecutTests.answers(6) { shot, _ in shot == 0 ? 1000 : 0 })
    #expect(recut.decisions.allSatisfy { (3...5).contains($0.seconds) })
  }

  @Test func tablesAreReadStrictly() throws {
    let good = try AudienceResponses(csv: "time,viewer,value\n0.5,ann,3\n1,\"bo, the second\",-1.5\n")
    #expect(good.samples.map(\.viewer) == ["ann", "bo, the second"] && good.samples[1].value == -1.5)
    for text in [
      "", "time,value\n1,2\n", "viewer,time,value\nann,x,1\n", "viewer,time,value\nann,-1,1\n",
      "viewer,time,value\nann,1\n",
    ] {
      #expect(throws: FilmError.self) { try AudienceResponses(csv: text) }
    }
  }

  @Test(.enabled(if: Outside.isInstalled("ffmpeg"))) func aFilmIsRecut() async throws {
    let shop = try FilmWorkshop()
    let first = try await shop.make(FilmWorkshop.draft)
    let list = try ShotList(json: Array(Data(contentsOf: shop.place.shots)))
    let end = list.shots[0].seconds
    let answers = AudienceResponses(
      samples: (0..<4).flatMap { viewer in
        (0..<40).map { .init(viewer: "\(viewer)", time: Double($0) / 4, value: Double($0) / 4 < end ? 1 : 0) }
      })
    let recut = try shop.place.recut(by: answers)
    try shop.place.apply(recut)
    let second = try await shop.make(FilmWorkshop.draft)
    #expect(second.result.frameCount > first.result.frameCount)
    let after = try ShotList(json: Array(Data(contentsOf: shop.place.shots)))
    #expect(after.shots[0].seconds > end)
    #expect(try String(contentsOf: shop.place.file("recut.txt"), encoding: .utf8).contains("lengthened"))
  }

  @Test func moodBoardsVaryOneThingAtATime() {
    let plan = ShotPlan(
      prompt: "a street", seed: 1, frameRate: 8, frameCount: 1, size: .wide, shotSize: .wide, scene: .city,
      period: nil,
      time: .night, weather: .clear, look: .natural)
    let board = MoodBoard(plan)
    // The shot; three other hours, four other weathers, four ages, all other looks.
    #expect(board.variations.count == 1 + 3 + 4 + 4 + Look.allCases.count - 1)
    #expect(Set(board.variations.map(\.label)).count == board.variations.count)
    var indoors = plan
    indoors.scene = .room
    #expect(!MoodBoard(indoors).variations.contains { $0.label == "rain" })
  }
}
