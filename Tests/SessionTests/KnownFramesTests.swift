import Foundation
import Testing
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeMedia

@testable import ZoetropeSession

/// Which frames a run denoises, written out by hand.
@Suite struct FrameLayoutTests {
  private func window(_ frames: Int, _ opening: Int, _ ending: Int, depth: Int = 2) throws -> FrameLayout {
    try FrameLayout(
      frameCount: frames, opening: opening, ending: ending,
      patch: PatchSize(frames: depth, height: 4, width: 4))
  }

  @Test func withoutPicturesItIsTheClip() throws {
    let even = try window(4, 0, 0), odd = try window(5, 0, 0)
    #expect(even.frames == [0, 1, 2, 3] && even.made == 0..<4 && even.firstStep == 0)
    #expect(odd.frames == [0, 1, 2, 3, 4, 5] && odd.made == 0..<5 && odd.madePlaces == 0..<5)
  }

  /// A picture stands still outside of the clip, and the frame beside it is made.
  @Test func onePictureFillsAStep() throws {
    let first = try window(5, 1, 0)
    #expect(first.frames == [0, 0, 1, 2, 3, 4] && first.openingCount == 2 && first.made == 1..<5)
    let last = try window(5, 0, 1)
    #expect(last.frames == [0, 1, 2, 3, 4, 4] && last.endingCount == 2 && last.made == 0..<4)
    // Three frames between: the fourth of the window is made for time 4 and thrown away.
    let both = try window(5, 1, 1)
    #expect(both.frames == [0, 0, 1, 2, 3, 4, 4, 4] && both.made == 1..<4 && both.madePlaces == 2..<5)
  }

  @Test func manyPicturesAreToldInPart() throws {
    let longer = try window(32, 16, 0)
    #expect(longer.frames == Array(8..<32) && longer.openingCount == 8 && longer.made == 16..<32)
    #expect(longer.firstStep == 4)
    // Steps end where the opening does: 7 to 14 are told.
    let odd = try window(17, 15, 0)
    #expect(odd.frames == Array(7..<17) && odd.openingCount == 8 && odd.firstStep == 4)
    #expect(try window(6, 3, 0).frames == [1, 2, 3, 4, 5, 6])
    #expect(try window(40, 0, 20).frames == Array(0..<28))
    #expect(try window(9, 5, 0, depth: 4).frames == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(try window(4, 1, 0, depth: 4).frames == [0, 0, 0, 0, 1, 2, 3, 4])
  }

  /// Frames that are made never have noise that an earlier clip of their opening's length had.
  @Test func newFramesHaveNewNoise() throws {
    for depth in 1...4 {
      for opening in 1...40 {
        let window = try window(opening + 8, opening, 0, depth: depth)
        let step = window.firstStep + window.openingCount / depth
        #expect(step >= (opening + depth - 1) / depth, "\(opening) frames, steps of \(depth)")
      }
    }
  }

  /// 40 frames in sections of at most 16: three of 14, 14 and 12, each told the eight frames before it.
  @Test func sectionsGoOnFromEachOther() throws {
    func sections(_ frames: Int, _ opening: Int, _ ending: Int, _ length: Int?) throws -> [FrameLayout] {
      try FrameLayout.sections(
        frameCount: frames, opening: opening, ending: ending,
        patch: PatchSize(frames: 2, height: 4, width: 4),
        sectionLength: length)
    }
    let plain = try sections(40, 0, 0, 16)
    #expect(plain.map(\.made) == [0..<14, 14..<28, 28..<40])
    #expect(plain.map(\.frames) == [Array(0..<14), Array(6..<28), Array(20..<40)])
    #expect(plain.map(\.firstStep) == [0, 3, 10])
    let between = try sections(43, 1, 2, 16)
    #expect(between.map(\.made) == [1..<15, 15..<29, 29..<41])
    #expect(between.map(\.openingCount) == [2, 8, 8] && between.map(\.endingCount) == [0, 0, 2])
    #expect(between[2].frames == Array(21..<43))
    #expect(try sections(16, 0, 0, 16).count == 1)
    #expect(try sections(400, 0, 0, nil).count == 1)
  }

  @Test func somethingMustBeLeftToMake() throws {
    let error = #expect(throws: DenoiserError.self) { try window(4, 3, 1) }
    #expect(
      error?.errorDescription
        == "frames is 4; expected at least 5, so that beside those that are given one is left to make")
  }
}

/// What is given comes out to the byte, at the size of the finished clip.
@Suite struct KnownFramesTests {
  let small: SmallStudio
  let settings = GenerationSettings(width: 24, height: 16, stepCount: 2, doublings: 1)

  init() throws { small = try SmallStudio() }

  /// A picture of 8-bit levels that no network would paint.
  private func picture(_ seed: Int, height: Int = 32, width: Int = 48) -> Frame {
    Frame(
      height: height, width: width,
      pixels: (0..<height * width * 3).map {
        PixelCode.value(UInt8(($0 * 97 + $0 / 7 * 31 + seed * 59) % 256))
      })
  }

  @Test(arguments: [(8, 1, 0), (8, 0, 1), (7, 1, 1), (8, 1, 1), (9, 3, 2), (20, 11, 3)])
  func givenFramesAreDelivered(frames: Int, opening: Int, ending: Int) throws {
    let pictures = ConditioningFrames(
      opening: (0..<opening).map { picture($0) }, ending: (0..<ending).map { picture(100 + $0) })
    let clip = try small.clip(SmallStudio.plan(frames: frames), settings, pictures.stored)
    #expect(clip.frameCount == frames && clip.height == 32 && clip.width == 48)
    let bytes = clip.frames.map(PixelCode.bytes)
    #expect(Array(bytes.prefix(opening)) == pictures.opening.map(PixelCode.bytes))
    #expect(Array(bytes.suffix(ending)) == pictures.ending.map(PixelCode.bytes))
    // All others are made, and none is a repetition.
    #expect(Set(bytes).count == frames)
  }

  /// The frames between are those that the model makes of patches that are known: other pictures make other frames.
  @Test func madeFramesDependOnThem() throws {
    let plan = SmallStudio.plan(frames: 6)
    let clips = try [picture(1), picture(2)].map {
      try small.clip(plan, settings, ConditioningFrames(opening: [$0]))
    }
    #expect(clips[0][frame: 1] != clips[1][frame: 1] && clips[0][frame: 5] != clips[1][frame: 5])
    #expect(try small.clip(plan, settings)[frame: 1] != clips[0][frame: 1])
  }

  /// Pictures of the model's size go through the upscaler; larger ones are cropped and averaged.
  @Test func otherSizesAreFitted() throws {
    let pictures = ConditioningFrames(
      opening: [picture(1, height: 16, width: 24)], ending: [picture(2, height: 64, width: 96)])
    let fitted = pictures.fitted(to: settings, small.studio.enlarger)
    guard case .pixels(let upscaler) = small.studio.enlarger else {
      Issue.record("the small model has no upscaler")
      return
    }
    #expect(fitted.opening == upscaler(Clip(frames: pictures.opening)).frames)
    #expect(fitted.ending == [pictures.ending[0].fitted(height: 32, width: 48)])
    #expect(fitted.fitted(to: settings, .interpolation) == fitted)
  }

  /// What the clip will not show of a picture, counted by hand: 24x16 pixels doubled are 48x32, 3:2.
  @Test func remarksSayWhatIsLost() throws {
    func remarks(_ frame: Frame, _ settings: GenerationSettings?) throws -> [String] {
      let url = small.folder.appending(path: "picture.png")
      try PNG.write(frame, to: url)
      return try ConditioningFrames.reading(opening: [url], ending: [], for: settings).remarks
    }
    #expect(try remarks(picture(1), settings).isEmpty)
    #expect(try remarks(picture(1, height: 64, width: 96), settings).isEmpty)
    #expect(
      try remarks(picture(1, height: 32, width: 64), settings) == [
        "picture.png has 64x32 pixels, the clip 48x32: 25 % of it is cut off, half at each side, left and right"
      ])
    #expect(
      try remarks(picture(1, height: 48, width: 24), settings) == [
        "picture.png has 24x48 pixels, the clip 48x32: 67 % of it is cut off, half at each side, top and bottom; "
          + "a clip of `size` tall would show more"
      ])
    #expect(try remarks(picture(1, height: 48, width: 24), nil).isEmpty)
    // One pixel in a hundred rows is no loss worth words.
    #expect(try remarks(picture(1, height: 100, width: 151), settings).isEmpty)
  }

  /// A clip in sections is the first of them, extended by the second, and so on, to the byte.
  @Test func sectionsAreExtensions() throws {
    var settings = GenerationSettings(width: 24, height: 16, stepCount: 2)
    let plan = SmallStudio.plan(frames: 40)
    settings.section = 16
    let whole = try small.clip(plan, settings)
    settings.section = nil
    var made: [Frame] = []
    for end in [14, 28, 40] {
      var part = plan
      part.frameCount = end
      made = try small.clip(part, settings, ConditioningFrames(opening: made)).frames
    }
    #expect(whole.frames == made)
  }

  /// Parts are handed over in order without a gap, those that wait for a neighbour with the next section; taken or not, the clip is the same.
  @Test(arguments: [0, 1]) func partsMakeUpTheClip(doublings: Int) throws {
    let pictures = ConditioningFrames(opening: [picture(1)], ending: [picture(2)]).stored
    let settings = GenerationSettings(
      width: 24, height: 16, stepCount: 2, windows: WindowLayout(frameCount: 8), section: 16,
      doublings: doublings)
    let plan = SmallStudio.plan(frames: 42)
    let whole = try small.clip(plan, settings, pictures)
    #expect(whole.frameCount == 42)
    var run = try small.studio.begin(plan, settings: settings, pictures: pictures)
    var parts: [ClipPart] = []
    while !run.isDone {
      _ = run.advance()
      while let part = try run.takePart() { parts.append(part) }
    }
    #expect(!run.hasParts && parts.map(\.firstFrame) == [0, 15 - doublings, 29 - doublings])
    #expect(parts.flatMap(\.clip.frames) == whole.frames)
  }

  /// Stopped at any window of any section, a run goes on from what it saved to the same bytes.
  @Test func sectionsResumeAnywhere() throws {
    let settings = GenerationSettings(
      width: 24, height: 16, stepCount: 2, windows: WindowLayout(frameCount: 8), section: 16)
    let plan = SmallStudio.plan(frames: 40)
    let whole = try small.clip(plan, settings)
    var stops = 0
    for stop in 1... {
      var run = try small.studio.begin(plan, settings: settings)
      var parts: [ClipPart] = []
      for _ in 0..<stop {
        _ = run.advance()
        while let part = try run.takePart() { parts.append(part) }
      }
      if run.isDone { break }
      let file = small.folder.appending(path: "state.safetensors")
      try SavedState(take: 0, generation: run.state, seconds: 0).write(to: file)
      var rest = try small.studio.begin(plan, settings: settings, state: SavedState(file).generation)
      while rest.next() != nil {}
      var frames = whole.frames.map { _ in Frame?.none }
      while let part = try rest.takePart() { parts.append(part) }
      for part in parts {
        for (index, frame) in part.clip.frames.enumerated() { frames[part.firstFrame + index] = frame }
      }
      #expect(frames == whole.frames, "stopped after \(stop) windows")
      stops += 1
    }
    // Three sections of two steps and two or three windows.
    #expect(stops > 12)
  }

  @Test func extendedTwiceTheFirstFramesAreStillTheSame() async throws {
    var request = ClipRequest(.plan(SmallStudio.plan(frames: 5)))
    request.settings = settings
    let first = try await small.shoot(request, "first")
    let second = try await small.shoot(ClipRequest(extending: first, by: 4), "second")
    let third = try await small.shoot(ClipRequest(extending: second, by: 9), "third")
    func hashes(_ record: Record) throws -> [String] { try #require(record.manifest).frames.map(\.sha256) }
    let (a, b, c) = (try hashes(first), try hashes(second), try hashes(third))
    #expect((a.count, b.count, c.count) == (5, 9, 18))
    #expect(Array(b.prefix(5)) == a && Array(c.prefix(9)) == b)
    #expect(Set(c).count == 18)
    #expect(third.recipe.pictures.opening.count == 9)
    #expect(third.recipe.plan == first.recipe.plan.prolonged(to: 9).prolonged(to: 18))
    for record in [second, third] { #expect(try small.studio.verify(record).isSame) }
  }

  /// A frame that was retouched goes on retouched: what lies in the folder is what counts.
  @Test func framesAreTakenAsTheyLieThere() async throws {
    var request = ClipRequest(.plan(SmallStudio.plan(frames: 4)))
    request.settings = settings
    let first = try await small.shoot(request, "first")
    try PNG.write(picture(9), to: first.frames()[3])
    let second = try await small.shoot(ClipRequest(extending: first, by: 2), "second")
    let frame = try PNG.read(second.frames()[3]).frame
    #expect(PixelCode.bytes(frame) == PixelCode.bytes(picture(9)))
  }

  /// A frame of ours brings its plan along: a shot that begins with it begins where it shows the dog. Of other pictures it is
  /// said that nothing is known.
  @Test func aShotBeginsWhereItsFirstFrameShowsItsActors() async throws {
    var earlier = ClipRequest(.plan(SmallStudio.plan(frames: 5)))
    earlier.settings = settings
    let record = try await small.shoot(earlier, "first")
    var request = ClipRequest(.prompt("a dog"))
    request.opening = [try record.frames()[4]]
    var own = SmallStudio.plan(frames: 8)
    own.actors[0].keyframes = [0, 1].map { Keyframe(t: $0, x: 0.9, y: 0.3, width: 0.2, height: 0.2) }
    let (plan, notes) = request.anchored(own)
    // The fifth frame is at half a second, where the dog of the earlier plan is at 0.4, 0.6 and 0.4 wide.
    let box = ActorTrack(plan.actors[0]).box(at: 0)
    #expect(abs(box.x - 0.4) < 1e-9 && abs(box.y - 0.6) < 1e-9 && abs(box.width - 0.4) < 1e-9)
    #expect(notes.isEmpty)
    let url = small.folder.appending(path: "foreign.png")
    try PNG.write(picture(3), to: url)
    request.opening = [url]
    let unknown = request.anchored(own)
    #expect(
      unknown.plan == own && unknown.notes.count == 1
        && unknown.notes[0].hasPrefix("foreign.png carries no plan"))
  }

  @Test func whatCannotBeExtended() async throws {
    var request = ClipRequest(.plan(SmallStudio.plan(frames: 4)))
    request.settings = settings
    let record = try await small.shoot(request, "first")
    for count in [0, -1, 4317, .max] {
      let error = #expect(throws: SessionError.self) { try ClipRequest(extending: record, by: count) }
      #expect(error?.description.hasPrefix("frames is \(count); expected 1…4316 more") == true)
    }
    try FileManager.default.removeItem(at: record.frames()[2])
    let error = #expect(throws: SessionError.self) { try ClipRequest(extending: record, by: 4) }
    #expect(error?.description.contains("frame_0003.png: there is no such frame") == true)
  }

  /// The window is denoised, not the clip: one of 1024 frames, far beyond what could be made at once, can be the end of a film.
  @Test func longClipsAreExtendedByWindows() throws {
    let settings = GenerationSettings(width: 64, height: 64, stepCount: 1)
    let plan = SmallStudio.plan(frames: 1024)
    let opening = [Frame](repeating: picture(1, height: 64, width: 64), count: 1022)
    let run = try small.studio.begin(plan, settings: settings, pictures: ConditioningFrames(opening: opening))
    #expect(run.madeFrames == 1022..<1024)
    #expect(throws: SessionError.self) { try small.studio.begin(plan, settings: settings) }
  }
}
