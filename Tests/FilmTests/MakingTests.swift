import Foundation
import Testing
import ZoetropeEdit
import ZoetropeFiles
import ZoetropeMedia
import ZoetropeScreenplay
import ZoetropeShot

@testable import ZoetropeFilm

@Suite("Making a film", .enabled(if: Outside.isInstalled("ffmpeg")))
struct MakingTests {
  @Test func nothingIsMadeTwice() async throws {
    let shop = try FilmWorkshop()
    let first = try await shop.make()
    #expect(first.result.made.count > 3)
    let (clips, film) = (try shop.clips(), BuildRecord.hash(of: first.result.film))
    let second = try await shop.make()
    #expect(second.result.made == [] && second.parts == [])
    #expect(try shop.clips() == clips && BuildRecord.hash(of: second.result.film) == film)
  }

  @Test func oneEditedLineRemakesOneShot() async throws {
    let shop = try FilmWorkshop()
    let first = try await shop.make()
    let before = try shop.clips()
    try shop.write(FilmWorkshop.script.replacing("Pip jumps.", with: "Pip waits."))
    let second = try await shop.make()
    #expect(second.result.made.count == 1)
    let after = try shop.clips()
    let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
    #expect(Array(changed) == second.result.made)
    #expect(second.parts.contains { $0.hasPrefix("shot \(second.result.made[0]): the plan changed") })
    #expect(second.result.frameCount == first.result.frameCount)
  }

  @Test func aLineOfDialogueOfTheSameLengthRemakesNoClip() async throws {
    let shop = try FilmWorkshop()
    try await shop.make()
    try shop.write(FilmWorkshop.script.replacing("Is that yours?", with: "Is this yours?"))
    let second = try await shop.make()
    #expect(second.result.made == [])
    #expect(try String(contentsOf: shop.place.file("film.srt"), encoding: .utf8).contains("Is this yours?"))
  }

  @Test func insertingAParagraphMakesThatShotAlone() async throws {
    let shop = try FilmWorkshop()
    let first = try await shop.make()
    try shop.write(
      FilmWorkshop.script.replacing("Pip jumps.", with: "Pip spins.\n\nPip jumps."))
    let second = try await shop.make()
    #expect(second.result.made.count == 1, "\(second.parts)")
    #expect(try shop.clips().values.count { !$0.isEmpty } == first.result.made.count + 1)
  }

  @Test func aStoppedRunIsTakenUp() async throws {
    let shop = try FilmWorkshop()
    await #expect(throws: FilmError.stopped(path: shop.film.path)) { try await shop.make(stopAfter: 2) }
    let before = try shop.clips()
    #expect(before.count >= 2)
    let second = try await shop.make()
    let after = try shop.clips()
    // What was entered before stays as it is, to the second in which it was made.
    let kept = before.filter { after[$0.key] == $0.value }
    #expect(kept.count >= 2)
    #expect(Set(second.result.made).isDisjoint(with: kept.keys))
    #expect(after.count == second.result.made.count + kept.count)
  }

  /// As if a run had been killed while it gave shots their new names.
  @Test func clipsThatWereOnTheWayAreTakenBack() async throws {
    let shop = try FilmWorkshop()
    let first = try await shop.make()
    let id = first.result.made[2]
    let holding = shop.place.file(".film/moved")
    try FileManager.default.createDirectory(at: holding, withIntermediateDirectories: true)
    try FileManager.default.moveItem(
      at: shop.place.shot(id).appending(path: "clip"), to: holding.appending(path: "somewhere"))
    let second = try await shop.make()
    #expect(second.result.made == [])
    #expect(try shop.clips().count == first.result.made.count)
  }

  @Test func whatIsDamagedIsMadeAgain() async throws {
    let shop = try FilmWorkshop()
    let first = try await shop.make()
    let id = first.result.made[1]
    try Data("x".utf8).write(to: shop.place.shot(id).appending(path: "clip/manifest.json"))
    try FileManager.default.removeItem(at: first.result.film)
    let second = try await shop.make()
    #expect(second.result.made == [id])
    #expect(second.parts.contains { $0.contains("its file is gone") })
  }

  /// The film is decoded by ffmpeg: as many frames as the cut has, and on each side of a cut the pictures of the right shot.
  @Test func theFilmIsCutAtTheRightFrames() async throws {
    let shop = try FilmWorkshop()
    let made = try await shop.make(FilmWorkshop.draft)
    #expect(try Outside.probe(made.result.film, "nb_read_frames") == "\(made.result.frameCount)")
    let (width, height) = (48, 26)
    let frames = try Outside.frames(made.result.film, width: width, height: height)
    let timeline = try Timeline(otio: Array(Data(contentsOf: shop.place.file("timeline.otio"))))
    let track = timeline.tracks[0]
    #expect(frames.count == track.frameCount)
    /// What a shot's draft shows at a frame of its media.
    func picture(_ clip: Timeline.Clip, _ frame: Int) throws -> [UInt8] {
      let plan = try ShotPlan(json: Data(contentsOf: shop.place.plan(clip.name)))
      var source = ShotFrames(
        shop.place.shot(clip.name).appending(path: "draft"), count: plan.frameCount, rate: plan.frameRate,
        speed: 1, size: .init(width: width, height: height), framing: .fit)
      return try source.bytes(frame)
    }
    func difference(_ a: [UInt8], _ b: [UInt8]) -> Double {
      zip(a, b).reduce(0.0) { $0 + abs(Double($1.0) - Double($1.1)) } / Double(a.count)
    }
    var cuts = 0
    for (index, item) in track.items.enumerated().dropFirst() {
      guard case .clip(let after) = item, case .clip(let before) = track.items[index - 1] else { continue }
      let start = track.starts[index]
      let (last, first) = (
        try picture(before, before.source.end - 1), try picture(after, after.source.start)
      )
      // Compression and the label in the corner are the same for both; the other picture is farther away.
      #expect(difference(frames[start - 1], last) < difference(frames[start - 1], first))
      #expect(difference(frames[start], first) < difference(frames[start], last))
      cuts += 1
    }
    #expect(cuts >= 2)
  }

  @Test func theFileIsWhatPlayersExpect() async throws {
    let shop = try FilmWorkshop()
    let made = try await shop.make(FilmWorkshop.draft)
    #expect(
      try Outside.probe(
        made.result.film,
        "codec_name,width,height,pix_fmt,color_range,color_space,color_transfer,color_primaries,r_frame_rate")
        == "h264,48,26,yuv420p,tv,bt709,bt709,bt709,24/1")
    // With faststart the index comes before the pictures.
    let bytes = try Data(contentsOf: made.result.film)
    let (index, pictures) = (bytes.range(of: Data("moov".utf8)), bytes.range(of: Data("mdat".utf8)))
    #expect(try #require(index).lowerBound < #require(pictures).lowerBound)
    for (codec, name) in [(FilmSettings.Codec.prores, "prores"), (.ffv1, "ffv1")] {
      var settings = FilmWorkshop.draft
      settings.codec = codec
      let other = try await shop.make(settings)
      #expect(
        try Outside.probe(other.result.film, "codec_name,nb_read_frames")
          == "\(name),\(other.result.frameCount)")
    }
  }

  @Test func titlesAreSeenAndEndInBlack() async throws {
    let shop = try FilmWorkshop()
    var settings = FilmWorkshop.draft
    settings.hasTitles = true
    settings.size = .init(width: 640, height: 360)
    let made = try await shop.make(settings)
    let frames = try Outside.frames(made.result.film, width: 320, height: 180)
    func brightest(_ frame: [UInt8]) -> UInt8 { frame.max() ?? 0 }
    #expect(brightest(frames[36]) > 120)
    // The pause after 72 frames of title.
    #expect(brightest(frames[74]) < 24)
    #expect(brightest(frames[frames.count - 48]) > 80)
  }

  @Test func soundIsLaidWhereItBelongs() async throws {
    let shop = try FilmWorkshop()
    let wave = shop.folder.appending(path: "beep.wav")
    try Outside.tone(wave, seconds: 1)
    var settings = FilmWorkshop.draft
    try await shop.make(settings)
    var list = try ShotList(json: Array(Data(contentsOf: shop.place.shots)))
    list.shots[1].sound = wave.path
    list.shots[1].soundOffset = 0.5
    try Data(list.json.utf8).write(to: shop.place.shots)
    settings.sounds = []
    let made = try await shop.make(settings)
    let data = try Outside.run(
      "ffmpeg", "-v", "error", "-i", made.result.film.path, "-ac", "1", "-ar", "8000", "-f", "s16le", "-")
    let samples = data.withUnsafeBytes { Array($0.bindMemory(to: Int16.self)) }
    let loud = try #require(samples.firstIndex { abs(Int($0)) > 4000 })
    let firstCount = (list.shots[0].seconds * 24).rounded()
    let start = firstCount / 24 + 0.5, heard = Double(loud) / 8000
    let whole = Double(samples.count) / 8000, seen = Double(made.result.frameCount) / 24
    // AAC works in blocks of 1024 samples at 48 kHz: 21 ms, and spreads a sound over one before.
    #expect(abs(heard - start) < 0.05)
    // As long as the picture, within a block.
    #expect(abs(whole - seen) < 0.05)
  }
}

extension Outside {
  /// A WAV file of a tone.
  static func tone(_ url: URL, seconds: Int) throws {
    _ = try run(
      "ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "sine=frequency=440:duration=\(seconds)", "-af",
      "volume=8", url.path)
  }
}
