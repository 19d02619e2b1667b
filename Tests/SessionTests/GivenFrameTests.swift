import Foundation
import Testing
import ZoetropeDenoiser
import ZoetropeMedia
import ZoetropeShot

@testable import ZoetropeSession

/// Regions of pixels, against loops over all pixels.
@Suite struct PixelRegionTests {
  /// Pixels at random, more in the middle.
  private let region: PixelRegion = {
    let isOpen = (0..<12 * 20).map { pixel in
      let (x, y) = (pixel % 20, pixel / 20)
      return (x - 10) * (x - 10) + 3 * (y - 5) * (y - 5) < 30 || (x * 7 + y * 13) % 31 == 0
    }
    return PixelRegion(height: 12, width: 20, isOpen: isOpen)
  }()

  private func isOpen(_ region: PixelRegion, _ x: Int, _ y: Int) -> Bool? {
    (0..<region.width).contains(x) && (0..<region.height).contains(y)
      ? region.isOpen[y * region.width + x] : nil
  }

  @Test(arguments: [0, 1, 3]) func grownByADistance(radius: Int) {
    let grown = region.grown(by: radius)
    for y in 0..<12 {
      for x in 0..<20 {
        let near = (-radius...radius).contains { dy in
          (-radius...radius).contains { dx in isOpen(region, x + dx, y + dy) == true }
        }
        #expect(isOpen(grown, x, y) == near)
      }
    }
  }

  /// Nothing of what is given is touched, and far from it all is made.
  @Test func sharesRiseFromTheBorder() {
    let shares = region.shares(radius: 2)
    for y in 0..<12 {
      for x in 0..<20 {
        let around = (-2...2).flatMap { dy in (-2...2).compactMap { dx in isOpen(region, x + dx, y + dy) } }
        let mean = Float(around.count { $0 }) / Float(around.count)
        let expected = isOpen(region, x, y) == true ? max(0, 2 * mean - 1) : 0
        #expect(abs(shares[y * 20 + x] - expected) < 1e-6)
      }
    }
    #expect(shares.contains(1) && shares.contains { $0 > 0 && $0 < 1 })
  }

  /// A smaller pixel is open where any of its pixels is.
  @Test func reducedTouchesAll() {
    let small = region.reduced(height: 3, width: 5)
    for y in 0..<3 {
      for x in 0..<5 {
        let any = (0..<16).contains { isOpen(region, 4 * x + $0 % 4, 4 * y + $0 / 4) == true }
        #expect(isOpen(small, x, y) == any)
      }
    }
  }

  @Test func boxesAndPictures() {
    let box = PixelRegion(height: 4, width: 10, x: 0.2...0.5, y: 0.5...1)
    #expect(box.isOpen.indices.filter { box.isOpen[$0] } == [22, 23, 24, 32, 33, 34])
    #expect(PixelRegion(lightPixelsOf: box.picture) == box)
    #expect(!box.isEmpty && PixelRegion(height: 1, width: 1, isOpen: [false]).isEmpty)
  }
}

/// Frames and regions that are given anywhere in a clip.
@Suite struct GivenFrameTests {
  let small: SmallStudio
  let settings = GenerationSettings(width: 24, height: 16, stepCount: 2, doublings: 1)

  init() throws { small = try SmallStudio(readsKnownPixels: true) }

  private func picture(_ seed: Int) -> Frame {
    Frame(
      height: 32, width: 48,
      pixels: (0..<32 * 48 * 3).map { PixelCode.value(UInt8(($0 * 97 + $0 / 7 * 31 + seed * 59) % 256)) })
  }

  @Test func keyframesAreInTheClip() throws {
    let pictures = ConditioningFrames(between: [3: GivenFrame(picture(1)), 6: GivenFrame(picture(2))])
    let clip = try small.clip(SmallStudio.plan(frames: 9), settings, pictures.stored)
    let free = try small.clip(SmallStudio.plan(frames: 9), settings)
    #expect(PixelCode.bytes(clip[frame: 3]) == PixelCode.bytes(picture(1)))
    #expect(PixelCode.bytes(clip[frame: 6]) == PixelCode.bytes(picture(2)))
    // The others take notice, those of the same time step too.
    for frame in [0, 2, 4, 5, 7, 8] { #expect(clip[frame: frame] != free[frame: frame]) }
  }

  /// Outside of a region all is as it was given, inside it is made, and neither depends on what the footage has inside but for the border.
  @Test func regionsAreMadeAnew() throws {
    let region = PixelRegion(height: 32, width: 48, x: 0.3...0.8, y: 0.2...0.9)
    let footage = (0..<6).map { picture($0) }
    let pictures = ConditioningFrames(
      between: Dictionary(
        uniqueKeysWithValues: footage.enumerated().map { ($0, GivenFrame($1, remaking: region)) }))
    let clip = try small.clip(SmallStudio.plan(frames: 6), settings, pictures.stored)
    let shares = region.shares(radius: GivenFrame.featherRadius)
    for (index, frame) in footage.enumerated() {
      let (made, given) = (PixelCode.bytes(clip[frame: index]), PixelCode.bytes(frame))
      var changed = 0
      for pixel in region.isOpen.indices {
        let isSame = made[3 * pixel..<3 * pixel + 3] == given[3 * pixel..<3 * pixel + 3]
        if !region.isOpen[pixel] { #expect(isSame) } else if shares[pixel] == 1, !isSame { changed += 1 }
      }
      // One pixel in so many hundred may come out as it was by chance.
      #expect(changed > shares.count { $0 == 1 } * 9 / 10)
    }
  }

  /// A record keeps pictures and regions, and makes the same clip again.
  @Test func recordsKeepThem() async throws {
    var request = ClipRequest(.plan(SmallStudio.plan(frames: 6)))
    request.settings = settings
    let url = small.folder.appending(path: "key.png")
    try PNG.write(picture(7), to: url)
    request.keyframes = [ClipRequest.TimedPicture(time: 0.26, url: url)]
    request.footage = [
      4: GivenFrame(picture(3), remaking: PixelRegion(height: 32, width: 48, x: 0...0.5, y: 0...1))
    ]
    let record = try await small.shoot(request, "given")
    #expect(record.recipe.pictures.between.map(\.frame) == [2, 4])
    #expect(record.recipe.pictures.between.map { $0.region == nil } == [true, false])
    #expect(try small.studio.verify(record).isSame)
    let region = record.folder.appending(path: "pictures/region_0005.png")
    try PNG.write(picture(1), to: region)
    #expect(
      throws: SessionError.otherPicture(
        path: region.path, reason: "is not the picture that the clip was given")
    ) {
      try small.studio.verify(record)
    }
  }

  @Test func whatDoesNotFitIsRefused() throws {
    func error(_ studio: Studio, _ edit: (inout ClipRequest) -> Void) -> SessionError? {
      var request = ClipRequest(.plan(SmallStudio.plan(frames: 6)))
      request.settings = settings
      edit(&request)
      do {
        _ = try studio.job(request)
        return nil
      } catch { return error as? SessionError }
    }
    let url = small.folder.appending(path: "key.png")
    try PNG.write(picture(7), to: url)
    func at(_ times: Double...) -> [ClipRequest.TimedPicture] { times.map { .init(time: $0, url: url) } }
    #expect(error(small.studio) { $0.keyframes = at(0.5) } == nil)
    #expect(
      error(small.studio) { $0.keyframes = at(0.75) }?.description
        == "frame is 0.75 s; expected 0…0.625 s in this clip")
    #expect(
      error(small.studio) { $0.keyframes = at(0.5, 0.51) }?.description
        == "frame is 0.51 s; expected one picture for each frame; key.png is at this one already")
    #expect(
      error(small.studio) {
        $0.opening = [url]
        $0.keyframes = at(0)
      }?.description == "frame is 1; expected 2…6, the frames that are to be made")
    let other = try SmallStudio().studio
    #expect(
      error(other) { $0.keyframes = at(0.5) }?.description.contains("was not trained on others") == true)
    #expect(
      error(small.studio) { $0.seconds = -1 }?.description.hasPrefix("seconds is -1.0; expected") == true)
  }
}
