import Testing
import ZoetropeCompute
import ZoetropeScenery
import ZoetropeShot

@testable import ZoetropeDenoiser

/// Noise is named by its place, white in every frame, and follows the camera.
@Suite struct ShotNoiseTests {
  let patch = PatchSize(frames: 2, height: 4, width: 4)
  let still = Camera()

  private func geometry(steps: Int, rows: Int = 6, columns: Int = 6) throws -> ClipGeometry {
    try ClipGeometry(
      times: (0..<2 * steps).map { Double($0) / 8 }, height: 4 * rows, width: 4 * columns, patch: patch)
  }

  private func rows(_ geometry: ClipGeometry, seed: UInt64 = 5, camera: Camera = Camera()) -> [[Float]] {
    let noise = ShotNoise.make(geometry, camera: camera, seed: seed).elements
    return (0..<geometry.grid.count).map { Array(noise[$0 * patch.valueCount..<($0 + 1) * patch.valueCount]) }
  }

  private func clip(_ geometry: ClipGeometry, _ camera: Camera, sceneShare: Double, seed: UInt64 = 5) -> Clip
  {
    let noise = ShotNoise.make(geometry, camera: camera, seed: seed, sceneShare: sceneShare)
    return Clip(unpatchifying: noise, grid: geometry.grid, patch: patch)
  }

  private func correlation(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } / Double(a.count)
  }

  // MARK: - Places: an edit must not stir the rest

  @Test func longerClipsBeginAlike() throws {
    let short = rows(try geometry(steps: 2)), long = rows(try geometry(steps: 5))
    #expect(Array(long.prefix(short.count)) == short)
  }

  @Test func laterPartsHaveTheNoiseOfTheWhole() throws {
    let part = ShotNoise.make(try geometry(steps: 2), camera: still, seed: 5, firstStep: 3).elements
    #expect(Array(rows(try geometry(steps: 5)).joined().suffix(part.count)) == part)
  }

  @Test func widerFramesKeepTheirMiddle() throws {
    let a = rows(try geometry(steps: 1)), b = rows(try geometry(steps: 1, rows: 8, columns: 10))
    for row in 0..<6 {
      for column in 0..<6 { #expect(a[row * 6 + column] == b[(row + 1) * 10 + column + 2]) }
    }
  }

  // MARK: - Each frame is white

  /// Mean 0 and variance 1, and neighbours side by side, one above the other and in colour unrelated, within five standard errors.
  @Test(arguments: [
    Camera(),
    Camera(move: .panRight, keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 1, x: 0.37)]),
    Camera(move: .tiltUp, keyframes: [CameraKeyframe(t: 0, y: 0.1), CameraKeyframe(t: 1, y: -0.31)]),
    Camera(move: .zoomOut, keyframes: [CameraKeyframe(t: 0, zoom: 1.9), CameraKeyframe(t: 1, zoom: 0.8)]),
  ])
  func framesAreWhite(_ camera: Camera) throws {
    expectWhite(clip(try geometry(steps: 4, rows: 16, columns: 16), camera, sceneShare: 1))
  }

  private func expectWhite(_ clip: Clip) {
    for frame in 0..<clip.frameCount {
      let pixels = clip[frame: frame].pixels
      let bound = 5 / Double(pixels.count).squareRoot()
      #expect(abs(pixels.reduce(0) { $0 + Double($1) } / Double(pixels.count)) < bound)
      // The variance of a square of a normal deviate is 2, so its mean is known to √2 standard errors.
      #expect(abs(correlation(pixels, pixels) - 1) < bound * 2.0.squareRoot())
      for offset in [1, 3, clip.width * 3] {
        #expect(abs(correlation(Array(pixels.dropLast(offset)), Array(pixels.dropFirst(offset)))) < bound)
      }
    }
  }

  /// So are frames whose pixels lie at many distances: a field in perspective with things before it, under a moving camera.
  @Test func framesOfManyLayersAreWhite() throws {
    let geometry = try geometry(steps: 4, rows: 16, columns: 16)
    var plan = ShotPlan(seed: 3, frameRate: 8, frameCount: 8, size: .square, scene: .forest)
    plan.camera = Camera(
      move: .panRight, keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 1, x: 0.5, y: 0.1, zoom: 1.2)])
    let map = ParallaxMap([], scenery: Scenery(plan), times: geometry.times, height: 64, width: 64)
    let levels = Set(map.values.map { ($0 * 16).rounded() })
    #expect(levels.count > 5)
    let noise = ShotNoise.make(geometry, camera: plan.camera, seed: 5, parallaxes: map)
    expectWhite(Clip(unpatchifying: noise, grid: geometry.grid, patch: patch))
  }

  /// No two frames share anything without scene noise; all of it when the camera stands still; the share between.
  @Test(arguments: [0.0, 0.4, 1.0])
  func framesShareWhatIsPainted(share: Double) throws {
    let clip = clip(try geometry(steps: 4, rows: 16, columns: 16), still, sceneShare: share)
    let first = clip[frame: 0].pixels
    for frame in 1..<clip.frameCount {
      let bound = 5 * (1 + share * share).squareRoot() / Double(first.count).squareRoot()
      #expect(abs(correlation(first, clip[frame: frame].pixels) - share) < bound)
    }
  }

  // MARK: - The camera

  // The figures of the next two tests are worked out by hand from the formulas in Docs/Conventions.md; that scenery moves so
  // too is what SceneTrackingTests find.

  /// A line that a pan moves by a whole number of pixels passes by exactly that many.
  @Test func noisePassesAcrossUnderAPan() throws {
    // Line 31 of 64 lies at 31.5/64 of the height and has parallax 0.5453125: a pan of 0.14326647 frame widths moves it by 5
    // pixels, less what would round an edge up to the next cell.
    let camera = Camera(
      move: .panRight, keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 1 / 8.0, x: 0.14326647)])
    let clip = clip(try geometry(steps: 1, rows: 16, columns: 16), camera, sceneShare: 1)
    let line = { (frame: Int) in Array(clip[frame: frame].pixels[31 * 64 * 3..<32 * 64 * 3]) }
    #expect(Array(line(1).dropLast(5 * 3)) == Array(line(0).dropFirst(5 * 3)))
  }

  /// Under a tilt the upper half of a frame goes down in one piece.
  @Test func noisePassesDownUnderATilt() throws {
    // The frame's middle has parallax 0.55 and follows 0.9325 of a tilt: one of 0.10053619 frame heights moves it by 6 pixels,
    // less what would round an edge up. Its top follows 0.8875, 5.71 pixels, which is less than a cell of half a pixel behind.
    let camera = Camera(
      move: .tiltDown, keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 1 / 8.0, y: 0.10053619)])
    let clip = clip(try geometry(steps: 1, rows: 16, columns: 16), camera, sceneShare: 1)
    let before = clip[frame: 0].pixels, after = clip[frame: 1].pixels
    #expect(Array(after[..<(32 * 64 * 3)]) == Array(before[6 * 64 * 3..<38 * 64 * 3]))
  }

  /// Zooming in by two, a pixel of the wide view holds the four that the close view shows of it.
  @Test func zoomGathersWhatItCovers() throws {
    let geometry = try geometry(steps: 1, rows: 16, columns: 16)
    let camera = Camera(
      move: .zoomIn, keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 1 / 8.0, zoom: 2)])
    let clip = clip(geometry, camera, sceneShare: 1)
    let wide = clip[frame: 0], close = clip[frame: 1]
    for y in 0..<32 {
      for x in 0..<32 {
        for channel in 0..<3 {
          var sum: Float = 0
          for dy in 0..<2 {
            for dx in 0..<2 { sum += close.pixels[((2 * y + dy) * 64 + 2 * x + dx) * 3 + channel] }
          }
          // Sums of four in another order: a few roundings of numbers below 10.
          #expect(abs(sum / 2 - wide.pixels[((y + 16) * 64 + x + 16) * 3 + channel]) < 1e-5)
        }
      }
    }
  }

  @Test func seedsDiffer() throws {
    let geometry = try geometry(steps: 1)
    #expect(rows(geometry) != rows(geometry, seed: 6))
    #expect(Set(rows(geometry)).count == geometry.grid.count)
  }
}
