import Foundation
import Testing
import ZoetropeEdit
import ZoetropeScreenplay
import ZoetropeShot

@testable import ZoetropeFilm

@Suite("The cut: frames of shots, transitions and sound")
struct CutTests {
  func shot(
    _ id: String, _ seconds: Double, _ transition: ListedShot.Transition = .cut, sound: String? = nil,
    offset: Double = 0, speed: Double = 1
  ) -> ListedShot {
    ListedShot(
      id: id, scene: 1, kind: .wide, seconds: seconds, dialogue: "Word \(id).", prompt: "empty meadow",
      transition: transition, speed: speed, sound: sound, soundOffset: offset)
  }

  func cut(_ shots: [ListedShot], titles: Bool = false) -> FilmCut {
    FilmCut(ShotList(title: "T", shots: shots), settings: FilmSettings(), hasCards: titles)
  }

  func timeline(_ cut: FilmCut, sound: Int = 48) throws -> Timeline {
    try cut.timeline(
      name: "T", size: .init(width: 64, height: 36), media: { "\($0).mp4" }, cards: ("t.mp4", "c.mp4"),
      soundLength: { _ in sound })
  }

  /// Lengths worked out by hand: 24 frames a second, halves away from zero.
  @Test func eachShotHasItsOwnLength() {
    let cut = cut([shot("1", 1), shot("2", 1.52), shot("3", 0.2), shot("4", 0.3125)])
    #expect(cut.entries.map(\.count) == [24, 36, 5, 8])
    // A longer first shot moves the others and changes none.
    let longer = self.cut([shot("1", 1.02), shot("2", 1.52), shot("3", 0.2), shot("4", 0.3125)])
    #expect(longer.entries.dropFirst().map(\.mediaCount) == cut.entries.dropFirst().map(\.mediaCount))
  }

  @Test func aDissolveIsCentredAndNeedsFramesBeyondTheCut() throws {
    let cut = cut([shot("1", 4, .dissolve), shot("2", 4)])
    #expect(cut.entries.map(\.tail) == [12, 0] && cut.entries.map(\.head) == [0, 12])
    let timeline = try timeline(cut)
    #expect(timeline.frameCount == 192)
    let frames = timeline.tracks[0].frames
    #expect(frames.count == 192)
    // Frames 84…107 are mixed; the 12th of 24 has 11.5/24 of what comes after, and shows media frame 95 and 11.
    guard case .mix(let from, let to, let share, _) = frames[95] else {
      Issue.record("no mix")
      return
    }
    #expect(abs(share - 11.5 / 24) < 1e-12)
    guard case .clip(_, 95) = from, case .clip(_, 11) = to else {
      Issue.record("\(from) \(to)")
      return
    }
    guard case .clip(_, 83) = frames[83], case .clip(_, 24) = frames[108] else {
      Issue.record("the mix is not where it should be")
      return
    }
  }

  /// No frame of a shot's media is left out or asked for that it does not have, whatever the lengths.
  @Test(arguments: [0.2, 0.21, 0.3, 0.5, 1, 1.01, 2.33, 7])
  func everyCutIsValid(seconds: Double) throws {
    for transition in ListedShot.Transition.allCases {
      for titles in [true, false] {
        let shots = (1...4).map { shot("\($0)", seconds * (1 + 0.3 * Double($0 % 2)), transition) }
        let timeline = try timeline(cut(shots, titles: titles))
        let track = timeline.tracks[0]
        #expect(track.frames.count == track.frameCount)
        var lists: [CutFrame] = track.frames
        while let frame = lists.popLast() {
          switch frame {
          case .black: break
          case .mix(let from, let to, let share, _):
            #expect(share > 0 && share < 1)
            lists += [from, to]
          case .clip(let item, let index):
            guard case .clip(let clip) = track.items[item] else {
              Issue.record("no clip")
              continue
            }
            #expect(clip.media.available.contains(FrameRange(start: index, count: 1)))
          }
        }
      }
    }
  }

  @Test func aFadeGoesThroughBlack() throws {
    let timeline = try timeline(cut([shot("1", 4, .fade), shot("2", 4)]))
    #expect(timeline.frameCount == 192 + FilmCut.pause)
    let frames = timeline.tracks[0].frames
    #expect(frames[96..<96 + FilmCut.pause].allSatisfy { $0 == .black })
  }

  @Test func soundBeginsEarlyForAJCutAndOverlapsOnTwoTracks() throws {
    let timeline = try timeline(
      cut([shot("1", 2, sound: "a.wav"), shot("2", 2, sound: "b.wav", offset: -0.5)]), sound: 48)
    let audio = timeline.tracks.filter { $0.kind == .audio }
    // The first sound lasts 48 frames, the second begins at 48 − 12 = 36: they overlap.
    #expect(audio.count == 2)
    #expect(audio[1].items.first == .gap(36))
  }

  /// Half speed needs half as many frames of the plan; counted by hand at 8 of the plan for 24 of the film.
  @Test func speedDecidesHowManyFramesThePlanHas() {
    #expect(cut([shot("1", 3)]).entries[0].planFrameCount(rate: 8) == 24)
    #expect(cut([shot("1", 3, speed: 2)]).entries[0].planFrameCount(rate: 8) == 48)
    #expect(cut([shot("1", 3, speed: 0.5)]).entries[0].planFrameCount(rate: 8) == 12)
  }

  @Test func longShotsAreStagedAtALowerRate() {
    let settings = FilmSettings()
    #expect(FilmBuild.planRate(cut([shot("1", 10)]).entries[0], settings) == 8)
    #expect(FilmBuild.planRate(cut([shot("1", 20)]).entries[0], settings) == 6)
    #expect(FilmBuild.planRate(cut([shot("1", 100)]).entries[0], settings) == 1)
  }

  @Test func subtitlesStandWhereTheirShotsAre() throws {
    let cut = cut([shot("1", 2), shot("2", 3)], titles: true)
    let subtitles = cut.subtitles(try timeline(cut))
    // 72 frames of title and the pause.
    #expect(
      subtitles.map(\.range) == [
        FrameRange(start: 72 + FilmCut.pause, count: 48), FrameRange(start: 120 + FilmCut.pause, count: 72),
      ])
  }

  @Test func aWipeHasBothPicturesAndAnEdge() {
    let size = Timeline.Size(width: 100, height: 4)
    let (black, white) = ([UInt8](repeating: 0, count: 1200), [UInt8](repeating: 255, count: 1200))
    let half = PictureMix.mixed(black, white, share: 0.5, kind: .wipe(.leftToRight), size: size)
    #expect(half[0] == 255 && half[99 * 3] == 0)
    let lit = (0..<100).count { half[$0 * 3] > 127 }
    #expect(abs(lit - 50) <= 1)
    let mixed = PictureMix.mixed(black, white, share: 0.25, kind: .dissolve, size: size)
    #expect(mixed.allSatisfy { $0 == 64 })
    let iris = PictureMix.mixed(
      black, white, share: 0.3, kind: .wipe(.iris), size: Timeline.Size(width: 20, height: 20))
    #expect(iris.count == 1200)
    #expect(iris[(10 * 20 + 10) * 3] == 255 && iris[0] == 0)
  }
}
