import Foundation
import Testing
import ZoetropeCompute
import ZoetropeScenery
import ZoetropeShot
import ZoetropeWorld

@testable import ZoetropeDenoiser

/// Things seen in renders of the synthetic world go where the noise and the positions of attention say they go.
///
/// What moves in the picture is tracked by its pixels (``BlockTracker``), so that no formula of the projection is on this side of
/// the comparison. All lengths are in pixels of a frame of 64, the size that the networks work at; pictures are four times as large,
/// so that a shift of a quarter of a pixel is a whole one there.
@Suite struct SceneTrackingTests {
  static let side = 256
  static let scale = 4.0
  private static let world = Result { try World() }

  /// One block of scenery, seen in two frames.
  struct Sighting {
    /// Where it was on the frame, 0 the top … 1 the bottom.
    let height: Double
    /// How far the ways of what the block shows are apart.
    let spread: SIMD2<Double>
    /// How far it went.
    let way: SIMD2<Double>
    /// What the positions of attention say its way should have been, less what it was.
    let positionError: SIMD2<Double>
    /// How far the noise of the block went, less the way of the picture.
    let noiseError: SIMD2<Double>
    /// As the first, for the coordinates of a far and of a near layer that the camera features tell.
    let layerErrors: [SIMD2<Double>]
  }

  /// A move of the camera between two frames, and how far from the picture noise and positions may be.
  struct Move: CustomTestStringConvertible, Sendable {
    let first: CameraKeyframe
    let second: CameraKeyframe
    let bound: SIMD2<Double>
    /// The same for the camera features.
    let layerBound: SIMD2<Double>
    let testDescription: String
  }

  // Noise and positions know the parallax of every pixel. Half a pixel is left for the tracker and for the sixteenths that parallaxes
  // are rounded to (0.2 pixels in a pan of 0.1). A block that shows several layers may go with any of them: what lies between their
  // ways is added. The camera features tell a far and a near layer; what lies elsewhere, the sky at 0 or actors at 1, is up to 0.3 from
  // one of them, 1.9 pixels in a pan. A zoom has no parallax, but the blocks grow by a tenth: what is textured near the edge of a
  // block, 14 pixels of 256 from its middle, is 0.35 off, in each of the two that are compared.
  static let moves = [
    Move(
      first: CameraKeyframe(t: 0, y: -0.1), second: CameraKeyframe(t: 1, y: 0.1), bound: SIMD2(0.25, 0.5),
      layerBound: SIMD2(0.25, 0.7), testDescription: "tilt"),
    Move(
      first: CameraKeyframe(t: 0, x: -0.05), second: CameraKeyframe(t: 1, x: 0.05),
      bound: SIMD2(0.5, 0.25), layerBound: SIMD2(2, 0.25), testDescription: "pan"),
    Move(
      first: CameraKeyframe(t: 0), second: CameraKeyframe(t: 1, zoom: 1.1), bound: SIMD2(0.75, 0.75),
      layerBound: SIMD2(0.75, 0.75), testDescription: "zoom"),
    Move(
      first: CameraKeyframe(t: 0), second: CameraKeyframe(t: 1, x: 0.1, y: 0.1), bound: SIMD2(0.5, 0.5),
      layerBound: SIMD2(2, 0.5), testDescription: "track"),
  ]

  @Test(arguments: moves, [Scene.forest, .mountains, .city])
  func sceneryGoesWhereNoiseAndFeaturesSay(_ move: Move, _ scene: Scene) throws {
    let sightings = try Self.sightings(scene, from: move.first, to: move.second)
    // Enough is found again, at different heights.
    #expect(sightings.count >= 5)
    // Outside of the forest some blocks show one layer alone, where a move is not both across and up.
    let isPlain = scene != .forest && (move.first.x == move.second.x || move.first.y == move.second.y)
    #expect(!isPlain || sightings.count { max($0.spread.x, $0.spread.y) < 0.5 } >= 2)
    let heights = sightings.map(\.height)
    #expect((heights.max() ?? 0) - (heights.min() ?? 0) > 0.12)
    for sighting in sightings {
      let (far, near) = (sighting.layerErrors[0], sighting.layerErrors[1])
      let layer = SIMD2(min(abs(far.x), abs(near.x)), min(abs(far.y), abs(near.y)))
      for error in [sighting.positionError, sighting.noiseError] {
        let bound = move.bound + sighting.spread
        #expect(abs(error.x) <= bound.x && abs(error.y) <= bound.y, "\(sighting)")
      }
      #expect(layer.x <= move.layerBound.x && layer.y <= move.layerBound.y, "\(sighting)")
    }
  }

  // MARK: - Internals

  /// Textured blocks of a scene without actors that are found again beyond doubt.
  static func sightings(_ scene: Scene, from first: CameraKeyframe, to second: CameraKeyframe) throws
    -> [Sighting]
  {
    let plan = ShotPlan(
      seed: 7, frameRate: 1, frameCount: 2, size: .square, scene: scene,
      camera: Camera(move: .track, keyframes: [first, second]))
    let render = try world.get().render(plan, height: side, width: side)
    var configuration = DenoiserConfiguration.scene
    configuration.patch = PatchSize(frames: 1, height: 8, width: 8)
    let input = try ShotInput(
      plan, height: side, width: side, for: configuration, pictures: world.get().pictures)
    let features = input.features(), grid = input.geometry.grid
    let noise = Clip(unpatchifying: input.noise(seed: 3), grid: grid, patch: configuration.patch)
    let positions = features.positions.map { SIMD2($0[2], $0[1]) * 8 }
    // Sine and cosine of π/2 times a layer's coordinates in frame sizes are the first two of the eight numbers for each.
    let layers = [0, 16].map { layer in
      (0..<grid.count).map { patch in
        let numbers = features.camera.rows(patch..<patch + 1).elements[layer...].map(Double.init)
        return SIMD2(atan2(numbers[0], numbers[1]), atan2(numbers[8], numbers[9])) / (.pi / 2) * Double(side)
      }
    }

    /// What a pixel has of what patches have, between those around it.
    func value(_ places: [SIMD2<Double>], frame: Int, _ pixel: SIMD2<Double>) -> SIMD2<Double> {
      let (across, down) = ((pixel.x + 0.5) / 8 - 0.5, (pixel.y + 0.5) / 8 - 0.5)
      let (column, row) = (Int(across), Int(down))
      let at = (frame * grid.rows + row) * grid.columns + column
      let below = at + grid.columns
      let (u, v) = (across - Double(column), down - Double(row))
      return (places[at] * (1 - u) + places[at + 1] * u) * (1 - v)
        + (places[below] * (1 - u) + places[below + 1] * u) * v
    }

    let map = ParallaxMap(
      [], scenery: Scenery(plan), times: input.geometry.times, height: side, width: side)
    /// How far the ways of what the block about a pixel shows are apart in the first frame and about another in the second.
    func spread(_ start: SIMD2<Double>, _ end: SIMD2<Double>, radius: Int) -> SIMD2<Double> {
      var seen: [Float] = []
      for (frame, place) in [start, end].enumerated() {
        let (x, y) = (Int(place.x), Int(place.y))
        for row in max(0, y - radius)...min(side - 1, y + radius) {
          let line = (frame * side + row) * side
          seen += map.values[line + max(0, x - radius)...line + min(side - 1, x + radius)]
        }
      }
      let ways = [seen.min() ?? 0, seen.max() ?? 0].map { parallax in
        (CameraProjection(second, width: Double(side), height: Double(side)).follow(Double(parallax))
          - CameraProjection(first, width: Double(side), height: Double(side)).follow(Double(parallax)))
          / scale
      }
      return SIMD2(abs(ways[1].x - ways[0].x), abs(ways[1].y - ways[0].y))
    }

    let move = SIMD2(second.x - first.x, second.y - first.y) * Double(side)
    let tracker = BlockTracker(
      reach: (x: Int(abs(move.x) * 1.2) + 16, y: Int(abs(move.y) * 1.2) + 16))
    var sightings: [Sighting] = []
    for y in stride(from: tracker.radius, to: side - tracker.radius, by: 16) {
      for x in stride(from: tracker.radius + 10, to: side - tracker.radius, by: 32) {
        guard let seen = tracker.match(x: x, y: y, from: render[frame: 0], to: render[frame: 1]),
          seen.correlation > 0.95, seen.fall > 0.05, seen.rival < seen.correlation - 0.1,
          let drawn = tracker.match(x: x, y: y, from: noise[frame: 0], to: noise[frame: 1])
        else { continue }
        let found = SIMD2(Double(x), Double(y)) + seen.shift
        guard (4..<Double(side - 5)).contains(found.x), (4..<Double(side - 5)).contains(found.y) else {
          continue
        }
        /// How far apart two places are said to be where the same thing is seen.
        func error(_ places: [SIMD2<Double>]) -> SIMD2<Double> {
          let start = SIMD2(Double(x), Double(y))
          return (value(places, frame: 0, start) - value(places, frame: 1, found)) / scale
        }
        sightings.append(
          Sighting(
            height: Double(y) / Double(side),
            spread: spread(SIMD2(Double(x), Double(y)), found, radius: tracker.radius),
            way: seen.shift / scale, positionError: error(positions),
            noiseError: (drawn.shift - seen.shift) / scale, layerErrors: layers.map(error)))
      }
    }
    return sightings
  }
}
