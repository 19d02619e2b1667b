import Foundation
import Testing
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeWeights

@testable import ZoetropeSession

/// Clips of other proportions than the plan's frame.
@Suite struct ProportionTests {
  let small: SmallStudio

  init() throws { small = try SmallStudio() }

  /// A ball at rest, its box in fractions of a frame of a shape.
  private func plan(_ shape: FrameShape, width: Double, height: Double, feet: Double) -> ShotPlan {
    ShotPlan(
      seed: 3, frameRate: 8, frameCount: 2, size: shape, scene: .snow,
      actors: [
        Actor(
          kind: .ball, motion: .still,
          keyframes: [Keyframe(t: 0, x: 0.4, y: feet - height / 2, width: width, height: height)])
      ])
  }

  /// Boxes worked out by hand for 48x32 pixels, 3:2, as fractions of the three frames: a ball that is 19.2 pixels wide and
  /// high there and stands at 24 is the same whichever frame its plan was laid out for, and another than one that is not
  /// corrected.
  @Test func whicheverFrameAPlanIsForTheBallIsRound() throws {
    let settings = GenerationSettings(width: 48, height: 32, stepCount: 1)
    // Square, 32x32: as high as wide. Wide, 7:4, is 56x32 at that height: cut to 48 it is scaled by 6/7 in height.
    let square = try small.clip(plan(.square, width: 0.6, height: 0.6, feet: 0.75), settings)
    let wide = try small.clip(plan(.wide, width: 0.4, height: 0.6 * 7 / 6, feet: 0.75), settings)
    let uncorrected = try small.clip(plan(.wide, width: 0.6, height: 0.6, feet: 0.75), settings)
    func difference(_ a: Clip, _ b: Clip) -> Float {
      zip(a.pixels, b.pixels).map { abs($0 - $1) }.max() ?? 0
    }
    // Boxes that differ in their last bits, through a network of random weights.
    #expect(difference(square, wide) < 1e-3, "\(difference(square, wide))")
    #expect(difference(square, uncorrected) > 0.05, "\(difference(square, uncorrected))")
  }

  /// A plan of one shape asked for in another is laid out for that; pixels that are no shape leave it as it is.
  @Test func aSizeThatIsAShapeLaysThePlanOut() throws {
    let square = plan(.square, width: 0.33, height: 0.33, feet: 0.75)
    #expect(ClipSize.shape(.wide).fitting(square) == square.fitted(to: .wide))
    #expect(ClipSize.pixels(width: 224, height: 128).fitting(square) == square.fitted(to: .wide))
    #expect(ClipSize.pixels(width: 192, height: 128).fitting(square) == square)
    var request = ClipRequest(.plan(square))
    request.size = .shape(.tall)
    let recipe = try small.studio.job(request).job.takes[0].recipe
    #expect(recipe.plan == square.fitted(to: .tall))
  }
}

/// Weights that hold a NaN or an infinity: the run stops at once and names them.
@Suite struct FiniteTests {
  /// Writes models of which one tensor is broken; returns a studio of them.
  private func studio(_ model: String, tensor number: Int, value: Float) throws -> (
    SmallStudio, Studio, String
  ) {
    let small = try SmallStudio()
    let url = small.folder.appending(path: "\(model)/weights.safetensors")
    let file = try SafetensorsFile(url)
    let entry = file.entries[number < 0 ? file.entries.count + number : number]
    var bytes = try Data(contentsOf: url)
    withUnsafeBytes(of: value.bitPattern.littleEndian) {
      bytes.replaceSubrange(entry.byteRange.upperBound - 4..<entry.byteRange.upperBound, with: $0)
    }
    // A file of its own: the other is mapped, and its hash may still be computed.
    try bytes.write(to: url, options: .atomic)
    return (small, try Studio(ModelCatalog(folders: [small.folder]).find("sketch")), entry.name)
  }

  @Test(arguments: [(0, Float.nan), (0, Float.infinity)])
  func theTensorIsNamed(number: Int, value: Float) throws {
    let (small, studio, tensor) = try studio("sketch", tensor: number, value: value)
    let settings = GenerationSettings(width: 24, height: 16, stepCount: 5)
    var run = try studio.begin(SmallStudio.plan(frames: 4), settings: settings)
    var steps = 0
    while run.next() != nil { steps += 1 }
    #expect(steps == 1, "the first step is not finite, and there is no second")
    let error = #expect(throws: SessionError.self) { try run.clip() }
    let path = small.folder.appending(path: "sketch/weights.safetensors").path
    #expect(error == .notFinite(place: "step 1 of 5", path: path, tensor: tensor))
    #expect(error?.description.contains("its tensor “\(tensor)” holds a NaN or an infinity") == true)
  }

  @Test func theUpscalerIsNamed() throws {
    let (small, studio, tensor) = try studio("upscaler", tensor: -1, value: .nan)
    let settings = GenerationSettings(width: 24, height: 16, stepCount: 2, doublings: 1)
    var run = try studio.begin(SmallStudio.plan(frames: 2), settings: settings)
    while run.next() != nil {}
    let error = #expect(throws: SessionError.self) { try run.clip() }
    let path = small.folder.appending(path: "upscaler/weights.safetensors").path
    #expect(error == .notFinite(place: "upscaling", path: path, tensor: tensor))
  }

  /// There is nothing to resume, and nothing that looks like a clip.
  @Test func nothingIsLeftBehind() throws {
    let (small, studio, _) = try studio("sketch", tensor: 0, value: .nan)
    var request = ClipRequest(.plan(SmallStudio.plan(frames: 4)))
    request.settings = GenerationSettings(width: 24, height: 16, stepCount: 2)
    let (job, pictures) = try studio.job(request, formats: [.png])
    let url = small.folder.appending(path: "clip", directoryHint: .isDirectory)
    var production = try Production(
      job, studio: studio, output: OutputFolder(url, existing: .refuse), pictures: pictures)
    #expect(throws: SessionError.self) { try production.run() }
    let left = try FileManager.default.contentsOfDirectory(atPath: small.folder.path)
    #expect(left.filter { $0.contains("clip") } == [])
  }
}
